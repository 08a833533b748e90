/** Failures on demand: what calls to the sandbox come to, when a test wants to see how its program takes it. */
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { knownErrorTypes } from '../../stytch/error-code.ts';
import { fail, oauthErrorBody, requestId } from '../errors.ts';
import type { Reply } from '../reply.ts';

/** Errors whose message Stytch documents. */
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

/** Documented statuses that the form of a word does not tell. */
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

/** The HTTP status that goes with a word: what is documented, and for all other words what their form says (inferred). */
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
  /** Stytch’s word, of the contract’s `error_type`. */
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
  /** The id of an operation of the contract, or `oauth2_token`; every call where not given. */
  operation: v.optional(v.string()),
  /** As many calls fail as this; one where neither this nor `share` is given. */
  times: v.optional(wholeNumber(1, 1_000_000)),
  /** Of all calls, this share fails until the failure is taken back. */
  share: v.optional(v.pipe(v.number(), v.gtValue(0), v.maxValue(1))),
  /** Milliseconds before anything else happens. */
  delay_ms: v.optional(wholeNumber(1, 600_000)),
  /** An error in the place of the answer. Nothing is changed. */
  error: v.optional(errorForm),
  /** `hang`: no answer. `reset_before`, `reset_after`: the connection breaks before or after the change is made. `cut`, `malformed`: half of the body, or no JSON; the change is made. */
  connection: v.optional(v.picklist(CONNECTIONS)),
});

/** A failure as a test asks for it. */
export type FailureInput = v.InferInput<typeof failureForm>;

/** What becomes of a call that fails. */
export type CallFailure = Pick<v.InferOutput<typeof failureForm>, 'delay_ms' | 'error' | 'connection'>;

/** A failure that waits for calls, or has had some. */
export type Failure = Omit<v.InferOutput<typeof failureForm>, 'times'> & {
  readonly failure_id: string;
  /** Calls that are still to fail; null where a share of all fails. */
  readonly remaining: number | null;
};

/** The failures of one sandbox. */
export interface Failures {
  /**
   * Adds one. The oldest that fits a call is taken.
   *
   * @throws Refusal that names what is wrong
   */
  readonly add: (sent: unknown) => Failure;
  readonly list: () => readonly Failure[];
  /** Takes back all, or one. */
  readonly clear: (id?: string) => void;
  /**
   * The failure that a call comes to, if any. That of its header goes first.
   *
   * @param header the value of X-Sandbox-Failure
   * @throws Refusal that names what is wrong with the header
   */
  readonly take: (operationId: string | undefined, header?: string) => CallFailure | undefined;
}

/** What a control request gets whose `operation` the kind of project does not have. */
export const UNKNOWN_OPERATION = 'operation: This kind of project does not have an operation with this id.';

/** @param operations the ids of the operations that the sandbox has */
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

/** Whether a call comes to a failure; chance decides where a share of all calls does. */
const fits = ({ operation, share }: Pick<Failure, 'operation' | 'share'>, operationId: string | undefined): boolean =>
  (operation === undefined || operation === operationId) && (share === undefined || Math.random() < share);

/**
 * Reads the value of X-Sandbox-Failure: a failure as JSON, without `times`, since all calls of one request fail that it fits; or
 * in short an `error_type`, such as `too_many_requests;retry_after=3`, or what happens to the connection, such as `hang`.
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
 * The error that a failure answers, as it goes to the socket; undefined for a failure of another kind.
 *
 * @param isOauth whether the call is to an OAuth endpoint, whose errors have a form of their own
 */
export function errorReplyOf({ error }: CallFailure, isOauth: boolean): Reply | undefined {
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
