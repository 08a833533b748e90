/**
 * One pipeline: the response is the same whether the document is cached or new. Each row is sent over a real socket
 * with a new document and with a cached one; bytes, headers and calls to Stytch must be equal.
 */
import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Dispatcher } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway, SERVER_KEY } from './gateway.ts';
import {
  as,
  HANGING,
  hangingRows,
  ORGANIZATION,
  REFUSING,
  type Row,
  rowsOf,
  type Sent,
  VIEWER,
} from './pipeline-rows.ts';

const TIMEOUT = 400;
const MARGIN = 250;

/** Faults of Stytch in place of a response, selected by a word in the path of the call. */
const misbehaving: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  if (options.path.includes(HANGING) || String(options.body).includes('hanging')) return true;
  if (options.path.includes(REFUSING)) {
    const refused = new Error('refused');
    queueMicrotask(() => handler.onResponseError?.(null as never, Object.assign(refused, { code: 'ECONNREFUSED' })));
    return true;
  }
  return dispatch(options, handler);
};

let g: SandboxGateway;
let server: Server;

async function start(settings: Parameters<typeof gatewayOverSandbox>[0] = {}): Promise<void> {
  g = await gatewayOverSandbox({ between: misbehaving, ...settings });
  server = g.gateway.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
}

async function stop(): Promise<void> {
  server.closeAllConnections();
  server.close();
  await g.close();
}

/** Sends a request, and returns the deterministic part of its response. */
function send({ method = 'POST', path = '/graphql', headers = {}, body = '', chunked = false }: Sent) {
  const { port } = server.address() as AddressInfo;
  const begun = performance.now();
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: string; ms: number }>((resolve, reject) => {
    const request = httpRequest(
      {
        port,
        host: '127.0.0.1',
        method,
        path,
        agent: false,
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${SERVER_KEY}`,
          ...(chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(Buffer.byteLength(body)) }),
          ...headers,
        },
      },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        const { date: _date, 'x-request-id': id = '', ...kept } = response.headers;
        const text = Buffer.concat(chunks).toString().replaceAll(String(id), 'ID');
        resolve({ status: response.statusCode ?? 0, headers: kept, body: text, ms: performance.now() - begun });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

let marker = 0;

/** Parameters in a URL; values that are not strings are JSON. */
const addressOf = (parameters: Readonly<Record<string, unknown>>): string => {
  const texts = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === 'string' ? value : JSON.stringify(value)]],
  );
  return `/graphql?${new URLSearchParams(texts)}`;
};

/** Sends a row with a unique document, optionally after sending the document alone. */
async function ask({ query, variables, params = {}, sent = {} }: Row, isKnown: boolean, accept: string) {
  marker += 1;
  const document = query === undefined ? undefined : `${query}\n# ${String(marker).padStart(6, '0')}`;
  if (isKnown && document !== undefined) await send({ body: JSON.stringify({ query: document }) });
  g.calls.length = 0;
  const bearer = sent.headers?.['authorization'];
  const given = { ...(document === undefined ? {} : { query: document }), variables, ...params };
  const response = await send({
    body: JSON.stringify(given),
    ...(sent.method === 'GET' ? { path: addressOf(given) } : {}),
    ...sent,
    // Refused tokens are cached, so each request has its own.
    headers: { accept, ...sent.headers, ...(bearer ? { authorization: bearer.replace('MARK', String(marker)) } : {}) },
  });
  return { response, calls: g.calls.map(({ id, path }) => ({ id, path })) };
}

/** The number of rows is fixed here, because the rows need a gateway. */
const ROWS = 80;

/** Asserts that a new and a cached document get equal responses; returns the milliseconds of each response. */
async function expectAlike(row: Row): Promise<number[]> {
  const took: number[] = [];
  for (const accept of ACCEPTS) {
    const fresh = await ask(row, false, accept);
    const known = await ask(row, true, accept);
    const { ms: freshMs, ...first } = fresh.response;
    const { ms: knownMs, ...second } = known.response;
    took.push(freshMs, knownMs);
    expect(second, row.name).toEqual(first);
    expect(known.calls, row.name).toEqual(fresh.calls);
    expect(codeIn(first.body), row.name).toBe(row.code);
    expect(first.body, row.name).not.toContain('canary-');
    if (accept === 'application/json') expect(first.status, row.name).toBe(row.status);
  }
  return took;
}

const ACCEPTS = [
  'application/json',
  'application/graphql-response+json',
  'Application/GraphQL-Response+JSON, */*;q=0.5',
];

const codeIn = (body: string): string | undefined => /"code":"(\w+)"/.exec(body)?.[1];

describe('with default settings', () => {
  beforeAll(() => start());
  afterAll(stop);

  it('has a row for each kind of rejection and of response', () => expect(rowsOf(g)).toHaveLength(ROWS));

  it.each(Array.from({ length: ROWS }, (_, at) => at))('row %i', async (at) => {
    const row = rowsOf(g)[at];
    if (!row) throw new Error(`there is no row ${at}`);
    await expectAlike(row);
  });

  it('returns 406 to a client that accepts no GraphQL response', async () => {
    const body = JSON.stringify({ query: VIEWER });
    const { status, body: text } = await send({ body, headers: { accept: 'text/html' } });
    expect([status, codeIn(text)]).toEqual([406, 'BAD_REQUEST']);
  });

  it.each([false, true])('aborts the operation when the client disconnects (known document: %s)', async (isKnown) => {
    const query = `${ORGANIZATION} # leaves ${isKnown}`;
    if (isKnown) await send({ body: JSON.stringify({ query }) });
    g.logged.length = 0;
    const { port } = server.address() as AddressInfo;
    const body = JSON.stringify({ query, variables: { id: HANGING } });
    const request = httpRequest({
      port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/graphql',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${SERVER_KEY}`,
        'content-length': body.length,
      },
    });
    request.on('error', () => {});
    request.end(body);
    await new Promise((resolve) => setTimeout(resolve, 100));
    request.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(g.logged.map((line) => JSON.parse(line).code)).toEqual(['TIMEOUT']);
  });
});

describe('the deadline', () => {
  beforeAll(() => start({ timeout: TIMEOUT }));
  afterAll(stop);

  it.each(hangingRows)('is counted once: Stytch hangs $name', async (row) => {
    const took = await expectAlike(row);
    // Other work on the machine may delay some of them.
    expect(Math.min(...took.filter((_, at) => at % 2 === 0))).toBeLessThan(TIMEOUT + MARGIN);
    expect(Math.min(...took.filter((_, at) => at % 2 === 1))).toBeLessThan(TIMEOUT + MARGIN);
  });
});

describe.each(['allow', 'only'] as const)('with persisted documents, %s', (mode) => {
  const documents = new Map([['known', ORGANIZATION]]);
  beforeAll(() => start({ persistedDocuments: { mode, documents } }));
  afterAll(stop);

  it('runs one by its id, again and again', async () => {
    const variables = { id: g.world.organizations[0]?.organization_id };
    const body = JSON.stringify({ documentId: 'known', variables });
    const [first, second] = [await send({ body }), await send({ body })];
    expect([second.status, second.body]).toEqual([200, first.body]);
  });

  it('tells an unknown id in the word that clients match on', async () => {
    const { status, body } = await send({ body: JSON.stringify({ documentId: 'canary' }) });
    expect([status, JSON.parse(body)]).toMatchObject([400, { errors: [{ message: 'PersistedQueryNotFound' }] }]);
  });

  it('runs other documents only where that is allowed', async () => {
    const { status, body } = await send({ body: JSON.stringify({ query: '{ __typename }' }) });
    expect([status, codeIn(body)]).toEqual(mode === 'allow' ? [200, undefined] : [400, 'PERSISTED_QUERY_REQUIRED']);
  });
});

describe.each(['callers', 'off'] as const)('with introspection: %s', (introspection) => {
  beforeAll(() => start({ introspection }));
  afterAll(stop);

  it('is closed alike for a new document and for a known one', async () => {
    const row: Row = { name: 'schema', query: '{ __schema { queryType { name } } }', sent: as(''), status: 200 };
    const [fresh, known] = [await ask(row, false, '*/*'), await ask(row, true, '*/*')];
    expect(codeIn(fresh.response.body)).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(known.response.body).toBe(fresh.response.body);
  });
});
