/** Stored passwords, shared by members and users. */
import type { Schemas } from '../../stytch/contract/types.ts';
import type { PasswordHash } from './password-hash.ts';

/** A password in plain text if it was set in the sandbox, or a migrated hash. */
export type KeptPassword = string | PasswordHash;

/** Whether a password matches the stored one. */
export const isPassword = async (kept: KeptPassword, password: string): Promise<boolean> =>
  typeof kept === 'string' ? kept === password : await kept.matches(password);

/** Authentication factor of a person who has just entered or set a password. */
export const passwordFactor: Schemas['api_session_v1_AuthenticationFactor'] = {
  type: 'password',
  delivery_method: 'knowledge',
};
