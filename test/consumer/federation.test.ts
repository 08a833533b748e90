/** The subgraph of a consumer project: users by both keys, for the same callers as `node` and `user(by:)`. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { schema } from '../../schema/consumer/index.ts';
import { entitiesOf, fieldSetsOf } from '../../schema/federation/entity.ts';
import { loadSubgraph } from '../../schema/index.ts';
import { type ConsumerGateway, gatewayOverSandbox } from './gateway.ts';

let g: ConsumerGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ schema: await loadSubgraph('consumer') });
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});

const ENTITIES = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on User { userId } ... on UserSession { sessionId } }
}`;
const ask = (representations: readonly object[], as?: Parameters<ConsumerGateway['query']>[1]) =>
  g.query<{ _entities: unknown[] }>(ENTITIES, { variables: { representations }, ...as });

it('has users, sessions and clients as entities', () => {
  expect(
    [...entitiesOf(schema, 'consumer').values()].map((one) => `${one.type.name}: ${fieldSetsOf(one).join(', ')}`),
  ).toEqual([
    'ConnectedApp: clientId',
    'M2mClient: clientId',
    'User: userId, externalId',
    'UserSession: userId sessionId',
  ]);
});

it('finds a hundred users by one search, and one by their external id', async () => {
  const { users } = await g.data<{ users: { nodes: { userId: string; externalId: string | null }[] } }>(
    '{ users(first: 100) { nodes { userId externalId } } }',
  );
  g.calls.length = 0;
  const references = Array.from({ length: 100 }, (_, n) => ({
    __typename: 'User',
    userId: users.nodes[n % 20]?.userId,
  }));
  const many = await ask(references);
  expect(many.errors).toEqual([]);
  expect(many.data?._entities).toEqual(references.map(({ userId }) => ({ userId })));
  expect(g.calls.map(({ id }) => id)).toEqual(['api_user_v1_Search']);
  const named = users.nodes.find(({ externalId }) => externalId !== null);
  const byExternalId = await ask([{ __typename: 'User', externalId: named?.externalId }]);
  expect(byExternalId.data?._entities).toEqual([{ userId: named?.userId }]);
});

it('returns to users only themselves and to visitors no user, without a call', async () => {
  const { ada, user } = g.world.credentials;
  const references = [ada, user].map(({ user_id }) => ({ __typename: 'User', userId: user_id }));
  const own = await ask(references, { as: 'ada' });
  expect(own.data?._entities).toEqual([{ userId: ada.user_id }, null]);
  expect(own.errors.map(({ path, extensions: { code } }) => [path, code])).toEqual([[['_entities', 1], 'FORBIDDEN']]);
  expect(JSON.stringify(g.calls)).not.toContain(user.user_id);
  const byExternalId = await ask([{ __typename: 'User', externalId: 'auth0|42' }], { as: 'ada' });
  expect(byExternalId.errors.map(({ extensions: { code } }) => code)).toEqual(['FORBIDDEN']);
  const visitor = await ask(references, { as: null });
  expect(visitor.errors.map(({ extensions: { code } }) => code)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
});
