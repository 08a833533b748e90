/** The connection in the response to a successful mutation: always present, although optional in the contract. */
import type { Context } from '../../src/graphql/context.ts';
import type { Place } from '../../src/stytch/client/response-faults.ts';

export const answeredConnection =
  (place: Place) =>
  <Connection extends object>(
    answer: { readonly connection?: Connection | undefined },
    _: unknown,
    { faults }: Context,
  ): Connection =>
    faults.object(answer.connection, place, answer);
