/** The only file that speaks HTTP to Stytch. */
import { type Dispatcher, Pool } from 'undici';
import type { Log } from '../log.ts';
import { refusal, StytchError } from './error.ts';
import { toWire } from './names.ts';
import { type OperationFacts, operations } from './operations.ts';
import { fillPath, pathParameters } from './path.ts';
import { onlyReads } from './reads.ts';
import type { Input, Method, OperationKey, Output, Path } from './rest.ts';
import { secretsIn } from './secret.ts';

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
  /** Milliseconds one call may take when its caller sets no deadline. */
  timeout?: number;
  /** Opens the connections to an origin; tests watch or replace the socket here. */
  connect?: (origin: string) => Dispatcher;
}

/** Whose call it is and how long it may take. */
export interface CallOptions {
  /** Sent only with operations that take it. */
  session?: SessionHeader | undefined;
  /** Ends when nobody waits for the answer any more; ends reads only, a write runs on. */
  signal?: AbortSignal | undefined;
  /** Moment (milliseconds since the epoch) after which no answer is of use. */
  deadline?: number | undefined;
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

const MAX_RESPONSE_BYTES = 8 * 1024 * 1024;
const DEFAULT_TIMEOUT = 10_000;
const MAX_RETRIES = 2;
/** First wait before a retry, in milliseconds; doubled each time, drawn from the full range (full jitter). */
const BACKOFF = 100;
/** Retries may add this share to the calls; a burst of ten is free. */
const RETRY_SHARE = 0.1;
const RETRY_BURST = 10;

/** Failures in which not a byte of the request left this machine. */
const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** A failed attempt: what the caller would be told, and whether another attempt is safe and sensible. */
class Failure extends Error {
  readonly error: StytchError;
  readonly retry: Retry;

  constructor(error: StytchError, retry: Retry) {
    super(error.message);
    this.error = error;
    this.retry = retry;
  }
}

/** Whether a read, or a write, may be sent again, and after how many milliseconds if Stytch said. */
interface Retry {
  read: boolean;
  write: boolean;
  after?: number | undefined;
}

const never: Retry = { read: false, write: false };

/** Whether a failure is for the operator to know: a refusal of what a caller asked is not. */
const tells = ({ facts: { statusCode = 500, code } }: StytchError): boolean =>
  statusCode >= 500 || code === 'NOT_CONFIGURED' || statusCode === 429;

/** Opens a client for one project. Nothing is sent until the first call. */
export function createStytch(options: StytchOptions): StytchClient {
  const connect =
    options.connect ??
    ((origin: string) =>
      new Pool(origin, {
        connections: 128,
        pipelining: 1,
        keepAliveTimeout: 4_000,
        maxResponseSize: MAX_RESPONSE_BYTES,
      }));
  const pools = new Map<string, Dispatcher>();
  const pool = (origin: string) => {
    const open = pools.get(origin) ?? connect(origin);
    pools.set(origin, open);
    return open;
  };
  const authorization = `Basic ${Buffer.from(`${options.projectId}:${options.secret}`).toString('base64')}`;
  let retryTokens = RETRY_BURST;

  const sendOperation: Send = async (
    method,
    template,
    input,
    { session, signal, deadline = Date.now() + (options.timeout ?? DEFAULT_TIMEOUT) } = {},
  ) => {
    const facts: OperationFacts = operations[`${method} ${template}` as OperationKey];
    const reads = onlyReads(method, facts.id);
    const request = toRequest(method, template, facts, input);
    const headers: Record<string, string> = { authorization, accept: 'application/json' };
    if (request.body !== null) headers['content-type'] = 'application/json';
    if (session && facts.session) Object.assign(headers, sessionHeader(session));
    const origin = facts.host ? options.telemetryUrl : options.baseUrl;

    retryTokens = Math.min(RETRY_BURST, retryTokens + RETRY_SHARE);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await send(pool(origin), { ...request, method, headers }, { reads, signal, deadline });
      } catch (cause) {
        if (!(cause instanceof Failure)) throw cause;
        const wait = cause.retry.after ?? Math.random() * BACKOFF * 2 ** attempt;
        const allowed = reads ? cause.retry.read && attempt < MAX_RETRIES : cause.retry.write && attempt < 1;
        if (!allowed || retryTokens < 1 || Date.now() + wait >= deadline || signal?.aborted) {
          if (tells(cause.error))
            options.log.warn('stytch call failed', {
              operation: facts.id,
              code: cause.error.facts.code,
              errorType: cause.error.facts.errorType,
              statusCode: cause.error.facts.statusCode,
              requestId: cause.error.facts.requestId,
              attempts: attempt + 1,
            });
          throw cause.error;
        }
        retryTokens -= 1;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  };

  return {
    ...typed(sendOperation),
    projectId: options.projectId,
    close: async () => {
      await Promise.all(Array.from(pools.values(), (open) => open.close()));
    },
  };
}

interface Request {
  path: string;
  body: string | null;
}

/** Puts each input where the contract wants it. */
function toRequest(method: Method, template: string, facts: OperationFacts, input: object): Request {
  const wire = toWire(input) as Record<string, unknown>;
  const inPath = pathParameters(template);
  const path = fillPath(template, wire);
  const query = new URLSearchParams(
    facts.query.filter((name) => wire[name] !== undefined).map((name): [string, string] => [name, String(wire[name])]),
  ).toString();
  const body = Object.fromEntries(
    Object.entries(wire).filter(([name]) => !inPath.includes(name) && !facts.query.includes(name)),
  );
  const hasBody = method === 'post' || method === 'put';
  return { path: query ? `${path}?${query}` : path, body: hasBody ? JSON.stringify(body) : null };
}

const sessionHeader = (session: SessionHeader): Record<string, string> =>
  'token' in session ? { 'X-Stytch-Member-Session': session.token } : { 'X-Stytch-Member-SessionJWT': session.jwt };

/** One attempt: one deadline over connecting, headers and body. Rejects with Failure. */
async function send(
  dispatcher: Dispatcher,
  request: Request & { method: Method; headers: Record<string, string> },
  { reads, signal, deadline }: { reads: boolean; signal: AbortSignal | undefined; deadline: number },
): Promise<object> {
  const left = deadline - Date.now();
  if (left <= 0 || signal?.aborted) {
    throw new Failure(
      new StytchError({ code: 'TIMEOUT', message: 'The time for this request was over before Stytch was asked.' }),
      never,
    );
  }
  const timer = AbortSignal.timeout(left);
  let status = 0;
  let after: number | undefined;
  let text: string;
  try {
    const response = await dispatcher.request({
      path: request.path,
      method: request.method.toUpperCase() as Dispatcher.HttpMethod,
      headers: request.headers,
      body: request.body,
      signal: reads && signal ? AbortSignal.any([signal, timer]) : timer,
      headersTimeout: left + 1_000,
      bodyTimeout: left + 1_000,
    });
    status = response.statusCode;
    after = retryAfter(response.headers['retry-after']);
    text = await response.body.text();
  } catch (cause) {
    throw lostAnswer(cause, timer.aborted, reads);
  }
  const body = parse(text);
  if (status >= 200 && status < 300) {
    if (body !== null && typeof body === 'object' && !Array.isArray(body)) return body;
    throw unreadable(reads, status);
  }
  const refused = refusal(status, body, after, [
    ...secretsIn(parse(request.body ?? '')),
    ...secretsIn(request.headers),
  ]);
  if (refused) {
    const limited = status === 429 && refused.facts.code === 'RATE_LIMITED';
    throw new Failure(refused, {
      read: limited || status >= 500,
      write: limited,
      after: limited && after !== undefined ? after * 1000 : undefined,
    });
  }
  throw strange(reads, status, after);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** No answer came. Whether that is harmless depends on whether the request may have arrived. */
function lostAnswer(cause: unknown, timedOut: boolean, reads: boolean): Failure {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (neverConnected.has(code)) {
    return new Failure(
      new StytchError({ code: 'UPSTREAM_UNAVAILABLE', message: 'Stytch could not be reached.' }, cause),
      { read: true, write: true },
    );
  }
  if (code === 'UND_ERR_INVALID_ARG') {
    return new Failure(
      new StytchError({ code: 'INVALID_INPUT', message: 'A value holds characters that HTTP does not allow.' }),
      never,
    );
  }
  if (!reads) return new Failure(outcomeUnknown(), never);
  if (timedOut) {
    return new Failure(new StytchError({ code: 'TIMEOUT', message: 'Stytch did not answer in time.' }), never);
  }
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return new Failure(
      new StytchError({ code: 'BAD_UPSTREAM_RESPONSE', message: 'The answer from Stytch was too large.' }),
      never,
    );
  }
  return new Failure(
    new StytchError(
      { code: 'UPSTREAM_UNAVAILABLE', message: 'The connection to Stytch broke before it answered.' },
      cause,
    ),
    { read: true, write: false },
  );
}

const outcomeUnknown = (statusCode?: number) =>
  new StytchError({
    code: 'OUTCOME_UNKNOWN',
    message:
      'The change was sent, but its answer was lost: it may or may not have happened. Look before you repeat it.',
    statusCode,
  });

/** A success whose body is not JSON. */
const unreadable = (reads: boolean, statusCode: number) =>
  new Failure(
    reads
      ? new StytchError({
          code: 'BAD_UPSTREAM_RESPONSE',
          message: 'The answer from Stytch could not be read.',
          statusCode,
        })
      : outcomeUnknown(statusCode),
    { read: true, write: false },
  );

/** A failure that does not have Stytch's error shape, such as a proxy's HTML page or a redirect. */
function strange(reads: boolean, statusCode: number, after: number | undefined): Failure {
  if (statusCode === 429) {
    return new Failure(
      new StytchError({ code: 'RATE_LIMITED', message: 'Stytch asks to slow down.', statusCode, retryAfter: after }),
      { read: true, write: true, after: after === undefined ? undefined : after * 1000 },
    );
  }
  // A proxy that gave up may have passed the request on before it did.
  if (!reads && (statusCode === 502 || statusCode === 504)) return new Failure(outcomeUnknown(statusCode), never);
  if (statusCode >= 500) {
    return new Failure(
      new StytchError({
        code: 'UPSTREAM_UNAVAILABLE',
        message: 'Stytch is not available.',
        statusCode,
        retryAfter: after,
      }),
      { read: true, write: false },
    );
  }
  return new Failure(
    new StytchError({
      code: 'BAD_UPSTREAM_RESPONSE',
      message: 'The answer from Stytch was not one of its API.',
      statusCode,
    }),
    never,
  );
}

/** Seconds from a Retry-After header, which holds seconds or a date (RFC 9110, 10.2.3). */
function retryAfter(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const seconds = /^\d{1,6}$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
