/**
 * Requests with a rejected bearer token: invalid, expired, of another project, or impossible to check at the moment.
 * Root fields that need no bearer token (sign-in, renewal of a session) run with the rights and limits of a visitor.
 * All others are rejected, also those that are open to visitors: a rejected token is never treated as anonymous.
 */
import type { GraphQLField } from 'graphql';
import { traitsOf } from '../stytch/contract/traits.ts';
import type { OperationKey } from '../stytch/contract/types.ts';
import type { Access } from './access.ts';

/**
 * Whether a root field may run with a rejected bearer token, by its access rule: it takes a credential in its input,
 * which Stytch verifies, or it is open to visitors and sends a message to an address. If the input then holds no
 * credential, the rule rejects the field.
 */
export const needsNoBearer = (access: Access, operations: readonly OperationKey[]): boolean =>
  access === 'anyone' || access.visitors
    ? operations.some((operation) => traitsOf(operation).sends)
    : Object.keys(access.proof ?? {}).length > 0;

/** The same for a root field of the built schema, which schema/plugin.ts marks. */
export const runsWithoutBearer = ({ extensions }: Pick<GraphQLField<unknown, unknown>, 'extensions'>): boolean =>
  extensions['needsNoBearer'] === true;
