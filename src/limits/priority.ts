import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { operations } from '../stytch/contract/operations.ts';
import { traitsOf } from '../stytch/contract/traits.ts';
import type { OperationKey } from '../stytch/contract/types.ts';
import type { Priority } from '../telemetry/priority.ts';

const isKey = (value: unknown): value is OperationKey => typeof value === 'string' && Object.hasOwn(operations, value);

/**
 * Priority of a valid document under overload, by the Stytch operations of its fields: `signIn` if any field signs in,
 * `search` if a field can only run a search, otherwise `usual`.
 */
export function priorityOf(schema: GraphQLSchema, document: DocumentNode): Priority {
  let worth: Priority = 'usual';
  const types = new TypeInfo(schema);
  const look = () => {
    const keys = types.getFieldDef()?.extensions['operations'];
    if (!Array.isArray(keys) || worth === 'signIn') return;
    const classes = keys.filter(isKey).map((key) => traitsOf(key).class);
    if (classes.includes('signIn')) worth = 'signIn';
    else if (classes.length > 0 && classes.every((kind) => kind === 'search')) worth = 'search';
  };
  visit(document, visitWithTypeInfo(types, { Field: look }));
  return worth;
}
