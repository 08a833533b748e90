/**
 * Invalid form input that the gateway rejects: INVALID_INPUT with its path, in the result of a mutation or at the top
 * level of a query. The cases are derived from the graph, for each value with a required format: as a literal, as a
 * variable, and as a variable for the whole argument. Each kind of project has these tests.
 */
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Base, GraphqlAnswer } from './assemble.ts';
import { argumentsWith, literalOf, MARKER, type Place, placesIn, Variable } from './input-place.ts';

type Field = GraphQLField<unknown, unknown>;

/** How to reach the fields of a type below the root: the text before and after them. */
type Ways = Readonly<Record<string, readonly [before: string, after: string]>>;

const rootWays: Ways = { Query: ['', ''], Mutation: ['', ''] };

interface Case {
  readonly owner: string;
  readonly field: Field;
  readonly place: Place;
}

/** Documents with the value at its path, each with its variables. */
function* documentsOf({ owner, field, place }: Case, ways: Ways) {
  const kind = owner === 'Mutation' ? 'mutation' : 'query';
  const [before, after] = ways[owner] ?? [];
  if (before === undefined) throw new Error(`say how to reach a field of ${owner}`);
  const selection = isLeafType(getNamedType(field.type))
    ? ''
    : kind === 'mutation'
      ? '{ __typename ... on Error { code path message } }'
      : '{ __typename }';
  const document = (variables: string, given: readonly string[]) =>
    `${kind} ${variables} { ${before} it: ${field.name}(${given.join(', ')}) ${selection} ${after} }`;
  const passed = (args: Readonly<Record<string, unknown>>) =>
    field.args.flatMap(({ name, type }) => (name in args ? [`${name}: ${literalOf(args[name], type)}`] : []));

  yield {
    how: 'literal',
    document: document('', passed(argumentsWith(field.args, place.steps, place.bad))),
    variables: {},
  };

  const withVariable = argumentsWith(field.args, place.steps, new Variable('value'));
  yield {
    how: 'variable',
    document: document(`($value: ${place.type})`, passed(withVariable)),
    variables: { value: place.bad },
  };

  const whole = argumentsWith(field.args, place.steps, place.bad);
  const taken = field.args.filter(({ name }) => name in whole);
  yield {
    how: 'whole',
    document: document(
      `(${taken.map(({ name, type }) => `$${name}: ${type}`).join(', ')})`,
      taken.map(({ name }) => `${name}: $${name}`),
    ),
    variables: whole,
  };
}

const expectRefusal = (answer: GraphqlAnswer<Record<string, unknown>>, { owner, place }: Case, what: string) => {
  const { data, errors } = answer;
  expect(JSON.stringify(answer), what).not.toMatch(MARKER);
  if (owner === 'Mutation') {
    expect(errors, what).toEqual([]);
    expect(data, what).toMatchObject({
      it: { __typename: 'MutationError', code: 'INVALID_INPUT', path: place.path },
    });
  } else {
    expect(errors[0]?.extensions, `${what}: ${JSON.stringify(data)}`).toEqual({
      code: 'INVALID_INPUT',
      inputPath: place.path,
    });
  }
};

/** All paths of a graph whose values must have a certain format. */
const casesOf = (schema: GraphQLSchema): Case[] =>
  Object.values(schema.getTypeMap())
    .filter((type: GraphQLNamedType) => isObjectType(type) && !type.name.startsWith('__'))
    .flatMap((type) =>
      isObjectType(type) ? Object.values(type.getFields()).map((field) => ({ owner: type.name, field })) : [],
    )
    .flatMap(({ owner, field }) => placesIn(field.args).map((place) => ({ owner, field, place })));

/** Declares the tests of one graph, whose gateway is open while they run. */
export function describeInvalidInput<Name extends string>(
  schema: GraphQLSchema,
  ways: Ways,
  gateway: () => Base<Name>,
): void {
  const cases = casesOf(schema);
  describe('a value without the form that is asked of it', () => {
    it('is tried in every kind of place', () => {
      const mutations = new Set(cases.filter(({ owner }) => owner === 'Mutation').map(({ field }) => field.name));
      expect(mutations.size).toBeGreaterThan(30);
      expect(new Set(cases.map(({ owner }) => owner))).toEqual(new Set(['Query', 'Mutation', ...Object.keys(ways)]));
      expect(cases.some(({ place }) => place.bad === null)).toBe(true);
    });

    it.each(
      cases.map((each) => ({ ...each, name: `${each.owner}.${each.field.name}(${each.place.steps.join('.')})` })),
    )('$name is INVALID_INPUT with its path, repeated nowhere, and costs nothing', async (each) => {
      for (const { how, document, variables } of documentsOf(each, { ...rootWays, ...ways })) {
        const answer = await gateway().query(document, { variables });
        const what = `${how}: ${document}`;
        expectRefusal(answer, each, what);
        // The path to the field may need calls.
        if (each.owner in rootWays) expect(gateway().calls, what).toEqual([]);
        expect(gateway().logged.join('\n'), what).not.toMatch(MARKER);
      }
    });
  });
}
