/**
 * Properties whose keys belong to whoever wrote them (metadata, claims, attributes of an identity provider). What is
 * inside them is passed on untouched, in both directions.
 */
export const FREE_FORM_PROPERTIES: ReadonlySet<string> = new Set([
  'allowed_oauth_tenants',
  'attribute_mapping',
  'custom_claims',
  'details',
  'error_details',
  'operands',
  'raw_signals',
  'session_custom_claims',
  'sso_attributes',
  'trusted_metadata',
  'untrusted_metadata',
]);

/** Names in which the wire sets a number apart, which camelCase cannot show. */
const numbered = new Map(
  ['argon_2_config', 'md_5_config', 'pbkdf_2_config', 'sha_1_config', 'sha_512_config'].map((name) => [
    toGraphName(name),
    name,
  ]),
);

/** Names of the graph's inputs in the wire's form, as they were first asked for: the schema has some hundred. */
const wireNames = new Map(numbered);

const none: ReadonlySet<string> = new Set();

/** The wire's snake_case for a camelCase name: `memberId` is `member_id`, `sha512Config` is `sha_512_config`. */
export function toWireName(name: string): string {
  const known = wireNames.get(name);
  if (known !== undefined) return known;
  const made = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  wireNames.set(name, made);
  return made;
}

/** The graph's camelCase for a snake_case name of the wire. */
export function toGraphName(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * A camelCase value as the wire wants it. Null and undefined both mean "not given" and are left out; inside free-form
 * properties they are kept, because there null removes a key.
 *
 * @param elsewhere properties, by their names on the wire, that go another way
 */
export function toWire(value: unknown, elsewhere: ReadonlySet<string> = none): unknown {
  if (Array.isArray(value)) return value.map((item) => toWire(item));
  if (value instanceof Date) return value.toISOString();
  if (value instanceof URL) return value.href;
  if (value === null || typeof value !== 'object') return value;
  // Without a prototype, so that no name means more than a name.
  const wire: Record<string, unknown> = Object.create(null);
  for (const [name, inner] of Object.entries(value)) {
    if (inner === null || inner === undefined) continue;
    const wireName = toWireName(name);
    if (elsewhere.has(wireName)) continue;
    wire[wireName] = FREE_FORM_PROPERTIES.has(wireName) ? inner : toWire(inner);
  }
  return wire;
}
