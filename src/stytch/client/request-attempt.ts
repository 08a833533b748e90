/** One HTTP request to Stytch, and the meaning of its response or failure. */
import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { WireRequest } from '../contract/operation.ts';
import { type ConnectionFacts, type ErrorDetails, StytchError } from '../error.ts';
import { parseLazyJson } from '../json/lazy-json.ts';
import { parseRetryAfter } from '../resilience/retry-after.ts';
import { connectionCause, neverConnected } from './connection-cause.ts';
import { codingsOf, decode, type Undecoded } from './content-coding.ts';
import { refusal } from './refusal.ts';
import { scheduleTask, type Task } from './scheduler.ts';
import { collectSecrets } from './secrets.ts';

/** Max bytes of a response after decoding: a search of 1,000 members with large metadata is smaller. */
export const MAX_RESPONSE_BYTES = 8 * 1024 * 1024;

/** An encoded request. */
export interface OutgoingRequest extends Pick<WireRequest, 'path' | 'body'> {
  readonly method: Dispatcher.HttpMethod;
  readonly headers: Readonly<Record<string, string>>;
  /** Host of the request, for logs. */
  readonly host: string;
}

/** Receives the outcome of an attempt. */
export interface AttemptListener {
  /** The response has arrived; it is parsed later (scheduler.ts). */
  arrived(): void;
  /** The attempt ended. Called once. */
  attempted(outcome: UpstreamResponse | UpstreamFailure): void;
}

/** The documented response. */
export interface UpstreamResponse {
  readonly ok: true;
  readonly body: object;
  readonly status: number;
}

/** Any other outcome: the error for the caller, and whether a retry is safe and useful. */
export interface UpstreamFailure {
  readonly ok: false;
  readonly error: StytchError;
  /** Whether a read may be retried. */
  readonly retryRead: boolean;
  /** Whether a write may be retried: only if Stytch certainly did not process it. */
  readonly retryWrite: boolean;
  /** Milliseconds of Stytch's Retry-After. */
  readonly after?: number | undefined;
  /** Whether it counts as a failure for the circuit breaker. A rejected input or an aborted caller does not. */
  readonly faulty: boolean;
}

const failure = (error: StytchError, about: Partial<Omit<UpstreamFailure, 'ok' | 'error'>> = {}): UpstreamFailure => ({
  ok: false,
  error,
  retryRead: false,
  retryWrite: false,
  faulty: false,
  ...about,
});

/** The failure of a call that was not sent, because of its deadline or an abort. */
export const deadlineBeforeSend = (): UpstreamFailure =>
  failure(
    new StytchError({ code: 'TIMEOUT', message: 'The request ended before the call to Stytch was sent. Retry.' }),
  );

/** The failure of a call that was rejected before it was sent. */
export const failureBeforeSend = (error: StytchError): UpstreamFailure => failure(error);

/**
 * One request on the socket. The sender watches the deadline: undici's timers are coarse and cannot bound connecting,
 * headers and body together.
 */
export class RequestAttempt implements Dispatcher.DispatchHandler, Task {
  readonly #sent: OutgoingRequest;
  readonly #reads: boolean;
  readonly #waits: AttemptListener;
  #socket: Dispatcher.DispatchController | undefined;
  #over = false;
  #status = 0;
  #after: number | undefined;
  #codings: readonly string[] = [];
  #decoded: Buffer | Undecoded | undefined;
  /** Most responses have one chunk; an empty array that is pushed to reserves space for seventeen. */
  #chunks: Buffer[] | undefined;

  /** @param reads whether the request changes nothing */
  constructor(sent: OutgoingRequest, reads: boolean, waits: AttemptListener) {
    this.#sent = sent;
    this.#reads = reads;
    this.#waits = waits;
  }

  send(dispatcher: Pick<Dispatcher, 'dispatch'>): void {
    const { method, path, headers, body } = this.#sent;
    try {
      dispatcher.dispatch({ method, path, headers, body, headersTimeout: 0, bodyTimeout: 0 }, this);
    } catch (cause) {
      this.#lose(cause instanceof Error ? cause : new Error('not sent', { cause }));
    }
  }

  /** Abandons the request for this reason. If it still waits for a connection, it was not and will not be written. */
  giveUp(reason: UpstreamFailure): void {
    if (this.#over) return;
    this.#over = true;
    this.#socket?.abort(new Error('request abandoned'));
    this.#waits.attempted(this.#socket ? reason : neverReached(this.#sent.host));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#socket = controller;
    if (this.#over) controller.abort(new Error('request abandoned'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.#status = status;
    this.#after = parseRetryAfter(headers['retry-after']);
    this.#codings = codingsOf(headers['content-encoding']);
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#chunks) this.#chunks.push(chunk);
    else this.#chunks = [chunk];
  }

  onResponseEnd(): void {
    if (this.#over) return;
    this.#waits.arrived();
    if (this.#codings.length === 0) scheduleTask(this);
    else void this.#decode();
  }

  async #decode(): Promise<void> {
    this.#decoded = await decode(this.#bytes(), this.#codings, MAX_RESPONSE_BYTES);
    scheduleTask(this);
  }

  onResponseError(_: Dispatcher.DispatchController, cause: Error): void {
    this.#lose(cause);
  }

  /** Parses the response. */
  work(): void {
    if (this.#over) return;
    this.#over = true;
    const bytes = this.#decoded ?? this.#bytes();
    this.#waits.attempted(
      bytes === 'too large'
        ? tooLarge(this.#reads, this.#sent.host)
        : read(bytes, this.#status, this.#after, this.#sent, this.#reads),
    );
  }

  #bytes(): Buffer {
    const chunks = this.#chunks ?? [];
    const [first] = chunks;
    return first && chunks.length === 1 ? first : Buffer.concat(chunks);
  }

  /**
   * Reports a failed request. Deferred by a microtask until undici is done: the listener may send another request
   * immediately.
   */
  #lose(cause: Error): void {
    if (this.#over) return;
    this.#over = true;
    queueMicrotask(() => this.#waits.attempted(lostAnswer(cause, this.#reads, this.#sent.host)));
  }
}

/** The outcome of a response. */
function read(
  bytes: Buffer | 'unreadable',
  status: number,
  after: number | undefined,
  sent: OutgoingRequest,
  reads: boolean,
): UpstreamResponse | UpstreamFailure {
  const body = bytes === 'unreadable' ? undefined : parse(withoutMark(bytes));
  if (status >= 200 && status < 300) {
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ok: true, body, status };
    return unreadable(reads, status);
  }
  const secrets = [...collectSecrets(parse(Buffer.from(sent.body ?? ''))), ...collectSecrets(sent.headers)];
  const refused = refusal(status, body, after, secrets);
  if (!refused) return strange(reads, status, after, sent.host);
  const limited = status === 429 && refused.facts.code === 'RATE_LIMITED';
  return failure(refused, {
    retryRead: limited || status >= 500,
    retryWrite: limited,
    after: limited && after !== undefined ? after * 1_000 : undefined,
    faulty: status >= 500,
  });
}

/** A text without its byte order mark, which JSON forbids and some proxies add (RFC 8259, section 8.1). */
const withoutMark = (bytes: Buffer): Buffer =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

function parse(bytes: Buffer): unknown {
  try {
    return isUtf8(bytes) ? parseLazyJson(bytes) : undefined;
  } catch {
    return undefined;
  }
}

/** The outcome of a failed request. It depends on whether Stytch may have received the request. */
function lostAnswer(error: Error, reads: boolean, host: string): UpstreamFailure {
  const code = 'code' in error ? String(error.code) : '';
  const cause = connectionCause(error);
  if (neverConnected(cause)) {
    return failure(
      new StytchError(
        { code: 'UPSTREAM_UNAVAILABLE', message: 'Stytch is unreachable. Retry later.', host, cause },
        error,
      ),
      {
        retryRead: true,
        retryWrite: true,
        faulty: true,
      },
    );
  }
  if (code === 'UND_ERR_INVALID_ARG') {
    return failure(
      new StytchError({ code: 'INVALID_INPUT', message: 'A value contains characters that HTTP does not allow.' }),
    );
  }
  if (!reads) return outcomeUnknown({ host, cause });
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return tooLarge(reads, host);
  // Malformed response or header overflow; a retry would get the same.
  if (error.name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return failure(
      new StytchError(
        { code: 'BAD_UPSTREAM_RESPONSE', message: 'The response from Stytch could not be read.', host, cause },
        error,
      ),
      { faulty: true },
    );
  }
  return failure(
    new StytchError(
      {
        code: 'UPSTREAM_UNAVAILABLE',
        message: 'The connection to Stytch broke before a response arrived. Retry.',
        host,
        cause,
      },
      error,
    ),
    { retryRead: true, faulty: true },
  );
}

/** The failure of a response that exceeds the max size, before or after decoding. */
const tooLarge = (reads: boolean, host: string): UpstreamFailure =>
  reads
    ? failure(
        new StytchError({ code: 'BAD_UPSTREAM_RESPONSE', message: 'The response from Stytch was too large.', host }),
        { faulty: true },
      )
    : outcomeUnknown({ host });

/** The failure of a sent request whose deadline passed without a response. */
export const deadlineAfterSend = (reads: boolean, host: string): UpstreamFailure => {
  const facts = { host, cause: 'RESPONSE_TIMEOUT' } as const;
  return reads
    ? failure(
        new StytchError({ code: 'TIMEOUT', message: 'Stytch did not respond before the deadline. Retry.', ...facts }),
        { faulty: true },
      )
    : outcomeUnknown(facts);
};

/** The failure of a request whose deadline passed without a connection. */
const neverReached = (host: string): UpstreamFailure => {
  const { error } = deadlineBeforeSend();
  return failure(new StytchError({ ...error.facts, host, cause: 'CONNECT_TIMEOUT' }));
};

const outcomeUnknown = (facts: Pick<ErrorDetails, 'statusCode'> & ConnectionFacts): UpstreamFailure =>
  failure(
    new StytchError({
      code: 'OUTCOME_UNKNOWN',
      message: 'The write was sent but no response arrived: its outcome is unknown. Read the state before you retry.',
      ...facts,
    }),
    { faulty: true },
  );

/** The failure of a success response whose body is not a JSON object. */
const unreadable = (reads: boolean, statusCode: number): UpstreamFailure =>
  reads
    ? failure(
        new StytchError({
          code: 'BAD_UPSTREAM_RESPONSE',
          message: 'The response from Stytch could not be read.',
          statusCode,
        }),
        { retryRead: true, faulty: true },
      )
    : outcomeUnknown({ statusCode });

/** The failure of an error response that lacks Stytch's error form, such as a proxy's HTML page or a redirect. */
function strange(reads: boolean, statusCode: number, after: number | undefined, host: string): UpstreamFailure {
  if (statusCode === 429) {
    return failure(
      new StytchError({
        code: 'RATE_LIMITED',
        message: 'Stytch limits the rate of requests. Wait before you retry.',
        statusCode,
        retryAfter: after,
      }),
      { retryRead: true, retryWrite: true, after: after === undefined ? undefined : after * 1_000 },
    );
  }
  // A proxy may have forwarded the write before it failed: outcome unknown. Only 503 means that it did not.
  if (!reads && statusCode >= 500 && statusCode !== 503) return outcomeUnknown({ statusCode, host });
  if (statusCode >= 500) {
    return failure(
      new StytchError({
        code: 'UPSTREAM_UNAVAILABLE',
        message: 'Stytch is unavailable. Retry later.',
        statusCode,
        host,
        retryAfter: after,
      }),
      { retryRead: true, faulty: true },
    );
  }
  return failure(
    new StytchError({
      code: 'BAD_UPSTREAM_RESPONSE',
      message: 'The response does not have the form of the Stytch API.',
      statusCode,
      host,
    }),
    { faulty: true },
  );
}
