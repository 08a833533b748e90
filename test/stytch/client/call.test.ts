/** Calls to Stytch: requests and results, retries, and the deadline. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Handler,
  hang,
  hangUp,
  json,
  policy,
  refusalBody,
  refused,
  startUpstream,
  type Upstream,
} from './upstream.ts';

let upstream: Upstream;
beforeEach(async () => {
  upstream = await startUpstream();
});
afterEach(() => upstream.close());

describe('a call', () => {
  it('sends Basic auth, JSON, and each input where the contract wants it', async () => {
    upstream.handlers = [json(200, { request_id: 'r', status_code: 200 })];
    await upstream.stytch.call('put', '/v1/b2b/organizations/{organization_id}', {
      organizationId: 'o-1',
      organizationName: 'A',
      organizationLogoUrl: null,
      rbacEmailImplicitRoleAssignments: [{ domain: 'a.example', roleId: 'r' }],
      trustedMetadata: { camelCase: null, snake_case: { innerKey: 1 } },
    });
    await upstream.stytch.call('get', '/v1/b2b/organizations/{organization_id}/member', {
      organizationId: 'o-1',
      emailAddress: 'a+b@c.example',
    });
    expect(upstream.received[0]).toMatchObject({ method: 'PUT', url: '/v1/b2b/organizations/o-1' });
    expect(upstream.received[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('project-test-1:secret-test-canary').toString('base64')}`,
    );
    expect(JSON.parse(upstream.received[0]?.body ?? '')).toEqual({
      organization_name: 'A',
      rbac_email_implicit_role_assignments: [{ domain: 'a.example', role_id: 'r' }],
      trusted_metadata: { camelCase: null, snake_case: { innerKey: 1 } },
    });
    expect(upstream.received[1]).toMatchObject({
      method: 'GET',
      url: '/v1/b2b/organizations/o-1/member?email_address=a%2Bb%40c.example',
      body: '',
    });
  });

  it('sends a session only where the operation takes one', async () => {
    upstream.handlers = [json(200, { request_id: 'r', status_code: 200 })];
    const session = { 'X-Stytch-Member-Session': 'session-1' };
    await upstream.stytch.call(
      'delete',
      '/v1/b2b/organizations/{organization_id}',
      { organizationId: 'o' },
      { session },
    );
    await upstream.stytch.call('get', '/v1/b2b/organizations/{organization_id}', { organizationId: 'o' }, { session });
    await upstream.stytch.call(
      'delete',
      '/v1/b2b/organizations/{organization_id}',
      { organizationId: 'o' },
      { session: { 'X-Stytch-Member-SessionJWT': 'jwt-1' } },
    );
    const sent = upstream.received.map(({ headers }) => [
      headers['x-stytch-member-session'],
      headers['x-stytch-member-sessionjwt'],
    ]);
    expect(sent).toEqual([
      ['session-1', undefined],
      [undefined, undefined],
      [undefined, 'jwt-1'],
    ]);
  });

  it('tells Stytch’s refusals with their facts', async () => {
    upstream.handlers = [json(404, refusalBody(404, 'organization_not_found'))];
    expect(await refused(upstream.read())).toEqual({
      code: 'NOT_FOUND',
      message: 'Stytch says why.',
      errorType: 'organization_not_found',
      properties: ['organization_id'],
      statusCode: 404,
      requestId: 'request-1',
      errorUrl: 'https://stytch.com/docs/api/errors',
    });
    expect(upstream.logged).toEqual([]);
  });

  it('keeps an error type it has never heard of', async () => {
    upstream.handlers = [json(409, refusalBody(409, 'brand_new_trouble'))];
    expect(await refused(upstream.write())).toMatchObject({ code: 'CONFLICT', errorType: 'brand_new_trouble' });
  });

  it('reads the error type before the status: this 429 is no rate limit', async () => {
    upstream.handlers = [json(429, refusalBody(429, 'captcha_failed'))];
    expect(await refused(upstream.write())).toMatchObject({ code: 'PRECONDITION_FAILED', statusCode: 429 });
    expect(upstream.received.length).toBe(1);
  });

  it('keeps tokens out of the message', async () => {
    upstream.handlers = [
      json(400, {
        ...refusalBody(400, 'bad_request'),
        error_message: 'eyJhbGciOi.eyJzdWIi.c2ln is not for secret-test-canary',
      }),
    ];
    const { message } = await refused(upstream.read());
    expect(message).not.toMatch(/eyJ|canary/);
  });
});

describe('trying again', () => {
  it('a read survives a broken connection and a 500', async () => {
    upstream.handlers = [hangUp, json(500, refusalBody(500, 'internal_server_error')), json(200, policy)];
    await expect(upstream.read()).resolves.toMatchObject({ policy: { roles: [] } });
    expect(upstream.received.length).toBe(3);
  });

  it('a read is tried three times at most', async () => {
    upstream.handlers = [json(500, refusalBody(500, 'internal_server_error'))];
    expect((await refused(upstream.read())).code).toBe('UPSTREAM_ERROR');
    expect(upstream.received.length).toBe(3);
    expect(upstream.logged.length).toBe(1);
  });

  it('a search reads, though it is a POST', async () => {
    upstream.handlers = [
      hangUp,
      json(200, { organizations: [], results_metadata: { total: 0 }, request_id: 'r', status_code: 200 }),
    ];
    await upstream.stytch.call('post', '/v1/b2b/organizations/search', {});
    expect(upstream.received.length).toBe(2);
  });

  it('a refusal is not tried again', async () => {
    upstream.handlers = [json(400, refusalBody(400, 'bad_request'))];
    await refused(upstream.read());
    expect(upstream.received.length).toBe(1);
  });

  it('a 429 is waited out as long as it says, a write too', async () => {
    upstream.handlers = [
      json(429, refusalBody(429, 'too_many_requests'), { 'retry-after': '1' }),
      json(200, { organization: {}, request_id: 'r', status_code: 200 }),
    ];
    const before = performance.now();
    await upstream.write();
    expect(performance.now() - before).toBeGreaterThanOrEqual(995);
    expect(upstream.received.length).toBe(2);
  });

  it('returns a 429 whose Retry-After exceeds the deadline', async () => {
    upstream.handlers = [json(429, refusalBody(429, 'too_many_requests'), { 'retry-after': '60' })];
    expect(await refused(upstream.read())).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 60 });
    expect(upstream.received.length).toBe(1);
  });

  it('retries stay within their budget', async () => {
    upstream.handlers = [json(500, refusalBody(500, 'internal_server_error'))];
    for (let i = 0; i < 40; i += 1) await refused(upstream.read());
    // Ten retries are free, then one per ten calls.
    expect(upstream.received.length).toBeLessThanOrEqual(40 + 10 + 4);
  });

  it('nothing that never connected is lost: even a write is tried once more', async () => {
    const down = upstream.clientAt(1);
    expect((await refused(down.call('post', '/v1/b2b/organizations', { organizationName: 'A' }))).code).toBe(
      'UPSTREAM_UNAVAILABLE',
    );
    await down.close();
  });
});

describe('the deadline', () => {
  const slowBody: Handler = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const drip = setInterval(() => response.write(' '), 50);
    response.on('close', () => clearInterval(drip));
  };

  it.each([
    ['headers', hang],
    ['a body that drips', slowBody],
  ] as const)('covers %s', async (_, handler) => {
    upstream.handlers = [handler];
    const quick = upstream.clientAt(upstream.port, 400);
    const before = performance.now();
    expect((await refused(quick.call('get', '/v1/b2b/rbac/policy', {}))).code).toBe('TIMEOUT');
    expect(performance.now() - before).toBeLessThan(400 + 250);
    expect(upstream.received.length).toBe(1);
  });

  it('holds for an attempt after the first, too', async () => {
    upstream.handlers = [hangUp, hang];
    const quick = upstream.clientAt(upstream.port, 400);
    const before = performance.now();
    expect((await refused(quick.call('get', '/v1/b2b/rbac/policy', {}))).code).toBe('TIMEOUT');
    expect(performance.now() - before).toBeLessThan(400 + 250);
    expect(upstream.received.length).toBe(2);
  });

  it('makes the outcome of a write unknown', async () => {
    upstream.handlers = [hang];
    const quick = upstream.clientAt(upstream.port, 300);
    expect((await refused(quick.call('post', '/v1/b2b/organizations', { organizationName: 'A' }))).code).toBe(
      'OUTCOME_UNKNOWN',
    );
    expect(upstream.received.length).toBe(1);
  });

  it('that is over sends nothing', async () => {
    upstream.handlers = [json(200, policy)];
    expect(
      (await refused(upstream.stytch.call('get', '/v1/b2b/rbac/policy', {}, { deadline: Date.now() - 1 }))).code,
    ).toBe('TIMEOUT');
    expect(upstream.received.length).toBe(0);
  });

  it('ends reads whose caller left, but not writes', async () => {
    upstream.handlers = [
      (_, response) =>
        setTimeout(
          () => response.writeHead(200).end(JSON.stringify({ organization: {}, request_id: 'r', status_code: 200 })),
          200,
        ),
    ];
    const leaving = new AbortController();
    const reading = refused(upstream.stytch.call('get', '/v1/b2b/rbac/policy', {}, { signal: leaving.signal }));
    const writing = upstream.stytch.call(
      'post',
      '/v1/b2b/organizations',
      { organizationName: 'A' },
      { signal: leaving.signal },
    );
    setTimeout(() => leaving.abort(), 50);
    await reading;
    await expect(writing).resolves.toMatchObject({ request_id: 'r' });
  });
});
