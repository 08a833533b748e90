/**
 * Fields that return one property of their parent: the majority of response fields, so they skip resolver and `info`.
 */
import type { GraphQLField } from 'graphql';

/**
 * Reads the response value of a field from its parent: validated and serialized, null if absent. Has no side effect,
 * never returns a promise, and throws if the value is invalid.
 */
export type ReadProperty = (parent: unknown, context: unknown) => unknown;

/**
 * Stored in the extensions of a field, which are kept when the schema is sorted, although sorting creates new fields.
 */
interface Mark {
  readonly read: ReadProperty;
  /** The resolver that `read` replaces. */
  readonly resolve: unknown;
}

const NAME = 'plain';

/**
 * Marks a field as a property field. Its resolver stays for other executors and must return the same.
 *
 * @param resolve the resolver that `read` replaces: the current one of the field, or the one it gets next
 */
export function markPropertyField(
  field: { extensions: Readonly<Record<string, unknown>>; readonly resolve?: unknown },
  read: ReadProperty,
  resolve: unknown = field.resolve,
): void {
  field.extensions = { ...field.extensions, [NAME]: { read, resolve } satisfies Mark };
}

const isMark = (value: unknown): value is Mark => typeof value === 'object' && value !== null && 'read' in value;

/**
 * The property reader of a field; undefined for any other field, and if the resolver was wrapped or replaced after the
 * mark.
 */
export function propertyReaderOf({ extensions, resolve }: GraphQLField<unknown, unknown>): ReadProperty | undefined {
  const mark = extensions[NAME];
  return isMark(mark) && mark.resolve === resolve ? mark.read : undefined;
}
