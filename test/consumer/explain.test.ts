/** `extensions.explain` of a consumer project, compared with the calls that Stytch received. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EXPLAIN_ON, explained, shape } from '../explained.ts';
import { type ConsumerGateway, gatewayOverSandbox } from './gateway.ts';

let g: ConsumerGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox({ explain: 'callers' });
});
afterEach(() => g.close());

it('has the rounds of a query, and one search for several users', async () => {
  const { ada, user } = g.world.credentials;
  const explain = await explained(
    g,
    `{ a: user(by: { id: "${ada.user_id}" }) { name { firstName } sessions { sessionId } } b: user(by: { id: "${user.user_id}" }) { name { firstName } } }`,
  );
  expect(shape(explain)).toEqual([
    { call: 'GET /v1/sessions', round: 1, fields: ['a.sessions'] },
    { call: 'POST /v1/users/search', round: 1, fields: ['a', 'b'], batchedIds: 2 },
  ]);
});

it('has the user from the check of a session token', async () => {
  const explain = await explained(g, '{ viewer { user { name { firstName } } } }', { as: 'adaByToken' });
  expect(shape(explain)).toEqual([{ call: 'POST /v1/sessions/authenticate', round: 1, fields: [] }]);
  expect(explain.reused).toEqual([{ field: 'viewer.user', operation: 'api_user_v1_Get', count: 1 }]);
});

it('has the check of the session that a change of a user waits for', async () => {
  const explain = await explained(
    g,
    'mutation { updateUser(input: { name: { firstName: "Ada" } }) { ... on UpdateUserPayload { user { name { firstName } } } ... on Error { code } } }',
    { as: 'ada' },
  );
  expect(shape(explain)).toEqual([
    { call: 'POST /v1/sessions/authenticate', round: 1, fields: ['updateUser'] },
    { call: 'PUT /v1/users/{user_id}', round: 2, fields: ['updateUser'] },
  ]);
});

it('is rejected for visitors, to whom it would expose which accounts exist', async () => {
  const { extensions } = await g.query(
    'mutation { startUserPasswordReset(input: { emailAddress: "nobody@example.com" }) { __typename } }',
    { as: null, headers: EXPLAIN_ON },
  );
  expect(extensions).toEqual({ warnings: ['X-Explain was ignored: sign in, or send a server key.'] });
});
