/**
 * T33: every input type, each by variable, as the default of a variable and as an argument, with values that hold a secret.
 * Each type gets some of the values, and all types together get all of them.
 */
import { isInputObjectType, isNonNullType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntrospectionMode } from '../../src/graphql/introspection.ts';
import { gatewayOverSandbox, type SandboxGateway, SERVER_KEY } from '../gateway.ts';
import { volume } from '../volume.ts';
import { roots } from './b2b-roots.ts';
import {
  brokenDocuments,
  filledLiteral,
  filledWith,
  inputTypes,
  literal,
  MARKER,
  oddLiterals,
  oddValues,
} from './odd-input.ts';
import { type Listening, listen } from './socket.ts';

interface Answer {
  data?: unknown;
  errors?: { message: string; locations?: unknown[]; extensions: { code: string } }[];
}

/** Errors that are about more than one place. */
const WITHOUT_PLACE = /^(The variables have more than 50 errors|Too many validation errors)/;

/** One value in so many is tried with a type. There are more values than that, so that each type has one at least. */
const every = volume(48, 6);

/** Each type with the values whose turn it is. */
function* turns<Type, Value>(types: readonly Type[], values: readonly Value[]) {
  for (const [at, type] of types.entries()) {
    for (const [index, value] of values.entries()) {
      if ((at + index) % every === 0) yield { type, value, index };
    }
  }
}

describe.each<IntrospectionMode>(['on', 'callers', 'off'])('T33: introspection %s', (introspection) => {
  let g: SandboxGateway;
  let server: Listening;
  beforeAll(async () => {
    g = await gatewayOverSandbox({ introspection, debug: true });
    server = await listen(g.gateway);
  });
  afterAll(async () => {
    await server.close();
    await g.close();
  });

  /** Sends a request that cannot succeed, and looks for the secret in all that comes back and in all that is logged. */
  const refused = async (body: string, code: string, hasPlace = code !== 'BAD_REQUEST'): Promise<Answer> => {
    const response = await fetch(`http://127.0.0.1:${server.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${SERVER_KEY}` },
      body,
    });
    const text = await response.text();
    const headers = JSON.stringify([...response.headers]);
    // A list of requests is answered by a list.
    const [answer = {}] = [JSON.parse(text) as Answer | Answer[]].flat();
    const what = body.slice(0, 2_000);
    expect(text, what).not.toMatch(MARKER);
    expect(headers, what).not.toMatch(MARKER);
    const logged = g.logged.splice(0);
    expect(logged.length, what).toBeGreaterThan(0);
    expect(logged.join('\n'), what).not.toMatch(MARKER);
    expect(answer.data ?? null, what).toBeNull();
    expect(new Set(answer.errors?.map(({ extensions }) => extensions.code)), what).toEqual(new Set([code]));
    const homeless = answer.errors?.filter(
      ({ message, locations = [] }) => locations.length === 0 && !WITHOUT_PLACE.test(message),
    );
    if (hasPlace) expect(homeless, what).toEqual([]);
    expect(g.calls, what).toEqual([]);
    return answer;
  };

  it('repeats no value of a variable, whether its document is known or not', { timeout: 600_000 }, async () => {
    let sent = 0;
    for (const { type, value, index } of turns(inputTypes, oddValues)) {
      // A variable within free-form data may be of any type.
      const query = `mutation ($value: ${type}, $flag: Boolean!) { createOrganization(input: { name: "A", trustedMetadata: { a: $value } }) @include(if: $flag) { __typename } }`;
      const given = index % 2 === 0 ? value : filledWith(value, type);
      for (const variables of [{ value: given, flag: value }, { value: given }]) {
        await refused(JSON.stringify({ query, variables }), 'BAD_USER_INPUT');
        await refused(JSON.stringify({ query, variables, extensions: {} }), 'BAD_USER_INPUT');
        sent += 2;
      }
    }
    expect(sent).toBeGreaterThan(inputTypes.length);
  });

  it('repeats no default of a variable', { timeout: 600_000 }, async () => {
    const literals = [...oddValues.map(literal), ...oddLiterals];
    for (const { type, value, index } of turns(inputTypes, literals)) {
      const odd = oddValues[index];
      const given = odd !== undefined && index % 2 === 1 ? filledLiteral(odd, type) : value;
      const query = `mutation ($value: ${type} = ${given}) { createOrganization(input: { name: "A", trustedMetadata: { a: $value } }) @include(if: ${value}) { __typename } }`;
      await refused(JSON.stringify({ query }), 'GRAPHQL_VALIDATION_FAILED');
    }
  });

  it('repeats no literal of an argument', { timeout: 600_000 }, async () => {
    const taking = roots.flatMap(([kind, field]) => field.args.map((argument) => ({ kind, field, argument })));
    const literals = [...oddValues.map(literal), ...oddLiterals];
    for (const { type, value, index } of turns(taking, literals)) {
      const { kind, field, argument } = type;
      const odd = oddValues[index];
      const given = odd !== undefined && index % 2 === 1 ? filledLiteral(odd, argument.type) : value;
      const query = `${kind} { ${field.name}(${argument.name}: ${given}) @include(if: ${value}) { __typename } }`;
      await refused(JSON.stringify({ query }), 'GRAPHQL_VALIDATION_FAILED');
    }
  });

  it.each(brokenDocuments)('says of %j only that there is an %s', async (query, fault) => {
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
  ])('repeats nothing of parameters that are not valid: %j', async (body) => {
    await refused(JSON.stringify(body), 'BAD_REQUEST');
  });

  it.each([{ documentId: 'canary' }, { extensions: { persistedQuery: { version: 1, sha256Hash: 'canary' } } }])(
    'repeats no id of a document: %j',
    async (body) => {
      await refused(JSON.stringify(body), 'PERSISTED_QUERY_NOT_SUPPORTED', false);
    },
  );

  it.each(['canary', `query canary { viewer { kind } } x`, 'canary at x', { canary: 1 }, ['canary']])(
    'repeats no operation name that the document does not have: %j',
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

  it('names the field that is missing, not valid or unknown', async () => {
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

it('T33: the types that are tried are all there are', () => {
  expect(inputTypes.filter(isInputObjectType).length).toBeGreaterThan(80);
  expect(inputTypes.some(isNonNullType)).toBe(false);
  expect(oddValues.length).toBeGreaterThanOrEqual(50);
  for (const value of oddValues) expect(JSON.stringify(value)).toMatch(/canary|p4ssw0rd|9876543|9\.876543/);
});
