/**
 * Pauses that Stytch requested with a 429 and a Retry-After header.
 *
 * A 429 pauses only its subject (subject.ts): the operation with the values that name the account, address or
 * organization. Max 10,000 subjects, the oldest is evicted first; each for the time that Stytch named, one hour at
 * most. A traffic class is paused if three different subjects were rejected within 10 s and no request of the class
 * succeeded meanwhile, for 60 s at most. After a pause one request is sent as a probe: a 429 starts the next pause, any
 * other response ends it.
 *
 * A 429 without the header says nothing about the next request, so it pauses nothing.
 */
import type { UpstreamFailure, UpstreamResponse } from '../client/request-attempt.ts';
import type { RestOperation } from '../contract/operation.ts';
import type { TrafficClass } from '../contract/traits.ts';
import { type ErrorDetails, StytchError } from '../error.ts';
import { Gate } from './gate.ts';
import type { Subject } from './subject.ts';

/** A request that may be paused. */
export interface Pausable {
  readonly operation: RestOperation;
  readonly subject: Subject;
  /** Time of the last attempt, on the clock of the pauses. */
  sentAt: number;
}

/** Why a request must wait. */
export interface Pause {
  /** Milliseconds until the request may be sent. */
  readonly ms: number;
  /** RATE_LIMITED, for a caller that cannot wait that long. */
  refuse(): StytchError;
}

/** Messages have their own class: while Stytch limits messages, sign-in by password works. */
export type PausedClass = TrafficClass | 'message';

/** Messages between the gateways of one project. */
export type PauseNews =
  | {
      readonly type: 'refused';
      readonly class: PausedClass;
      readonly subject: Subject;
      readonly ms: number;
      /** Whether it counts for the class. */
      readonly counts: boolean;
    }
  | { readonly type: 'classOpened'; readonly class: PausedClass }
  | { readonly type: 'subjectOpened'; readonly key: string };

export interface PauseOptions {
  /** Milliseconds on a monotonic clock. */
  readonly now?: (() => number) | undefined;
  /** Called when a class is paused, with the duration in seconds. */
  readonly paused?: ((kind: PausedClass, seconds: number) => void) | undefined;
  /** Called when a call is rejected because of a pause. */
  readonly refused?: ((kind: TrafficClass) => void) | undefined;
  /** Publishes to the other gateways. */
  readonly publish?: ((news: PauseNews) => void) | undefined;
}

export interface Pauses {
  /** The pause that a request must wait for; undefined if it may be sent. */
  find(request: Pausable): Pause | undefined;
  /** Reports that the request, which `find` let pass, is sent; `end` must follow. */
  begin(request: Pausable): void;
  end(request: Pausable, outcome: UpstreamResponse | UpstreamFailure): void;
  /** Whether a class as a whole is paused. */
  holds(kind: PausedClass): boolean;
  /** Applies a message of another gateway. */
  hear(news: PauseNews): void;
}

const MAX_SUBJECTS = 10_000;
const MAX_SUBJECT_PAUSE_MS = 3_600_000;
const MAX_CLASS_PAUSE_MS = 60_000;
/** Different subjects that are rejected within the window before their class is paused. */
const CLASS_SUBJECTS = 3;
const CLASS_WINDOW_MS = 10_000;
/** Milliseconds of a pause after a probe that was rejected without a Retry-After header. */
const PROBE_PAUSE_MS = 1_000;

type PauseGate = Gate<Pausable>;

interface ClassState {
  gate: PauseGate | undefined;
  /** Time of the last rejection by subject name. */
  readonly refused: Map<string, number>;
}

export function createPauses({ now = monotonic, paused, refused, publish }: PauseOptions = {}): Pauses {
  const subjects = new Map<string, PauseGate>();
  const classes = createClassStates();

  const pauseSubject = (key: string, ms: number): void => {
    // Deleted first, so that the map is ordered by time of pause.
    subjects.delete(key);
    subjects.set(key, new Gate(now(), ms, MAX_SUBJECT_PAUSE_MS));
    const [oldest] = subjects.keys();
    if (subjects.size > MAX_SUBJECTS && oldest !== undefined) subjects.delete(oldest);
  };

  const pauseClass = (kind: PausedClass, ms: number): void => {
    const pauseMs = Math.min(ms, MAX_CLASS_PAUSE_MS);
    const state = classes[kind];
    state.refused.clear();
    state.gate = new Gate(now(), pauseMs, MAX_CLASS_PAUSE_MS);
    paused?.(kind, Math.ceil(pauseMs / 1_000));
  };

  const countRefusal = (kind: PausedClass, name: string, ms: number): void => {
    const { gate, refused: known } = classes[kind];
    if (gate) return;
    for (const [other, at] of known) if (now() - at > CLASS_WINDOW_MS) known.delete(other);
    known.set(name, now());
    if (known.size >= CLASS_SUBJECTS) pauseClass(kind, ms);
  };

  const hear = (news: PauseNews): void => {
    if (news.type === 'subjectOpened') subjects.delete(news.key);
    else if (news.type === 'classOpened') classes[news.class].gate = undefined;
    else {
      pauseSubject(news.subject.key, news.ms);
      if (news.counts) countRefusal(news.class, news.subject.name, news.ms);
    }
  };
  const tell = (news: PauseNews): void => {
    hear(news);
    publish?.(news);
  };

  const gateOf = (request: Pausable): PauseGate | undefined =>
    subjects.size > 0 ? subjects.get(request.subject.key) : undefined;

  const endOfClass = (kind: PausedClass, request: Pausable, outcome: UpstreamResponse | UpstreamFailure): void => {
    const { gate, refused: known } = classes[kind];
    if (gate?.probe === request) {
      gate.probe = undefined;
      if (limitsClass(outcome)) pauseClass(kind, afterOf(outcome) || PROBE_PAUSE_MS);
      else if (isTaken(outcome)) tell({ type: 'classOpened', class: kind });
    } else if (known.size > 0 && isTaken(outcome) && request.sentAt >= Math.min(...known.values())) known.clear();
  };

  const endOfSubject = (kind: PausedClass, request: Pausable, outcome: UpstreamResponse | UpstreamFailure): void => {
    const gate = gateOf(request);
    const isProbe = gate?.probe === request;
    if (isProbe) gate.probe = undefined;
    const ms = afterOf(outcome) || (isProbe && isLimit(outcome) ? PROBE_PAUSE_MS : 0);
    // Hashing the subject is expensive, so it is read only if its pause changes.
    if (ms > 0) tell({ type: 'refused', class: kind, subject: request.subject, ms, counts: limitsClass(outcome) });
    else if (isProbe && isTaken(outcome)) tell({ type: 'subjectOpened', key: request.subject.key });
  };

  const pauseBy = (gate: PauseGate | undefined, message: string, kind: TrafficClass): Pause | undefined => {
    const ms = gate?.waitMs(now()) ?? 0;
    if (!gate || ms === 0) return undefined;
    const refuse = (): StytchError => {
      refused?.(kind);
      return new StytchError({ code: 'RATE_LIMITED', message, retryAfter: gate.retryAfter(now()) });
    };
    return { ms, refuse };
  };

  return {
    hear,
    holds: (kind) => (classes[kind].gate?.waitMs(now()) ?? 0) > 0,
    find(request) {
      const kind = pausedClassOf(request.operation);
      const ofClass = pauseBy(classes[kind].gate, classMessages[kind], request.operation.class);
      const ofSubject = pauseBy(gateOf(request), SUBJECT_MESSAGE, request.operation.class);
      return ofClass && ofClass.ms > (ofSubject?.ms ?? 0) ? ofClass : ofSubject;
    },
    begin(request) {
      request.sentAt = now();
      const ofClass = classes[pausedClassOf(request.operation)].gate;
      const ofSubject = gateOf(request);
      if (ofClass) ofClass.probe = request;
      if (ofSubject) ofSubject.probe = request;
    },
    end(request, outcome) {
      const kind = pausedClassOf(request.operation);
      endOfClass(kind, request, outcome);
      endOfSubject(kind, request, outcome);
    },
  };
}

const monotonic = (): number => performance.now();

const createClassStates = (): Readonly<Record<PausedClass, ClassState>> => {
  const state = (): ClassState => ({ gate: undefined, refused: new Map() });
  return {
    policy: state(),
    signIn: state(),
    message: state(),
    write: state(),
    read: state(),
    fraud: state(),
    search: state(),
  };
};

const pausedClassOf = ({ class: kind, sends }: RestOperation): PausedClass => (sends ? 'message' : kind);

const factsOf = (outcome: UpstreamResponse | UpstreamFailure): ErrorDetails | undefined =>
  outcome.ok ? undefined : outcome.error.facts;

const isLimit = (outcome: UpstreamResponse | UpstreamFailure): boolean => factsOf(outcome)?.code === 'RATE_LIMITED';

/** `too_few_tokens_authenticated` means that an account uses too few of its messages; it concerns only that account. */
const limitsClass = (outcome: UpstreamResponse | UpstreamFailure): boolean =>
  isLimit(outcome) && factsOf(outcome)?.errorType !== 'too_few_tokens_authenticated';

const afterOf = (outcome: UpstreamResponse | UpstreamFailure): number => (outcome.ok ? 0 : (outcome.after ?? 0));

/** Whether Stytch processed the request, with whatever result. */
const isTaken = (outcome: UpstreamResponse | UpstreamFailure): boolean =>
  outcome.ok || (!outcome.faulty && !isLimit(outcome) && factsOf(outcome)?.statusCode !== undefined);

const SUBJECT_MESSAGE =
  'Stytch limits requests about this account, address or organization. Retry after `retryAfter` seconds.';
const classMessage = (what: string): string =>
  `Stytch limits ${what} of the whole project. Retry after \`retryAfter\` seconds.`;
const classMessages: Readonly<Record<PausedClass, string>> = {
  policy: classMessage('requests for keys and policy'),
  signIn: classMessage('sign-in requests'),
  message: classMessage('messages'),
  write: classMessage('changes'),
  read: classMessage('reads'),
  fraud: classMessage('fraud requests'),
  search: classMessage('searches'),
};
