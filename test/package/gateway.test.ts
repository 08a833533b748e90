/** The gateway as a library, from its source: cases that the servers of `examples/` do not cover. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { ConfigError, createGateway, type Gateway, type Settings } from '../../src/package/index.ts';
import { type Sandbox, startSandbox } from '../../src/package/sandbox.ts';
import { browser, run } from './program.ts';

const opened: (Gateway | Sandbox)[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

/** A gateway over its own sandbox. */
async function open(settings: Settings = {}): Promise<Gateway & { sandbox: Sandbox }> {
  const sandbox = await startSandbox();
  const gateway = createGateway({ ...sandbox.settings, LOG_LEVEL: 'silent', ...settings });
  opened.push(sandbox, gateway);
  return { ...gateway, sandbox };
}

const post = (url: string, query: string, headers: Record<string, string> = {}): Request =>
  new Request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sgk_sandbox_admin', ...headers },
    body: JSON.stringify({ query }),
  });

/** Serves a gateway on a port; returns its origin. */
async function serve(answer: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return `http://localhost:${address.port}`;
}

describe('settings', () => {
  it('are rejected immediately, each in a line that names it', () => {
    const wrong = () => createGateway({ REQUEST_TIMEOUT_MS: 5, GRAPHQL_PATH: 'graphql', LOG_LEVEL: 'silent' });
    expect(wrong).toThrow(ConfigError);
    expect(wrong).toThrow(
      'GRAPHQL_PATH must be a path such as /graphql or /api/auth/graphql.\nREQUEST_TIMEOUT_MS must be a number from 100 to 999999.',
    );
  });

  it('have types of their own, and come before the environment', async () => {
    process.env['MAX_ALIASES'] = '7';
    process.env['PORT'] = 'of somebody else';
    onTestFinished(() => {
      delete process.env['MAX_ALIASES'];
      delete process.env['PORT'];
    });
    const refusal = async (settings: Settings) => {
      const { fetch } = await open(settings);
      const aliases = Array.from({ length: 9 }, (_, at) => `a${at}: __typename`).join(' ');
      return (await fetch(post('http://localhost/graphql', `{ ${aliases} }`))).json();
    };
    expect(await refusal({})).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] });
    expect(await refusal({ MAX_ALIASES: 5 })).toMatchObject({ errors: [{ extensions: { most: 5 } }] });
    expect(await refusal({ MAX_ALIASES: 20, GRAPHIQL: true, ALLOWED_HOSTS: ['localhost'] })).toMatchObject({
      data: {},
    });
  });
});

describe('fetch', () => {
  it('answers at any path, and at no other', async () => {
    const { fetch } = await open({ GRAPHQL_PATH: '/api/auth/graphql' });
    const answer = await fetch(post('http://localhost/api/auth/graphql', '{ viewer { kind } }'));
    expect(answer).toBeInstanceOf(Response);
    expect([answer.status, await answer.json()]).toEqual([200, { data: { viewer: { kind: 'SERVER' } } }]);
    expect((await fetch(post('http://localhost/graphql', '{ viewer { kind } }'))).status).toBe(404);
  });

  it('answers a query by GET, and by HEAD without a body', async () => {
    const { fetch } = await open({ GRAPHQL_PATH: '/api/auth/graphql' });
    const url = 'http://localhost/api/auth/graphql?query=%7B__typename%7D';
    const headers = { 'apollo-require-preflight': 'true' };
    const answer = await fetch(new Request(url, { headers }));
    expect([answer.status, await answer.json()]).toEqual([200, { data: { __typename: 'Query' } }]);
    expect(await (await fetch(new Request(url, { method: 'HEAD', headers }))).text()).toBe('');
  });

  it('shows GraphiQL where a router takes a prefix off', async () => {
    const { fetch } = await open({ GRAPHIQL: 'on' });
    const seen = new URL('http://localhost/api/auth/graphql');
    const ask = (url: URL, headers = {}) => fetch(new Request(url.href.replace('/api/auth', ''), { headers }));
    const page = await (await ask(seen, browser)).text();
    const config = new URL(/data-config="([^"]+)"/.exec(page)?.[1] ?? '', seen);
    expect(config.pathname).toBe('/api/auth/graphql/graphiql/config.json');
    const answer = await ask(config);
    const { endpoint } = (await answer.json()) as { endpoint: string };
    expect(new URL(endpoint, seen).href).toBe(seen.href);
    const slash = new URL(`${seen}/`);
    expect(new URL((await ask(slash)).headers.get('location') ?? '', slash).href).toBe(seen.href);
  });

  it('T45: answers only hosts that are allowed, where GraphiQL is on', async () => {
    const { fetch } = await open({ GRAPHIQL: true, ALLOWED_HOSTS: 'graphql.example' });
    const status = async (url: string, headers = {}) => (await fetch(post(url, '{ __typename }', headers))).status;
    expect(await status('http://localhost:3000/graphql')).toBe(200);
    expect(await status('https://graphql.example/graphql')).toBe(200);
    expect(await status('http://evil.example/graphql')).toBe(421);
    expect(await status('http://localhost:3000/graphql', { host: 'evil.example' })).toBe(421);
  });

  it('counts clients by the address that comes with the request', async () => {
    const { fetch } = await open({ REFUSED_TOKENS_PER_ADDRESS: 1 });
    // A repeated token would be rejected from memory, without being counted.
    const code = async (address: string, last: string) => {
      const headers = { authorization: `Bearer ${'x'.repeat(43)}${last}` };
      const answer = await fetch(post('http://localhost/graphql', '{ viewer { kind } }', headers), { address });
      const { errors } = (await answer.json()) as { errors: { extensions: { code: string } }[] };
      return errors[0]?.extensions.code;
    };
    const codes = [await code('192.0.2.1', 'a'), await code('192.0.2.1', 'b'), await code('192.0.2.2', 'c')];
    expect(codes).toEqual(['UNAUTHENTICATED', 'RATE_LIMITED', 'UNAUTHENTICATED']);
  });

  it('rejects requests with OVERLOADED if its queue is full', async () => {
    const { fetch, ready } = await open({
      MAX_CONCURRENT_OPERATIONS: 1,
      MAX_QUEUED_OPERATIONS: 1,
      MAX_QUEUE_WAIT_MS: 1,
    });
    await ready();
    const query = '{ organizations { nodes { metrics { memberCount } } } }';
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(post('http://localhost/graphql', query))));
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThan(0);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect(await refused[0]?.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });
  });
});

describe('the node handler', () => {
  it('returns a hint if the body was read before', { timeout: 30_000 }, async () => {
    const { handler } = await open();
    const origin = await serve(async (request, response) => {
      for await (const _ of request);
      handler(request, response);
    });
    const answer = await fetch(post(`${origin}/graphql`, '{ viewer { kind } }'));
    expect([answer.status, await answer.json()]).toEqual([
      500,
      { errors: [{ message: expect.stringContaining('express.json()'), extensions: { code: 'BODY_ALREADY_READ' } }] },
    ]);
  });

  it('hands on that the gateway cannot be started', async () => {
    const { sandbox } = await open();
    const port = new URL(sandbox.origin).port;
    const { handler, close } = createGateway({ SANDBOX_PORT: Number(port), LOG_LEVEL: 'silent' });
    let told: unknown;
    const origin = await serve((request, response) =>
      handler(request, response, (error) => {
        told = error;
        response.end();
      }),
    );
    await fetch(post(`${origin}/graphql`, '{ viewer { kind } }'));
    expect(told).toEqual(new ConfigError(`Port ${port} is in use; set SANDBOX_PORT to a free port.`));
    await close();
  });
});

describe('close', () => {
  it('rejects later requests', async () => {
    const { fetch, close } = await open();
    await fetch(post('http://localhost/graphql', '{ viewer { kind } }'));
    await close();
    await expect(fetch(post('http://localhost/graphql', '{ viewer { kind } }'))).rejects.toThrow(
      'The gateway is closed.',
    );
  });

  it('leaves nothing behind that keeps a process alive, sandbox and metrics included', {
    timeout: 60_000,
  }, async () => {
    const code = `
      import { createGateway } from './src/package/index.ts';
      const gateway = createGateway({ METRICS_PORT: 0, LOG_LEVEL: 'silent' });
      await gateway.ready();
      const answer = await gateway.fetch(new Request('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ viewer { kind } }"}',
      }));
      await gateway.close();
      console.log(await answer.text(), process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length);`;
    const root = join(import.meta.dirname, '../..');
    const ended = await run([process.execPath, '--input-type=module-typescript', '-e', code], { cwd: root });
    expect([ended.code, ended.printed()]).toEqual([0, '{"data":{"viewer":{"kind":"VISITOR"}}} 0\n']);
  });

  it('starts nothing without a request', async () => {
    const before = process.getActiveResourcesInfo().length;
    createGateway({ METRICS_PORT: 0 });
    expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before);
  });
});
