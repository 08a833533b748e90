/** Creates the context of a request. */
import type { BatchOptions } from '../../loaders/batch.ts';
import { Loaders } from '../../loaders/loader.ts';
import { type Caller, personBySession, personOf, revalidateCaller } from '../auth/caller.ts';
import { limitKeyOf } from '../auth/limit-key.ts';
import type { PolicyCache } from '../auth/policy.ts';
import type { RefusedTokens } from '../auth/refused-tokens.ts';
import { callLimitError } from '../limits/limits.ts';
import { ObjectCount } from '../limits/object-count.ts';
import type { SignInThrottle } from '../sign-in/throttle.ts';
import { AbortSource } from '../stytch/client/abort.ts';
import type { CallOptions } from '../stytch/client/call.ts';
import { encodeAndSend, type StytchClient, withContractTypes } from '../stytch/client/client.ts';
import { type LoggedPlaces, ResponseFaults } from '../stytch/client/response-faults.ts';
import { dedupeKeyOf, type RestOperation, type WireRequest } from '../stytch/contract/operation.ts';
import type { LimitKey } from '../stytch/resilience/keyed-semaphore.ts';
import type { RateLimiter } from '../stytch/resilience/rate-limiter.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { OperationTelemetry } from '../telemetry/operation-telemetry.ts';
import type { PersonCaller, Session, TenantIds, Vertical } from '../vertical/vertical.ts';
import type { ClientRequest } from './admit.ts';
import type { Context } from './context.ts';
import { aboutInput } from './session-refusal.ts';

/** Dependencies that all requests share. */
export interface Shared {
  vertical: Vertical;
  stytch: Pick<StytchClient, 'run'>;
  policy: PolicyCache;
  projectId: string;
  signInThrottle: SignInThrottle;
  refusedTokens: RefusedTokens;
  tenantIds: TenantIds;
  /** Max Stytch calls per request. */
  mostCalls: number;
  /** Max objects per response. */
  mostNodes: number;
  /** Rate limiter of the Stytch client; the context only reads how many searches remain. */
  rates: RateLimiter | undefined;
  batching: BatchOptions;
  metrics: Metrics;
  /** Positions in Stytch responses for which a missing value was already logged. */
  loggedPlaces: LoggedPlaces;
  madeUpId: Context['madeUpId'];
  now: Context['now'];
}

/** Properties of the client that a context needs. */
type Client = Pick<CallOptions, 'signal' | 'deadline'> &
  Pick<Context, 'address' | 'device'> &
  Partial<Pick<ClientRequest, 'cookies' | 'sandboxFailure'>>;

/** Creates the context of a request by an identified caller. */
export function contextFor(caller: Caller, shared: Shared, operation: OperationTelemetry, client: Client): Context {
  operation.calledBy(caller.kind);
  return contextOf(caller, shared, operation, client, undefined);
}

/** Number of Stytch calls of a request, shared by all contexts of that request. */
interface Spent {
  calls: number;
}

/** @param acting calls of the request so far, if the caller is the person of a session in its input */
function contextOf(
  caller: Caller,
  shared: Shared,
  operation: OperationTelemetry,
  client: Client,
  acting: Spent | undefined,
): Context {
  const { address, device, signal, deadline, sandboxFailure } = client;
  const { vertical } = shared;
  const person = personOf(caller);
  const session = person && vertical.session.headersOf(person.session);
  const limitKey = limitKeyOf(caller, vertical);
  // Calls with a simulated failure are excluded from in-flight deduplication.
  const dedupeScope = sandboxFailure === undefined ? dedupeScopeOf(limitKey, person?.session) : undefined;
  // Aborted when the client disconnects, and when the response exceeds the maximum number of objects.
  const needed = new AbortSource();
  const giveUp = () => needed.abort();
  signal?.addEventListener('abort', giveUp);
  if (signal?.aborted) giveUp();
  const objects = new ObjectCount(shared.mostNodes, giveUp);
  const options: CallOptions = { session, limitKey, dedupeScope, signal: needed, deadline, observe: operation.observe };
  /** Options of the calls that resolvers make. Calls of the gateway itself never fail on demand. */
  const asked: CallOptions = sandboxFailure === undefined ? options : { ...options, sandboxFailure };
  const guardFor = (byProof: boolean) =>
    caller.kind === 'server' ? undefined : vertical.guardOf(person, byProof, operation.log);
  const guard = guardFor(false);
  const spent: Spent = acting ?? { calls: 0 };
  /** The session that the caller sent as bearer. */
  const bearer = acting ? undefined : person?.session;
  const { callTrace: trace } = operation;
  const send = (what: RestOperation, request: WireRequest, by: CallOptions, key?: string): Promise<object> =>
    trace
      ? trace.follow(what, key ?? dedupeKeyOf(request), by, (traced) => shared.stytch.run(what, request, traced))
      : shared.stytch.run(what, request, by);
  /**
   * Counts a call and returns whether the maximum is exceeded. The cost estimate assumes typical list lengths; this
   * counter is exact.
   */
  const overspends = (): boolean => {
    spent.calls += 1;
    return spent.calls > shared.mostCalls;
  };
  const runWith = (what: RestOperation, request: WireRequest, by: CallOptions): Promise<object> => {
    if (overspends()) return Promise.reject(callLimitError(shared.mostCalls));
    const answer = send(what, request, by);
    const carriesSession = by.session !== undefined && what.session;
    if (carriesSession) return answer;
    return answer.catch((cause) => {
      throw aboutInput(cause, request, bearer);
    });
  };
  const run = (what: RestOperation, request: WireRequest): Promise<object> => {
    const refusal = guard?.(what, request);
    return refusal ? Promise.reject(refusal) : runWith(what, request, asked);
  };
  const runByProof = (what: RestOperation, request: WireRequest): Promise<object> => {
    const refusal = guardFor(true)?.(what, request);
    if (refusal) return Promise.reject(refusal);
    return runWith(what, request, { ...asked, session: undefined, dedupeScope: undefined });
  };
  const { log, refused } = operation;
  const faults = new ResponseFaults((message, fields) => log.warn(message, fields), shared.loggedPlaces);

  const reads = new Map<string, Promise<object>>();
  /** Equal reads of one request share one call, in flight or finished. */
  const read = (what: RestOperation, request: WireRequest): Promise<object> => {
    const key = dedupeKeyOf(request);
    const known = reads.get(key);
    if (known) {
      trace?.joins(key);
      return known;
    }
    const answer = run(what, request);
    reads.set(key, answer);
    // This handler runs before those of the caller of `read`. A response to a read sent before a write may be stale: it
    // is not primed.
    answer.then((found) => {
      faults.responded(what.id, found);
      if (reads.get(key) === answer) loaders.prime(found);
    }, ignore);
    return answer;
  };

  // Like the identification of the caller, this call does not count towards the maximum and does not clear the loaders.
  const gatewayOwn = withContractTypes(
    encodeAndSend((what, request, by) => send(what, request, { ...options, ...by }, CONFIRMATION)),
  );
  const confirm = async (): Promise<Caller> => {
    const { refusedTokens } = shared;
    const confirmed = await revalidateCaller(caller, { stytch: gatewayOwn, vertical, refusedTokens, address });
    if (confirmed !== caller) primeWith(personOf(confirmed));
    return confirmed;
  };
  // Stytch has just verified a session in the input.
  let standing: Promise<Caller> | undefined = acting && Promise.resolve(caller);
  const confirmedCaller = (): Promise<Caller> => {
    if (standing) trace?.joins(CONFIRMATION);
    else standing = confirm();
    return standing;
  };

  const forget = (): void => {
    standing = undefined;
    reads.clear();
    loaders.clear();
  };
  const write = async (what: RestOperation, request: WireRequest, begin = run): Promise<object> => {
    try {
      const answer = await begin(what, request);
      faults.responded(what.id, answer);
      forget();
      loaders.prime(answer);
      return answer;
    } catch (cause) {
      // A failed write may still have changed something.
      forget();
      throw cause;
    }
  };

  const stytch = withContractTypes(
    encodeAndSend((what, request) => (what.reads ? read(what, request) : write(what, request))),
  );
  const loaders = new Loaders({
    stytch,
    batching: {
      rules: shared.batching,
      searchesLeft: () => shared.rates?.remaining('search', limitKey.tenant) ?? Number.POSITIVE_INFINITY,
      callsLeft: () => shared.mostCalls - spent.calls,
      asked: shared.metrics.batch,
    },
    faults,
    trace,
  });
  const primeWith = (whom: PersonCaller | undefined): void => {
    if (whom?.brings) loaders.prime(whom.brings);
  };
  // The objects returned when the caller was identified are as recent as this request.
  primeWith(person);
  /**
   * A read by proof changes nothing and its result does not belong to the caller: the loaders are neither cleared nor
   * primed.
   */
  const readByProof = async (what: RestOperation, request: WireRequest): Promise<object> => {
    const answer = await runByProof(what, request);
    faults.responded(what.id, answer);
    return answer;
  };
  const sendByProof = (what: RestOperation, request: WireRequest): Promise<object> =>
    what.reads ? readByProof(what, request) : write(what, request, runByProof);
  const actingBy = async (shown: Session): Promise<Context | undefined> => {
    if (overspends()) throw callLimitError(shared.mostCalls);
    const whom = await personBySession(shown, { stytch: gatewayOwn, vertical });
    return whom && contextOf(whom, shared, operation, client, spent);
  };
  const { policy, projectId, signInThrottle, refusedTokens, tenantIds, madeUpId, now } = shared;
  return {
    vertical,
    caller,
    confirmedCaller,
    address,
    // A server that signs people in returns their tokens in the payload.
    sessionCookies: caller.kind === 'server' ? undefined : client.cookies,
    device,
    actingBy,
    madeUpId,
    now,
    stytch,
    // A closure in place of a getter: V8 gives each object literal with a getter its own hidden class and retains its
    // values until the next full garbage collection.
    stytchByProof: () => (person ? withContractTypes(encodeAndSend(sendByProof)) : stytch),
    loaders,
    policy,
    signInThrottle,
    objects,
    refusedTokens,
    tenantIds,
    log,
    recordRefusal: refused,
    projectId,
    trace,
    faults,
  };
}

/** Key of the call that revalidates the caller, in a trace. */
const CONFIRMATION = 'caller';

/** The caller of `read` gets the same rejection; this handler only prevents an unhandled one. */
const ignore = (): void => {};

/**
 * Scope of in-flight deduplication: equal reads of one caller with the same session share a response. Undefined for
 * visitors, whose calls are never shared.
 */
const dedupeScopeOf = ({ caller }: LimitKey, session: Session | undefined): string | undefined =>
  typeof caller === 'string' ? `${caller}\n${session ? Object.values(session) : ''}` : undefined;
