/**
 * UNAUTHENTICATED refers to the bearer only, because a client that gets it signs its user out. Tested for every root
 * field.
 */
import type { GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Base } from './assemble.ts';
import type { Refusal } from './refusal.ts';
import { type Given, request, rootsOf } from './safety/request.ts';

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
  { given, refusal, gateway }: { given: Given; refusal: Refusal; gateway: () => Base<Name> },
): void {
  describe('a session of the input that is over', () => {
    it.each(rootsOf(schema).map(([kind, field]) => ({ kind, field, name: field.name })))(
      'is not UNAUTHENTICATED for a server: $kind $name',
      async ({ kind, field }) => {
        const { document, variables } = request(kind, field, given);
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
