/** T30, T41: a verdict on the cost of an operation is cached only for a form whose cost was counted and allowed. */
import { createHash } from 'node:crypto';
import { getNamedType, getNullableType, isListType, isObjectType, parse } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { COUNTED_ARGUMENTS, createCostCheck, ENTITIES_ARGUMENT, estimateCost } from '../../src/limits/cost.ts';
import { cacheCostCheck } from '../../src/limits/cost-cache.ts';
import { defaultLimits, type Limits } from '../../src/limits/limits.ts';
import { gatewayOverSandbox, SERVER_KEY } from '../gateway.ts';
import { volume } from '../volume.ts';
import { listenOnLoopback } from './socket.ts';

type Variables = Readonly<Record<string, unknown>>;

/** A request and its expected result: `ran`, the limit that it exceeds, or the code of another error. */
interface Step {
  readonly variables: Variables;
  readonly as?: 'server' | 'visitor';
  readonly operationName?: string;
  readonly verdict: string;
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Sends the same document over a socket, so that it is cached for all requests after the first. */
async function sender(document: string, settings: { limits?: Limits; persisted?: boolean } = {}) {
  const id = createHash('sha256').update(document).digest('hex');
  const { limits = defaultLimits, persisted = false } = settings;
  const persistedDocuments = { mode: 'only', documents: new Map([[id, document]]) } as const;
  const g = await gatewayOverSandbox({ limits, ...(persisted ? { persistedDocuments } : {}) });
  const listening = await listenOnLoopback(g.gateway);
  closing.push(listening.close, g.close);
  return async ({ variables, as = 'server', operationName }: Omit<Step, 'verdict'>): Promise<string> => {
    const response = await fetch(`http://127.0.0.1:${listening.port}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(as === 'server' ? { authorization: `Bearer ${SERVER_KEY}` } : {}),
      },
      body: JSON.stringify({ ...(persisted ? { documentId: id } : { query: document }), variables, operationName }),
    });
    // The test names its expectation.
    const { errors = [] } = (await response.json()) as { errors?: { extensions: { code: string; limit?: string } }[] };
    const limit = errors.find(({ extensions }) => extensions.code === 'LIMIT_EXCEEDED')?.extensions.limit;
    return limit ?? errors[0]?.extensions.code ?? 'ran';
  };
}

/** A document, the requests whose verdicts must not change, and the requests with invalid variables. */
interface Case {
  readonly document: string;
  readonly steps: readonly Step[];
  readonly wrong: readonly Step[];
  readonly limits?: Limits;
  readonly persisted?: boolean;
}

const ROLL =
  'query Roll($slug: String!, $n: Int) { organization(by: { slug: $slug }) { members(first: $n) { nodes { name connectedApps { name } } } } }';
const slug = 'fernhill-bakery';
const rollSteps: Step[] = [
  { variables: { slug, n: 800 }, verdict: 'calls' },
  { variables: { slug, n: 2 }, verdict: 'ran' },
  { variables: { slug, n: 801 }, verdict: 'calls' },
];
const wrongSlugs = [false, 7, null, {}, [], [false], [null]];
const rollWrong = wrongSlugs.flatMap((wrong) =>
  [800, 2, 801].flatMap((n): Step[] => [
    { variables: { slug: wrong, n }, as: 'visitor', verdict: 'BAD_USER_INPUT' },
    { variables: { slug: wrong, n }, verdict: 'BAD_USER_INPUT' },
  ]),
);

const IDS = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Organization { name } } }';
const unknown = (count: number) => ({
  ids: Array.from({ length: count }, () => Buffer.from('Organization:organization-test-0').toString('base64url')),
});

const OF_ORGANIZATIONS = `query ($ids: [ID!]!, $n: Int) {
  members(organizationIds: $ids, first: $n) { nodes { roles { sources { type } } } }
}`;
const INTROSPECTION = `query Twice($n: Int, $deep: Boolean = false) {
  ${['a', 'b', 'c', 'd', 'e', 'f'].map((alias) => `${alias}: __schema @include(if: $deep) { types { fields { args { type { ofType { name } } } type { ofType { ofType { name } } } } } }`).join(' ')}
  organizations(first: $n) { totalCount }
}`;

const cases: readonly (readonly [string, Case])[] = [
  ['a variable of a wrong type, by MAX_UPSTREAM_CALLS', { document: ROLL, steps: rollSteps, wrong: rollWrong }],
  [
    'a list with a wrong item, by MAX_UPSTREAM_CALLS',
    {
      document: IDS,
      steps: [
        { variables: unknown(3), verdict: 'ran' },
        { variables: unknown(6), verdict: 'calls' },
      ],
      wrong: [[false], [null], [{}], [[]]].flatMap((item): Step[] =>
        [3, 6].map((count) => ({
          variables: { ids: Array.from({ length: count }, () => item[0]) },
          as: 'visitor',
          verdict: 'BAD_USER_INPUT',
        })),
      ),
      limits: { ...defaultLimits, calls: 5 },
    },
  ],
  [
    'a list with a wrong item, by MAX_RESPONSE_OBJECTS',
    {
      document: OF_ORGANIZATIONS,
      steps: [
        { variables: { ids: ['organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0'], n: 1000 }, verdict: 'nodes' },
        { variables: { ids: ['organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0'], n: 3 }, verdict: 'ran' },
      ],
      wrong: [[{}], [null], [false]].flatMap((ids): Step[] =>
        [1000, 3].map((n) => ({ variables: { ids, n }, as: 'visitor', verdict: 'BAD_USER_INPUT' })),
      ),
    },
  ],
  [
    'a persisted document in `only`',
    { document: ROLL, steps: rollSteps, wrong: rollWrong.slice(0, 12), persisted: true },
  ],
  [
    'an operation chosen by name',
    {
      document: `query Other { viewer { kind } } ${ROLL}`,
      steps: rollSteps.map((step) => ({ ...step, operationName: 'Roll' })),
      wrong: [
        ...rollWrong.slice(0, 12).map((step) => ({ ...step, operationName: 'Roll' })),
        { variables: { slug, n: 800 }, operationName: 'Other', verdict: 'ran' },
      ],
    },
  ],
  [
    'a field whose arguments do not fit',
    {
      document: `query ($slug: String = "${slug}", $n: Int) { organization(by: { slug: $slug }) { members(first: $n) { nodes { name connectedApps { name } } } } }`,
      steps: [...rollSteps, { variables: { n: 800 }, verdict: 'calls' }, { variables: { n: 2 }, verdict: 'ran' }],
      wrong: [800, 2].map((n) => ({ variables: { slug: null, n }, as: 'visitor', verdict: 'BAD_USER_INPUT' })),
    },
  ],
  [
    'a document that asks for the schema too often',
    {
      document: INTROSPECTION,
      steps: [
        { variables: { n: 1, deep: true }, verdict: 'introspection' },
        { variables: { n: 1 }, verdict: 'ran' },
      ],
      wrong: [
        { variables: { n: false, deep: true }, verdict: 'BAD_USER_INPUT' },
        { variables: { n: 1, deep: 'yes' }, verdict: 'BAD_USER_INPUT' },
        { variables: { n: [1], deep: true }, verdict: 'BAD_USER_INPUT' },
      ],
    },
  ],
  [
    'a client with one page that sends wrong variables, again and again',
    {
      document: ROLL,
      steps: rollSteps,
      wrong: Array.from(
        { length: 20 },
        (): Step => ({ variables: { slug: false, n: 800 }, verdict: 'BAD_USER_INPUT' }),
      ),
    },
  ],
];

describe('S3, T30: verdicts before, between and after invalid variables are equal for', () => {
  it.each(cases)('%s', async (_, { document, steps, wrong, ...settings }) => {
    const send = await sender(document, settings);
    const expectAll = async (all: readonly Step[]) => {
      for (const { verdict, ...step } of all) expect(await send(step), JSON.stringify(step)).toBe(verdict);
    };
    await expectAll(wrong);
    await expectAll(steps);
    for (const one of wrong) {
      await expectAll([one]);
      await expectAll(steps);
    }
  });
});

describe('N5: the cost cache', () => {
  /** Fields of the graph with an argument of a given name, and the organization or root that they belong to. */
  const fieldsWith = (name: string) =>
    ['Query', 'Organization'].flatMap((owner) => {
      const type = schema.getType(owner);
      return isObjectType(type)
        ? Object.values(type.getFields())
            .filter(({ args }) => args.some((arg) => arg.name === name))
            .map((field) => ({ owner, field }))
        : [];
    });
  // Representations are those of a subgraph: test/federation/entities.test.ts.
  const ofGraph = COUNTED_ARGUMENTS.filter((name) => name !== ENTITIES_ARGUMENT);
  const valuesOf: Record<(typeof ofGraph)[number], readonly [low: unknown, high: unknown]> = {
    first: [1, 1000],
    ids: [['a'], Array.from({ length: 200 }, (_, n) => `a${n}`)],
    organizationIds: [['a'], Array.from({ length: 200 }, (_, n) => `a${n}`)],
  };
  /** The most expensive selection below a field, so that the size of the field decides the verdict. */
  const below: Readonly<Record<string, string>> = {
    MemberConnection:
      'nodes { scimRegistration { connection { status } } sessions { startedAt } roles { sources { type } } }',
    OrganizationConnection: 'nodes { members { nodes { sessions { startedAt } } } }',
    Node: 'id',
  };

  const checkedArguments = ofGraph.flatMap((name) =>
    fieldsWith(name)
      .filter(({ field }) => getNamedType(field.type).name in below)
      .map(({ owner, field }) => ({ name, owner, field, place: `${owner}.${field.name}` })),
  );

  it.each(checkedArguments)('counts again when `$name` of $place changes', ({ name, owner, field }) => {
    const type = field.args.find((arg) => arg.name === name)?.type;
    const others = field.args
      .filter((arg) => arg.name !== name && String(arg.type).endsWith('!'))
      .map((arg) => `${arg.name}: ${isListType(getNullableType(arg.type)) ? '["a"]' : '"a"'}`);
    const selected = `${field.name}(${[`${name}: $value`, ...others].join(' ')}) { ${below[getNamedType(field.type).name]} }`;
    const document = parse(
      `query ($value: ${type}) { ${owner === 'Query' ? selected : `organization(by: { slug: "a" }) { ${selected} }`} }`,
    );
    const [low, high] = valuesOf[name];
    const costWith = (value: unknown) => estimateCost(schema, document, undefined, { value });
    const { calls, nodes } = costWith(low) ?? { calls: 0, nodes: 0 };
    const check = cacheCostCheck(createCostCheck(schema, { ...defaultLimits, calls, nodes }));
    for (let turn = 0; turn < 2; turn += 1) {
      expect(() => check(document, undefined, { value: low })).not.toThrow();
      expect(() => check(document, undefined, { value: high })).toThrow(/the limit is/);
    }
  });

  it('caches a document with `__typename`, which caching clients add everywhere', () => {
    const document = parse('{ viewer { __typename kind } node(id: "a") { __typename } }');
    let counts = 0;
    const count = createCostCheck(schema, defaultLimits);
    const check = cacheCostCheck((...operation) => {
      counts += 1;
      return count(...operation);
    });
    for (let turn = 0; turn < 3; turn += 1) check(document, undefined, {});
    expect(counts).toBe(1);
  });

  it('has a case for every argument that the cost depends on', () => {
    expect([...new Set(checkedArguments.map(({ name }) => name))].sort()).toEqual([...ofGraph].sort());
  });

  it.each<[string, string, Variables]>([
    ['several operations without an operation name', 'query A { viewer { kind } } query B { viewer { kind } }', {}],
    ['invalid variables', ROLL, { slug: false }],
    ['invalid arguments', 'query ($slug: String = "a") { organization(by: { slug: $slug }) { name } }', { slug: null }],
  ])('counts nothing for %s', (_, document, variables) => {
    expect(createCostCheck(schema, defaultLimits)(parse(document), undefined, variables)).toBe(false);
  });

  it('gives the same verdict as the check, for any variables in any order', () => {
    const documents = [
      ROLL,
      IDS,
      OF_ORGANIZATIONS,
      INTROSPECTION,
      'query ($ids: [ID!]!, $slug: String = "a", $deep: Boolean, $n: Int = 3) { nodes(ids: $ids) { id } organization(by: { slug: $slug }) { members(first: $n) { nodes { name sessions @include(if: $deep) { startedAt } } } } }',
      'query ($constructor: Int, $slug: String!) { organization(by: { slug: $slug }) { members(first: $constructor) { nodes { sessions { startedAt } } } } }',
    ].map((text) => parse(text));
    const limits = { ...defaultLimits, calls: 20, nodes: 500 };
    const fresh = createCostCheck(schema, limits);
    const remembering = cacheCostCheck(createCostCheck(schema, limits));
    const values = [null, true, false, 0, 1, 5, 30, 900, 2.5, '', 'a', '5', [], ['a'], [7], [null], {}];
    const long = Array.from({ length: 30 }, (_, n) => `a${n}`);
    const names = ['slug', 'n', 'ids', 'deep', 'constructor'];
    const verdictOf = (check: typeof remembering, document: (typeof documents)[number], variables: Variables) => {
      try {
        check(document, undefined, variables);
        return 'allowed';
      } catch (refusal) {
        return String(refusal);
      }
    };
    const seen = new Set<unknown>();
    let state = 7;
    const next = (below: number): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    for (let turn = 0; turn < volume(500, 2_000); turn += 1) {
      const document = documents[next(documents.length)] ?? documents[0];
      if (!document) throw new Error('there are documents');
      const variables = Object.fromEntries(
        names.filter(() => next(4) > 0).map((name) => [name, [...values, long][next(values.length + 1)]]),
      );
      const expected = verdictOf(fresh, document, variables);
      seen.add(expected === 'allowed' ? expected : 'refused');
      expect(verdictOf(remembering, document, variables), JSON.stringify(variables)).toBe(expected);
    }
    expect(seen).toEqual(new Set(['allowed', 'refused']));
  });
});

describe('T41: a cached form', () => {
  it('holds no text of a request: all ids in place of a list share a form', () => {
    let checks = 0;
    const remembering = cacheCostCheck(() => {
      checks += 1;
      return true;
    });
    const document = parse('query ($i: [ID!]!) { nodes(ids: $i) { id } }');
    for (const letter of 'abcdefgh') remembering(document, undefined, { i: letter.repeat(240_000) });
    expect(checks).toBe(1);
  });
});
