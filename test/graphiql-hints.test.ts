/** Hints of GraphiQL about an explained request: each is true of the calls, and requests without a cause get none. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { hintsOf } from '../src/graphiql/app/explain.ts';
import { explained } from './explained.ts';
import { gatewayOverSandbox, type SandboxGateway } from './gateway.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});

const variables = () => {
  const [one, two] = g.world.organizations.map(({ organization_id }) => organization_id);
  return { one, two };
};
const hintsFor = async (document: string) => {
  const explanation = await explained(g, document, { variables: variables() });
  expect(explanation.errors).toEqual([]);
  return {
    hints: hintsOf({ query: document, operationName: undefined, explanation, refusal: undefined }, schema),
    calls: explanation.calls.length,
  };
};
const ONE = 'query ($one: ID!)';
const BOTH = 'query ($one: ID!, $two: ID!)';

it.each([
  ['one call for a whole list', `${ONE} { organization(by: { id: $one }) { members { nodes { name } } } }`],
  [
    '`first` that is given, by a variable with a default too',
    'query ($one: ID!, $n: Int = 4) { organization(by: { id: $one }) { members(first: $n) { nodes { sessions { memberSessionId } } } } }',
  ],
  [
    'rows that came with their list',
    `${ONE} { organization(by: { id: $one }) { members { nodes { name organization { name } } } } }`,
  ],
  [
    'several lookups in one batch',
    `${BOTH} { a: organization(by: { id: $one }) { name } b: organization(by: { id: $two }) { name } }`,
  ],
])('there is none for %s', async (_, document) => {
  expect((await hintsFor(document)).hints).toEqual([]);
});

it('asks for `first` where rows of a list cost calls, through fragments and aliases; with it there are fewer', async () => {
  const document = (args: string) => `${ONE} { shop: organization(by: { id: $one }) { ...Staff } }
    fragment Staff on Organization { staff: members${args} { ... on MemberConnection { nodes { sessions { memberSessionId } } } } }`;
  const { hints, calls } = await hintsFor(document(''));
  expect(hints).toEqual([
    `\`shop.staff\` has no \`first\`, and its rows led to ${calls - 2} calls. Ask with \`first\` for as many rows as you need.`,
  ]);
  g.calls.length = 0;
  const after = await hintsFor(document('(first: 2)'));
  expect(after.hints).toEqual([]);
  expect(after.calls).toBeLessThan(calls);
});

it('names the search that takes all parents; it is one call', async () => {
  const { hints, calls } = await hintsFor(
    '{ organizations(first: 2) { nodes { members(first: 3) { nodes { name } } } } }',
  );
  expect(calls).toBe(3);
  expect(hints).toEqual([
    '`organizations.nodes.members` was searched 2 times, once for each parent. `members(organizationIds: […])` asks for all of them in one search, as one list.',
  ]);
  g.calls.length = 0;
  const after = await hintsFor(`${BOTH} { members(organizationIds: [$one, $two], first: 6) { nodes { name } } }`);
  expect(after).toEqual({ hints: [], calls: 1 });
});
