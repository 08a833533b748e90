/** What a session tells of a user, and what fields are about. */
import type { Schemas } from '../../stytch/contract/types.ts';

/** A proof of who somebody is, as a session lists it. */
export type UserSessionFactor = Schemas['api_session_v1_AuthenticationFactor'];

/** A person signed in to the project. */
export interface UserIdentity {
  readonly kind: 'user';
  readonly userId: string;
  readonly sessionId: string;
  readonly roles: readonly string[];
  /** What the session rests on: sensitive changes need more than one proof. */
  readonly factors: readonly UserSessionFactor[];
}

/** What a field is about, under the names of its arguments. */
export interface UserTarget {
  readonly userId?: string | null | undefined;
}
