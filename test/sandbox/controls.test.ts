/** The clock and the failures of a sandbox, over the socket, for both kinds of project. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGateway } from '../../src/package/index.ts';
import { startSandbox } from '../../src/package/sandbox.ts';
import { startSandboxFor } from '../../src/sandbox/by-vertical.ts';

type Sandbox = Awaited<ReturnType<typeof startSandboxFor>>;

const kinds = [
  {
    kind: 'b2b',
    search: '/v1/b2b/organizations/search',
    id: 'api_organization_v1_Search',
  },
  { kind: 'consumer', search: '/v1/users/search', id: 'api_user_v1_Search' },
] as const;

describe.each(kinds)('a $kind sandbox', ({ kind, search, id }) => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandboxFor(kind, { port: 0 });
  });
  afterEach(() => sandbox.close());

  const send = (method: string, path: string, body?: object, signal: AbortSignal | null = null) =>
    fetch(`${sandbox.origin}${path}`, {
      method,
      signal,
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`${sandbox.projectId}:${sandbox.secret}`).toString('base64')}`,
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const call = (signal: AbortSignal | null = null) => send('POST', search, { limit: 1 }, signal);
  const failNext = async (failure: object) => {
    const response = await send('POST', '/sandbox/failures', failure);
    expect(response.status, await response.clone().text()).toBe(200);
    return response.json();
  };

  it('advances its clock, and everything expires by it', async () => {
    const before = Date.parse(((await (await send('GET', '/sandbox/clock')).json()) as { now: string }).now);
    const turned = (await (await send('POST', '/sandbox/clock', { seconds: 3_600 })).json()) as { now: string };
    expect(Date.parse(turned.now) - before).toBeGreaterThanOrEqual(3_600_000);
    expect(Date.parse(turned.now) - before).toBeLessThan(3_610_000);
    const to = new Date(Date.parse(turned.now) + 86_400_000).toISOString();
    await send('POST', '/sandbox/clock', { to });
    expect(sandbox.clock.now().getTime()).toBeGreaterThanOrEqual(Date.parse(to));
  });

  it.each([
    [{}],
    [{ seconds: -1 }],
    [{ seconds: '60' }],
    [{ seconds: 1e12 }],
    [{ to: 'tomorrow' }],
    [{ to: '2000-01-01T00:00:00Z' }],
    [{ seconds: 1, to: '2100-01-01T00:00:00Z' }],
    [{ minutes: 1 }],
  ])('rejects a clock change of %j, which changes nothing', async (sent) => {
    const before = sandbox.clock.now().getTime();
    const response = await send('POST', '/sandbox/clock', sent);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error_type: 'invalid_argument' });
    expect(sandbox.clock.now().getTime() - before).toBeLessThan(10_000);
  });

  it('limits its clock to the year 5000, so that every date has a four-digit year', async () => {
    const refused = async (sent: object) => {
      const response = await send('POST', '/sandbox/clock', sent);
      expect([response.status, await response.json()]).toMatchObject([
        400,
        { error_type: 'invalid_argument', error_message: expect.stringContaining('5000-01-01T00:00:00Z') },
      ]);
    };
    await refused({ to: '5000-01-01T00:00:00.001Z' });
    await refused({ to: '9999-12-31T23:59:59Z' });
    expect((await send('POST', '/sandbox/clock', { to: '4950-01-01T00:00:00Z' })).status).toBe(200);
    await refused({ seconds: 100 * 365 * 86_400 });
    expect(() => sandbox.clock.advance(Number.POSITIVE_INFINITY)).toThrow('5000-01-01T00:00:00Z');
    expect((await send('POST', '/sandbox/clock', { to: '5000-01-01T00:00:00Z' })).status).toBe(200);
    const look = await sandbox.world();
    const authenticate = kind === 'b2b' ? '/v1/b2b/sessions/authenticate' : '/v1/sessions/authenticate';
    const { session_token } = 'admin' in look.credentials ? look.credentials.admin : look.credentials.ada;
    const signedIn = await send('POST', authenticate, { session_token, session_duration_minutes: 527_040 });
    expect(await signedIn.json()).toMatchObject({
      [kind === 'b2b' ? 'member_session' : 'session']: { expires_at: expect.stringMatching(/^5001-01-0\dT[\d:]{8}Z$/) },
    });
    const rule = { country_code: 'AQ', action: 'BLOCK', expires_in_minutes: 2 ** 31 - 1 };
    const ruled = await send('POST', '/v1/rules/set', rule);
    expect(await ruled.json()).toMatchObject({ expires_at: expect.stringMatching(/^9083-01-\d\dT[\d:]{8}Z$/) });
    const tooLong = await send('POST', '/v1/rules/set', { ...rule, expires_in_minutes: 2 ** 31 });
    expect(tooLong.status).toBe(400);
  });

  it('rejects pages of other origins, for every content type', async () => {
    const before = sandbox.clock.now().getTime();
    const sendAs = (origin: string, path: string, body: object) =>
      fetch(`${sandbox.origin}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain', origin },
        body: JSON.stringify(body),
      });
    for (const origin of ['https://evil.example', 'null', 'http://localhost:1']) {
      expect((await sendAs(origin, '/sandbox/clock', { seconds: 3_600 })).status).toBe(403);
      expect((await sendAs(origin, '/sandbox/failures', { delay_ms: 1 })).status).toBe(403);
    }
    expect(sandbox.clock.now().getTime() - before).toBeLessThan(10_000);
    expect(sandbox.failures.list()).toEqual([]);
    expect((await sendAs(sandbox.origin, '/sandbox/clock', { seconds: 1 })).status).toBe(200);
  });

  it('returns any error for the given number of calls, then succeeds', async () => {
    await failNext({ operation: id, times: 2, error: { error_type: 'too_many_requests', retry_after: 3 } });
    for (let n = 0; n < 2; n += 1) {
      const response = await call();
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '3']);
      expect(await response.json()).toEqual({
        status_code: 429,
        request_id: expect.stringMatching(/^request-id-test-/),
        error_type: 'too_many_requests',
        error_message: 'Too many requests have been made.',
        error_url: 'https://stytch.com/docs/api/errors/429',
      });
    }
    expect((await call()).status).toBe(200);
  });

  it.each([
    ['user_not_found', 404],
    ['unable_to_auth_otp_code', 401],
    ['invalid_public_key_credential', 400],
    ['internal_server_error', 500],
    ['attribute_mismatch', 401],
    ['oauth_token_not_found', 400],
    ['session_authorization_error', 403],
  ])('returns %s with %i', async (error_type, status) => {
    await failNext({ error: { error_type } });
    const response = await call();
    expect([response.status, await response.json()]).toMatchObject([status, { error_type, status_code: status }]);
  });

  it('returns a custom body', async () => {
    const own = {
      error_type: 'a_word_of_next_year',
      status_code: 418,
      error_message: 'Why.',
      error_details: { a: [1] },
    };
    await failNext({ error: { ...own, error_url: 'https://stytch.com/docs/new' } });
    const response = await call();
    expect([response.status, await response.json()]).toMatchObject([418, own]);
  });

  it('returns a message for every error type, even for a property name of JavaScript', async () => {
    await failNext({ error: { error_type: 'constructor', status_code: 418 } });
    expect(await (await call()).json()).toMatchObject({ error_message: expect.any(String) });
  });

  it('rejects JSON that is nested too deeply to be serialized', async () => {
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    const body = `{"error":{"error_type":"internal_server_error","error_details":${deep}}}`;
    const response = await fetch(`${sandbox.origin}/sandbox/failures`, { method: 'POST', body });
    expect([response.status, await response.json()]).toMatchObject([400, { error_type: 'bad_request' }]);
    expect((await call()).status).toBe(200);
  });

  it('fails the token endpoint by its operation name', async () => {
    const ask = () => send('POST', `/v1/public/${sandbox.projectId}/oauth2/token`, {});
    await failNext({ operation: 'oauth2_token', error: { error_type: 'internal_server_error' } });
    expect((await call()).status).toBe(200);
    expect((await ask()).status).toBe(500);
    expect((await ask()).status).toBe(400);
  });

  it('fails the token endpoint in the form of OAuth', async () => {
    const error = {
      error_type: 'invalid_grant',
      status_code: 400,
      error_message: 'Used.',
      error_url: 'https://a.example/',
    };
    await failNext({ operation: 'oauth2_token', error });
    const response = await send('POST', `/v1/public/${sandbox.projectId}/oauth2/token`, {});
    expect([response.status, await response.json()]).toEqual([
      400,
      {
        error: 'invalid_grant',
        error_description: 'Used.',
        error_uri: 'https://a.example/',
        request_id: expect.any(String),
        status_code: 400,
      },
    ]);
  });

  it('fails one operation and no other', async () => {
    await failNext({ operation: id, error: { error_type: 'internal_server_error' } });
    expect((await send('GET', '/v1/m2m/clients/none')).status).toBe(404);
    expect((await call()).status).toBe(500);
  });

  it('fails a share of all calls until the failure is removed', async () => {
    await failNext({ share: 1, error: { error_type: 'internal_server_error' } });
    for (let n = 0; n < 3; n += 1) expect((await call()).status).toBe(500);
    const listed = (await (await send('GET', '/sandbox/failures')).json()) as { failures: { remaining: null }[] };
    expect(listed.failures).toMatchObject([{ share: 1, remaining: null }]);
    await send('DELETE', '/sandbox/failures');
    expect((await call()).status).toBe(200);
    expect(sandbox.failures.list()).toEqual([]);
  });

  it('responds after a delay', async () => {
    await failNext({ delay_ms: 150 });
    const started = performance.now();
    expect((await call()).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(140);
  });

  it('hangs without a response', async () => {
    await failNext({ connection: 'hang' });
    await expect(call(AbortSignal.timeout(200))).rejects.toThrow(/timeout/i);
    expect((await call()).status).toBe(200);
  });

  it.each(['reset_before', 'reset_after', 'cut'] as const)('breaks the connection: %s', async (connection) => {
    await failNext({ connection });
    await expect(call().then((response) => response.text())).rejects.toThrow();
    expect((await call()).status).toBe(200);
  });

  it('returns a body that is not JSON', async () => {
    await failNext({ connection: 'malformed' });
    const response = await call();
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow(SyntaxError);
  });

  it.each([
    [{}, /^Say what fails/],
    [{ operation: 'api_nothing', error: { error_type: 'user_not_found' } }, /^operation: /],
    [{ operation: 7, error: { error_type: 'user_not_found' } }, /^operation: /],
    [{ times: 0, delay_ms: 1 }, /^times: /],
    [{ share: 2, delay_ms: 1 }, /^share: /],
    [{ share: 0.5, times: 2, delay_ms: 1 }, /^times and share/],
    [{ error: {} }, /^error\.error_type: /],
    [{ error: { error_type: 'Not A Word' } }, /^error\.error_type: /],
    [{ error: { error_type: 'no_such_word' } }, /^error\.error_type: .*status_code/],
    [{ error: { error_type: 'user_not_found', status_code: 200 } }, /^error\.status_code: /],
    [{ error: { error_type: 'user_not_found', retry_after: -1 } }, /^error\.retry_after: /],
    [{ error: { error_type: 'user_not_found' }, connection: 'hang' }, /^error and connection/],
    [{ connection: 'sever' }, /^connection: /],
    [{ delay_ms: 'long' }, /^delay_ms: /],
    [{ delay_ms: 1, often: true }, /^often: /],
  ])('rejects %j by name, and stores nothing', async (failure, message) => {
    const response = await send('POST', '/sandbox/failures', failure);
    const body = (await response.json()) as { error_message: string };
    expect([response.status, body.error_message]).toEqual([400, expect.stringMatching(message)]);
    expect(sandbox.failures.list()).toEqual([]);
  });
});

describe('a write', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandboxFor('consumer', { port: 0 });
  });
  afterEach(() => sandbox.close());

  const emails = async () =>
    (
      (await (
        await fetch(`${sandbox.origin}/v1/users/search`, {
          method: 'POST',
          headers: {
            authorization: `Basic ${Buffer.from(`${sandbox.projectId}:${sandbox.secret}`).toString('base64')}`,
            'content-type': 'application/json',
          },
          body: JSON.stringify({
            limit: 1,
            query: {
              operator: 'AND',
              operands: [{ filter_name: 'email_address', filter_value: ['new@person.example'] }],
            },
          }),
        })
      ).json()) as { results: unknown[] }
    ).results.length;
  const create = () =>
    fetch(`${sandbox.origin}/v1/users`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${sandbox.projectId}:${sandbox.secret}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ email: 'new@person.example' }),
    });

  it.each([
    ['reset_before', 0],
    ['reset_after', 1],
    ['cut', 1],
  ] as const)('with %s was made %i times', async (connection, made) => {
    sandbox.failures.add({ operation: 'api_user_v1_Create', connection });
    await expect(create().then((response) => response.text())).rejects.toThrow();
    expect(await emails()).toBe(made);
  });
});

describe('a gateway over a sandbox', () => {
  const ask = async (gateway: ReturnType<typeof createGateway>, token: string, query: string) => {
    const response = await gateway.fetch(
      new Request('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      }),
    );
    return (await response.json()) as {
      data?: unknown;
      errors?: { extensions: { code: string; stytch?: { retryAfter?: number } } }[];
    };
  };

  it('uses its clock, so that a JWT expires when the clock is advanced', async () => {
    const sandbox = await startSandbox();
    const gateway = createGateway(sandbox.settings, { now: sandbox.clock.now });
    const { admin } = (await sandbox.world()).credentials;
    expect((await ask(gateway, admin.session_jwt, '{ viewer { kind } }')).data).toEqual({ viewer: { kind: 'MEMBER' } });
    sandbox.clock.advance({ minutes: 6 });
    const late = await ask(gateway, admin.session_jwt, '{ viewer { kind } }');
    expect(late.errors?.map(({ extensions: { code } }) => code)).toEqual(['UNAUTHENTICATED']);
    const fresh = (await sandbox.world()).credentials.admin.session_jwt;
    expect((await ask(gateway, fresh, '{ viewer { kind } }')).data).toEqual({ viewer: { kind: 'MEMBER' } });
    await gateway.close();
    await sandbox.close();
  });

  it('returns the error of an injected failure', async () => {
    const sandbox = await startSandbox();
    const gateway = createGateway(sandbox.settings);
    const { server_key } = (await sandbox.world()).credentials;
    const error = { error_type: 'too_many_requests', retry_after: 20 };
    sandbox.failures.next({ operation: 'api_organization_v1_Search', times: 10, error });
    const { errors } = await ask(gateway, server_key, '{ organizations(first: 1) { totalCount } }');
    expect(errors?.map(({ extensions: { code, stytch } }) => [code, stytch?.retryAfter])).toEqual([
      ['RATE_LIMITED', 20],
    ]);
    expect(() => sandbox.failures.next({ times: -1, delay_ms: 1 })).toThrow(/^times: /);
    await gateway.close();
    await sandbox.close();
  });
});
