/**
 * Properties whose keys the customer chooses (metadata, claims, attributes of an identity provider). Their contents are
 * passed on unchanged in both directions.
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

/** Wire names with a separate number, which camelCase cannot represent: `sha_512_config -> sha512Config`. */
const numbered = new Map(
  ['argon_2_config', 'md_5_config', 'pbkdf_2_config', 'sha_1_config', 'sha_512_config'].map((name) => [
    toGraphName(name),
    name,
  ]),
);

/** Cache of wire names by graph name; the schema has a few hundred. */
const wireNames = new Map(numbered);

const none: ReadonlySet<string> = new Set();

/** snake_case wire name of a camelCase name: `memberId -> member_id`, `sha512Config -> sha_512_config`. */
export function toWireName(name: string): string {
  const known = wireNames.get(name);
  if (known !== undefined) return known;
  const made = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  wireNames.set(name, made);
  return made;
}

/** camelCase graph name of a snake_case wire name: `member_id -> memberId`. */
export function toGraphName(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Converts a camelCase value to the wire. Null and undefined mean "not given" and are omitted; inside free-form
 * properties they are kept, because there null removes a key.
 *
 * @param elsewhere wire names of properties to omit, since path or query holds them
 */
export function toWire(value: unknown, elsewhere: ReadonlySet<string> = none): unknown {
  if (Array.isArray(value)) return value.map((item) => toWire(item));
  if (value instanceof Date) return value.toISOString();
  if (value instanceof URL) return value.href;
  if (value === null || typeof value !== 'object') return value;
  // Without a prototype, so that a name like `__proto__` is only a name.
  const wire: Record<string, unknown> = Object.create(null);
  for (const [name, inner] of Object.entries(value)) {
    if (inner === null || inner === undefined) continue;
    const wireName = toWireName(name);
    if (elsewhere.has(wireName)) continue;
    wire[wireName] = FREE_FORM_PROPERTIES.has(wireName) ? inner : toWire(inner);
  }
  return wire;
}
