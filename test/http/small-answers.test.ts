/** T50: a batch gets a list and a single request gets an object, over a real socket. */
import { once } from 'node:events';
import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGraphiqlHandler } from '../../src/graphiql/index.ts';
import { MAX_ANSWERED_BATCH } from '../../src/graphql/batch.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

interface Served {
  readonly g: SandboxGateway;
  readonly server: Server;
  send(method: string, path: string, headers?: Record<string, string>, body?: unknown): Promise<RawResponse>;
}

const serve = async (page: boolean): Promise<Served> => {
  const g = await gatewayOverSandbox(
    page ? { page: createGraphiqlHandler({ project: 'sandbox', tabs: [], vertical: 'b2b' }) } : {},
  );
  const server = g.gateway.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    g,
    server,
    send: (method, path, headers = {}, body) =>
      new Promise((resolve, reject) => {
        const sent = request({ port, method, path, headers, agent: false, host: '127.0.0.1' }, async (response) => {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          });
        });
        sent.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
      }),
  };
};

let plain: Served;
let withPage: Served;
beforeAll(async () => {
  [plain, withPage] = [await serve(false), await serve(true)];
});
afterAll(async () => {
  for (const { server, g } of [plain, withPage]) {
    server.close();
    await g.close();
  }
});

const json = { 'content-type': 'application/json' };
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const post = (body: unknown, headers: Record<string, string> = {}) =>
  plain.send('POST', '/graphql', { ...json, ...headers }, body);

describe('O10 a first visit', () => {
  it.each(['/', '/graphql/', '/graphiql'])('to %s is redirected to GraphiQL if it is on', async (path) => {
    for (const method of ['GET', 'HEAD']) {
      const { status, headers } = await withPage.send(method, path, browser);
      expect([status, new URL(`${headers['location']}`, `http://gateway.test${path}`).pathname]).toEqual([
        302,
        '/graphql',
      ]);
    }
  });

  it.each(['/', '/graphql/', '/foo', '/favicon.ico'])('to %s is 404 in JSON otherwise', async (path) => {
    for (const [method, headers] of [
      ['GET', browser],
      ['POST', json],
      ['PUT', {}],
    ] as const) {
      const answer = await plain.send(method, path, headers, method === 'GET' ? undefined : {});
      expect([answer.status, answer.headers['content-type']]).toEqual([404, 'application/json; charset=utf-8']);
      expect(JSON.parse(answer.text)).toEqual({
        errors: [{ message: 'Not found. GraphQL is served at /graphql.', extensions: { code: 'BAD_REQUEST' } }],
      });
    }
    const head = await plain.send('HEAD', path);
    expect([head.status, head.headers['content-type'], head.text]).toEqual([
      404,
      'application/json; charset=utf-8',
      '',
    ]);
  });

  it('to /foo is 404 even if GraphiQL is on', async () => {
    expect((await withPage.send('GET', '/foo', browser)).status).toBe(404);
    expect((await withPage.send('POST', '/', json, {})).status).toBe(404);
  });

  it('by HEAD gets the response of GET, without a body', async () => {
    for (const path of ['/live', '/ready']) {
      const [get, head] = [await plain.send('GET', path), await plain.send('HEAD', path)];
      expect([head.status, head.headers['content-type'], head.text]).toEqual([200, get.headers['content-type'], '']);
    }
    const path = '/graphql?query=%7B__typename%7D';
    const [get, head] = [await plain.send('GET', path), await plain.send('HEAD', path)];
    expect([head.status, head.headers['content-length'], head.text]).toEqual([200, get.headers['content-length'], '']);
    expect((await plain.send('HEAD', '/graphql')).status).toBe(400);
    expect((await withPage.send('HEAD', '/graphql', browser)).status).toBe(200);
  });
});

describe('C14 a batch', () => {
  const one = { query: '{ __typename }' };
  const error = {
    errors: [
      { message: 'Batching is not supported: send one request at a time.', extensions: { code: 'BAD_REQUEST' } },
    ],
  };

  it.each([1, 2, MAX_ANSWERED_BATCH])('of %i gets as many errors', async (length) => {
    const { status, text } = await post(Array(length).fill(one));
    expect(status).toBe(400);
    expect(JSON.parse(text)).toEqual(Array(length).fill(error));
    const compressed = await withPage.send('POST', '/graphql', json, Array(length).fill(one));
    expect(JSON.parse(compressed.text)).toEqual(Array(length).fill(error));
  });

  it('that is longer gets one error, so that the response stays small', async () => {
    for (const batch of [Array(MAX_ANSWERED_BATCH + 1).fill(one), Array(100_000).fill(1), []]) {
      const { status, text } = await post(batch);
      expect([status, JSON.parse(text)]).toEqual([400, error]);
    }
  });

  it('makes no call', async () => {
    const before = plain.g.calls.length;
    await post([{ query: '{ organizations { totalCount } }' }], { authorization: 'Bearer sgk_sandbox_admin' });
    expect(plain.g.calls.length).toBe(before);
  });
});

describe('C14 a request', () => {
  it.each(['subscription { x }', 'subscription A { x }', 'query B { __typename } subscription A { x }'])(
    'for `%s` is told that there are none',
    async (query) => {
      const { text } = await post({ query, ...(query.includes(' A ') ? { operationName: 'A' } : {}) });
      expect(text).toMatch(/subscription/);
      expect(text).not.toMatch(/not configured|configured to execute/i);
    },
  );

  it.each(['sgk_sandbox_admin', 'Token abc', 'Basic abc', 'eyJhbGciOiJSUzI1NiJ9.e30.x', 'BearerX abc'])(
    'with the authorization `%s` is told the form',
    async (authorization) => {
      const { text } = await post({ query: '{ viewer { kind } }' }, { authorization });
      expect(JSON.parse(text).errors).toMatchObject([
        {
          message: 'Malformed `Authorization` header. Send `Authorization: Bearer <token>`.',
          extensions: { code: 'UNAUTHENTICATED' },
        },
      ]);
    },
  );

  it('with an invalid token gets UNAUTHENTICATED', async () => {
    const { text } = await post({ query: '{ viewer { kind } }' }, { authorization: 'Bearer sgk_wrong' });
    expect(text).toContain('Invalid or expired token');
  });
});
