/** The clock and the failures of a consumer sandbox, as seen through a gateway. */
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createGateway } from '../../src/package/index.ts';
import { startSandbox } from '../../src/package/sandbox.ts';
import type { FailureInput } from '../../src/sandbox/control/failures.ts';
import { type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';

describe('failures', () => {
  let g: ConsumerGateway;
  // A new gateway for each test, since its circuit breaker counts failures.
  beforeEach(async () => {
    g = await gatewayOverSandbox();
  });
  afterEach(() => g.close());

  const operation = 'api_user_v1_Get';
  const fail = (failure: FailureInput) => g.sandbox.failures.add(failure);
  const read = () =>
    g.query('query ($id: ID!) { user(by: { id: $id }) { userId } viewer { kind } }', {
      variables: { id: seededUser(g, 'Ada').user_id },
    });
  const rename = () =>
    g.data<{ updateUser: { code?: string } }>(
      `mutation ($userId: ID) { updateUser(input: { userId: $userId, name: { middleName: "King" } }) {
         ... on UpdateUserPayload { user { userId } } ... on MutationError { code } } }`,
      { variables: { userId: seededUser(g, 'Ada').user_id } },
    );

  test.each<[FailureInput]>([
    [{ delay_ms: 50 }],
    [{ error: { error_type: 'internal_server_error' } }],
    [{ connection: 'reset_before' }],
    [{ connection: 'cut' }],
    [{ connection: 'malformed' }],
  ])('a read succeeds after one failure %j', async (failure) => {
    fail({ ...failure, operation });
    expect(await read()).toMatchObject({ data: { user: { userId: seededUser(g, 'Ada').user_id } }, errors: [] });
    expect(g.sandbox.failures.list()).toEqual([]);
  });

  test.each<[FailureInput, string]>([
    [{ error: { error_type: 'internal_server_error' }, times: 9 }, 'UPSTREAM_ERROR'],
    [{ error: { error_type: 'invalid_public_key_credential' } }, 'INVALID_INPUT'],
    [{ connection: 'malformed', times: 9 }, 'BAD_UPSTREAM_RESPONSE'],
  ])('%j is %s, and its siblings keep their data', async (failure, code) => {
    fail({ ...failure, operation });
    const { data, errors } = await read();
    expect(errors).toMatchObject([{ path: ['user'], extensions: { code } }]);
    expect(data).toEqual({ user: null, viewer: { kind: 'SERVER' } });
  });

  test('a user deleted meanwhile is null without an error', async () => {
    fail({ operation, error: { error_type: 'user_not_found' } });
    expect(await read()).toMatchObject({ data: { user: null }, errors: [] });
  });

  test.each<[FailureInput, string]>([
    [{ connection: 'reset_after' }, 'OUTCOME_UNKNOWN'],
    [{ connection: 'cut' }, 'OUTCOME_UNKNOWN'],
    [{ error: { error_type: 'duplicate_user_external_id' } }, 'CONFLICT'],
  ])('a write with the failure %j is %s, and is sent once', async (failure, code) => {
    fail({ ...failure, operation: 'api_user_v1_Update' });
    expect((await rename()).updateUser).toMatchObject({ code });
    expect(sent(g).filter((id) => id === 'api_user_v1_Update').length).toBeLessThan(2);
    const { middle_name } = seededUser(g, 'Ada').name ?? {};
    expect(middle_name).toBe(code === 'OUTCOME_UNKNOWN' ? 'King' : '');
  });
});

describe('the clock', () => {
  test('of a library sandbox expires a JWT at a gateway that uses this clock', async () => {
    const sandbox = await startSandbox({ vertical: 'consumer' });
    onTestFinished(sandbox.close);
    const gateway = createGateway({ ...sandbox.settings, LOG_LEVEL: 'silent' }, { now: sandbox.clock.now });
    onTestFinished(gateway.close);
    const ask = async (token: string) => {
      const response = await gateway.fetch(
        new Request('http://localhost/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: '{"query":"{ viewer { kind } }"}',
        }),
      );
      return response.json();
    };
    const { session_jwt } = (await sandbox.world()).credentials.ada;
    expect(await ask(session_jwt)).toEqual({ data: { viewer: { kind: 'USER' } } });
    sandbox.clock.advance({ minutes: 6 });
    expect(await ask(session_jwt)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    const later = (await sandbox.world()).credentials.ada.session_jwt;
    expect(await ask(later)).toEqual({ data: { viewer: { kind: 'USER' } } });
  });
});
