/**
 * Templates for claims of a connected app's tokens: a JSON object in which `{{ member.external_id }}` stands for a value. The syntax
 * is that of templates for session claims: https://stytch.com/docs/b2b/guides/sessions/resources/custom-claim-templates
 */
import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { isRecord } from '../../stytch/contract/record.ts';
import { reservedClaims } from '../shared/tokens.ts';
import { refuse } from './request.ts';

/** Strings, and the variables between them. What looks like a variable within a string is text. */
const tokens = /"(?:[^"\\]|\\.)*"|\{\{([^{}]*)\}\}/g;

/** Claims that the tokens of connected apps have of their own. */
const ownClaims: ReadonlySet<string> = new Set([...reservedClaims, 'client_id', 'scope', 'token_use', 'nonce']);

/** The size of a template's claims at most, as that of a session's custom claims. */
const MAX_CLAIMS_BYTES = 4_096;

/**
 * The object that a template is, with its variables replaced; undefined where it is none.
 *
 * @param find the value of a variable; undefined leaves out its claim
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

/** Whether a text is a template: a JSON object once each variable has a value. Property names cannot be variables. */
export const isTemplate = (text: string): boolean => fill(text, () => 0) !== undefined;

/** What is at a path of names with dots. The names of what is there may have dots too, such as `stytch.member`. */
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
 * The claims of a template for a person. A claim whose variable is null or unknown is left out, and so is one that the token has of
 * its own.
 *
 * @throws an OAuth error if they are too large
 */
export const templateClaims = (template: string, variables: Readonly<Record<string, unknown>>): JWTPayload => {
  const filled = fill(template, (path) => valueAt(variables, path)) ?? {};
  const claims = Object.fromEntries(Object.entries(filled).filter(([name]) => !ownClaims.has(name)));
  return Buffer.byteLength(JSON.stringify(claims)) <= MAX_CLAIMS_BYTES
    ? claims
    : refuse('invalid_request', `The claims of the app's template take ${MAX_CLAIMS_BYTES} bytes at most.`);
};
