/** T33 over the graph of B2B projects, and for invalid documents, parameters and bodies, which no graph validates. */
import { describe, expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { gatewayOverSandbox } from '../gateway.ts';
import { describeInputLeaks, MODES, searching } from './input-leaks.ts';
import { brokenDocuments } from './odd-input.ts';

describeInputLeaks({
  schema,
  start: gatewayOverSandbox,
  freeForm: 'createOrganization(input: { name: "A", trustedMetadata: { a: $value } })',
});

describe.each(MODES)('T33: introspection %s', (introspection) => {
  const refused = searching(gatewayOverSandbox, introspection);

  it.each(brokenDocuments)('reports only the kind of error of %j: %s', async (query, fault) => {
    const { errors = [] } = await refused(JSON.stringify({ query }), 'GRAPHQL_PARSE_FAILED');
    expect(errors.map(({ message }) => message)).toEqual([`Syntax error: ${fault}.`]);
  });

  const QUERY = '{ viewer { kind } }';
  it.each([
    { query: QUERY, 'canary; p4ssw0rd': 1 },
    { query: QUERY, canary: 'p4ssw0rd' },
    { query: QUERY, variables: 'canary' },
    { query: QUERY, variables: ['canary'] },
    { query: QUERY, extensions: 'canary' },
    { query: QUERY, extensions: ['canary'] },
    { query: ['canary'] },
    { query: { canary: 1 } },
    { operationName: 'canary' },
    'canary',
    ['canary'],
    [{ query: 'canary' }],
    9876543,
  ])('repeats nothing of invalid parameters: %j', async (body) => {
    await refused(JSON.stringify(body), 'BAD_REQUEST');
  });

  it.each([{ documentId: 'canary' }, { extensions: { persistedQuery: { version: 1, sha256Hash: 'canary' } } }])(
    'repeats no document id: %j',
    async (body) => {
      await refused(JSON.stringify(body), 'PERSISTED_QUERY_NOT_SUPPORTED', false);
    },
  );

  it.each(['canary', `query canary { viewer { kind } } x`, 'canary at x', { canary: 1 }, ['canary']])(
    'repeats no unknown operation name: %j',
    async (operationName) => {
      const code = typeof operationName === 'string' ? 'BAD_USER_INPUT' : 'BAD_REQUEST';
      for (let time = 0; time < 2; time += 1) {
        await refused(JSON.stringify({ query: QUERY, operationName }), code, false);
      }
    },
  );

  it('repeats nothing of a body that is not JSON', async () => {
    await refused('{"query": "canary at p4ssw0rd', 'BAD_REQUEST');
    await refused('{"query": canary at p4ssw0rd}', 'BAD_REQUEST');
  });

  it('names the missing, invalid or unknown field', async () => {
    const query = 'mutation R($in: ResetMemberPasswordInput!) { resetMemberPassword(input: $in) { __typename } }';
    const password = 'canary at dawn; quiet kettles';
    const messages = async (input: unknown) => {
      const { errors = [] } = await refused(JSON.stringify({ query, variables: { in: input } }), 'BAD_USER_INPUT');
      expect(errors.slice(0, 50).map(({ locations }) => locations)).toEqual(
        errors.slice(0, 50).map(() => [{ line: 1, column: 12 }]),
      );
      expect(errors.length).toBeLessThanOrEqual(51);
      return errors.map(({ message }) => message);
    };
    expect(await messages({ passwordResetToken: 't', password, remember: true })).toEqual([
      '`in.remember` is not a field of `ResetMemberPasswordInput`.',
    ]);
    expect(await messages({ password, telemetryId: 'x'.repeat(1_990) })).toEqual([
      '`in.passwordResetToken` of type `String!` is missing.',
    ]);
    expect(await messages({ passwordResetToken: null, password: [password], [password]: 1 })).toEqual([
      '`in.password` is not a valid `String`.',
      '`in.passwordResetToken` of type `String!` must not be null.',
      '`in` has a field that `ResetMemberPasswordInput` does not define.',
    ]);
    expect((await messages(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`a${i}`, i])))).at(-1)).toBe(
      'The variables have more than 50 errors. The others are not listed.',
    );
    expect(await messages([password])).toEqual(['`in` is not an object of type `ResetMemberPasswordInput`.']);
    expect(await messages(password)).toEqual(['`in` is not an object of type `ResetMemberPasswordInput`.']);
    expect(await messages(null)).toEqual(['`in` of type `ResetMemberPasswordInput!` must not be null.']);
  });
});
