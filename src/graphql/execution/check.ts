/** Checks of an object before its fields are completed. */
import type { GraphQLObjectType } from 'graphql';

/**
 * Checks an object that a resolver returned.
 *
 * @throws if no field of the object can be returned
 */
export type Check = (value: unknown, context: unknown) => void;

/** Key in the extensions of a type, which are kept when the schema is sorted, although sorting creates new types. */
const NAME = 'check';

export function markCheck(type: { extensions: Readonly<Record<string, unknown>> }, check: Check): void {
  type.extensions = { ...type.extensions, [NAME]: check };
}

const isCheck = (value: unknown): value is Check => typeof value === 'function';

export function checkOf({ extensions }: GraphQLObjectType): Check | undefined {
  const check = extensions[NAME];
  return isCheck(check) ? check : undefined;
}
