/** One request to Stytch on the socket, and what its answer, or the lack of one, means. */
import type { Dispatcher } from 'undici';
import type { Leaving } from '../leaving.ts';
import { paced } from '../pace.ts';
import { refusal, StytchError } from './error.ts';
import { lazyJson } from './lazy-json.ts';
import type { WireRequest } from './operation.ts';
import { secretsIn } from './secret.ts';

/** What is sent. */
export interface Attempt extends WireRequest {
  readonly method: Dispatcher.HttpMethod;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it changes nothing. */
  readonly reads: boolean;
  /** Moment (milliseconds since the epoch) after which no answer is of use. */
  readonly deadline: number;
  /** Ends when nobody waits for the answer any more; ends reads only, a write runs on. */
  readonly signal: Leaving | undefined;
}

/** The documented answer. */
export interface Answer {
  readonly ok: true;
  readonly body: object;
  readonly status: number;
}

/** Everything else: what the caller is told, and whether another attempt is safe and sensible. */
export interface Failure {
  readonly ok: false;
  readonly error: StytchError;
  /** Whether a read may be sent again. */
  readonly retryRead: boolean;
  /** Whether a write may: only where it certainly did not happen. */
  readonly retryWrite: boolean;
  /** Milliseconds that Stytch asks to wait before. */
  readonly after?: number | undefined;
  /** Whether it tells against Stytch's health. A refusal of what a caller asked does not, nor a caller who left. */
  readonly faulty: boolean;
}

const failure = (error: StytchError, about: Partial<Omit<Failure, 'ok' | 'error'>> = {}): Failure => ({
  ok: false,
  error,
  retryRead: false,
  retryWrite: false,
  faulty: false,
  ...about,
});

/** The failure of a call that was never sent, because its time was over or its caller had left. */
export const tooLate = (): Failure =>
  failure(new StytchError({ code: 'TIMEOUT', message: 'The time for this request was over before Stytch was asked.' }));

/** The failure of a call that was refused before it was sent. */
export const notSent = (error: StytchError): Failure => failure(error);

/** Sends one request; one deadline spans connecting, headers and body. Never rejects. */
export function attempt(dispatcher: Dispatcher, request: Attempt): Promise<Answer | Failure> {
  const { method, path, headers, body, reads, deadline, signal } = request;
  const left = deadline - Date.now();
  if (left <= 0 || signal?.aborted) return Promise.resolve(tooLate());
  return new Promise((resolve) => {
    let socket: Dispatcher.DispatchController | undefined;
    let over = false;
    let status = 0;
    let after: number | undefined;
    const chunks: Buffer[] = [];

    const settle = (outcome: Answer | Failure): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
      resolve(outcome);
    };
    // What still waits for a connection has not been written, and will not be.
    const giveUp = (outcome: Failure): void => {
      settle(socket ? outcome : tooLate());
      socket?.abort(new Error('nobody waits for this answer'));
    };
    const timer = setTimeout(() => giveUp(reads ? timedOut() : outcomeUnknown()), left);
    const leave = (): void => giveUp(tooLate());
    if (reads) signal?.addEventListener('abort', leave);

    try {
      dispatcher.dispatch(
        // Our own timer spans the whole; undici's are coarse.
        { path, method, headers, body, headersTimeout: 0, bodyTimeout: 0 },
        {
          onRequestStart(controller) {
            socket = controller;
            if (over) controller.abort(new Error('nobody waits for this answer'));
          },
          onResponseStart(_controller, statusCode, responseHeaders) {
            status = statusCode;
            after = retryAfter(responseHeaders['retry-after']);
          },
          onResponseData(_controller, chunk) {
            chunks.push(chunk);
          },
          onResponseEnd() {
            // It is here: what it says is found out when its turn comes.
            clearTimeout(timer);
            paced(() => {
              if (over) return;
              const [first] = chunks;
              const bytes = first && chunks.length === 1 ? first : Buffer.concat(chunks);
              settle(read(bytes, status, after, request));
            });
          },
          onResponseError(_controller, cause) {
            settle(lostAnswer(cause, reads));
          },
        },
      );
    } catch (cause) {
      settle(lostAnswer(cause instanceof Error ? cause : new Error('not sent', { cause }), reads));
    }
  });
}

/** What an answer that came says. */
function read(bytes: Buffer, status: number, after: number | undefined, sent: Attempt): Answer | Failure {
  const body = parse(bytes);
  if (status >= 200 && status < 300) {
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ok: true, body, status };
    return unreadable(sent.reads, status);
  }
  const secrets = [...secretsIn(parse(Buffer.from(sent.body ?? ''))), ...secretsIn(sent.headers)];
  const refused = refusal(status, body, after, secrets);
  if (!refused) return strange(sent.reads, status, after);
  const limited = status === 429 && refused.facts.code === 'RATE_LIMITED';
  return failure(refused, {
    retryRead: limited || status >= 500,
    retryWrite: limited,
    after: limited && after !== undefined ? after * 1_000 : undefined,
    faulty: status >= 500,
  });
}

function parse(bytes: Buffer): unknown {
  try {
    return lazyJson(bytes);
  } catch {
    return undefined;
  }
}

/** Failures in which not a byte of the request left this machine. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** No answer came. Whether that is harmless depends on whether the request may have arrived. */
function lostAnswer(cause: Error, reads: boolean): Failure {
  const code = 'code' in cause ? String(cause.code) : '';
  if (neverConnected.has(code)) {
    return failure(new StytchError({ code: 'UPSTREAM_UNAVAILABLE', message: 'Stytch could not be reached.' }, cause), {
      retryRead: true,
      retryWrite: true,
      faulty: true,
    });
  }
  if (code === 'UND_ERR_INVALID_ARG') {
    return failure(
      new StytchError({ code: 'INVALID_INPUT', message: 'A value holds characters that HTTP does not allow.' }),
    );
  }
  if (!reads) return outcomeUnknown();
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return failure(
      new StytchError({ code: 'BAD_UPSTREAM_RESPONSE', message: 'The answer from Stytch was too large.' }),
      { faulty: true },
    );
  }
  // What came is no HTTP, or more of it than is taken: asking again would bring the same.
  if (cause.name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW') {
    return failure(
      new StytchError({ code: 'BAD_UPSTREAM_RESPONSE', message: 'The answer from Stytch could not be read.' }, cause),
      { faulty: true },
    );
  }
  return failure(
    new StytchError(
      { code: 'UPSTREAM_UNAVAILABLE', message: 'The connection to Stytch broke before it answered.' },
      cause,
    ),
    { retryRead: true, faulty: true },
  );
}

const timedOut = (): Failure =>
  failure(new StytchError({ code: 'TIMEOUT', message: 'Stytch did not answer in time.' }), { faulty: true });

const outcomeUnknown = (statusCode?: number): Failure =>
  failure(
    new StytchError({
      code: 'OUTCOME_UNKNOWN',
      message:
        'The change was sent, but its answer was lost: it may or may not have happened. Look before you repeat it.',
      statusCode,
    }),
    { faulty: true },
  );

/** A success whose body is not JSON. */
const unreadable = (reads: boolean, statusCode: number): Failure =>
  reads
    ? failure(
        new StytchError({
          code: 'BAD_UPSTREAM_RESPONSE',
          message: 'The answer from Stytch could not be read.',
          statusCode,
        }),
        { retryRead: true, faulty: true },
      )
    : outcomeUnknown(statusCode);

/** A failure that does not have Stytch's error shape, such as a proxy's HTML page or a redirect. */
function strange(reads: boolean, statusCode: number, after: number | undefined): Failure {
  if (statusCode === 429) {
    return failure(
      new StytchError({ code: 'RATE_LIMITED', message: 'Stytch asks to slow down.', statusCode, retryAfter: after }),
      { retryRead: true, retryWrite: true, after: after === undefined ? undefined : after * 1_000 },
    );
  }
  // What broke may have passed the request on before it did. 503 is the word of one that never takes requests on.
  if (!reads && statusCode >= 500 && statusCode !== 503) return outcomeUnknown(statusCode);
  if (statusCode >= 500) {
    return failure(
      new StytchError({
        code: 'UPSTREAM_UNAVAILABLE',
        message: 'Stytch is not available.',
        statusCode,
        retryAfter: after,
      }),
      { retryRead: true, faulty: true },
    );
  }
  return failure(
    new StytchError({
      code: 'BAD_UPSTREAM_RESPONSE',
      message: 'The answer from Stytch was not one of its API.',
      statusCode,
    }),
    { faulty: true },
  );
}

/** Seconds from a Retry-After header, which holds seconds or a date (RFC 9110, 10.2.3). */
function retryAfter(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const seconds = /^\d{1,6}$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
