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

/** The context of resolvers. Created per request, so that data read for one caller never reaches another. */
export interface Context {
  /** The kind of the Stytch project, B2B or consumer. */
  readonly vertical: Vertical;
  readonly caller: Caller;
  /**
   * The caller with the state that Stytch currently has. Makes one Stytch call per request, and another after a write.
   *
   * @throws StytchError UNAUTHENTICATED if the session has ended
   */
  readonly confirmedCaller: () => Promise<Caller>;
  /**
   * Session cookies of the request and its response; undefined for servers, and if the gateway does not use cookies.
   */
  readonly sessionCookies: SessionCookies | undefined;
  /** Client address under which sign-in attempts are counted. */
  readonly address: string;
  /** Returns the current time in milliseconds since the epoch, by which the age of proofs is measured. */
  readonly now: () => number;
  /** Returns the device that sent the request. */
  readonly device: () => ClientDevice;
  /**
   * The context of the same request, with the person of a session in its input as caller and all access rules for
   * people. Makes one Stytch call. Undefined if Stytch rejects the session.
   */
  readonly actingBy: (session: Session) => Promise<Context | undefined>;
  /**
   * Returns a made-up id in the form of a Stytch id, for an object that does not exist. The same name gives the same
   * id, which cannot be told from a real one.
   */
  readonly madeUpId: (kind: string, name: string) => string;
  /**
   * Stytch client of this caller: sends their session and keeps the deadline of the request. A write clears the
   * loaders.
   */
  readonly stytch: StytchApi;
  /** Stytch client for requests authorized by a proof in the input: it does not send the session of the caller. */
  readonly stytchByProof: () => StytchApi;
  readonly loaders: Loaders;
  readonly policy: PolicyCache;
  readonly signInThrottle: SignInThrottle;
  readonly refusedTokens: RefusedTokens;
  /** Organization ids by slug, only used to count attempts. */
  readonly tenantIds: TenantIds;
  /** Counts the objects of the response. */
  readonly objects: ObjectCount;
  /** Logger of this request. */
  readonly log: Log;
  /** Records the error code of a mutation whose error is part of its payload. */
  readonly recordRefusal: (code: ErrorCode) => void;
  /** Records which fields cause which Stytch calls; undefined without X-Explain. */
  readonly trace: CallTrace | undefined;
  /** Records the faults found in Stytch responses. */
  readonly faults: ResponseFaults;
  /** Id of the Stytch project that this gateway serves. */
  readonly projectId: string;
}
