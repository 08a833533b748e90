/** Passwords as the sandbox keeps them, the same for members and users. */
import type { Schemas } from '../../stytch/contract/types.ts';
import type { PasswordHash } from './password-hash.ts';

/** A password as it was set here, or the hash that was brought along. */
export type KeptPassword = string | PasswordHash;

/** Whether a password is the one that is kept. */
export const isPassword = async (kept: KeptPassword, password: string): Promise<boolean> =>
  typeof kept === 'string' ? kept === password : await kept.matches(password);

/** The factor of everybody who has just shown a password or set one. */
export const passwordFactor: Schemas['api_session_v1_AuthenticationFactor'] = {
  type: 'password',
  delivery_method: 'knowledge',
};
