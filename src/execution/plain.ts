/** Fields that are one property of what their parent is: most of an answer, and the ones that must cost nothing. */
import type { GraphQLField } from 'graphql';

/**
 * Reads what a field shows off its parent: checked and in its final form, null for none. Has no effect, is never a
 * promise, and throws where a value cannot be shown.
 */
export type Plain = (parent: unknown, context: unknown) => unknown;

/** Fields of this schema known to be plain, with their way to be read. Set by schema/tolerant.ts. */
const known = new WeakMap<object, Plain>();

/** Says that a field is plain. Its resolver stays for whoever executes field by field, and must come to the same. */
export function markPlain(field: GraphQLField<unknown, unknown>, read: Plain): void {
  known.set(field, read);
}

export const plainOf = (field: GraphQLField<unknown, unknown>): Plain | undefined => known.get(field);
