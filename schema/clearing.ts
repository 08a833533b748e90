/**
 * Null for an input of an update. Stytch cannot tell it from an input that is left out, so a form that clears a field would be
 * told "saved" and nothing had changed: the gateway refuses it, and says how to clear.
 */

/** How to clear inputs, by their names, where it is not by the empty value of their type; null where they cannot be cleared. */
export type Clearing = Readonly<Record<string, string | null>>;

const clearings = new Map<string, Clearing>();

/** Says that an input type is that of an update. */
export function clears(inputType: string, clearing: Clearing): void {
  clearings.set(inputType, clearing);
}

const KEEP = 'Leave it out to keep it';

/**
 * How to clear an input of an update; undefined for what is no nullable input of one.
 *
 * @param type the name of its GraphQL type; null for a list
 */
export function clearingOf(inputType: string, name: string, type: string | null): string | undefined {
  const clearing = clearings.get(inputType);
  if (!clearing) return undefined;
  const own = clearing[name];
  if (own !== undefined) return own === null ? `${KEEP}.` : `${KEEP}, or use \`${own}\` to clear it.`;
  if (type === null) return `${KEEP}, or give [] to clear it.`;
  if (type === 'String' || type === 'URL' || type === 'ID') return `${KEEP}, or give "" to clear it.`;
  return type === 'JSONObject' ? `${KEEP}, or give null for a key in it to remove that key.` : `${KEEP}.`;
}
