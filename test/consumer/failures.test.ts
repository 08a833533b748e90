/** What the gateway makes of the failures that a consumer sandbox is told to have. */
import { beforeEach, expect, test } from 'vitest';
import { type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';

let g: ConsumerGateway;
// Of its own for each: the circuit breaker remembers failures.
beforeEach(async () => {
  g = await gatewayOverSandbox();
  return () => g.close();
});

const operation = 'api_user_v1_Get';
const read = () => {
  const { user_id } = seededUser(g, 'Ada');
  return g.query('query ($id: ID!) { user(by: { id: $id }) { userId } viewer { kind } }', {
    variables: { id: user_id },
  });
};
const rename = () => {
  const { user_id } = seededUser(g, 'Ada');
  return g.data<{ updateUser: { code?: string } }>(
    `mutation ($userId: ID) { updateUser(input: { userId: $userId, name: { firstName: "Ada" } }) {
       ... on UpdateUserPayload { user { userId } } ... on MutationError { code retryAfter } } }`,
    { variables: { userId: user_id } },
  );
};

test('a read is sent again after an error, a reset, an answer cut short', async () => {
  for (const fault of [{ fault: 'error', error_type: 'internal_server_error' }, { fault: 'reset' }, { fault: 'cut' }]) {
    g.sandbox.failures.add({ ...fault, operation });
    expect((await read()).data).toMatchObject({ user: { userId: seededUser(g, 'Ada').user_id } });
  }
  expect(sent(g).filter((id) => id === operation).length).toBeGreaterThan(3);
});

test.each([
  [{ fault: 'error', error_type: 'internal_server_error', next: 9 }, 'UPSTREAM_ERROR'],
  [{ fault: 'error', error_type: 'invalid_public_key_credential' }, 'INVALID_INPUT'],
  [{ fault: 'broken_json', next: 9 }, 'BAD_UPSTREAM_RESPONSE'],
] as const)('%j is %s, and its siblings keep their data', async (failure, code) => {
  g.sandbox.failures.add({ ...failure, operation });
  const { data, errors } = await read();
  expect(errors).toMatchObject([{ path: ['user'], extensions: { code } }]);
  expect(data).toEqual({ user: null, viewer: { kind: 'SERVER' } });
});

test('a read that is limited says for how long', async () => {
  g.sandbox.failures.add({ operation, fault: 'error', error_type: 'too_many_requests', retry_after: 30 });
  const { errors } = await read();
  expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', stytch: { retryAfter: 30 } } }]);
});

test('a user who is gone meanwhile is null without an error', async () => {
  g.sandbox.failures.add({ operation, fault: 'error', error_type: 'user_not_found' });
  expect(await read()).toMatchObject({ data: { user: null }, errors: [] });
});

test.each([
  [{ fault: 'reset', when: 'after' }, 'OUTCOME_UNKNOWN'],
  [{ fault: 'cut' }, 'OUTCOME_UNKNOWN'],
  [{ fault: 'error', error_type: 'duplicate_email' }, 'CONFLICT'],
] as const)('a change that meets %j is %s, and is not sent again', async (failure, code) => {
  g.sandbox.failures.add({ ...failure, operation: 'api_user_v1_Update' });
  expect((await rename()).updateUser).toMatchObject({ code });
  expect(sent(g).filter((id) => id === 'api_user_v1_Update').length).toBeLessThan(2);
});
