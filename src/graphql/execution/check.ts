/** What has to be right about an object before its fields are shown. */
import type { GraphQLObjectType } from 'graphql';

/**
 * Checks an object that a resolver gave.
 *
 * @throws where nothing of the object can be shown
 */
export type Check = (value: unknown, context: unknown) => void;

/** The name among a type's extensions: those stay with it when a schema is sorted, which makes its types anew. */
const NAME = 'check';

export function markCheck(type: { extensions: Readonly<Record<string, unknown>> }, check: Check): void {
  type.extensions = { ...type.extensions, [NAME]: check };
}

const isCheck = (value: unknown): value is Check => typeof value === 'function';

export function checkOf({ extensions }: GraphQLObjectType): Check | undefined {
  const check = extensions[NAME];
  return isCheck(check) ? check : undefined;
}
