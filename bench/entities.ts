/**
 * Compares the CPU of `_entities` with that of a lookup of the same objects and fields, in one gateway with
 * `FEDERATION=on` over the stub of Stytch. Load intervals alternate, so that other work on the machine affects both
 * alike.
 *
 *     node bench/entities.ts [--repetitions 15] [--seconds 2] [--connections 16]
 */
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { askContestant, startContestant, startUpstream } from './gateway/contestant-runner.ts';
import { allContestants, type Contestant } from './gateway/contestants.ts';
import { type RawRequest, runLoad } from './gateway/load-generator.ts';
import type { BenchQuery } from './gateway/queries.ts';
import { formatFigure, markdownTable, median } from './gateway/statistics.ts';
import { organizations, stubMembersOf, VARIANTS } from './gateway/world.ts';

/** Warm-up intervals per kind, in which V8 compiles the hot code of the gateway. */
const WARM_SPELLS = 5;
/** Members in one request of the second comparison. */
const MEMBERS = 20;

/** Two queries for the same objects; `of` returns the list of objects in the data. */
interface Comparison {
  readonly name: string;
  readonly lookup: (organizationId: string) => BenchQuery;
  readonly entities: (organizationId: string) => BenchQuery;
  readonly of: (data: unknown) => unknown;
}

const ORGANIZATION = 'organizationId name slug externalId mfaPolicy emailAllowedDomains createdAt updatedAt';
const MEMBER = 'memberId name emailAddress isAdmin mfaEnrolled createdAt roles { roleId }';

const entitiesQuery = (type: string, fields: string, representations: readonly object[]): BenchQuery => ({
  operationName: 'Entities',
  query: `query Entities($representations: [_Any!]!) {
  it: _entities(representations: $representations) { ... on ${type} { ${fields} } }
}`,
  variables: { representations },
});

const memberIdsOf = (organizationId: string): string[] =>
  stubMembersOf([organizationId])
    .slice(0, MEMBERS)
    .map(({ member_id }) => member_id);

const itOf = (data: unknown): unknown => (typeof data === 'object' && data !== null && 'it' in data ? data.it : null);

const comparisons: readonly Comparison[] = [
  {
    name: 'one organization',
    lookup: (organizationId) => ({
      operationName: 'Lookup',
      query: `query Lookup($id: ID!) { it: organization(by: { id: $id }) { ${ORGANIZATION} } }`,
      variables: { id: organizationId },
    }),
    entities: (organizationId) =>
      entitiesQuery('Organization', ORGANIZATION, [{ __typename: 'Organization', organizationId }]),
    of: (data) => [itOf(data)].flat(),
  },
  {
    name: `${MEMBERS} members`,
    lookup: (organizationId) => ({
      operationName: 'Lookup',
      query: `query Lookup($id: ID!, $ids: [ID!]!) { it: membersById(organizationId: $id, ids: $ids) { ${MEMBER} } }`,
      variables: { id: organizationId, ids: memberIdsOf(organizationId) },
    }),
    entities: (organizationId) =>
      entitiesQuery(
        'Member',
        MEMBER,
        memberIdsOf(organizationId).map((memberId) => ({ __typename: 'Member', organizationId, memberId })),
      ),
    of: itOf,
  },
];

/** This gateway as a subgraph. */
async function subgraph(): Promise<Contestant> {
  const ours = (await allContestants({})).find(({ name }) => name === 'ours');
  if (!ours) throw new Error('the bench has lost this gateway');
  return {
    ...ours,
    program: (port, upstream) => {
      const program = ours.program(port, upstream);
      return { ...program, environment: { ...program.environment, FEDERATION: 'on' } };
    },
  };
}

const { values } = parseArgs({
  options: {
    repetitions: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '2' },
    connections: { type: 'string', default: '16' },
  },
});
const [repetitions, seconds, connections] = [values.repetitions, values.seconds, values.connections].map(Number);
if (!repetitions || !seconds || !connections) throw new Error('Each option is a number above 0.');

const upstream = await startUpstream();
const entrant = await startContestant(await subgraph(), upstream);
try {
  const rows: string[][] = [];
  for (const { name, lookup, entities, of } of comparisons) {
    const subjects = organizations.slice(0, VARIANTS).map(({ organization_id }) => organization_id);
    const ways = [lookup, entities].map((queryOf) => subjects.map(queryOf));
    const calls: number[] = [];
    const found: unknown[] = [];
    for (const [query] of ways) {
      if (!query) continue;
      await upstream.reset();
      found.push(of(await askContestant(entrant, { body: query, read: (data) => data })));
      calls.push(Object.values((await upstream.tally()).calls).reduce((sum, count) => sum + count, 0));
    }
    const [inLookup, inEntities] = found;
    if (!isDeepStrictEqual(inLookup, inEntities)) throw new Error(`${name}: the two ways give other objects`);
    const [lookups = [], entityShots = []] = ways.map((queries) =>
      queries.map((query, variant) => entrant.shot(query, variant)),
    );
    /** CPU per request, in microseconds. */
    const cost = async (shots: readonly RawRequest[]): Promise<number> => {
      const before = entrant.running.cpu();
      const { requests } = await runLoad(shots, connections, { seconds });
      return (entrant.running.cpu() - before) / requests;
    };
    for (let spell = 0; spell < WARM_SPELLS; spell += 1) {
      await cost(lookups);
      await cost(entityShots);
    }
    const costs: { readonly lookup: number; readonly entity: number }[] = [];
    for (let repetition = 0; repetition < repetitions; repetition += 1) {
      costs.push({ lookup: await cost(lookups), entity: await cost(entityShots) });
    }
    rows.push([
      name,
      formatFigure(median(costs.map((one) => one.lookup))),
      formatFigure(median(costs.map((one) => one.entity))),
      formatFigure(median(costs.map((one) => one.entity / one.lookup))),
      calls.map(formatFigure).join(' and '),
    ]);
  }
  console.info(markdownTable(['objects', 'lookup, µs', '`_entities`, µs', 'ratio', 'calls to Stytch'], rows));
} finally {
  await entrant.running.stop();
  await upstream.stop();
}
