/** Client of the Stytch REST API, with all rules of resilience. All calls of the gateway go through it. */
import { hkdfSync } from 'node:crypto';
import { type Dispatcher, Pool } from 'undici';
import { dedupeKeyOf, type RestOperation, restOperation, type WireRequest } from '../contract/operation.ts';
import { TRAFFIC_CLASSES, type TrafficClass } from '../contract/traits.ts';
import type { RestInput, RestMethod, RestOutput, RestPath } from '../contract/types.ts';
import { StytchError } from '../error.ts';
import type { Log } from '../log.ts';
import { type CircuitBreaker, createBreaker } from '../resilience/circuit-breaker.ts';
import { createTurns } from '../resilience/keyed-semaphore.ts';
import { defaultRules, type ResilienceOptions } from '../resilience/options.ts';
import type { RateLimiter } from '../resilience/rate-limiter.ts';
import { createBudget } from '../resilience/retry-budget.ts';
import { type CallOptions, type ClientCore, UpstreamCall } from './call.ts';
import { ACCEPT_ENCODING } from './content-coding.ts';
import { createSharing } from './in-flight-dedupe.ts';
import { type CallObserver, type CallReport, callFields } from './observer.ts';
import { createProjectSecret } from './project-secret.ts';
import { MAX_RESPONSE_BYTES } from './request-attempt.ts';
import { RunningCalls } from './running-calls.ts';
import { SANDBOX_FAILURE_HEADER } from './sandbox-failure.ts';

/** Options of a client. */
export interface StytchClientOptions {
  /** Origin of the API, such as `https://test.stytch.com`. */
  baseUrl: string;
  /** Origin of the fraud operations, which have a host of their own. */
  telemetryUrl: string;
  projectId: string;
  secret: string;
  log: Log;
  /** Resilience options that differ from the defaults. */
  rules?: Partial<ResilienceOptions> | undefined;
  /** Rate limiter per traffic class; undefined for no limit. */
  rates?: RateLimiter | undefined;
  /** Receives a report of every call. */
  observer?: CallObserver | undefined;
  /**
   * Opens the connections to an origin, one pool for first attempts and one for retries. Tests observe or replace the
   * socket here.
   */
  connect?: Connect;
}

/** Connections to an origin. */
type Connections = Pick<Dispatcher, 'dispatch' | 'destroy'>;

/** @param anew whether each request gets a fresh connection */
type Connect = (origin: string, anew: boolean) => Connections;

/** Calls one operation: input by camelCase names, the response as on the wire. Rejects with StytchError. */
export type CallOperation = (
  method: RestMethod,
  path: string,
  input: Readonly<Record<string, unknown>>,
  options?: CallOptions,
) => Promise<object>;

/** Sends an encoded request. Rejects with StytchError. */
export type SendRequest = (operation: RestOperation, request: WireRequest, options: CallOptions) => Promise<object>;

/** The Stytch REST API: one function, typed by the contract. */
export interface StytchApi {
  /**
   * Calls one operation. The client puts each input, by its camelCase name, into path, query or body; the response is
   * as on the wire.
   *
   * @throws StytchError for everything but the documented response
   */
  call<M extends RestMethod, P extends RestPath<M>>(
    method: M,
    path: P,
    input: RestInput<M, P>,
    options?: CallOptions,
  ): Promise<RestOutput<M, P>>;
  /** The same for an operation that is only known at runtime. */
  readonly send: CallOperation;
}

/** Encodes each input and sends the request. */
export const encodeAndSend =
  (run: SendRequest): CallOperation =>
  (method, template, input, options = {}) => {
    const operation = restOperation(method, template);
    let request: WireRequest;
    try {
      request = operation.encode(input);
    } catch (cause) {
      return Promise.reject(cause);
    }
    return run(operation, request, options);
  };

/**
 * Gives `send` the types of the contract. The only unchecked assumption that responses match the contract; where one
 * does not, the schema's output is tolerant.
 */
export const withContractTypes = (send: CallOperation): StytchApi => ({ send, call: send as StytchApi['call'] });

/** A client that owns its connections. */
export interface StytchClient extends StytchApi {
  readonly projectId: string;
  readonly run: SendRequest;
  /** False while Stytch rejects the project id or the secret. */
  secretAccepted(): boolean;
  /** Derives a key from the project secret, a different one for each purpose. */
  deriveKey(purpose: string): Buffer;
  /** Gives up reads that no caller waits for, waits for all other calls, and closes the connections. */
  close(): Promise<void>;
}

/** Timeout of the check of the project secret: a caller waits for it. */
const PATIENCE_MS = 3_000;

/** Whether a failure is logged: the rejection of a caller's input is not. */
const tells = ({ outcome, status = 500 }: CallReport): boolean =>
  outcome !== 'ok' && (status >= 500 || isForInfo(outcome) || outcome === 'BAD_UPSTREAM_RESPONSE');

/** Failures that any caller can cause, and that are no fault of the gateway: logged as info. */
const isForInfo = (outcome: CallReport['outcome']): boolean =>
  outcome === 'RATE_LIMITED' || outcome === 'NOT_CONFIGURED';

const noObserver: CallObserver = { called() {}, retried() {}, breaker() {}, shared() {} };

/** Creates the client of one project. Sends nothing before the first call. */
export function createStytchClient({
  baseUrl,
  telemetryUrl,
  projectId,
  secret,
  log,
  rates,
  observer = noObserver,
  ...options
}: StytchClientOptions): StytchClient {
  const rules: ResilienceOptions = { ...defaultRules, ...options.rules };
  const authorization = `Basic ${Buffer.from(`${projectId}:${secret}`).toString('base64')}`;
  const [host, telemetryHost] = [new URL(baseUrl).host, new URL(telemetryUrl).host];
  const headers = { authorization, accept: 'application/json', 'accept-encoding': ACCEPT_ENCODING };
  const headersWithBody = { ...headers, 'content-type': 'application/json' };
  const connect: Connect = options.connect ?? ((origin, anew) => openPool(origin, rules, anew));
  const lasting = createPools((origin) => connect(origin, false));
  const anew = createPools((origin) => connect(origin, true));
  const sharing = createSharing<UpstreamCall>();
  const projectSecret = createProjectSecret({
    log,
    check: () =>
      client.call('get', '/v1/debug/whoami', {}, { internal: true, deadline: Date.now() + PATIENCE_MS, observe() {} }),
  });
  const way: ClientCore = {
    rules,
    secret: projectSecret,
    breakers: Object.fromEntries(
      TRAFFIC_CLASSES.map((kind) => [kind, createBreaker(kind, rules, observer.breaker)]),
    ) as Record<TrafficClass, CircuitBreaker>,
    budget: createBudget(rules.retryBudgetRatio, rules.retryBurst),
    turns: createTurns(rules.connections),
    rates,
    observer,
    running: new RunningCalls(),
    dispatcherFor: ({ telemetry }, again) => (again ? anew : lasting)(telemetry ? telemetryUrl : baseUrl),
    hostOf: ({ telemetry }) => (telemetry ? telemetryHost : host),
    headersOf({ operation, request, options: { session, sandboxFailure } }) {
      const plain = request.body === null ? headers : headersWithBody;
      const own = session && operation.session ? { ...plain, ...session } : plain;
      return sandboxFailure === undefined ? own : { ...own, [SANDBOX_FAILURE_HEADER]: sandboxFailure };
    },
    ended(call, report) {
      const { observe } = call.options;
      sharing.ended(call);
      observer.called(report);
      if (observe) observe(report);
      else if (tells(report)) logFailure(log, report);
    },
  };

  const begin = (call: UpstreamCall): Promise<object> => {
    // A call may end while it begins.
    const { answer } = call;
    call.begin();
    return answer;
  };

  const run: SendRequest = (operation, request, options) => {
    const { dedupeScope } = options;
    if (!operation.shareable || dedupeScope === undefined)
      return begin(new UpstreamCall(way, operation, request, options));
    const key = dedupeKeyOf(request);
    const running = sharing.find(dedupeScope, key);
    if (running) {
      observer.shared(operation.class);
      return join(running, operation, request, options);
    }
    const call = new UpstreamCall(way, operation, request, options);
    sharing.add(dedupeScope, key, call);
    return begin(call);
  };

  /**
   * Shares a read in flight. That read has the deadline of its first caller; a caller with a later deadline starts a
   * new one.
   */
  const join = async (
    running: UpstreamCall,
    ...[operation, request, options]: Parameters<SendRequest>
  ): Promise<object> => {
    const { signal, deadline = Date.now() + rules.timeout } = options;
    running.join(signal);
    try {
      return await running.answer;
    } catch (cause) {
      if (!isTimeout(cause) || signal?.aborted || Date.now() >= deadline) throw cause;
      return run(operation, request, { ...options, deadline });
    }
  };

  const close = async (): Promise<void> => {
    projectSecret.close();
    for (const call of way.running) call.stop();
    while (way.running.size > 0) await Promise.allSettled(Array.from(way.running, ({ answer }) => answer));
    await Promise.all([lasting.destroy(), anew.destroy()]);
  };
  const client = withContractTypes(encodeAndSend(run));
  const deriveKey = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
  return { ...client, run, projectId, secretAccepted: projectSecret.accepted, deriveKey, close };
}

const isTimeout = (error: unknown): boolean => error instanceof StytchError && error.facts.code === 'TIMEOUT';

function logFailure(log: Log, report: CallReport): void {
  const facts = callFields(report);
  if (isForInfo(report.outcome)) log.info?.('stytch call failed', facts);
  else log.warn('stytch call failed', facts);
}

const openPool = (origin: string, { connections }: ResilienceOptions, anew: boolean): Connections =>
  new Pool(origin, {
    // More than the max concurrent calls (keyed-semaphore.ts): no call queues a second time in the pool, which has no
    // fairness.
    connections: 2 * connections,
    // In undici 0 means a new connection per request.
    pipelining: anew ? 0 : 1,
    keepAliveTimeout: 4_000,
    maxResponseSize: MAX_RESPONSE_BYTES,
    // undici offers HTTP/2 by default. There one connection carries many calls and breaks for all of them; the
    // resilience rules assume one connection per call.
    allowH2: false,
  });

/** Creates one pool per origin, on first use. */
function createPools(open: (origin: string) => Connections) {
  const pools = new Map<string, Connections>();
  const poolFor = (origin: string): Connections => {
    const pool = pools.get(origin) ?? open(origin);
    pools.set(origin, pool);
    return pool;
  };
  const destroy = async (): Promise<void> => {
    await Promise.all(Array.from(pools.values(), (pool) => pool.destroy()));
  };
  return Object.assign(poolFor, { destroy });
}
