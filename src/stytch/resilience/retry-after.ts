/** Max wait that is passed on, in seconds: 30 days. GraphQL's `Int` would overflow at 68 years. */
const MAX_RETRY_AFTER_S = 30 * 24 * 3_600;

/**
 * The three date forms of RFC 9110, section 5.6.7, start with a weekday. `Date.parse` alone accepts a number as a year.
 */
const httpDate = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;

/**
 * Parses a Retry-After header (RFC 9110, section 10.2.3), which holds seconds or a date.
 *
 * @returns whole seconds from 0 to 30 days; undefined without a header and for any other text
 */
export function parseRetryAfter(header: string | string[] | undefined, now = Date.now()): number | undefined {
  if (typeof header !== 'string') return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Math.min(MAX_RETRY_AFTER_S, Number(text));
  if (!httpDate.test(text)) return undefined;
  const seconds = Math.ceil((Date.parse(text) - now) / 1_000);
  return Number.isNaN(seconds) ? undefined : Math.min(MAX_RETRY_AFTER_S, Math.max(0, seconds));
}
