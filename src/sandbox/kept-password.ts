/** Passwords as the sandbox keeps them, the same for members and users. */
import type { PasswordHash } from './password-hash.ts';
import type { AuthenticationFactor } from './store.ts';

/** A password as it was set here, or the hash that was brought along. */
export type KeptPassword = string | PasswordHash;

/** Whether a password is the one that is kept. */
export const isPassword = async (kept: KeptPassword, password: string): Promise<boolean> =>
  typeof kept === 'string' ? kept === password : await kept.matches(password);

/** The factor of everybody who has just shown a password or set one. */
export const passwordFactor: AuthenticationFactor = { type: 'password', delivery_method: 'knowledge' };
