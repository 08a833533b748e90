/** Precompiled input coercion has the same results as graphql-js. */
import {
  buildSchema,
  type FieldNode,
  getArgumentValues,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { compileArguments, compileVariables } from '../src/graphql/execution/input.ts';

const schema = buildSchema(`
  type Query {
    find(id: ID!, first: Int = 10, order: Order = UP, filter: Filter, tags: [String!], flag: Boolean): String
    plain: String
  }
  enum Order { UP DOWN }
  input Filter { name: String!, least: Int = 3, inner: Filter }
`);

const parts = (document: string) => {
  const operation = parse(document).definitions[0] as OperationDefinitionNode;
  const node = operation.selectionSet.selections[0];
  if (node?.kind !== Kind.FIELD) throw new Error('the document asks for a field');
  const definition = schema.getQueryType()?.getFields()[node.name.value];
  if (!definition) throw new Error('the schema has the field');
  return { definitions: operation.variableDefinitions ?? [], node: node as FieldNode, definition };
};

/** The result, or the message of the thrown error. */
const outcome = (make: () => unknown): unknown => {
  try {
    return { made: make() };
  } catch (cause) {
    return { thrown: cause instanceof Error ? cause.message : cause };
  }
};

const documents = [
  '{ plain }',
  '{ find(id: "a") }',
  '{ find(id: 3, first: 2, order: DOWN, flag: true) }',
  '{ find(id: "a", first: null, tags: ["x"], filter: { name: "n" }) }',
  '{ find }',
  '{ find(id: null) }',
  '{ find(id: "a", first: "text") }',
  'query ($id: ID!) { find(id: $id) }',
  'query ($id: ID, $first: Int = 7) { find(id: $id, first: $first) }',
  'query ($first: Int!) { find(id: "a", first: $first) }',
  'query ($name: String!, $inner: Filter) { find(id: "a", filter: { name: $name, inner: $inner }) }',
  'query ($tag: String!) { find(id: "a", tags: ["x", $tag]) }',
  'query ($tags: [String!], $order: Order, $flag: Boolean) { find(id: "a", tags: $tags, order: $order, flag: $flag) }',
  'query ($filter: Filter!) { find(id: "a", filter: $filter) }',
  'query ($__proto__: Int) { find(id: "a", first: $__proto__) }',
];

const given: Readonly<Record<string, unknown>>[] = [
  {},
  { id: 'a', first: 1, name: 'n', tag: 't', order: 'DOWN', flag: false, tags: ['t'], filter: { name: 'n' } },
  { id: null, first: null, name: null, tag: null, tags: null, filter: null, flag: null },
  { id: 5, first: 1.5, name: 3, tag: {}, order: 'SIDEWAYS', tags: 'one', filter: { name: 'n', least: 'x', more: 1 } },
  { id: ['a'], first: '1', flag: 'true', tags: [null, 3], filter: { least: 1 } },
  JSON.parse('{ "__proto__": 3, "toString": 1, "inner": { "name": "n", "inner": { "name": "m" } } }'),
];

describe('input that is coerced by the plan of its document', () => {
  it.each(documents)('has the result of graphql-js: %s', (document) => {
    const { definitions, node, definition } = parts(document);
    const coerce = compileVariables(schema, definitions);
    const fill = compileArguments(definition, node);
    for (const values of given) {
      const expected = getVariableValues(schema, definitions, values, { maxErrors: 50 });
      const { coerced, errors } = coerce(values);
      expect(coerced).toEqual(expected.coerced);
      // The same number of errors at the same locations. The messages are those of src/graphql/input-error.ts.
      expect(errors?.map(({ locations }) => locations)).toEqual(expected.errors?.map(({ locations }) => locations));
      const variables = expected.coerced ?? {};
      expect(outcome(() => fill(variables))).toEqual(outcome(() => getArgumentValues(definition, node, variables)));
    }
  });

  it('is refused where graphql-js refuses it for a reason that is not known here', () => {
    const { definitions } = parts('query ($nothing: Missing) { find(id: $nothing) }');
    const { errors } = compileVariables(schema, definitions)({ nothing: 'quiet kettles' });
    expect(errors?.map((error) => error.toJSON())).toMatchObject([
      { message: 'The variables are invalid.', locations: [{ line: 1, column: 8 }] },
    ]);
  });

  it('is new for each run, where it could be changed', () => {
    const { node, definition } = parts('{ find(id: "a", tags: ["x"], filter: { name: "n" }) }');
    const fill = compileArguments(definition, node);
    const { tags, filter } = fill({});
    expect(fill({})['tags']).not.toBe(tags);
    expect(fill({})['filter']).not.toBe(filter);
  });

  it('of a field without a place in the document is nothing', () => {
    const { definition } = parts('{ plain }');
    expect(compileArguments(definition, undefined)({})).toEqual({});
  });
});
