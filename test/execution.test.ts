/** Compiled execution returns the same results as graphql-js, on a schema with all kinds of failures. */
import {
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLFieldConfigMap,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  getIntrospectionQuery,
  isObjectType,
  lexicographicSortSchema,
  parse,
  validate,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema as gatewaySchema } from '../schema/b2b/index.ts';
import { prepare } from '../src/graphql/execution/prepare.ts';
import { markPropertyField, propertyReaderOf } from '../src/graphql/execution/property-field.ts';
import { ObjectCount } from '../src/limits/object-count.ts';
import { LoggedPlaces, ResponseFaults, UnreadableError } from '../src/stytch/client/response-faults.ts';
import { fields, later, laterFailed, schema } from './execution-schema.ts';

/** Errors with other messages than those of graphql-js: about values that do not match their types. */
const OF_TYPES =
  /^(Abstract type|Runtime Object type|Expected (value of type|Iterable|`)|A value of|The value of|\w+ cannot represent)/;

/**
 * Errors about variables and arguments, with messages of src/graphql/input-error.ts: only their locations are compared.
 */
const isOfInput = ({ message, extensions }: GraphQLError) =>
  extensions['code'] === 'BAD_USER_INPUT' || /^(Variable|Argument) "/.test(message);

/** A result with everything that a client or src/graphql/mask.ts reads. */
const shown = ({ data, errors }: ExecutionResult) => ({
  data: JSON.stringify(data),
  errors: errors
    ?.map((error) => ({
      ...error.toJSON(),
      ...(isOfInput(error)
        ? { message: '', extensions: undefined, isOfInput: true }
        : OF_TYPES.test(error.message)
          ? { message: '' }
          : { original: error.originalError?.constructor.name }),
    }))
    .sort((a, b) => JSON.stringify([a.path, a.message]).localeCompare(JSON.stringify([b.path, b.message]))),
});

interface Case {
  document: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}

async function both({ document: text, variables = {}, operationName }: Case) {
  const document = parse(text);
  const common = { rootValue: { unresolved: 'of the root' }, variableValues: variables };
  const interpreted: string[] = [];
  const expected = await execute({ schema, document, operationName, ...common, contextValue: { done: interpreted } });
  const run = prepare(schema, document, operationName);
  if (!run) throw new Error('it was not prepared');
  const runs = [];
  for (let time = 0; time < 3; time += 1) {
    const done: string[] = [];
    runs.push({ ...shown(await run({ ...common, contextValue: { done } })), done });
  }
  return { expected: { ...shown(expected), done: interpreted }, runs };
}

async function same(one: Case) {
  const { expected, runs } = await both(one);
  for (const run of runs) expect(run, one.document).toEqual(expected);
  return expected;
}

describe('compiled execution', () => {
  it.each([
    [
      'every field',
      `{ ${Object.keys(fields())
        .map((name) =>
          /^(self|things|someThings|noList|named|checked)/.test(name)
            ? `${name} { name }`
            : name === 'either'
              ? 'either { __typename }'
              : name,
        )
        .filter((name) => !/trict|missing/.test(name))
        .join(' ')} }`,
    ],
    ['a field that may not be null, at the root', '{ name missing self { name } }'],
    ['the same, late', '{ selfLate { name wrong } missingLater wrongLater }'],
    [
      'null as far as the next place that takes it',
      '{ name self { name selfLater { missing } things { name self { wrong } } } }',
    ],
    ['null through a list of what may not be null', '{ name things { name wrongStrict selfLater { wrongLater } } }'],
    ['null through a list, late', '{ self { things { path selfLater { path wrongStrictLater } wrongLater } } }'],
    [
      'failures beside each other',
      '{ self { missing wrongStrictLater wrongLater } selfLate { wrongStrictLater missing } }',
    ],
    ['lists of promises that fail', '{ numbers strict someThings { path wrong } noList { name } }'],
    ['values that no scalar shows', '{ picky nothing: picky(give: "nothing") self { strictPicky } }'],
    [
      'interfaces',
      '{ a: named { __typename name ... on Thing { path } ... on Other { only } } b: named(kind: "Other") { name } }',
    ],
    [
      'types found late, wrongly and not at all',
      '{ a: named(kind: "late") { __typename name } b: named(kind: "throws") { name } c: named(kind: "Query") { name } d: named(kind: "none") { name } e: named(kind: null) { name } }',
    ],
    [
      'unions',
      '{ either { __typename ... on Other { only name } ... on Thing { path self { name } } ... on Named { name } } }',
    ],
    [
      'objects of the wrong type',
      '{ a: checked(is: true) { name } b: checked(is: false) { name } c: checked(is: null) { name } }',
    ],
    [
      'aliases of every kind',
      '{ __proto__: self { constructor: name __proto__: name } then: name toString: self { then: self { then: name } } hasOwnProperty: name }',
    ],
    ['fields asked for twice', '{ self { name } self { path self { name } } self { self { info } } }'],
    [
      'nested fragments',
      '{ ...A ...B } fragment A on Query { self { ...C } } fragment B on Query { self { path ...C } name } fragment C on Thing { name self { info } }',
    ],
    [
      'literals of every kind',
      `{ a: echo(text: "\\"); throw 1; //\\u2028\\\\", json: {a: [1, 2.5, true, null, "x", {b: E}]}) b: echo(json: {__proto__: {admin: true}, constructor: 1, a: 1}) c: echo(text: """ \`\${process.exit()}\` """) d: echo(wish: {text: "x", numbers: 3, colour: RED}) e: echo(wishes: {text: "one"}) }`,
    ],
    ['introspection', getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true })],
    [
      'one type',
      '{ __typename __type(name: "Thing") { name fields { name args { defaultValue } } } none: __type(name: "None") { name } }',
    ],
  ])('%s', async (_, document) => {
    await same({ document });
  });

  it.each<[string, Record<string, unknown>[]]>([
    [
      'query ($text: String = "default", $must: String! = "m") { echo(text: $text, must: $must) }',
      [{}, { text: null }, { text: 'x', must: 'y' }, { must: null }, { text: 3 }, { text: { deep: ['secret'] } }],
    ],
    ['query ($must: String) { echo(must: $must) self { echo(must: $must) } }', [{}, { must: 'x' }, { must: null }]],
    [
      'query ($wish: Wish!, $more: [Wish!]) { echo(wish: $wish, wishes: $more) }',
      [
        { wish: { text: 'x' } },
        { wish: { text: 'x', colour: 'RED', numbers: [1], json: { __proto__: 1 } } },
        { wish: {} },
        {},
        { wish: { text: 'x', extra: 1 } },
        { wish: { text: 'x', colour: 'BLUE' } },
        { wish: { text: 'x', numbers: [null] }, more: { text: 'y' } },
        { wish: [], more: [3] },
      ],
    ],
    [
      'query ($v: String, $json: Json) { echo(json: {a: $v, b: [$json]}, wish: {text: "x", json: {c: $v}}) }',
      [{}, { v: 'x' }, { v: null, json: { deep: true } }],
    ],
    [
      'query ($colour: Colour = GREEN) { colour(of: $colour) }',
      [{}, { colour: 'RED' }, { colour: null }, { colour: 'BLUE' }, { colour: 1 }],
    ],
    [
      'query ($__proto__: String, $constructor: String) { echo(text: $__proto__, must: $constructor) }',
      [{}, JSON.parse('{"__proto__": "own"}'), { constructor: 'x' }],
    ],
  ])('variables of %s', async (document, sets) => {
    for (const variables of sets) await same({ document, variables });
  });

  it('shows by @skip and @include what graphql-js shows, whatever fragment it is in and however it was asked before', async () => {
    const document = `query ($a: Boolean!, $b: Boolean! = true, $c: Boolean = false) {
      self { ...F @include(if: $a) ...F @include(if: $b) name @skip(if: $c) }
      other: self { ...F ... @skip(if: $a) { path self @include(if: $b) { name } } self { info @skip(if: $b) } }
      selfLate @skip(if: $a) @include(if: $b) { name ...F }
      unresolved @include(if: false)
    } fragment F on Thing { name self { path @include(if: $c) ... on Thing @skip(if: $a) { name } } }`;
    const answers = new Set<unknown>();
    for (const a of [true, false]) {
      for (const b of [true, false]) {
        for (const c of [true, false]) answers.add((await same({ document, variables: { a, b, c } })).data);
      }
    }
    expect(answers.size).toBe(8);
    await same({ document, variables: { a: true, c: null } });
    await same({ document, variables: {} });
  });

  it('keeps the operations of a document apart', async () => {
    const document = `query A($x: Boolean!) { self { ...F @include(if: $x) } } query B($y: Boolean!) { self { ...F } name @skip(if: $y) }
      fragment F on Thing { name }`;
    await same({ document, operationName: 'A', variables: { x: false } });
    await same({ document, operationName: 'B', variables: { y: true } });
    expect(prepare(schema, parse(document), undefined)).toBeNull();
    expect(prepare(schema, parse(document), 'C')).toBeNull();
  });

  it('leaves no failure without a listener where a list fails before its promises do', async () => {
    // graphql-js does leave one pending, so the two cannot be compared here.
    const document = parse('{ self { strictAtOnce } name }');
    const answer = await prepare(schema, document, null)?.({ contextValue: {} });
    expect(answer?.data).toEqual({ self: { strictAtOnce: null }, name: 'a name' });
    expect(answer?.errors?.map(({ message, path }) => ({ message, path }))).toEqual([
      { message: 'Cannot return null for non-nullable field Thing.strictAtOnce.', path: ['self', 'strictAtOnce', 2] },
    ]);
    await later(null, 20);
  });

  it('runs mutations one after the other, each to its end', async () => {
    const { done } = await same({
      document:
        'mutation { a: slow { name } b: quick { selfLate { wrongLater } } fails c: slow { name } d: quick { name } }',
    });
    expect(done).toEqual(['a', 'b', 'c', 'd'].flatMap((name) => [`${name} begins`, `${name} ends`]));
    await same({ document: 'mutation { a: quick { name } must c: slow { name } }' });
  });

  it('begins no further mutation once the client has left', async () => {
    const run = prepare(schema, parse('mutation { a: slow { name } b: quick { name } }'), null);
    const done: string[] = [];
    const leaving = new AbortController();
    const answer = run?.({ contextValue: { done }, signal: leaving.signal });
    leaving.abort(new Error('the client has left'));
    await expect(answer).rejects.toThrow('the client has left');
    await later(null, 30);
    expect(done).toEqual(['a begins', 'a ends']);
  });

  it('has the same results on random documents', async () => {
    let seed = 20_260_731;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;
    const condition = () =>
      pick(['', '', '', ' @include(if: $a)', ' @skip(if: $b)', ' @skip(if: $a) @include(if: $b)']);
    const leaves = [
      'name',
      'path',
      'info',
      'wrong',
      'wrongLater',
      'picky',
      'numbers',
      '__typename',
      'missingLater',
      'echo(text: $t)',
    ];
    const branches = ['self', 'selfLater', 'selfLate', 'things', 'someThings', 'named', 'either'];
    const alias = () => pick(['', '', 'a: ', 'b_a: ', 'then: ']);
    const selection = (depth: number): string =>
      Array.from({ length: 1 + random(4) }, () => {
        if (depth > 0 && random(3) === 0) return `... on Thing${condition()} ${selection(depth - 1)}`;
        if (random(5) === 0) return `...F${condition()}`;
        if (depth === 0 || random(2) === 0) return `${alias()}${pick(leaves)}${condition()}`;
        const branch = pick(branches);
        const under = /named|either/.test(branch)
          ? `{ __typename ... on Thing ${selection(depth - 1)} }`
          : selection(depth - 1);
        return `${alias()}${branch}${condition()} ${under}`;
      })
        .reduce((all, one) => `${all} ${one}`, '{')
        .concat(' }');
    let compared = 0;
    for (let tries = 0; tries < 400 && compared < 120; tries += 1) {
      const document = `query ($a: Boolean!, $b: Boolean!, $t: String) { name self ${selection(3)} }
        fragment F on Thing { name self { path${condition()} } }`;
      // Without unused variables and without conflicting fields.
      if (validate(schema, parse(document)).some(({ message }) => !/never used/.test(message))) continue;
      compared += 1;
      for (const [a, b] of [
        [true, false],
        [false, true],
        [true, true],
      ])
        await same({ document, variables: { a, b, t: 'x' } });
    }
    expect(compared).toBe(120);
  });
});

describe('the fields of this graph that are one property of their parent', () => {
  const words = ['', 'active', 'a word', 'https://a.example/', '2026-01-31T09:30:00Z', '+12025550123', 'ada@a.example'];
  const values: readonly unknown[] = [...words, null, undefined, 3, 1.5, true, [], ['a word'], {}, { a: 1 }];
  const types = Object.values(gatewaySchema.getTypeMap()).filter(isObjectType);
  const plain = (type: GraphQLObjectType) => Object.values(type.getFields()).filter((field) => propertyReaderOf(field));

  it('show of each value what graphql-js shows that reads and completes them', async () => {
    let compared = 0;
    for (const type of types) {
      const shown = plain(type);
      if (shown.length === 0) continue;
      for (const value of values) {
        const parent = Object.fromEntries(shown.map(({ extensions }) => [String(extensions['exposed']), value]));
        const { fields, ...config } = type.toConfig();
        const bare = new GraphQLObjectType({
          ...config,
          interfaces: [],
          isTypeOf: null,
          extensions: {},
          fields: Object.fromEntries(shown.map(({ name }) => [name, fields[name] ?? { type: GraphQLString }])),
        });
        const it = { type: bare, resolve: () => parent };
        const small = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: { it } }) });
        for (const { name } of shown) {
          const document = parse(`{ it { ${name} } }`);
          const both = [];
          for (const way of ['interpreted', 'compiled'] as const) {
            const warned: unknown[] = [];
            const faults = new ResponseFaults((...told) => warned.push(told), new LoggedPlaces());
            const contextValue = { faults };
            const answer =
              way === 'compiled'
                ? await prepare(small, document, null)?.({ contextValue })
                : await execute({ schema: small, document, contextValue });
            const cause = answer?.errors?.[0]?.originalError;
            // A default for an unreadable value is returned beside its error; graphql-js has no such feature.
            const standIn = cause instanceof UnreadableError ? cause.standIn : undefined;
            const data = way === 'interpreted' && standIn !== undefined ? { it: { [name]: standIn } } : answer?.data;
            both.push({ data, places: answer?.errors?.map(({ path }) => path), warned });
          }
          expect(JSON.stringify(both[1]), `${type.name}.${name} of ${JSON.stringify(value)}`).toBe(
            JSON.stringify(both[0]),
          );
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(2_000);
  });
});

describe('the plan of a document', () => {
  const schemaOf = (fields: GraphQLFieldConfigMap<unknown, unknown>) =>
    new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }) });
  const answers = (of: string) =>
    schemaOf({ name: { type: GraphQLString, resolve: () => of }, [of]: { type: GraphQLString, resolve: () => of } });

  it('is kept for one schema: a second one in the process runs its own resolvers', async () => {
    const [first, second] = [answers('first'), answers('second')];
    const document = parse('query A { name } query B { second: name }');
    const ask = async (one: GraphQLSchema, name: string) =>
      (await prepare(one, document, name)?.({ contextValue: {} }))?.data;
    expect(await ask(first, 'A')).toEqual({ name: 'first' });
    expect(await ask(second, 'A')).toEqual({ name: 'second' });
    expect(await ask(second, 'B')).toEqual({ second: 'second' });
    expect(await ask(first, 'B')).toEqual({ second: 'first' });
    expect(await ask(first, 'A')).toEqual({ name: 'first' });
    expect(prepare(first, document, 'A')).toBe(prepare(first, document, 'A'));
  });

  it('reads a property directly only while the resolver that it stands for is in place', async () => {
    const { fields } = schemaOf({ name: { type: GraphQLString, resolve: () => 'resolved' } })
      .getQueryType()
      ?.toConfig() ?? { fields: {} };
    const marked = schemaOf(fields);
    const field = marked.getQueryType()?.getFields()['name'];
    if (!field) throw new Error('there is a field');
    markPropertyField(field, () => 'read directly');
    const ask = async () => (await prepare(marked, parse('{ name }'), null)?.({ contextValue: {} }))?.data;
    expect(await ask()).toEqual({ name: 'read directly' });
    const sorted = lexicographicSortSchema(marked).getQueryType()?.getFields()['name'];
    expect(sorted && propertyReaderOf(sorted)).toBe(propertyReaderOf(field));
    const { resolve } = field;
    if (!resolve) throw new Error('the field has a resolver');
    field.resolve = (...args) => `wrapped ${resolve(...args)}`;
    expect(await ask()).toEqual({ name: 'wrapped resolved' });
    field.resolve = resolve;
    expect(await ask()).toEqual({ name: 'read directly' });
  });
});

describe('a response with more objects than allowed', () => {
  const Leaf = new GraphQLObjectType({ name: 'Leaf', fields: { n: { type: GraphQLInt, resolve: (n) => Number(n) } } });
  const done: string[] = [];
  const fields = (nullable: boolean): GraphQLFieldConfigMap<unknown, unknown> => {
    const list = new GraphQLList(Leaf);
    const type = nullable ? list : new GraphQLNonNull(list);
    const of = (count: number, name?: string) => {
      if (name) done.push(name);
      return Array.from({ length: count }, (_, n) => n);
    };
    return {
      few: { type, resolve: () => of(3, 'few') },
      many: { type, resolve: () => of(10, 'many') },
      later: { type, resolve: () => later(of(1), 3) },
      slow: { type, resolve: () => laterFailed('given up', 5) },
    };
  };
  const ask = async (source: string, nullable = true) => {
    const query = new GraphQLObjectType({ name: 'Query', fields: fields(nullable) });
    const mutation = new GraphQLObjectType({ name: 'Mutation', fields: fields(nullable) });
    const gaveUp: string[] = [];
    const objects = new ObjectCount(8, () => gaveUp.push('once'));
    done.length = 0;
    const run = prepare(new GraphQLSchema({ query, mutation }), parse(source), null);
    const { data, errors = [] } = (await run?.({ contextValue: {}, objects })) ?? {};
    return { data, errors: errors.map(({ extensions, path }) => [extensions['code'] ?? 'other', path]), gaveUp };
  };

  it('is none, and has one error, whatever else fails or arrives afterwards', async () => {
    expect(await ask('{ few { n } later { n } }')).toMatchObject({ errors: [], gaveUp: [] });
    for (const source of [
      '{ few { n } slow { n } later { n } many { n } }',
      '{ many { n } more: many { n } slow { n } }',
    ]) {
      const { data, errors, gaveUp } = await ask(source);
      expect(data, source).toBeNull();
      expect(errors).toEqual([['LIMIT_EXCEEDED', ['many', expect.any(Number)]]]);
      expect(gaveUp).toEqual(['once']);
    }
  });

  it('returns the results of earlier mutations, and starts no further one', async () => {
    expect(await ask('mutation { few { n } many { n } again: few { n } }')).toEqual({
      data: { few: [{ n: 0 }, { n: 1 }, { n: 2 }], many: null, again: null },
      errors: [
        ['LIMIT_EXCEEDED', ['many']],
        ['LIMIT_EXCEEDED', ['again']],
      ],
      gaveUp: ['once'],
    });
    expect(done).toEqual(['few', 'many']);
    expect(await ask('mutation { few { n } many { n } again: few { n } }', false)).toMatchObject({
      data: null,
      errors: [['LIMIT_EXCEEDED', ['many', 5]]],
    });
    expect(done).toEqual(['few', 'many']);
  });
});
