/** One call to Stytch, from where it is asked for to its one end. */
import type { Dispatcher } from 'undici';
import type { Operation, WireRequest } from '../contract/operation.ts';
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

/** Headers that carry a person's session, sent along so that Stytch enforces that person's permissions. */
export type SessionHeaders = Readonly<Record<string, string>>;

/** Whose call it is and how long it may take. */
export interface CallOptions {
  /** Sent only with operations that take it. */
  readonly session?: SessionHeaders | undefined;
  /** Ends when nobody waits for the answer any more; ends reads only, a write that was sent runs on. */
  readonly signal?: AbortSignalLike | undefined;
  /** Moment (milliseconds since the epoch) after which no answer is of use. */
  readonly deadline?: number | undefined;
  /** Never sent again after a failure: who asks has a rhythm of their own. */
  readonly noRetry?: boolean | undefined;
  /** Whom the call counts for; absent for what the gateway needs for itself, which waits for nobody. */
  readonly party?: LimitKey | undefined;
  /**
   * The gateway asks for a decision of its own, such as who is calling: never paused or counted in a limit, sent again as a
   * read, and never OUTCOME_UNKNOWN.
   */
  readonly internal?: true | undefined;
  /** Those who give the same here may have one answer to equal reads that run at a time; who gives nothing has their own. */
  readonly sharer?: string | undefined;
  /**
   * X-Sandbox-Failure, by which a sandbox makes the call fail. Such a call is sent once, and neither goes by limits and circuit
   * breakers nor counts in them: the failure is that of one request. Never set over a real project.
   */
  readonly sandboxFailure?: string | undefined;
  /** Is told how the call went, beside the client's observer; who gives none has failures logged. */
  readonly observe?: ((report: CallReport) => void) | undefined;
}

/** What all calls of a client go by. */
export interface ClientCore {
  readonly rules: ResilienceOptions;
  readonly breakers: Readonly<Record<TrafficClass, CircuitBreaker>>;
  readonly budget: RetryBudget;
  readonly turns: KeyedSemaphore;
  readonly rates: RateLimiter | undefined;
  readonly secret: ProjectSecret;
  readonly observer: CallObserver;
  /** Calls that have begun and not ended. */
  readonly running: Set<UpstreamCall>;
  /** Where an operation is served; what is sent `again` gets a connection that nothing was sent on before. */
  dispatcherFor(operation: Operation, again: boolean): Pick<Dispatcher, 'dispatch'>;
  /** The host of an operation, as the operator is told it. */
  hostOf(operation: Operation): string;
  headersOf(call: UpstreamCall): Readonly<Record<string, string>>;
  /** A call has come to its end, and its answer is about to be given. */
  ended(call: UpstreamCall, report: CallReport): void;
}

/** Milliseconds after which a place in a class's limit no longer counts: rates.ts holds each for one second longer than it must. */
const STALE = 1_000;

/** Milliseconds that must be left when a pause ends, or the response would come too late. */
const MIN_TIME_LEFT_MS = 200;

/** Milliseconds to which timers are rounded up, since node keeps those of equal length in one list. */
const COARSE = 50;

const noop = (): void => {};

/**
 * A call goes by the rules: it may have to wait for a limit and for its turn, is attempted, and after a failure perhaps once
 * more. There are many at a time, and most of them wait, so all that one needs is kept in here.
 */
export class UpstreamCall implements SemaphoreWaiter, AttemptListener, Pausable {
  readonly operation: Operation;
  readonly request: WireRequest;
  readonly options: CallOptions;
  readonly deadline: number;
  readonly party: LimitKey | undefined;
  /** Ends when all who wait for the answer have left. */
  readonly signal = new AbortSource();
  /** Rejects with StytchError. */
  readonly answer: Promise<object>;
  /** Its entry among reads that several may share. */
  shared: InFlightRead<UpstreamCall> | undefined;
  sentAt = 0;
  /** Whether sending it twice does no harm. */
  readonly reads: boolean;
  /** Undefined if it is never paused. */
  readonly #pauses: Pauses | undefined;
  #subject: Subject | undefined;
  readonly #way: ClientCore;
  /** Undefined for a call that is to fail. */
  readonly #breaker: CircuitBreaker | undefined;
  readonly #begun = Date.now();
  /** The signals of those who wait for the answer; whoever gives none does not leave. */
  readonly #waiting: (AbortSignalLike | undefined)[];
  #waitsFor: 'limit' | 'turn' | 'answer' | 'moment' = 'limit';
  /** When it was counted in the limit of its class. */
  #counted = 0;
  #hasTurn = false;
  #sent = 0;
  #attempt: RequestAttempt | undefined;
  /** Whether it is the one that tries a Stytch which has been failing. */
  #tries = false;
  #timer: NodeJS.Timeout | undefined;
  #resolve: (body: object) => void = noop;
  #reject: (cause: unknown) => void = noop;

  constructor(way: ClientCore, operation: Operation, request: WireRequest, options: CallOptions) {
    this.#way = way;
    const isToFail = options.sandboxFailure !== undefined;
    this.#breaker = isToFail ? undefined : way.breakers[operation.class];
    this.operation = operation;
    this.request = request;
    this.options = options;
    this.reads = operation.reads || options.internal === true;
    // Without keys and policy no caller is let in.
    this.#pauses = options.internal || isToFail || operation.class === 'policy' ? undefined : way.rates?.pauses;
    this.party = options.party;
    this.deadline = options.deadline ?? this.#begun + way.rules.timeout;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#waiting = [options.signal];
    this.#listen(options.signal);
  }

  /** One more waits for the answer. */
  join(signal: AbortSignalLike | undefined): void {
    this.#waiting.push(signal);
    this.#listen(signal);
  }

  #listen(signal: AbortSignalLike | undefined): void {
    signal?.addEventListener('abort', this.#leave);
    if (signal?.aborted) this.#leave();
  }

  begin(): void {
    this.#way.running.add(this);
    this.#way.budget.deposit();
    this.#ask();
  }

  /** Hashed when it is first needed: most requests meet no pause. */
  get subject(): Subject {
    this.#subject ??= subjectOf(this.operation, this.request);
    return this.#subject;
  }

  /** Asks for an attempt. */
  #ask(): void {
    // Nobody waits for a limit or a turn only to be told that Stytch is left alone.
    const refusal = this.#refusal();
    const pause = refusal ? undefined : this.#pauses?.find(this);
    const limited = refusal || pause ? undefined : this.#count();
    if (refusal) this.#end(refusal);
    else if (pause) this.#wait(pause);
    else if (limited) limited.then(() => this.#queue(), this.#refuse);
    else this.#queue();
  }

  /** Why it cannot be sent now, whatever the limits say. */
  #refusal(): UpstreamFailure | undefined {
    if (this.signal.aborted || Date.now() >= this.deadline) return deadlineBeforeSend();
    const refusal = this.#breaker?.refusal();
    return refusal && failureBeforeSend(refusal);
  }

  /** Waits for a pause to end; ends at once if that takes too long. */
  #wait(pause: Pause): void {
    if (Date.now() + pause.ms + MIN_TIME_LEFT_MS > this.deadline) this.#end(failureBeforeSend(pause.refuse()));
    else {
      this.arrived();
      this.#giveTurnBack();
      this.#waitsFor = 'moment';
      this.#timer = setTimeout(tryAgain, pause.ms, this);
    }
  }

  /** Counts it in the limit of its class; a promise where that has to be waited for. */
  #count(): Promise<void> | undefined {
    this.#waitsFor = 'limit';
    if (this.options.internal || !this.#breaker) return undefined;
    return this.#way.rates?.take(this.operation.class, this.party?.tenant ?? 'gateway', this);
  }

  #queue(): void {
    this.#counted = Date.now();
    this.#waitsFor = 'turn';
    if (!this.party || this.#way.turns.tryAcquire(this.party, this)) this.turn();
    else this.#watchTime();
  }

  /** Its turn has come. */
  turn(): void {
    this.#hasTurn = true;
    // It was counted for the minute that was; having waited for so long, it belongs to the next.
    const limited = Date.now() - this.#counted > STALE ? this.#count() : undefined;
    if (limited) limited.then(() => this.#send(), this.#refuse);
    else this.#send();
  }

  #send(): void {
    // Others went first while it waited. Nothing may come between asking and beginning, or two would try.
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
      // What broke may have been a connection that stood idle for too long, and others may have stood as long.
      this.#attempt.send(this.#way.dispatcherFor(this.operation, this.#sent > 1));
    }
  }

  /** The answer to the attempt is here, and will be read in a moment. */
  arrived(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** The attempt has come to its end: another one may follow, if it is safe, sensible and within the budget. */
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

  /** The moment has come to try again. */
  again(): void {
    this.#timer = undefined;
    this.#ask();
  }

  /** Milliseconds after which to try again; undefined where that is not to be. */
  #pauseAfter(failure: UpstreamFailure): number | undefined {
    const { rules, budget } = this.#way;
    const may = this.reads ? failure.retryRead && this.#sent <= rules.retries : failure.retryWrite && this.#sent <= 1;
    if (!may || this.options.noRetry || !this.#breaker) return undefined;
    const pause = failure.after ?? Math.random() * rules.backoffMs * 2 ** (this.#sent - 1);
    return Date.now() + pause < this.deadline && !this.signal.aborted && budget.withdraw() ? pause : undefined;
  }

  /** Limits keep an eye on the deadline themselves. */
  #watchTime(): void {
    const left = Math.ceil((this.deadline - Date.now()) / COARSE) * COARSE;
    this.#timer ??= setTimeout(outOfTime, left, this);
  }

  /** The deadline is over. */
  timeOut(): void {
    this.#timer = undefined;
    this.#giveUp(deadlineAfterSend(this.reads, this.#host));
  }

  /** One of those who wait has left. */
  readonly #leave = (): void => {
    if (!this.#waiting.every((signal) => signal?.aborted)) return;
    this.signal.abort();
    this.#giveUp(this.reads ? deadlineBeforeSend() : undefined);
  };

  /** Gives up a read of the gateway's own, since the client closes. */
  stop(): void {
    if (!this.reads || this.#waiting.some((signal) => signal !== undefined)) return;
    this.signal.abort();
    this.#giveUp(deadlineBeforeSend());
  }

  /** Waits no longer; for the answer to an attempt only where its loss means something. */
  #giveUp(loss: UpstreamFailure | undefined): void {
    if (this.#waitsFor === 'turn' && this.party) this.#way.turns.cancel(this.party, this);
    if (this.#waitsFor === 'turn' || this.#waitsFor === 'moment') this.#end(deadlineBeforeSend());
    else if (loss) this.#attempt?.giveUp(loss);
  }

  /** A limit gave no place. */
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
    this.#way.running.delete(this);
    this.arrived();
    this.#giveTurnBack();
    for (const signal of this.#waiting) signal?.removeEventListener('abort', this.#leave);
  }

  get #host(): string {
    return this.#way.hostOf(this.operation);
  }

  #giveTurnBack(): void {
    if (this.#hasTurn && this.party) this.#way.turns.release(this.party);
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

function requestIdOf(body: object): string | undefined {
  const id: unknown = Reflect.get(body, 'request_id');
  return typeof id === 'string' ? id : undefined;
}
