/** X-Sandbox-Failure over the sandbox of a consumer project that the gateway starts for itself. */
import { afterEach, expect, it } from 'vitest';
import { createGateway, type Gateway } from '../../src/package/index.ts';

let gateway: Gateway | undefined;
afterEach(() => gateway?.close());

it('fails in operations of that kind of project, and rejects others', async () => {
  gateway = createGateway({ STYTCH_PROJECT_ID: undefined, STYTCH_VERTICAL: 'consumer', LOG_LEVEL: 'error' });
  const { fetch } = gateway;
  const send = async (failure: object | undefined) => {
    const response = await fetch(
      new Request('http://localhost/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: 'Bearer sgk_sandbox_admin',
          ...(failure && { 'x-sandbox-failure': JSON.stringify(failure) }),
        },
        body: JSON.stringify({ query: '{ users(first: 1) { totalCount } }' }),
      }),
    );
    return { status: response.status, ...(await response.json()) };
  };
  const error = { error_type: 'internal_server_error' };
  expect(await send({ operation: 'api_user_v1_Search', error })).toMatchObject({
    errors: [{ extensions: { code: 'UPSTREAM_ERROR' } }],
  });
  expect(await send(undefined)).toEqual({ status: 200, data: { users: { totalCount: expect.any(Number) } } });
  expect(await send({ operation: 'api_organization_v1_Search', error })).toMatchObject({
    status: 400,
    errors: [{ message: expect.stringMatching(/^X-Sandbox-Failure: operation: /) }],
  });
});
