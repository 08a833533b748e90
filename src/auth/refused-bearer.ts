/**
 * A bearer that is not accepted: invalid, expired, foreign, or impossible to check at the moment. It does not keep its sender
 * from signing in or from renewing a session. Root fields that need no bearer run, with the rights and limits of a visitor.
 * All others are refused, also those that are open to visitors: such a bearer never passes as none.
 */
import type { GraphQLField } from 'graphql';
import { traitsOf } from '../stytch/contract/traits.ts';
import type { OperationKey } from '../stytch/contract/types.ts';
import type { Access } from './access.ts';

/**
 * Whether a root field may run without a bearer, by its access rule: it takes a proof in its input, which Stytch verifies, or
 * it is open to visitors and sends a message to an address. If the input holds no proof, the rule refuses the field later.
 */
export const needsNoBearer = (access: Access, operations: readonly OperationKey[]): boolean =>
  access === 'anyone' || access.visitors
    ? operations.some((operation) => traitsOf(operation).sends)
    : Object.keys(access.proof ?? {}).length > 0;

/** The same for a root field of the built schema, which schema/plugin.ts marks. */
export const runsWithoutBearer = ({ extensions }: Pick<GraphQLField<unknown, unknown>, 'extensions'>): boolean =>
  extensions['needsNoBearer'] === true;
