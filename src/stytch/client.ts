/** The only way to Stytch, and all the rules by which it is asked. */
import { type Dispatcher, Pool } from 'undici';
import { type Leaving, sleep } from '../leaving.ts';
import type { Log } from '../telemetry/log.ts';
import { type Answer, type Attempt, attempt, type Failure, notSent } from './attempt.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import { createBudget } from './budget.ts';
import { type OperationClass, operationClasses } from './class.ts';
import { StytchError } from './error.ts';
import { type Operation, operationAt, type WireRequest } from './operation.ts';
import type { Rates } from './rates.ts';
import type { CallReport, Observer } from './report.ts';
import type { Input, Method, Output, Path } from './rest.ts';
import { defaultRules, type Rules } from './rules.ts';
import { createSharing } from './sharing.ts';
import { createTurns, type Party } from './turns.ts';

/** A member's session, sent along so that Stytch enforces that member's permissions. */
export type SessionHeader = { readonly token: string } | { readonly jwt: string };

/** What a client needs to know of the project it speaks for. */
export interface StytchOptions {
  /** Origin of the API, such as `https://test.stytch.com`. */
  baseUrl: string;
  /** Origin of the fraud operations, which live on a host of their own. */
  telemetryUrl: string;
  projectId: string;
  secret: string;
  log: Log;
  /** Numbers that differ from the defaults. */
  rules?: Partial<Rules> | undefined;
  /** How many calls of a class there may be a minute; no limit where not given. */
  rates?: Rates | undefined;
  /** Is told of every call. */
  observer?: Observer | undefined;
  /** Opens the connections to an origin; tests watch or replace the socket here. */
  connect?: (origin: string) => Dispatcher;
}

/** Whose call it is and how long it may take. */
export interface CallOptions {
  /** Sent only with operations that take it. */
  session?: SessionHeader | undefined;
  /** Ends when nobody waits for the answer any more; ends reads only, a write that was sent runs on. */
  signal?: Leaving | undefined;
  /** Moment (milliseconds since the epoch) after which no answer is of use. */
  deadline?: number | undefined;
  /** Never sent again after a failure: who asks has a rhythm of their own. */
  once?: boolean | undefined;
  /** Whom the call counts for; absent for what the gateway needs for itself, which waits for nobody. */
  party?: Party | undefined;
  /** Is told how the call went, beside the client's observer; who gives none has failures logged. */
  observe?: ((report: CallReport) => void) | undefined;
}

/** Sends one operation: input by camelCase names, the answer as on the wire. Rejects with StytchError. */
export type Send = (
  method: Method,
  path: string,
  input: Readonly<Record<string, unknown>>,
  options?: CallOptions,
) => Promise<object>;

/** The Stytch REST API: one function, typed by the contract. */
export interface Stytch {
  /**
   * Calls one operation. Input goes by camelCase names wherever the contract wants it; the answer is as on the wire.
   *
   * @throws StytchError for everything that is not the documented answer
   */
  call<M extends Method, P extends Path<M>>(
    method: M,
    path: P,
    input: Input<M, P>,
    options?: CallOptions,
  ): Promise<Output<M, P>>;
  /** The same for an operation that is only known while running. */
  readonly send: Send;
}

/**
 * Gives `send` the contract's types. This is the one place where the contract is taken at its word; where an answer does
 * not keep it, the schema's output is tolerant.
 */
export const typed = (send: Send): Stytch => ({ send, call: send as Stytch['call'] });

/** A client that owns its connections. */
export interface StytchClient extends Stytch {
  readonly projectId: string;
  close(): Promise<void>;
}

/** Bytes of one answer: a search of 1,000 members with large metadata stays below. */
const MAX_RESPONSE_BYTES = 8 * 1024 * 1024;

/** Milliseconds after which a place in a class's limit no longer counts: rates.ts holds each for one second longer than it must. */
const STALE = 1_000;

/** Whether a failure is for the operator to know: a refusal of what a caller asked is not. */
const tells = ({ outcome, status = 500 }: CallReport): boolean =>
  outcome !== 'ok' && (status >= 500 || status === 429 || outcome === 'NOT_CONFIGURED');

const noObserver: Observer = { called() {}, retried() {}, breaker() {}, shared() {} };

/** A call on its way through the rules. */
interface Call {
  readonly operation: Operation;
  readonly request: WireRequest;
  readonly options: CallOptions & { readonly deadline: number };
  /** How often it was sent. */
  sent: number;
}

/** Opens a client for one project. Nothing is sent until the first call. */
export function createStytch({
  baseUrl,
  telemetryUrl,
  projectId,
  secret,
  log,
  rates,
  observer = noObserver,
  ...options
}: StytchOptions): StytchClient {
  const rules: Rules = { ...defaultRules, ...options.rules };
  const authorization = `Basic ${Buffer.from(`${projectId}:${secret}`).toString('base64')}`;
  const pool = createPools(options.connect ?? ((origin) => openPool(origin, rules)));
  const breakers = Object.fromEntries(
    operationClasses.map((kind) => [kind, createBreaker(kind, rules, observer.breaker)]),
  ) as Record<OperationClass, Breaker>;
  const budget = createBudget(rules.retryShare, rules.retryBurst);
  const turns = createTurns(rules);
  const sharing = createSharing();

  const report = ({ operation, sent, options: { observe } }: Call, begun: number, last: Answer | Failure): void => {
    const facts = last.ok ? undefined : last.error.facts;
    const told: CallReport = {
      operation: operation.id,
      class: operation.class,
      outcome: facts?.code ?? 'ok',
      status: last.ok ? last.status : facts?.statusCode,
      requestId: last.ok ? requestIdOf(last.body) : facts?.requestId,
      errorType: facts?.errorType,
      attempts: sent,
      begun,
      seconds: (Date.now() - begun) / 1_000,
    };
    observer.called(told);
    if (observe) observe(told);
    else if (tells(told)) logFailure(log, told);
  };

  const headersOf = ({ operation, request, options: { session } }: Call): Record<string, string> => {
    const headers: Record<string, string> = { authorization, accept: 'application/json' };
    if (request.body !== null) headers['content-type'] = 'application/json';
    if (session && operation.session) setSession(headers, session);
    return headers;
  };

  /** Takes one call out of the limit of its class; a promise where that has to be waited for. */
  const takeRate = ({ operation, options: { party, signal, deadline } }: Call): Promise<void> | undefined =>
    rates?.take(operation.class, party?.tenant ?? 'gateway', { signal, deadline });

  /**
   * Lets a call go when the rules do: undefined where it may go now, a failure where it may not, a promise of either where it
   * has to wait. A call that may go has a turn, if it counts for somebody.
   */
  const admit = (call: Call): Failure | undefined | Promise<Failure | undefined> => {
    // Nobody waits for a limit or a turn only to be told that Stytch is left alone.
    const refusal = breakers[call.operation.class].refusal();
    if (refusal) return notSent(refusal);
    const free = takeRate(call);
    const turn = free ? undefined : takeTurn(call);
    return free || turn ? wait(call, free, turn) : undefined;
  };

  const takeTurn = ({ options: { party, signal, deadline } }: Call): Promise<void> | undefined =>
    party && turns.begin(party, { signal, deadline });

  const wait = async (
    call: Call,
    free: Promise<void> | undefined,
    turn: Promise<void> | undefined,
  ): Promise<Failure | undefined> => {
    const { party } = call.options;
    try {
      if (free) await free;
      const taken = Date.now();
      const last = free ? takeTurn(call) : turn;
      if (last) await last;
      try {
        // What was taken counts for the minute in which it was; a call that waited long for its turn belongs to the next.
        if (Date.now() - taken > STALE) await takeRate(call);
        return undefined;
      } catch (cause) {
        if (party) turns.end(party);
        throw cause;
      }
    } catch (cause) {
      // What waiting ended with.
      if (cause instanceof StytchError) return notSent(cause);
      throw cause;
    }
  };

  /** One attempt on the socket, of a call that may go. */
  const sendOnce = (call: Call): Promise<Answer | Failure> => {
    call.sent += 1;
    const { signal, deadline } = call.options;
    const { path, body } = call.request;
    const { method, reads, telemetry } = call.operation;
    const sent: Attempt = { path, body, method, headers: headersOf(call), reads, deadline, signal };
    return attempt(pool(telemetry ? telemetryUrl : baseUrl), sent);
  };

  /** Attempts until there is an answer, or no other attempt is safe, sensible and within the budget. */
  const run = async (call: Call): Promise<object> => {
    const { operation, options } = call;
    const { deadline, signal, party } = options;
    const breaker = breakers[operation.class];
    const begun = Date.now();
    budget.earn();
    for (let attempts = 1; ; attempts += 1) {
      const admitted = admit(call);
      let outcome: Answer | Failure | undefined = admitted instanceof Promise ? await admitted : admitted;
      if (!outcome) {
        // Others went first while it waited. Nothing may come between asking and beginning, or two would try.
        const refusal = breaker.refusal();
        if (refusal) outcome = notSent(refusal);
        else {
          const tries = breaker.begin();
          outcome = await sendOnce(call);
          breaker.end(tries, outcome);
        }
        if (party) turns.end(party);
      }
      if (!outcome.ok && outcome.after !== undefined) rates?.paused(operation.class, outcome.after / 1_000);
      if (!outcome.ok && !options.once && mayRepeat(operation, outcome, attempts, rules)) {
        const pause = outcome.after ?? Math.random() * rules.backoff * 2 ** (attempts - 1);
        if (Date.now() + pause < deadline && !signal?.aborted && budget.spend()) {
          observer.retried(operation.class);
          await sleep(pause, signal);
          continue;
        }
      }
      report(call, begun, outcome);
      if (outcome.ok) return outcome.body;
      throw outcome.error;
    }
  };

  const send: Send = (method, template, input, options = {}) => {
    const operation = operationAt(method, template);
    let request: WireRequest;
    try {
      request = operation.encode(input);
    } catch (cause) {
      return Promise.reject(cause);
    }
    const { signal, party, session, deadline = Date.now() + rules.timeout } = options;
    const start = (signal: Leaving | undefined): Promise<object> =>
      run({ operation, request, options: { ...options, deadline, signal }, sent: 0 });
    if (!operation.reads) return start(signal).finally(sharing.forget);
    if (!operation.shareable || typeof party?.caller !== 'string') return start(signal);
    const key = `${party.caller}\n${session ? Object.values(session) : ''}\n${method} ${request.path}\n${request.body}`;
    return sharing.read(key, { signal, deadline }, start, () => observer.shared(operation.class));
  };

  return { ...typed(send), projectId, close: pool.close };
}

/** Whether an attempt that failed may be followed by another. */
const mayRepeat = (
  { reads }: Operation,
  { retryRead, retryWrite }: Failure,
  attempts: number,
  rules: Rules,
): boolean => (reads ? retryRead && attempts <= rules.retries : retryWrite && attempts <= 1);

const requestIdOf = (body: object): string | undefined =>
  'request_id' in body && typeof body.request_id === 'string' ? body.request_id : undefined;

const logFailure = (log: Log, { operation, outcome, status, errorType, requestId, attempts }: CallReport): void =>
  log.warn('stytch call failed', { operation, code: outcome, errorType, statusCode: status, requestId, attempts });

function setSession(headers: Record<string, string>, session: SessionHeader): void {
  if ('token' in session) headers['X-Stytch-Member-Session'] = session.token;
  else headers['X-Stytch-Member-SessionJWT'] = session.jwt;
}

const openPool = (origin: string, { connections }: Rules): Dispatcher =>
  new Pool(origin, { connections, pipelining: 1, keepAliveTimeout: 4_000, maxResponseSize: MAX_RESPONSE_BYTES });

/** One pool an origin, opened when it is first needed. */
function createPools(connect: (origin: string) => Dispatcher) {
  const pools = new Map<string, Dispatcher>();
  const pool = (origin: string): Dispatcher => {
    const open = pools.get(origin) ?? connect(origin);
    pools.set(origin, open);
    return open;
  };
  const close = async (): Promise<void> => {
    await Promise.all(Array.from(pools.values(), (open) => open.close()));
  };
  return Object.assign(pool, { close });
}
