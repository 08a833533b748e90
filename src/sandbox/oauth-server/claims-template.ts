/**
 * Claims templates of connected apps: JSON objects with variables such as `{{ member.external_id }}`. The syntax is
 * that of session claims templates: https://stytch.com/docs/b2b/guides/sessions/resources/custom-claim-templates
 */
import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { isRecord } from '../../stytch/contract/record.ts';
import { reservedClaims } from '../shared/tokens.ts';
import { refuse } from './request.ts';

/** Matches strings and variables. `{{ }}` within a string is text. */
const tokens = /"(?:[^"\\]|\\.)*"|\{\{([^{}]*)\}\}/g;

/** Claims that tokens of connected apps set themselves. */
const ownClaims: ReadonlySet<string> = new Set([...reservedClaims, 'client_id', 'scope', 'token_use', 'nonce']);

/** Max size of a template's claims, the same as for session custom claims. */
const MAX_CLAIMS_BYTES = 4_096;

/**
 * Replaces the variables of a template; undefined if the result is not a JSON object.
 *
 * @param find returns the value of a variable; undefined omits its claim
 */
const fill = (template: string, find: (path: string) => unknown): Record<string, unknown> | undefined => {
  const missing = randomUUID();
  const text = template.replaceAll(tokens, (token, path?: string) =>
    path === undefined ? token : JSON.stringify(find(path.trim()) ?? missing),
  );
  try {
    const filled: unknown = JSON.parse(text, (_, value: unknown) => (value === missing ? undefined : value));
    return isRecord(filled) ? filled : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Whether a text is a valid template: a JSON object once each variable has a value. Property names cannot be variables.
 */
export const isTemplate = (text: string): boolean => fill(text, () => 0) !== undefined;

/** Value at a dotted path. Property names may contain dots, such as `stytch.member`. */
const valueAt = (from: unknown, path: string): unknown => {
  if (typeof from !== 'object' || from === null) return undefined;
  for (const [name, value] of Object.entries(from)) {
    if (name === path) return value;
    const found = path.startsWith(`${name}.`) ? valueAt(value, path.slice(name.length + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
};

/**
 * Claims of a template for a person. Omits claims whose variable is null or unknown, and claims that the token sets
 * itself.
 *
 * @throws OauthError if the claims exceed MAX_CLAIMS_BYTES
 */
export const templateClaims = (template: string, variables: Readonly<Record<string, unknown>>): JWTPayload => {
  const filled = fill(template, (path) => valueAt(variables, path)) ?? {};
  const claims = Object.fromEntries(Object.entries(filled).filter(([name]) => !ownClaims.has(name)));
  return Buffer.byteLength(JSON.stringify(claims)) <= MAX_CLAIMS_BYTES
    ? claims
    : refuse('invalid_request', `The claims of the app's template take ${MAX_CLAIMS_BYTES} bytes at most.`);
};
