import type { Loaders } from '../../loaders/loader.ts';
import type { Caller } from '../auth/caller.ts';
import type { PolicyCache } from '../auth/policy.ts';
import type { RefusedTokens } from '../auth/refused-tokens.ts';
import type { SessionCookies } from '../auth/session-cookies.ts';
import type { ObjectCount } from '../limits/object-count.ts';
import type { SignInThrottle } from '../sign-in/throttle.ts';
import type { StytchApi } from '../stytch/client/client.ts';
import type { ResponseFaults } from '../stytch/client/response-faults.ts';
import type { ErrorCode } from '../stytch/error-code.ts';
import type { Log } from '../stytch/log.ts';
import type { CallTrace } from '../telemetry/call-trace.ts';
import type { Session, TenantIds, Vertical } from '../vertical/vertical.ts';
import type { ClientDevice } from './admit.ts';

/** What every resolver is given: made anew for each request, so that nothing read for one caller reaches another. */
export interface Context {
  /** What this kind of project does its own way. */
  readonly vertical: Vertical;
  readonly caller: Caller;
  /**
   * The caller as Stytch knows them now. Stytch is asked once a request, and again after a write.
   *
   * @throws StytchError UNAUTHENTICATED when the session has ended
   */
  readonly confirmedCaller: () => Promise<Caller>;
  /** Session cookies of the request and its response; undefined where none are set or read, and for servers. */
  readonly sessionCookies: SessionCookies | undefined;
  /** Where the request came from, as far as is known. */
  readonly address: string;
  /** The clock by which proofs are fresh or old. Milliseconds since the epoch. */
  readonly now: () => number;
  /** The device that sent the request, as far as is known. */
  readonly device: () => ClientDevice;
  /**
   * The same request as made by the person of a session that its input shows, with all rules for people. Undefined if Stytch
   * does not accept the session. Stytch is asked once.
   */
  readonly actingBy: (session: Session) => Promise<Context | undefined>;
  /** An id in the form of Stytch's for a thing that does not exist: the same for the same name, and not to be told from a real one. */
  readonly madeUpId: (kind: string, name: string) => string;
  /** Stytch as this caller: with their session, until their deadline. A write empties the loaders. */
  readonly stytch: StytchApi;
  /** Stytch as nobody in particular, for a request that runs on a proof in the input: without the caller's session. */
  readonly stytchByProof: () => StytchApi;
  readonly loaders: Loaders;
  readonly policy: PolicyCache;
  readonly tries: SignInThrottle;
  readonly refusedTokens: RefusedTokens;
  /** Ids behind names of tenants, for counting attempts only. */
  readonly tenantIds: TenantIds;
  /** Counts the objects of the response. */
  readonly objects: ObjectCount;
  /** The log of this request. */
  readonly log: Log;
  /** Takes note of a mutation that came to an error, which is data to the client. */
  readonly refused: (code: ErrorCode) => void;
  /** Takes note of which fields want which calls; undefined unless the request asked for it. */
  readonly trace: CallTrace | undefined;
  /** Takes what is wrong within responses of Stytch. */
  readonly faults: ResponseFaults;
  /** The Stytch project this gateway stands for. */
  readonly projectId: string;
}
