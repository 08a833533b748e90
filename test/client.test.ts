/** The client against a Stytch that misbehaves: a real socket, answers of our own. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { Dispatcher } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AbortSource } from '../src/stytch/client/abort.ts';
import type { CallOptions } from '../src/stytch/client/call.ts';
import { createStytch, type StytchClient } from '../src/stytch/client/client.ts';
import { StytchError } from '../src/stytch/error.ts';
import { createPauses } from '../src/stytch/resilience/pauses.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

let server: Server;
let stytch: StytchClient;
let received: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
let handlers: Handler[];
let logged: string[];

beforeEach(async () => {
  received = [];
  handlers = [];
  logged = [];
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    received.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    const handler = handlers.length > 1 ? handlers.shift() : handlers[0];
    handler?.(request, response, body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stytch = clientAt((server.address() as AddressInfo).port);
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
});

const clientAt = (port: number, timeout = 2_000, scheme = 'http') =>
  createStytch({
    baseUrl: `${scheme}://127.0.0.1:${port}`,
    telemetryUrl: `${scheme}://127.0.0.1:${port}`,
    projectId: 'project-test-1',
    secret: 'secret-test-canary',
    rules: { timeout },
    log: { warn: (message, fields) => logged.push(JSON.stringify({ message, ...fields })), error: () => {} },
  });

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const html =
  (status: number): Handler =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html>lb-internal says no</html>');
const hang: Handler = () => {};
const hangUp: Handler = (request) => (request.socket as Socket).destroy();
const policy = { request_id: 'r1', status_code: 200, policy: { roles: [], resources: [], scopes: [] } };
const refusalBody = (status: number, error_type: string) => ({
  status_code: status,
  request_id: 'request-1',
  error_type,
  error_message: 'Stytch says why.',
  error_url: 'https://stytch.com/docs/api/errors',
});

const read = () => stytch.call('get', '/v1/b2b/rbac/policy', {});
const write = () => stytch.call('post', '/v1/b2b/organizations', { organizationName: 'A', organizationSlug: 'a' });
const refused = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof StytchError)) throw new Error('the call was to be refused');
  return error.facts;
};

describe('a call', () => {
  it('sends Basic auth, JSON, and each input where the contract wants it', async () => {
    handlers = [json(200, { request_id: 'r', status_code: 200 })];
    await stytch.call('put', '/v1/b2b/organizations/{organization_id}', {
      organizationId: 'o-1',
      organizationName: 'A',
      organizationLogoUrl: null,
      rbacEmailImplicitRoleAssignments: [{ domain: 'a.example', roleId: 'r' }],
      trustedMetadata: { camelCase: null, snake_case: { innerKey: 1 } },
    });
    await stytch.call('get', '/v1/b2b/organizations/{organization_id}/member', {
      organizationId: 'o-1',
      emailAddress: 'a+b@c.example',
    });
    expect(received[0]).toMatchObject({ method: 'PUT', url: '/v1/b2b/organizations/o-1' });
    expect(received[0]?.headers.authorization).toBe(
      `Basic ${Buffer.from('project-test-1:secret-test-canary').toString('base64')}`,
    );
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      organization_name: 'A',
      rbac_email_implicit_role_assignments: [{ domain: 'a.example', role_id: 'r' }],
      trusted_metadata: { camelCase: null, snake_case: { innerKey: 1 } },
    });
    expect(received[1]).toMatchObject({
      method: 'GET',
      url: '/v1/b2b/organizations/o-1/member?email_address=a%2Bb%40c.example',
      body: '',
    });
  });

  it('sends a session only where the operation takes one', async () => {
    handlers = [json(200, { request_id: 'r', status_code: 200 })];
    const session = { 'X-Stytch-Member-Session': 'session-1' };
    await stytch.call('delete', '/v1/b2b/organizations/{organization_id}', { organizationId: 'o' }, { session });
    await stytch.call('get', '/v1/b2b/organizations/{organization_id}', { organizationId: 'o' }, { session });
    await stytch.call(
      'delete',
      '/v1/b2b/organizations/{organization_id}',
      { organizationId: 'o' },
      { session: { 'X-Stytch-Member-SessionJWT': 'jwt-1' } },
    );
    const sent = received.map(({ headers }) => [
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
    handlers = [json(404, refusalBody(404, 'organization_not_found'))];
    expect(await refused(read())).toEqual({
      code: 'NOT_FOUND',
      message: 'Stytch says why.',
      errorType: 'organization_not_found',
      properties: ['organization_id'],
      statusCode: 404,
      requestId: 'request-1',
      errorUrl: 'https://stytch.com/docs/api/errors',
    });
    expect(logged).toEqual([]);
  });

  it('keeps an error type it has never heard of', async () => {
    handlers = [json(409, refusalBody(409, 'brand_new_trouble'))];
    expect(await refused(write())).toMatchObject({ code: 'CONFLICT', errorType: 'brand_new_trouble' });
  });

  it('reads the error type before the status: this 429 is no rate limit', async () => {
    handlers = [json(429, refusalBody(429, 'captcha_failed'))];
    expect(await refused(write())).toMatchObject({ code: 'PRECONDITION_FAILED', statusCode: 429 });
    expect(received.length).toBe(1);
  });

  it('keeps tokens out of the message', async () => {
    handlers = [
      json(400, {
        ...refusalBody(400, 'bad_request'),
        error_message: 'eyJhbGciOi.eyJzdWIi.c2ln is not for secret-test-canary',
      }),
    ];
    const { message } = await refused(read());
    expect(message).not.toMatch(/eyJ|canary/);
  });
});

describe('an answer that is none', () => {
  it.each<[string, Handler, string, string]>([
    ['HTML from a proxy', html(502), 'UPSTREAM_UNAVAILABLE', 'OUTCOME_UNKNOWN'],
    ['an overloaded proxy', html(503), 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE'],
    ['an empty success', (_, response) => response.writeHead(200).end(), 'BAD_UPSTREAM_RESPONSE', 'OUTCOME_UNKNOWN'],
    ['HTML as success', html(200), 'BAD_UPSTREAM_RESPONSE', 'OUTCOME_UNKNOWN'],
    [
      'cut JSON',
      (_, response) => response.writeHead(200).end('{"request_id": "r'),
      'BAD_UPSTREAM_RESPONSE',
      'OUTCOME_UNKNOWN',
    ],
    ['a bare list', json(200, []), 'BAD_UPSTREAM_RESPONSE', 'OUTCOME_UNKNOWN'],
    [
      'a short body',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{');
        response.socket?.end();
      },
      'UPSTREAM_UNAVAILABLE',
      'OUTCOME_UNKNOWN',
    ],
    ['no answer at all', hangUp, 'UPSTREAM_UNAVAILABLE', 'OUTCOME_UNKNOWN'],
    ['an HTML 404', html(404), 'BAD_UPSTREAM_RESPONSE', 'BAD_UPSTREAM_RESPONSE'],
  ])('%s', async (_, handler, forRead, forWrite) => {
    handlers = [handler];
    const readFacts = await refused(read());
    expect(readFacts.code).toBe(forRead);
    expect(JSON.stringify(readFacts)).not.toMatch(/lb-internal|undici|ECONN|127\.0\.0\.1/);
    received = [];
    expect((await refused(write())).code).toBe(forWrite);
    expect(received.length, 'a write is never sent twice').toBe(1);
  });

  it('a redirect is not followed, and the secret goes nowhere', async () => {
    handlers = [(_, response) => response.writeHead(302, { location: '/elsewhere' }).end()];
    expect((await refused(read())).code).toBe('BAD_UPSTREAM_RESPONSE');
    expect(received.map(({ url }) => url)).toEqual(['/v1/b2b/rbac/policy']);
  });

  it('more than 8 MB is cut', async () => {
    handlers = [
      (_, response) => {
        response.writeHead(200);
        const chunk = Buffer.alloc(1024 * 1024, 32);
        for (let i = 0; i < 20; i += 1) response.write(chunk);
        response.end();
      },
    ];
    expect((await refused(read())).code).toBe('BAD_UPSTREAM_RESPONSE');
  });
});

it('HTTP/1.1 is spoken, and nothing else is offered', async () => {
  const greetings: Buffer[] = [];
  const listener = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (greeting) => {
      greetings.push(greeting);
      socket.destroy();
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const secure = clientAt((listener.address() as AddressInfo).port, 2_000, 'https');
  expect((await refused(secure.call('get', '/v1/b2b/rbac/policy', {}))).code).toBe('UPSTREAM_UNAVAILABLE');
  // The first attempt and those after it. A name of a protocol stands after its length (RFC 7301, 3.1).
  expect(greetings).toHaveLength(3);
  for (const greeting of greetings) {
    expect(greeting.includes('\x08http/1.1')).toBe(true);
    expect(greeting.includes('\x02h2')).toBe(false);
  }
  await secure.close();
  listener.close();
});

describe('trying again', () => {
  it('a read survives a broken connection and a 500', async () => {
    handlers = [hangUp, json(500, refusalBody(500, 'internal_server_error')), json(200, policy)];
    await expect(read()).resolves.toMatchObject({ policy: { roles: [] } });
    expect(received.length).toBe(3);
  });

  it('a read is tried three times at most', async () => {
    handlers = [json(500, refusalBody(500, 'internal_server_error'))];
    expect((await refused(read())).code).toBe('UPSTREAM_ERROR');
    expect(received.length).toBe(3);
    expect(logged.length).toBe(1);
  });

  it('a search reads, though it is a POST', async () => {
    handlers = [
      hangUp,
      json(200, { organizations: [], results_metadata: { total: 0 }, request_id: 'r', status_code: 200 }),
    ];
    await stytch.call('post', '/v1/b2b/organizations/search', {});
    expect(received.length).toBe(2);
  });

  it('a refusal is not tried again', async () => {
    handlers = [json(400, refusalBody(400, 'bad_request'))];
    await refused(read());
    expect(received.length).toBe(1);
  });

  it('a 429 is waited out as long as it says, a write too', async () => {
    handlers = [
      json(429, refusalBody(429, 'too_many_requests'), { 'retry-after': '1' }),
      json(200, { organization: {}, request_id: 'r', status_code: 200 }),
    ];
    const before = performance.now();
    await write();
    expect(performance.now() - before).toBeGreaterThanOrEqual(995);
    expect(received.length).toBe(2);
  });

  it('a 429 that asks for more time than there is, is told', async () => {
    handlers = [json(429, refusalBody(429, 'too_many_requests'), { 'retry-after': '60' })];
    expect(await refused(read())).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 60 });
    expect(received.length).toBe(1);
  });

  it('retries stay within their budget', async () => {
    handlers = [json(500, refusalBody(500, 'internal_server_error'))];
    for (let i = 0; i < 40; i += 1) await refused(read());
    // Ten are free, then a tenth of the calls.
    expect(received.length).toBeLessThanOrEqual(40 + 10 + 4);
  });

  it('nothing that never connected is lost: even a write is tried once more', async () => {
    const down = clientAt(1);
    expect((await refused(down.call('post', '/v1/b2b/organizations', { organizationName: 'A' }))).code).toBe(
      'UPSTREAM_UNAVAILABLE',
    );
    await down.close();
  });
});

describe('a large answer', () => {
  const roles = Array.from({ length: 400 }, (_, n) => ({ role_id: `role-${n}`, description: 'Zoë’s role' }));
  const large = { ...policy, policy: { ...policy.policy, roles } };

  it('is as it was sent', async () => {
    handlers = [json(200, large)];
    expect(await read()).toEqual(large);
  });

  it('that broke off in the middle cannot be read', async () => {
    const text = JSON.stringify(large);
    handlers = [(_, response) => response.writeHead(200).end(text.slice(0, text.length / 2))];
    expect((await refused(read())).code).toBe('BAD_UPSTREAM_RESPONSE');
  });

  it('with something unreadable in it is refused where that is asked for, and says nothing of it', async () => {
    handlers = [(_, response) => response.writeHead(200).end(JSON.stringify(large).replace('"role-7"', 'canary'))];
    const answer = await read();
    expect(answer.request_id).toBe('r1');
    const { message, ...facts } = await refused(Promise.try(() => answer.policy?.roles));
    expect(facts.code).toBe('BAD_UPSTREAM_RESPONSE');
    expect(message).not.toContain('canary');
  });
});

describe('a socket that throws', () => {
  class Throwing extends Dispatcher {
    override dispatch(): boolean {
      throw new Error('broken');
    }
    override async close(): Promise<void> {}
  }

  it('fails the call and gives its turn back', async () => {
    const broken = createStytch({
      baseUrl: 'http://127.0.0.1:1',
      telemetryUrl: 'http://127.0.0.1:1',
      projectId: 'project-test-1',
      secret: 'secret-test-canary',
      rules: { connections: 1, retries: 0 },
      log: { warn: () => {}, error: () => {} },
      connect: () => new Throwing(),
    });
    const options = { party: { caller: 'one', tenant: 'all' } };
    for (let n = 0; n < 3; n += 1) {
      expect((await refused(broken.call('get', '/v1/b2b/rbac/policy', {}, options))).code).toBe('UPSTREAM_UNAVAILABLE');
    }
    const organization = { organizationName: 'A' };
    const write = broken.call('post', '/v1/b2b/organizations', organization, options);
    expect((await refused(write)).code).toBe('OUTCOME_UNKNOWN');
  });
});

describe('calls that waited together', () => {
  it('are tried one at a time on a Stytch that has been failing', async () => {
    let sent = 0;
    class Failing extends Dispatcher {
      override dispatch(): boolean {
        sent += 1;
        throw new Error('broken');
      }
      override async close(): Promise<void> {}
    }
    let turn: Promise<void> | undefined;
    const client = createStytch({
      baseUrl: 'http://127.0.0.1:1',
      telemetryUrl: 'http://127.0.0.1:1',
      projectId: 'project-test-1',
      secret: 'secret-test-canary',
      rules: { retries: 0, minimumThroughput: 4, failureRateThreshold: 0.5, cooldownMs: 20 },
      rates: { take: () => turn, left: () => 1, pauses: createPauses() },
      log: { warn: () => {}, error: () => {} },
      connect: () => new Failing(),
    });
    const ask = () => refused(client.call('get', '/v1/b2b/rbac/policy', {}));
    for (let n = 0; n < 10; n += 1) await ask();
    expect(sent).toBeLessThan(10);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = sent;
    const { promise, resolve } = Promise.withResolvers<void>();
    turn = promise;
    const asked = [ask(), ask(), ask()];
    resolve();
    await Promise.all(asked);
    expect(sent - before).toBe(1);
  });
});

describe('a call that waits for its turn', () => {
  const party = { caller: 'one', tenant: 'all' };
  const oneAtATime = () =>
    createStytch({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      telemetryUrl: 'http://127.0.0.1:1',
      projectId: 'project-test-1',
      secret: 'secret-test-canary',
      rules: { connections: 1 },
      log: { warn: () => {}, error: () => {} },
    });
  /** A first call, which Stytch answers when it is told to. */
  const first = async (client: StytchClient) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    handlers = [
      (_, response) => void promise.then(() => response.end(JSON.stringify({ request_id: 'r', status_code: 200 }))),
      json(200, policy),
    ];
    const answer = client.call('post', '/v1/b2b/organizations', { organizationName: 'A' }, { party });
    while (received.length === 0) await new Promise((turn) => setImmediate(turn));
    return { answer, letGo: resolve };
  };
  const ask = (client: StytchClient, options: Parameters<StytchClient['send']>[3]) =>
    client.call('post', '/v1/b2b/organizations', { organizationName: 'B' }, { party, ...options });

  it('is not sent once its deadline has passed', async () => {
    const client = oneAtATime();
    const { answer, letGo } = await first(client);
    const { code } = await refused(ask(client, { deadline: Date.now() + 50 }));
    expect([code, received.length], 'a change that was not sent is no change of unknown outcome').toEqual([
      'TIMEOUT',
      1,
    ]);
    letGo();
    await answer;
    await ask(client, {});
    expect(received.length).toBe(2);
  });

  it('is not sent for a caller who has left, before or meanwhile', async () => {
    const client = oneAtATime();
    const { answer, letGo } = await first(client);
    const signal = new AbortSource();
    const waits = refused(ask(client, { signal }));
    signal.abort();
    const asks = refused(ask(client, { signal }));
    expect([(await waits).code, (await asks).code]).toEqual(['TIMEOUT', 'TIMEOUT']);
    letGo();
    await answer;
    expect(received.length).toBe(1);
  });
});

describe('the one slot of a client', () => {
  const party = { caller: 'one', tenant: 'all' };
  const begun: Handler = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(' ');
  };
  const answers: Handler = json(200, policy);
  const leaving = (milliseconds: number) => {
    const signal = new AbortSource();
    setTimeout(() => signal.abort(), milliseconds);
    return { signal };
  };
  const ends: readonly [how: string, handlers: readonly Handler[], options: () => CallOptions, code: string][] = [
    ['an abort before the answer', [hang], () => leaving(50), 'TIMEOUT'],
    ['an abort within the answer', [begun], () => leaving(50), 'TIMEOUT'],
    ['a deadline before the answer', [hang], () => ({ deadline: Date.now() + 50 }), 'TIMEOUT'],
    ['a deadline within the answer', [begun], () => ({ deadline: Date.now() + 50 }), 'TIMEOUT'],
    ['an abort between two attempts', [html(503), hang], () => leaving(50), 'TIMEOUT'],
    ['a connection that breaks', [hangUp], () => ({ noRetry: true }), 'UPSTREAM_UNAVAILABLE'],
    ['a connection that breaks each time', [hangUp, hangUp, hangUp], () => ({}), 'UPSTREAM_UNAVAILABLE'],
    ['an answer that is no JSON', [html(200)], () => ({ noRetry: true }), 'BAD_UPSTREAM_RESPONSE'],
    ['a refusal', [json(404, refusalBody(404, 'organization_not_found'))], () => ({}), 'NOT_FOUND'],
  ];

  it.each(ends)('is free after %s, for those who wait and those who come', async (_, faults, options, code) => {
    const client = createStytch({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      telemetryUrl: 'http://127.0.0.1:1',
      projectId: 'project-test-1',
      secret: 'secret-test-canary',
      rules: { connections: 1, backoffMs: 1 },
      log: { warn: () => {}, error: () => {} },
    });
    const ask = (by: CallOptions = {}) => client.call('get', '/v1/b2b/rbac/policy', {}, { party, ...by });
    const left = [...faults];
    handlers = [
      (request, ...rest) => (request.url === '/v1/b2b/rbac/policy' ? answers : left.shift())?.(request, ...rest),
    ];
    const fails = refused(client.call('get', '/v1/debug/whoami', {}, { party, ...options() }));
    while (received.length < 1) await new Promise((turn) => setImmediate(turn));
    const waits = ask();
    expect((await fails).code).toBe(code);
    expect(await waits).toMatchObject({ request_id: 'r1' });
    // One slot given back twice would let two run at a time.
    let atOnce = 0;
    let most = 0;
    handlers = [
      (request, response, body) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        setTimeout(() => {
          atOnce -= 1;
          answers(request, response, body);
        }, 10);
      },
    ];
    await Promise.all([ask(), ask(), ask()]);
    expect(most).toBe(1);
    await client.close();
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
    handlers = [handler];
    const quick = clientAt((server.address() as AddressInfo).port, 400);
    const before = performance.now();
    expect((await refused(quick.call('get', '/v1/b2b/rbac/policy', {}))).code).toBe('TIMEOUT');
    expect(performance.now() - before).toBeLessThan(400 + 250);
    expect(received.length).toBe(1);
  });

  it('holds for an attempt after the first, too', async () => {
    handlers = [hangUp, hang];
    const quick = clientAt((server.address() as AddressInfo).port, 400);
    const before = performance.now();
    expect((await refused(quick.call('get', '/v1/b2b/rbac/policy', {}))).code).toBe('TIMEOUT');
    expect(performance.now() - before).toBeLessThan(400 + 250);
    expect(received.length).toBe(2);
  });

  it('makes the outcome of a write unknown', async () => {
    handlers = [hang];
    const quick = clientAt((server.address() as AddressInfo).port, 300);
    expect((await refused(quick.call('post', '/v1/b2b/organizations', { organizationName: 'A' }))).code).toBe(
      'OUTCOME_UNKNOWN',
    );
    expect(received.length).toBe(1);
  });

  it('that is over sends nothing', async () => {
    handlers = [json(200, policy)];
    expect((await refused(stytch.call('get', '/v1/b2b/rbac/policy', {}, { deadline: Date.now() - 1 }))).code).toBe(
      'TIMEOUT',
    );
    expect(received.length).toBe(0);
  });

  it('ends reads whose caller left, but not writes', async () => {
    handlers = [
      (_, response) =>
        setTimeout(
          () => response.writeHead(200).end(JSON.stringify({ organization: {}, request_id: 'r', status_code: 200 })),
          200,
        ),
    ];
    const leaving = new AbortController();
    const reading = refused(stytch.call('get', '/v1/b2b/rbac/policy', {}, { signal: leaving.signal }));
    const writing = stytch.call('post', '/v1/b2b/organizations', { organizationName: 'A' }, { signal: leaving.signal });
    setTimeout(() => leaving.abort(), 50);
    await reading;
    await expect(writing).resolves.toMatchObject({ request_id: 'r' });
  });
});
