/** The identity of a user and the targets of fields. */
import type { Schemas } from '../../stytch/contract/types.ts';

/** An authentication factor of a session. */
export type UserSessionFactor = Schemas['api_session_v1_AuthenticationFactor'];

/** A user signed in to the project. */
export interface UserIdentity {
  readonly kind: 'user';
  readonly userId: string;
  readonly sessionId: string;
  readonly roles: readonly string[];
  /** The factors of the session: sensitive changes need more than one. */
  readonly factors: readonly UserSessionFactor[];
}

/** The target of a field, by argument names. */
export interface UserTarget {
  readonly userId?: string | null | undefined;
}
