/**
 * UNAUTHENTICATED refers to the bearer only, because a client that gets it signs its user out. Tested for every root
 * field.
 */
import type { GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Base } from './assemble.ts';
import type { Refusal } from './refusal.ts';
import { buildRequest, type FixedValues, rootsOf } from './safety/request.ts';

/** Error types of Stytch for an ended session. */
const WORDS = ['session_not_found', 'invalid_session_token', 'jwt_invalid_claims', 'unable_to_parse_session_jwt'];

/**
 * Declares the tests of one graph, whose gateway is open while they run.
 *
 * @param given values of the inputs, by name
 * @param refusal the interceptor between the gateway and the sandbox
 */
export function describeSessionsOver<Name extends string>(
  schema: GraphQLSchema,
  {
    given,
    refusal,
    gateway,
    own: { name, input, as },
  }: {
    given: FixedValues;
    refusal: Refusal;
    gateway: () => Base<Name>;
    /** A mutation that a person may make of their own, and who. */
    own: { name: string; input: () => object; as: Name };
  },
): void {
  it('a person whose own session is over gets UNAUTHENTICATED as the result of a mutation', async () => {
    refusal.word = 'session_not_found';
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
    const { data, errors } = await gateway().query(
      `mutation ($input: ${type}) { ${name}(input: $input) { ... on Error { code path } } }`,
      { variables: { input: input() }, as },
    );
    refusal.word = '';
    expect({ data, errors }).toEqual({ data: { [name]: { code: 'UNAUTHENTICATED', path: null } }, errors: [] });
  });

  describe('a session of the input that is over', () => {
    it.each(rootsOf(schema).map(([kind, field]) => ({ kind, field, name: field.name })))(
      'is not UNAUTHENTICATED for a server: $kind $name',
      async ({ kind, field }) => {
        const { document, variables } = buildRequest(kind, field, given);
        for (const word of WORDS) {
          refusal.word = word;
          const answer = await gateway().query<{ it: unknown }>(document, { variables });
          expect(JSON.stringify(answer), word).not.toContain('UNAUTHENTICATED');
        }
        refusal.word = '';
      },
    );
  });
}
