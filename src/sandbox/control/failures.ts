/** Injected failures of calls, to test how clients handle them. */
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { knownErrorTypes } from '../../stytch/error-code.ts';
import { fail, oauthErrorBody, requestId } from '../errors.ts';
import type { HttpReply } from '../reply.ts';

/** Error messages that Stytch documents. */
const MESSAGES = new Map(
  Object.entries({
    invalid_public_key_credential:
      "Invalid public key credential. Please confirm you're passing a correctly formatted public key credential.",
    user_not_found: 'User could not be found.',
    too_many_requests: 'Too many requests have been made.',
    internal_server_error:
      'Oops, something seems to have gone wrong, please reach out to support@stytch.com to let us know what went wrong.',
  }),
);

const TOO_MANY = /^too_many_requests$|_lock_limit_reached$|^captcha_failed$|^too_few_tokens_authenticated$/;

/** Documented status codes that do not follow from the form of the error type. */
const DOCUMENTED: Readonly<Record<string, number>> = {
  attribute_mismatch: 401,
  connected_app_consent_revoked: 401,
  consumer_session_authorization_error: 403,
  idp_access_token_could_not_be_exchanged: 404,
  insufficient_factors: 401,
  internal_server_error: 500,
  oauth_token_not_found: 400,
  session_authorization_error: 403,
};

/** HTTP status of an error type: as documented, else derived from its form (inferred). */
function statusOf(errorType: string): number {
  const documented = DOCUMENTED[errorType];
  if (documented !== undefined) return documented;
  if (TOO_MANY.test(errorType)) return 429;
  if (errorType.endsWith('_not_found')) return 404;
  return /^(unable_to|expired|unauthorized)_/.test(errorType) ? 401 : 400;
}

const known: ReadonlySet<string> = new Set(knownErrorTypes);

const wholeNumber = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

const errorForm = v.strictObject({
  /** Error type of the contract's `error_type`. */
  error_type: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{2,99}$/)),
  status_code: v.optional(wholeNumber(400, 599)),
  error_message: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
  error_url: v.optional(v.pipe(v.string(), v.url())),
  error_details: v.optional(v.record(v.string(), v.unknown())),
  /** Seconds, sent as `Retry-After`. */
  retry_after: v.optional(wholeNumber(0, 86_400)),
});

const CONNECTIONS = ['hang', 'reset_before', 'reset_after', 'cut', 'malformed'] as const;

const failureForm = v.strictObject({
  /** Operation id of the contract, or the name of an OAuth endpoint such as `oauth2_token`. Default: every call. */
  operation: v.optional(v.string()),
  /** Number of calls that fail. Default: 1, unless `share` is given. */
  times: v.optional(wholeNumber(1, 1_000_000)),
  /** Share of calls that fail, until the failure is cleared. */
  share: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1))),
  /** Delay in milliseconds before the response or failure. */
  delay_ms: v.optional(wholeNumber(1, 600_000)),
  /** Error response. The operation is not executed. */
  error: v.optional(errorForm),
  /**
   * `hang`: no response. `reset_before`, `reset_after`: connection reset before or after the operation is executed.
   * `cut`, `malformed`: half of the body, or invalid JSON; the operation is executed.
   */
  connection: v.optional(v.picklist(CONNECTIONS)),
});

/** Failure as a test sends it. */
export type FailureInput = v.InferInput<typeof failureForm>;

/** Effect of a failure on a call. */
export type CallFailure = Pick<v.InferOutput<typeof failureForm>, 'delay_ms' | 'error' | 'connection'>;

/** A failure that applies to future calls. */
export type Failure = Omit<v.InferOutput<typeof failureForm>, 'times'> & {
  readonly failure_id: string;
  /** Number of calls that will still fail; null for a share. */
  readonly remaining: number | null;
};

/** The failures of one sandbox. */
export interface Failures {
  /**
   * Adds a failure. The oldest failure that matches a call applies.
   *
   * @throws Refusal that names what is wrong
   */
  readonly add: (sent: unknown) => Failure;
  readonly list: () => readonly Failure[];
  /** Clears all failures, or one by id. */
  readonly clear: (id?: string) => void;
  /**
   * Failure that applies to a call, if any. The one in the call's header takes precedence.
   *
   * @param header value of X-Sandbox-Failure
   * @throws Refusal that names what is wrong with the header
   */
  readonly take: (operationId: string | undefined, header?: string) => CallFailure | undefined;
}

/** Message for an `operation` that the kind of project does not have. */
export const UNKNOWN_OPERATION = 'operation: This kind of project does not have an operation with this id.';

/** @param operations ids of the sandbox's operations */
export function createFailures(operations: ReadonlySet<string>): Failures {
  const waiting = new Map<string, Failure>();
  return {
    add(sent) {
      const { times, ...given } = read(sent, operations);
      const failure = {
        failure_id: randomUUID(),
        ...given,
        remaining: given.share === undefined ? (times ?? 1) : null,
      };
      waiting.set(failure.failure_id, failure);
      return failure;
    },
    list: () => [...waiting.values()],
    clear(id) {
      if (id === undefined) waiting.clear();
      else waiting.delete(id);
    },
    take(operationId, header) {
      const asked = header === undefined ? undefined : readFailureHeader(header, operations);
      if (asked && fits(asked, operationId)) return asked;
      for (const failure of waiting.values()) {
        if (!fits(failure, operationId)) continue;
        const { remaining, failure_id } = failure;
        if (remaining === 1) waiting.delete(failure_id);
        else if (remaining !== null) waiting.set(failure_id, { ...failure, remaining: remaining - 1 });
        return failure;
      }
      return undefined;
    },
  };
}

/** Whether a failure applies to a call; random for a share. */
const fits = ({ operation, share }: Pick<Failure, 'operation' | 'share'>, operationId: string | undefined): boolean =>
  (operation === undefined || operation === operationId) && (share === undefined || Math.random() < share);

/**
 * Parses X-Sandbox-Failure: a failure as JSON, without `times`, because all matching calls of the request fail; or the
 * short form with an `error_type`, such as `too_many_requests;retry_after=3`, or a connection failure, such as `hang`.
 *
 * @throws Refusal that names what is wrong
 */
export function readFailureHeader(
  header: string,
  operations: ReadonlySet<string>,
): Omit<v.InferOutput<typeof failureForm>, 'times'> {
  const { times, ...failure } = read(
    header.trimStart().startsWith('{') ? fromJson(header) : fromShort(header),
    operations,
  );
  if (times !== undefined) fail(400, 'invalid_argument', 'times: all calls of the request fail. Leave it out.');
  return failure;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return fail(400, 'invalid_argument', 'The failure is not valid JSON.');
  }
}

function fromShort(text: string): unknown {
  const { word, seconds } = /^\s*(?<word>\w+)(?:;\s*retry_after=(?<seconds>\d+))?\s*$/.exec(text)?.groups ?? {};
  if (word === undefined) {
    return fail(400, 'invalid_argument', 'Give JSON, error_type, error_type;retry_after=seconds, or connection.');
  }
  if (v.is(v.picklist(CONNECTIONS), word) && seconds === undefined) return { connection: word };
  return { error: { error_type: word, ...(seconds === undefined ? {} : { retry_after: Number(seconds) }) } };
}

function read(sent: unknown, operations: ReadonlySet<string>): v.InferOutput<typeof failureForm> {
  const { success, output, issues } = v.safeParse(failureForm, sent);
  if (!success) {
    const [issue] = issues;
    const place = v.getDotPath(issue) ?? 'The failure';
    return fail(400, 'invalid_argument', `${place}: ${issue.message}.`);
  }
  const { operation, times, share, error, connection, delay_ms } = output;
  if (operation !== undefined && !operations.has(operation)) {
    return fail(400, 'invalid_argument', UNKNOWN_OPERATION);
  }
  if (times !== undefined && share !== undefined) {
    return fail(400, 'invalid_argument', 'times and share: give one of the two.');
  }
  if (error && error.status_code === undefined && !known.has(error.error_type)) {
    return fail(400, 'invalid_argument', 'error.error_type: Stytch has no such word. Give its status_code as well.');
  }
  if (error !== undefined && connection !== undefined) {
    return fail(400, 'invalid_argument', 'error and connection: give one of the two.');
  }
  if (error === undefined && connection === undefined && delay_ms === undefined) {
    return fail(400, 'invalid_argument', 'Say what fails: give error, connection or delay_ms.');
  }
  return output;
}

/**
 * Error response of a failure; undefined if the failure has no error.
 *
 * @param isOauth whether the call is to an OAuth endpoint, whose errors have the form of RFC 6749, 5.2
 */
export function errorReplyOf({ error }: CallFailure, isOauth: boolean): HttpReply | undefined {
  if (!error) return undefined;
  const { error_type, retry_after, error_details, status_code = statusOf(error_type) } = error;
  const {
    error_message = MESSAGES.get(error_type) ?? 'The sandbox was told to answer this.',
    error_url = `https://stytch.com/docs/api/errors/${status_code}`,
  } = error;
  const body = { status_code, request_id: requestId(), error_type, error_message, error_url };
  return {
    status: status_code,
    body: isOauth ? oauthErrorBody(body) : { ...body, ...(error_details ? { error_details } : {}) },
    ...(retry_after === undefined ? {} : { headers: { 'retry-after': String(retry_after) } }),
  };
}
