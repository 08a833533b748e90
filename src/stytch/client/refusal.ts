/** Parses error responses: Stytch's own form, and the standard forms that some of its endpoints use. */

import { errorProperties } from '../contract/error-property.ts';
import { StytchError } from '../error.ts';
import { errorCode } from '../error-code.ts';
import { withExactNumbers } from '../json/exact-numbers.ts';
import { isSecretName } from './secrets.ts';

const token = /eyJ[\w-]*\.[\w-]*\.?[\w-]*|\bBasic [\w+/=]+|\bBearer \S+|secret-(?:test|live)-\S+/g;

const MAX_MESSAGE = 1_000;
/**
 * Max characters of a text that is searched for secrets. A longer one is omitted: truncating could leave half of a
 * secret.
 */
const MAX_TEXT = 10_000;
/** Max characters of `details` as JSON; longer ones are omitted. */
const MAX_DETAILS = 10_000;
const MAX_DETAILS_DEPTH = 8;
const REDACTED = '[redacted]';

type Body = Readonly<Record<string, unknown>>;

/** A property as text. */
const textOf = (body: Body, name: string): string | undefined => {
  const value = body[name];
  return typeof value === 'string' && value !== '' && value.length <= MAX_TEXT ? value : undefined;
};

/** A property as identifier. Identifiers are logged, so only the form that Stytch uses is accepted. */
const wordOf = (body: Body, name: string): string | undefined => {
  const text = textOf(body, name);
  return /^[\w-]{1,100}$/.test(text ?? '') ? text : undefined;
};

/** Error type and message of a form. */
interface Form {
  readonly errorType: string | undefined;
  readonly message: string | undefined;
}

const scimError = 'urn:ietf:params:scim:api:messages:2.0:Error';

/**
 * Forms in the order of attempts. For a server error only Stytch's own form is accepted: the others may come from a
 * proxy.
 */
const forms: readonly ((body: Body) => Form | undefined)[] = [
  // OAuth 2.0 (RFC 6749, section 5.2).
  (body) => {
    const errorType = wordOf(body, 'error');
    return errorType === undefined ? undefined : { errorType, message: textOf(body, 'error_description') };
  },
  // SCIM (RFC 7644, section 3.12).
  (body) =>
    Array.isArray(body['schemas']) && body['schemas'].includes(scimError)
      ? { errorType: wordOf(body, 'scimType'), message: textOf(body, 'detail') }
      : undefined,
  // Problem details (RFC 9457).
  (body) => {
    const message = textOf(body, 'detail') ?? textOf(body, 'title');
    return message === undefined ? undefined : { errorType: undefined, message };
  },
  (body) => {
    const message = textOf(body, 'message');
    return message === undefined ? undefined : { errorType: undefined, message };
  },
];

function formOf(body: Body, statusCode: number): Form | undefined {
  const errorType = wordOf(body, 'error_type');
  if (errorType !== undefined) return { errorType, message: textOf(body, 'error_message') };
  if (statusCode < 400 || statusCode >= 500) return undefined;
  for (const read of forms) {
    const form = read(body);
    if (form) return form;
  }
  return undefined;
}

const isBody = (body: unknown): body is Body => typeof body === 'object' && body !== null && !Array.isArray(body);

/**
 * Parses an error response; null for a body of another form.
 *
 * @param secrets sent values that must not be returned
 */
export function refusal(
  statusCode: number,
  body: unknown,
  retryAfter?: number,
  secrets: readonly string[] = [],
): StytchError | null {
  if (!isBody(body)) return null;
  const form = formOf(body, statusCode);
  if (!form) return null;
  const { errorType, message = errorType } = form;
  // The longest first, since one secret may begin with another.
  const longestFirst = secrets.toSorted((a, b) => b.length - a.length);
  const redact = (text: string): string =>
    longestFirst.reduce((told, secret) => told.replaceAll(secret, REDACTED), text).replace(token, REDACTED);
  return new StytchError({
    code: errorCode(errorType ?? '', statusCode),
    // Truncated last, so that no half of a secret is left.
    message: redact(message ?? 'Stytch rejected the request.').slice(0, MAX_MESSAGE),
    errorType,
    statusCode,
    requestId: wordOf(body, 'request_id'),
    details: detailsOf(body['error_details'], redact),
    errorUrl: textOf(body, 'error_url')?.slice(0, MAX_MESSAGE),
    retryAfter,
    properties: errorProperties.get(errorType ?? ''),
  });
}

/** `error_details` without secrets: strings are redacted, and properties with the name of a secret omitted. */
function detailsOf(details: unknown, redact: (text: string) => string): Body | undefined {
  let isTooLong = false;
  const copy = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') {
      isTooLong ||= value.length > MAX_TEXT;
      return isTooLong ? REDACTED : redact(value);
    }
    if (typeof value !== 'object' || value === null || JSON.isRawJSON(value)) return value;
    if (depth === 0) return REDACTED;
    if (Array.isArray(value)) return value.map((item) => copy(item, depth - 1));
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        redact(name),
        isSecretName(name) ? REDACTED : copy(inner, depth - 1),
      ]),
    );
  };
  if (!isBody(details)) return undefined;
  const copied = copy(withExactNumbers(details), MAX_DETAILS_DEPTH);
  return isBody(copied) && !isTooLong && JSON.stringify(copied).length <= MAX_DETAILS ? copied : undefined;
}
