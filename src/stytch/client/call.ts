/** One call to Stytch, from the request of the gateway to its outcome. */
import type { Dispatcher } from 'undici';
import type { RestOperation, WireRequest } from '../contract/operation.ts';
import type { TrafficClass } from '../contract/traits.ts';
import { StytchError } from '../error.ts';
import type { CircuitBreaker } from '../resilience/circuit-breaker.ts';
import type { KeyedSemaphore, LimitKey, SemaphoreWaiter } from '../resilience/keyed-semaphore.ts';
import type { ResilienceOptions } from '../resilience/options.ts';
import type { Pausable, Pause, Pauses } from '../resilience/pauses.ts';
import type { RateLimiter } from '../resilience/rate-limiter.ts';
import type { RetryBudget } from '../resilience/retry-budget.ts';
import { type Subject, subjectOf } from '../resilience/subject.ts';
import { type AbortSignalLike, AbortSource } from './abort.ts';
import type { InFlightRead } from './in-flight-dedupe.ts';
import type { CallObserver, CallReport } from './observer.ts';
import type { ProjectSecret } from './project-secret.ts';
import {
  type AttemptListener,
  deadlineAfterSend,
  deadlineBeforeSend,
  failureBeforeSend,
  RequestAttempt,
  type UpstreamFailure,
  type UpstreamResponse,
} from './request-attempt.ts';
import { requestIdOf } from './response-faults.ts';
import type { RunningCalls } from './running-calls.ts';

/** Headers that carry a person's session; Stytch then enforces that person's permissions. */
export type SessionHeaders = Readonly<Record<string, string>>;

/** Options of one call. */
export interface CallOptions {
  /** Sent only with operations that accept it. */
  readonly session?: SessionHeaders | undefined;
  /** Abort signal of the client's request. Aborts reads only: a write that was sent is completed. */
  readonly signal?: AbortSignalLike | undefined;
  /** Deadline in milliseconds since the epoch. */
  readonly deadline?: number | undefined;
  /** No retry: the caller polls on its own schedule. */
  readonly noRetry?: boolean | undefined;
  /** Limit key for the fair sharing of connections; undefined for the gateway's own calls, which do not queue. */
  readonly limitKey?: LimitKey | undefined;
  /**
   * A call for a decision of the gateway itself, such as identifying the caller: never paused or rate-limited, retried
   * like a read, and never OUTCOME_UNKNOWN.
   */
  readonly internal?: true | undefined;
  /** Scope of in-flight deduplication: equal reads with the same scope share one call; undefined: no sharing. */
  readonly dedupeScope?: string | undefined;
  /**
   * X-Sandbox-Failure, which makes a sandbox fail the call. Such a call is sent once, and neither obeys nor affects
   * limits and circuit breakers: the failure belongs to one request. Never set for a real project.
   */
  readonly sandboxFailure?: string | undefined;
  /** Receives the report of the call, besides the client's observer; if undefined, failures are logged. */
  readonly observe?: ((report: CallReport) => void) | undefined;
}

/** Dependencies that all calls of a client share. */
export interface ClientCore {
  readonly rules: ResilienceOptions;
  readonly breakers: Readonly<Record<TrafficClass, CircuitBreaker>>;
  readonly budget: RetryBudget;
  readonly turns: KeyedSemaphore;
  readonly rates: RateLimiter | undefined;
  readonly secret: ProjectSecret;
  readonly observer: CallObserver;
  /** Calls that have begun and not ended. */
  readonly running: RunningCalls<UpstreamCall>;
  /** The connections for an operation; a retry (`again`) gets a fresh connection. */
  dispatcherFor(operation: RestOperation, again: boolean): Pick<Dispatcher, 'dispatch'>;
  /** The host of an operation, for logs. */
  hostOf(operation: RestOperation): string;
  headersOf(call: UpstreamCall): Readonly<Record<string, string>>;
  /** Reports the end of a call, before its promise settles. */
  ended(call: UpstreamCall, report: CallReport): void;
}

/**
 * Milliseconds after which a rate-limit slot has expired: rate-limiter.ts retains each slot for longer than its window.
 */
const STALE = 1_000;

/** Min milliseconds to the deadline when a pause ends; with less, the response would come too late. */
const MIN_TIME_LEFT_MS = 200;

/** Rounding of timers in milliseconds: Node keeps timers of equal duration in one list. */
const COARSE = 50;

const noop = (): void => {};

/**
 * State machine of a call: rate limit, concurrency slot, attempt, possibly a retry. Thousands of calls may be queued,
 * so all state of a call is in this object.
 */
export class UpstreamCall implements SemaphoreWaiter, AttemptListener, Pausable {
  readonly operation: RestOperation;
  readonly request: WireRequest;
  readonly options: CallOptions;
  readonly deadline: number;
  readonly limitKey: LimitKey | undefined;
  /** Aborted when all callers that share the call have aborted. */
  readonly signal = new AbortSource();
  /** The response body. Rejects with StytchError. */
  readonly answer: Promise<object>;
  /** Its entry in the in-flight deduplication, if it has one. */
  shared: InFlightRead<UpstreamCall> | undefined;
  sentAt = 0;
  /** Whether it can be sent twice without harm. */
  readonly reads: boolean;
  /** Undefined if it is never paused. */
  readonly #pauses: Pauses | undefined;
  #subject: Subject | undefined;
  readonly #way: ClientCore;
  /** Undefined for a call that a sandbox is to fail. */
  readonly #breaker: CircuitBreaker | undefined;
  readonly #begun = Date.now();
  /** Abort signals of all callers; undefined for a caller without one, which never aborts. */
  readonly #waiting: (AbortSignalLike | undefined)[];
  #waitsFor: 'limit' | 'turn' | 'answer' | 'moment' = 'limit';
  /** Its slot among the running calls. */
  #slot = 0;
  /** Time at which its rate-limit slot was taken, in milliseconds since the epoch. */
  #counted = 0;
  #hasTurn = false;
  #sent = 0;
  #attempt: RequestAttempt | undefined;
  /** Whether it is the probe of the circuit breaker. */
  #tries = false;
  #timer: NodeJS.Timeout | undefined;
  #resolve: (body: object) => void = noop;
  #reject: (cause: unknown) => void = noop;

  constructor(way: ClientCore, operation: RestOperation, request: WireRequest, options: CallOptions) {
    this.#way = way;
    const isToFail = options.sandboxFailure !== undefined;
    this.#breaker = isToFail ? undefined : way.breakers[operation.class];
    this.operation = operation;
    this.request = request;
    this.options = options;
    this.reads = operation.reads || options.internal === true;
    // Without keys and policy no caller can be identified.
    this.#pauses = options.internal || isToFail || operation.class === 'policy' ? undefined : way.rates?.pauses;
    this.limitKey = options.limitKey;
    this.deadline = options.deadline ?? this.#begun + way.rules.timeout;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#waiting = [options.signal];
    this.#listen(options.signal);
  }

  /** Adds a caller that shares the call. */
  join(signal: AbortSignalLike | undefined): void {
    this.#waiting.push(signal);
    this.#listen(signal);
  }

  #listen(signal: AbortSignalLike | undefined): void {
    signal?.addEventListener('abort', this.#leave);
    if (signal?.aborted) this.#leave();
  }

  begin(): void {
    this.#slot = this.#way.running.add(this);
    this.#way.budget.deposit();
    this.#ask();
  }

  /** Computed lazily: most requests meet no pause. */
  get subject(): Subject {
    this.#subject ??= subjectOf(this.operation, this.request);
    return this.#subject;
  }

  /** Starts an attempt. */
  #ask(): void {
    // Check the breaker first: do not queue a call that would be rejected.
    const refusal = this.#refusal();
    const pause = refusal ? undefined : this.#pauses?.find(this);
    const limited = refusal || pause ? undefined : this.#count();
    if (refusal) this.#end(refusal);
    else if (pause) this.#wait(pause);
    else if (limited) limited.then(() => this.#queue(), this.#refuse);
    else this.#queue();
  }

  /** The failure if the call cannot be sent now: aborted, past its deadline, or rejected by the breaker. */
  #refusal(): UpstreamFailure | undefined {
    if (this.signal.aborted || Date.now() >= this.deadline) return deadlineBeforeSend();
    const refusal = this.#breaker?.refusal();
    return refusal && failureBeforeSend(refusal);
  }

  /** Waits for the end of a pause; fails immediately if the deadline is earlier. */
  #wait(pause: Pause): void {
    if (Date.now() + pause.ms + MIN_TIME_LEFT_MS > this.deadline) this.#end(failureBeforeSend(pause.refuse()));
    else {
      this.arrived();
      this.#giveTurnBack();
      this.#waitsFor = 'moment';
      this.#timer = setTimeout(tryAgain, pause.ms, this);
    }
  }

  /** Takes a rate-limit slot; a promise if the call has to wait for one. */
  #count(): Promise<void> | undefined {
    this.#waitsFor = 'limit';
    if (this.options.internal || !this.#breaker) return undefined;
    return this.#way.rates?.take(this.operation.class, this.limitKey?.tenant ?? 'gateway', this);
  }

  #queue(): void {
    this.#counted = Date.now();
    this.#waitsFor = 'turn';
    if (!this.limitKey || this.#way.turns.tryAcquire(this.limitKey, this)) this.granted();
    else this.#watchTime();
  }

  /** The concurrency slot is granted. */
  granted(): void {
    this.#hasTurn = true;
    // The rate-limit slot expired while queued; take a new one.
    const limited = Date.now() - this.#counted > STALE ? this.#count() : undefined;
    if (limited) limited.then(() => this.#send(), this.#refuse);
    else this.#send();
  }

  #send(): void {
    // Check again: the breaker may have opened while the call was queued. Nothing may run between check and begin, or
    // there would be two probes.
    const refusal = this.#refusal();
    const pause = refusal ? undefined : this.#pauses?.find(this);
    if (refusal) this.#end(refusal);
    else if (pause) this.#wait(pause);
    else {
      this.#tries = this.#breaker?.begin() ?? false;
      this.#pauses?.begin(this);
      this.#sent += 1;
      this.#waitsFor = 'answer';
      this.#watchTime();
      const { method } = this.operation;
      const { path, body } = this.request;
      this.#attempt = new RequestAttempt(
        { method, path, body, headers: this.#way.headersOf(this), host: this.#host },
        this.reads,
        this,
      );
      // Retry on a fresh connection: pooled ones may be stale.
      this.#attempt.send(this.#way.dispatcherFor(this.operation, this.#sent > 1));
    }
  }

  /** The response has arrived; it is parsed later, so the deadline timer stops. */
  arrived(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Handles the outcome of an attempt: retries it if that is safe, useful and within the retry budget. */
  attempted(outcome: UpstreamResponse | UpstreamFailure): void {
    this.arrived();
    this.#attempt = undefined;
    this.#breaker?.end(this.#tries, outcome);
    this.#pauses?.end(this, outcome);
    this.#giveTurnBack();
    const judged = this.#way.secret.judge(this.operation, outcome);
    if (judged instanceof Promise) void judged.then(this.#settle);
    else this.#settle(judged);
  }

  readonly #settle = (outcome: UpstreamResponse | UpstreamFailure): void => {
    const pause = outcome.ok ? undefined : this.#pauseAfter(outcome);
    if (pause === undefined) this.#end(outcome);
    else {
      this.#way.observer.retried(this.operation.class);
      this.#waitsFor = 'moment';
      this.#timer = setTimeout(tryAgain, pause, this);
    }
  };

  /** Starts the next attempt. */
  again(): void {
    this.#timer = undefined;
    this.#ask();
  }

  /** Milliseconds until the retry; undefined for no retry. */
  #pauseAfter(failure: UpstreamFailure): number | undefined {
    const { rules, budget } = this.#way;
    const may = this.reads ? failure.retryRead && this.#sent <= rules.retries : failure.retryWrite && this.#sent <= 1;
    if (!may || this.options.noRetry || !this.#breaker) return undefined;
    const pause = failure.after ?? Math.random() * rules.backoffMs * 2 ** (this.#sent - 1);
    return Date.now() + pause < this.deadline && !this.signal.aborted && budget.withdraw() ? pause : undefined;
  }

  /**
   * Starts the deadline timer. A call that waits for a rate-limit slot needs none: the rate limiter watches the
   * deadline.
   */
  #watchTime(): void {
    const left = Math.ceil((this.deadline - Date.now()) / COARSE) * COARSE;
    this.#timer ??= setTimeout(outOfTime, left, this);
  }

  /** Handles the deadline. */
  timeOut(): void {
    this.#timer = undefined;
    this.#giveUp(deadlineAfterSend(this.reads, this.#host));
  }

  /** Handles the abort of one caller. */
  readonly #leave = (): void => {
    if (!this.#waiting.every((signal) => signal?.aborted)) return;
    this.signal.abort();
    this.#giveUp(this.reads ? deadlineBeforeSend() : undefined);
  };

  /** Aborts a read that no request waits for, because the client closes. */
  stop(): void {
    if (!this.reads || this.#waiting.some((signal) => signal !== undefined)) return;
    this.signal.abort();
    this.#giveUp(deadlineBeforeSend());
  }

  /** Stops waiting. A sent attempt is abandoned only if `loss` says how it then fails. */
  #giveUp(loss: UpstreamFailure | undefined): void {
    if (this.#waitsFor === 'turn' && this.limitKey) this.#way.turns.cancel(this.limitKey, this);
    if (this.#waitsFor === 'turn' || this.#waitsFor === 'moment') this.#end(deadlineBeforeSend());
    else if (loss) this.#attempt?.giveUp(loss);
  }

  /** Handles the rejection by the rate limiter. */
  readonly #refuse = (cause: unknown): void => {
    if (cause instanceof StytchError) this.#end(failureBeforeSend(cause));
    else {
      this.#close();
      this.#reject(cause);
    }
  };

  #end(outcome: UpstreamResponse | UpstreamFailure): void {
    this.#close();
    this.#way.ended(this, this.#report(outcome));
    if (outcome.ok) this.#resolve(outcome.body);
    else this.#reject(outcome.error);
  }

  #close(): void {
    this.#way.running.remove(this.#slot);
    this.arrived();
    this.#giveTurnBack();
    for (const signal of this.#waiting) signal?.removeEventListener('abort', this.#leave);
  }

  get #host(): string {
    return this.#way.hostOf(this.operation);
  }

  #giveTurnBack(): void {
    if (this.#hasTurn && this.limitKey) this.#way.turns.release(this.limitKey);
    this.#hasTurn = false;
  }

  #report(outcome: UpstreamResponse | UpstreamFailure): CallReport {
    const facts = outcome.ok ? undefined : outcome.error.facts;
    return {
      operation: this.operation.id,
      class: this.operation.class,
      outcome: facts?.code ?? 'ok',
      status: outcome.ok ? outcome.status : facts?.statusCode,
      requestId: outcome.ok ? requestIdOf(outcome.body) : facts?.requestId,
      errorType: facts?.errorType,
      host: this.#host,
      cause: outcome.ok ? undefined : outcome.error.connection.cause,
      attempts: this.#sent,
      begun: this.#begun,
      seconds: (Date.now() - this.#begun) / 1_000,
    };
  }
}

const outOfTime = (call: UpstreamCall): void => call.timeOut();
const tryAgain = (call: UpstreamCall): void => call.again();
