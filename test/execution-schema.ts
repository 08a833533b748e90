/** A schema with all kinds of failures, for the comparison of compiled execution with graphql-js. */
import { setImmediate } from 'node:timers/promises';
import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLFieldConfigMap,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLInterfaceType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  valueFromASTUntyped,
} from 'graphql';

/** Waits for iterations of the event loop, not milliseconds, so that the order does not depend on the machine. */
export const later = async <T>(value: T, turns = 1): Promise<T> => {
  for (let turn = 0; turn < turns; turn += 1) await setImmediate();
  return value;
};
export const laterFailed = async (message: string, turns = 1): Promise<never> => {
  await later(null, turns);
  throw new Error(message);
};
const thrown = (message: string): never => {
  throw new Error(message);
};

const Picky = new GraphQLScalarType({
  name: 'Picky',
  serialize: (value) =>
    value === 'odd' ? thrown('A value of its own kind.') : value === 'nothing' ? undefined : value,
  parseValue: (value) => (value === 'odd' ? thrown('not to be taken') : value),
});
const Json = new GraphQLScalarType({
  name: 'Json',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});
const Colour = new GraphQLEnumType({ name: 'Colour', values: { RED: { value: 1 }, GREEN: { value: 2 } } });
const Wish = new GraphQLInputObjectType({
  name: 'Wish',
  fields: {
    text: { type: new GraphQLNonNull(GraphQLString) },
    colour: { type: Colour, defaultValue: 2 },
    numbers: { type: new GraphQLList(new GraphQLNonNull(GraphQLInt)) },
    json: { type: Json },
  },
});

const Named = new GraphQLInterfaceType({
  name: 'Named',
  fields: { name: { type: GraphQLString } },
  resolveType: (value: { kind?: string }) => {
    if (value.kind === 'throws') return thrown('who is this');
    if (value.kind === 'late') return later('Thing');
    return value.kind;
  },
});

export const fields = (): GraphQLFieldConfigMap<unknown, unknown> => ({
  name: { type: GraphQLString, resolve: () => 'a name' },
  unresolved: { type: GraphQLString },
  path: { type: GraphQLString, resolve: (_parent, _args, _context, info) => JSON.stringify(info.path) },
  info: {
    type: GraphQLString,
    resolve: (_parent, _args, _context, { fieldName, fieldNodes, parentType, returnType, operation, variableValues }) =>
      JSON.stringify([fieldName, fieldNodes.length, parentType, returnType, operation.operation, variableValues]),
  },
  self: { type: Thing, resolve: () => ({}) },
  selfLater: { type: new GraphQLNonNull(Thing), resolve: () => later({}) },
  selfLate: { type: Thing, resolve: () => later({}, 3) },
  things: { type: new GraphQLList(new GraphQLNonNull(Thing)), resolve: () => [{}, later({}), {}] },
  someThings: { type: new GraphQLList(Thing), resolve: () => new Set([{}, null, later(null), laterFailed('an item')]) },
  noList: { type: new GraphQLList(Thing), resolve: () => 'text' },
  numbers: { type: new GraphQLList(GraphQLInt), resolve: () => [later(1, 4), laterFailed('second', 6), later(3, 5)] },
  strict: {
    type: new GraphQLList(new GraphQLNonNull(GraphQLInt)),
    resolve: () => [laterFailed('first', 4), later('no number'), laterFailed('third', 2)],
  },
  strictAtOnce: {
    type: new GraphQLList(new GraphQLNonNull(GraphQLInt)),
    resolve: () => [laterFailed('first', 4), later('no number'), null],
  },
  wrong: { type: GraphQLString, resolve: () => thrown('it broke') },
  wrongLater: { type: GraphQLString, resolve: () => laterFailed('it broke later') },
  wrongStrict: { type: new GraphQLNonNull(GraphQLString), resolve: () => thrown('it had to be') },
  wrongStrictLater: { type: new GraphQLNonNull(GraphQLString), resolve: () => laterFailed('it had to be, later') },
  missing: { type: new GraphQLNonNull(GraphQLString), resolve: () => null },
  missingLater: { type: new GraphQLNonNull(GraphQLString), resolve: () => later(undefined, 2) },
  returnedError: { type: GraphQLString, resolve: () => new Error('handed back') },
  thrownText: {
    type: GraphQLString,
    resolve: () => {
      throw 'only a text';
    },
  },
  picky: { type: Picky, args: { give: { type: GraphQLString } }, resolve: (_parent, { give }) => give ?? 'odd' },
  strictPicky: { type: new GraphQLNonNull(Picky), resolve: () => 'odd' },
  colour: { type: Colour, args: { of: { type: Colour, defaultValue: 1 } }, resolve: (_parent, { of }) => of },
  named: {
    type: Named,
    args: { kind: { type: GraphQLString, defaultValue: 'Thing' } },
    resolve: (_parent, { kind }) => (kind === null ? null : { kind }),
  },
  either: { type: Either, resolve: () => [{ is: 'other' }, later({ is: 'thing' })] },
  checked: { type: Checked, args: { is: { type: GraphQLBoolean } }, resolve: (_parent, { is }) => ({ is }) },
  echo: {
    type: GraphQLString,
    args: {
      text: { type: GraphQLString },
      must: { type: new GraphQLNonNull(GraphQLString), defaultValue: 'given' },
      json: { type: Json },
      wish: { type: Wish },
      wishes: { type: new GraphQLList(Wish) },
    },
    resolve: (_parent, args) => `${JSON.stringify(args)} ${Object.keys(args.json ?? {})}`,
  },
});
const Thing: GraphQLObjectType = new GraphQLObjectType({ name: 'Thing', interfaces: [Named], fields });
const Other = new GraphQLObjectType({
  name: 'Other',
  interfaces: [Named],
  isTypeOf: (value: { is?: string }) => value.is === 'other',
  fields: { name: { type: GraphQLString, resolve: () => 'other' }, only: { type: GraphQLInt, resolve: () => 1 } },
});
const Either = new GraphQLList(
  new GraphQLUnionType({
    name: 'Either',
    types: [Thing, Other],
    resolveType: (value: { is: string }) => (value.is === 'other' ? 'Other' : 'Thing'),
  }),
);
const Checked = new GraphQLObjectType({
  name: 'Checked',
  isTypeOf: ({ is }) => (is === null ? laterFailed('cannot say') : later(is)),
  fields: { name: { type: GraphQLString, resolve: () => 'checked' } },
});
const act = (turns: number) => ({
  type: Thing,
  resolve: async (
    _root: unknown,
    _args: unknown,
    context: { done: string[] },
    info: { path: { key: string | number } },
  ) => {
    context.done.push(`${info.path.key} begins`);
    await later(null, turns);
    context.done.push(`${info.path.key} ends`);
    return {};
  },
});
export const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields }),
  mutation: new GraphQLObjectType({
    name: 'Mutation',
    fields: () => ({
      slow: act(6),
      quick: act(1),
      fails: { type: GraphQLString, resolve: () => laterFailed('no') },
      must: { type: new GraphQLNonNull(GraphQLString), resolve: () => null },
    }),
  }),
  types: [Other],
});
