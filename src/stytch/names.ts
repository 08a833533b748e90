/**
 * Properties whose keys belong to whoever wrote them (metadata, claims, attributes of an identity provider). What is
 * inside them is passed on untouched, in both directions.
 */
export const freeForm: ReadonlySet<string> = new Set([
  'allowed_oauth_tenants',
  'attribute_mapping',
  'custom_claims',
  'details',
  'operands',
  'raw_signals',
  'session_custom_claims',
  'sso_attributes',
  'trusted_metadata',
  'untrusted_metadata',
]);

const boundary = /[A-Z]|\d+(?=[A-Z])/g;

/** The wire's snake_case for a camelCase name: `memberId` is `member_id`, `sha512Config` is `sha_512_config`. */
export const toWireName = (name: string): string => name.replace(boundary, (start) => `_${start.toLowerCase()}`);

/** The graph's camelCase for a snake_case name of the wire. */
export const toGraphName = (name: string): string =>
  name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/**
 * A camelCase value as the wire wants it. Null and undefined both mean "not given" and are left out; inside free-form
 * properties they are kept, because there null removes a key.
 */
export function toWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toWire);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof URL) return value.href;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && inner !== undefined)
      .map(([name, inner]) => {
        const wireName = toWireName(name);
        return [wireName, freeForm.has(wireName) ? inner : toWire(inner)];
      }),
  );
}
