/** Fields that are one property of what their parent is: most of an answer, and the ones that must cost nothing. */
import type { GraphQLField } from 'graphql';

/**
 * Reads what a field shows off its parent: checked and in its final form, null for none. Has no effect, is never a
 * promise, and throws where a value cannot be shown.
 */
export type Plain = (parent: unknown, context: unknown) => unknown;

/** The name among a field's extensions: those stay with it when a schema is sorted, which makes its fields anew. */
const NAME = 'plain';

/** Says that a field is plain. Its resolver stays for whoever executes field by field, and must come to the same. */
export function markPlain(field: { extensions: Readonly<Record<string, unknown>> }, read: Plain): void {
  field.extensions = { ...field.extensions, [NAME]: read };
}

const isPlain = (value: unknown): value is Plain => typeof value === 'function';

export function plainOf({ extensions }: GraphQLField<unknown, unknown>): Plain | undefined {
  const read = extensions[NAME];
  return isPlain(read) ? read : undefined;
}
