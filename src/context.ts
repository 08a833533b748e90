import type { Loaders } from '../loaders/index.ts';
import type { Caller } from './auth/caller.ts';
import type { Policy } from './auth/policy.ts';
import type { RefusedTokens } from './auth/refused-tokens.ts';
import type { ObjectCount } from './limits/object-count.ts';
import type { OrganizationIds } from './sign-in/organization-id.ts';
import type { Tries } from './sign-in/tries.ts';
import type { Stytch } from './stytch/client.ts';
import type { ErrorCode } from './stytch/error-code.ts';
import type { Log } from './telemetry/log.ts';

/** What every resolver is given: made anew for each request, so that nothing read for one caller reaches another. */
export interface Context {
  readonly caller: Caller;
  /**
   * The caller as Stytch knows them now. Stytch is asked once a request, and again after a write.
   *
   * @throws GraphQLError UNAUTHENTICATED when the session has ended
   */
  readonly confirmedCaller: () => Promise<Caller>;
  /** Where the request came from, as far as is known. */
  readonly address: string;
  /** Stytch as this caller: with their session, until their deadline. A write empties the loaders. */
  readonly stytch: Stytch;
  /** Stytch as nobody in particular, for a request that runs on a proof in the input: without the caller's session. */
  readonly stytchByProof: () => Stytch;
  readonly loaders: Loaders;
  readonly policy: Policy;
  readonly tries: Tries;
  readonly refusedTokens: RefusedTokens;
  /** Ids behind names of organizations, for counting attempts only. */
  readonly organizationIds: OrganizationIds;
  /** Counts the objects of the response. */
  readonly objects: ObjectCount;
  /** The log of this request. */
  readonly log: Log;
  /** Takes note of a mutation that came to an error, which is data to the client. */
  readonly refused: (code: ErrorCode) => void;
  /** The Stytch project this gateway stands for. */
  readonly projectId: string;
}
