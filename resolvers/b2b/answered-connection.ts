/** The connection in the answer of a mutation that succeeded: always there, though the contract makes it optional. */
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
