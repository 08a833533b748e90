/** Fields that are one property of what their parent is: most of an answer, and the ones that must cost nothing. */
import type { GraphQLField } from 'graphql';

/**
 * Reads what a field shows off its parent: checked and in its final form, null for none. Has no effect, is never a
 * promise, and throws where a value cannot be shown.
 */
export type ReadProperty = (parent: unknown, context: unknown) => unknown;

/** What a field's extensions hold: those stay with it when a schema is sorted, which makes its fields anew. */
interface Mark {
  readonly read: ReadProperty;
  /** The resolver that `read` stands for. */
  readonly resolve: unknown;
}

const NAME = 'plain';

/**
 * Says that a field is plain. Its resolver stays for execution field by field, and must come to the same.
 *
 * @param resolve the resolver that `read` stands for: the one that the field has, or is about to get
 */
export function markPropertyField(
  field: { extensions: Readonly<Record<string, unknown>>; readonly resolve?: unknown },
  read: ReadProperty,
  resolve: unknown = field.resolve,
): void {
  field.extensions = { ...field.extensions, [NAME]: { read, resolve } satisfies Mark };
}

const isMark = (value: unknown): value is Mark => typeof value === 'object' && value !== null && 'read' in value;

/** The way to read a plain field; undefined for any other, and for one whose resolver was wrapped or replaced since. */
export function propertyReaderOf({ extensions, resolve }: GraphQLField<unknown, unknown>): ReadProperty | undefined {
  const mark = extensions[NAME];
  return isMark(mark) && mark.resolve === resolve ? mark.read : undefined;
}
