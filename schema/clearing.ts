/**
 * Null for an input of an update. Stytch treats null like an omitted input, so a form that clears a field would report
 * success without a change. The gateway therefore rejects null with an error that says how to clear the field.
 */

/**
 * How to clear inputs that have no empty value, by input name: the mutation to use. Null if an input cannot be cleared.
 */
export type Clearing = Readonly<Record<string, string | null>>;

const clearings = new Map<string, Clearing>();

/** Registers an input type as that of an update. */
export function clears(inputType: string, clearing: Clearing): void {
  clearings.set(inputType, clearing);
}

const KEEP = 'Omit it to keep the value';

/**
 * How to clear an input of an update. Undefined if it is not a nullable input of an update.
 *
 * @param type name of its GraphQL type; null for a list
 */
export function clearingOf(inputType: string, name: string, type: string | null): string | undefined {
  const clearing = clearings.get(inputType);
  if (!clearing) return undefined;
  const own = clearing[name];
  if (own !== undefined) return own === null ? `${KEEP}.` : `${KEEP}, or use \`${own}\` to clear it.`;
  if (type === null) return `${KEEP}, or send [] to clear it.`;
  if (type === 'String' || type === 'URL' || type === 'ID') return `${KEEP}, or send "" to clear it.`;
  return type === 'JSONObject' ? `${KEEP}, or send null for a key in it to remove that key.` : `${KEEP}.`;
}
