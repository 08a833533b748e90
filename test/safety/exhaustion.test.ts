/** T29, T32, T42: limits on the content of a request. bench/hostile-documents.ts measures the time of each. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { getIntrospectionQuery, parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDocumentCache } from '../../src/limits/document-cache.ts';
import { defaultLimits } from '../../src/limits/limits.ts';
import { type GraphqlAnswer, gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { volume } from '../volume.ts';
import { hostile } from './hostile-documents.ts';
import { freePort, startPlainGateway } from './process.ts';
import { recordHostileRequest, startLeakTally } from './tally.ts';

const tally = startLeakTally();
let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});

const send = async (body: string | (() => ReadableStream<Uint8Array>)): Promise<GraphqlAnswer<unknown>> => {
  const response = await g.fetch(
    new Request('http://gateway.test/graphql', {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json',
        'content-type': 'application/json',
        authorization: 'Bearer sgk_sandbox_admin',
      },
      body: typeof body === 'string' ? body : body(),
      ...(typeof body === 'string' ? {} : { duplex: 'half' }),
    }),
  );
  // A list of requests gets a list of responses.
  const [answer] = [(await response.json()) as GraphqlAnswer<unknown> | GraphqlAnswer<unknown>[]].flat();
  const { data, errors } = answer ?? { data: undefined, errors: [] };
  return { data, errors: errors ?? [], status: response.status };
};

describe('T29, T32: rejected without a call to Stytch', () => {
  it.each(hostile)('$name', async ({ body, code, limit, status }) => {
    const answer = await send(body);
    recordHostileRequest(tally, answer, g.calls, [], 'a hostile document');
    // Errors in a form are in the result of its mutation.
    const [result] = Object.values(answer.data ?? {});
    expect(answer.errors[0]?.extensions ?? result).toMatchObject({ code, ...(limit ? { limit } : {}) });
    expect(answer.status).toBe(status);
    expect(answer.data ?? {}).not.toHaveProperty('viewer');
    expect(JSON.stringify(answer).length).toBeLessThan(50_000);
    expect(g.calls).toEqual([]);
  });
});

describe('T29: the last accepted and the first rejected value', () => {
  const codes = async (query: string, variables?: Record<string, unknown>) =>
    (await g.query(query, { variables: variables ?? {} })).errors.map(
      ({ extensions }) => extensions['limit'] ?? extensions.code,
    );
  const times = (count: number, item: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => item(n)).join(' ');
  const inside = (depth: number) =>
    `{ ${['viewer', ...Array.from({ length: depth - 2 }, (_, n) => ['organization', 'member(by: { id: "m" })'][n % 2])].join(' { ')} { __typename ${'}'.repeat(depth)}`;
  const json = (depth: number): unknown => (depth === 0 ? 1 : { a: json(depth - 1) });
  /** A document of `count + 5` tokens with a syntax error, which the token limit must find first. */
  const noise = (count: number) => `query (${times(count - 1, () => '$')}) { __typename }`;
  /** 2^levels fields of the schema's description. */
  const spread = (levels: number) =>
    `{ __type(name: "Query") { ...F0 } } ${times(levels, (n) => `fragment F${n} on __Type { ${n + 1 < levels ? `a: ofType { ...F${n + 1} } b: ofType { ...F${n + 1} }` : 'name'} }`)}`;
  const withMetadata =
    'mutation ($m: JSONObject) { createOrganization(input: { name: "Deep", trustedMetadata: $m }) { __typename } }';

  it.each([
    ['depth', inside(defaultLimits.depth), inside(defaultLimits.depth + 1)],
    [
      'aliases',
      `{ ${times(30, (n) => `a${n}: viewer { kind }`)} }`,
      `{ ${times(31, (n) => `a${n}: viewer { kind }`)} }`,
    ],
    ['tokens', noise(1_995), noise(1_996)],
    ['fields', spread(9), spread(12)],
  ])('%s', async (limit, at, above) => {
    expect(await codes(at)).toEqual(limit === 'tokens' ? ['GRAPHQL_PARSE_FAILED'] : []);
    expect(await codes(above)).toEqual([limit]);
  });

  it('json: 32 levels of metadata pass, 33 do not', async () => {
    // The variables object is the outermost level.
    expect(await codes(withMetadata, { m: json(31) })).toEqual([]);
    expect(await codes(withMetadata, { m: json(32) })).toEqual(['json']);
  });

  it('list: 1,000 ids by variable pass, 1,001 do not', async () => {
    const search = 'query ($ids: [ID!]) { organizations(filter: { organizationIds: $ids }) { totalCount } }';
    expect(
      await codes(search, { ids: Array(1_000).fill('organization-test-00000000-0000-4000-8000-000000000001') }),
    ).toEqual([]);
    expect(
      await codes(search, { ids: Array(1_001).fill('organization-test-00000000-0000-4000-8000-000000000001') }),
    ).toEqual(['list']);
  });
});

describe('T29: requests of tools and pages pass', () => {
  it.each([
    [
      'GraphiQL',
      getIntrospectionQuery({ schemaDescription: true, inputValueDeprecation: true, directiveIsRepeatable: true }),
    ],
    [
      'GraphQL Code Generator',
      getIntrospectionQuery({ descriptions: true, schemaDescription: false, specifiedByUrl: true, oneOf: true }),
    ],
    [
      'introspection of one type and the types of its fields',
      '{ __type(name: "Member") { fields { name type { name ofType { name fields { name } } } } } }',
    ],
    [
      'a page with 30 permission checks',
      `{ viewer { ${Array.from({ length: 30 }, (_, n) => `may${n}: can(resourceId: "stytch.member", action: "a${n}")`).join(' ')} } }`,
    ],
    [
      'a page of a dozen components',
      `{ viewer { ${'...A ...B ...C '.repeat(4)} } } fragment A on Viewer { kind roleIds } fragment B on Viewer { kind } fragment C on Viewer { kind }`,
    ],
  ])('%s', async (_, document) => {
    const { errors } = await g.query(document);
    expect(errors).toEqual([]);
  });

  it('a body of 255 kB, with a length and in chunks', async () => {
    const body = JSON.stringify({ query: '{ viewer { kind } }', variables: { note: 'x'.repeat(260_000) } });
    const pieces = () => new Blob([body]).stream();
    for (const sent of [body, pieces]) {
      expect(await send(sent)).toMatchObject({ data: { viewer: { kind: 'SERVER' } }, status: 200 });
    }
  });
});

describe('T29: over the socket', () => {
  const listen = async (connections = defaultLimits.connections) => {
    const own =
      connections === defaultLimits.connections
        ? g
        : await gatewayOverSandbox({ limits: { ...defaultLimits, connections } });
    const server = own.gateway.createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('it listens on a port');
    return {
      server,
      port: address.port,
      stop: async () => {
        server.closeAllConnections();
        server.close();
        if (own !== g) await own.close();
      },
    };
  };

  it.each([
    ['rejects 26 MB with a length before the body arrives', { 'content-length': 26_000_000 }, 0],
    ['rejects 40 MB in chunks after 256 kB', {}, 5],
  ])('%s', async (_, headers, pieces) => {
    const { port, stop } = await listen();
    const client = request({
      port,
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
    });
    client.flushHeaders();
    // The response arrives before the rest of the body.
    for (let n = 0; n < pieces; n += 1) client.write(Buffer.alloc(65_536, 32));
    const [response] = await once(client, 'response');
    expect(response.statusCode).toBe(413);
    expect(response.headers.connection).toBe('close');
    response.resume();
    await once(client, 'close');
    await stop();
  });

  it('closes after 20 seconds without a body, and after 10 without headers', async () => {
    const { server, port, stop } = await listen();
    expect(server).toMatchObject({ requestTimeout: 20_000, headersTimeout: 10_000, maxConnections: 5_000 });
    // Shorter timeouts; node checks every two seconds.
    server.requestTimeout = 200;
    server.headersTimeout = 100;
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"query":',
    );
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    await once(socket, 'close');
    expect(Buffer.concat(chunks).toString()).toContain('408');
    await stop();
  });

  it('accepts no more connections than the limit', async () => {
    const { port, stop } = await listen(2);
    const [first, second] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
    await Promise.all([once(first, 'connect'), once(second, 'connect')]);
    const third = connect(port, '127.0.0.1');
    third.on('error', () => {});
    await once(third, 'close');
    expect(first.destroyed || second.destroyed).toBe(false);
    first.destroy();
    second.destroy();
    await stop();
  });

  it('rejects a compressed body with 415', async () => {
    const { port, stop } = await listen();
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: gzipSync(JSON.stringify({ query: `{ viewer { kind } } # ${'x'.repeat(100_000_000)}` })),
    });
    expect(response.status).toBe(415);
    expect(g.calls).toEqual([]);
    await stop();
  });
});

describe('T29: the document cache is bounded', () => {
  it('evicts the longest unused, and stores neither long nor invalid documents', () => {
    const memory = createDocumentCache();
    const text = (n: number) => `{ a${n} } # ${'x'.repeat(19_000)}`;
    for (let n = 0; n < 13; n += 1) memory.set(text(n), parse('{ a }'));
    expect(memory.get(text(0))).toBeDefined();
    memory.set(text(13), parse('{ a }'));
    expect([0, 1, 2, 13].map((n) => memory.get(text(n)) !== undefined)).toEqual([true, false, true, true]);
    memory.set('x'.repeat(200_000), parse('{ a }'));
    expect(memory.get('x'.repeat(200_000))).toBeUndefined();
    expect(memory.get(text(2))).toBeDefined();
  });
});

const BODIES = volume(600, 2_000);

describe(`S6: ${BODIES} bodies that never end`, () => {
  it('add less than 50 MB to the process, and delay neither other requests nor a shutdown', async () => {
    const port = await freePort();
    const program = await startPlainGateway({ PORT: `${port}`, SANDBOX_PORT: `${await freePort()}` }, /Organizations/);
    const rss = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${program.pid}/status`, 'utf8'))?.[1]) / 1_024;
    const ask = async (): Promise<number> => {
      const begun = performance.now();
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ viewer { kind } }"}',
      });
      expect(await response.json()).toEqual({ data: { viewer: { kind: 'VISITOR' } } });
      return performance.now() - begun;
    };
    // The process has served requests before, so that the initial heap reservation of V8 does not count.
    for (let n = 0; n < 60; n += 1) await Promise.all(Array.from({ length: 20 }, ask));
    const before = rss();
    let most = before;
    const look = setInterval(() => {
      most = Math.max(most, rss());
    }, 20);
    let ended = 0;
    const open = Array.from({ length: BODIES }, () => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      socket.on('data', (data) => {
        if (data.toString().startsWith('HTTP/1.1 408')) ended += 1;
      });
      socket.write(
        `POST /graphql HTTP/1.1\r\nhost: localhost:${port}\r\ncontent-type: application/json\r\ncontent-length: 200000\r\n\r\n`,
      );
      socket.write(Buffer.alloc(150_000, 32));
      const drip = setInterval(() => socket.write(' '), 2_000);
      return new Promise<void>((resolve) => {
        socket.on('close', () => {
          clearInterval(drip);
          resolve();
        });
      });
    });
    const times: number[] = [];
    for (let n = 0; n < 50; n += 1) {
      times.push(await ask());
      await wait(20);
    }
    await Promise.all(open);
    clearInterval(look);
    times.sort((a, b) => a - b);
    console.info(
      `${BODIES} slow bodies: grew by ${(most - before).toFixed(1)} MB, others in ${times[25]?.toFixed(1)} ms`,
    );
    expect(ended).toBeGreaterThan(BODIES / 2);
    expect(most - before).toBeLessThan(50);
    // This process sends 300 MB meanwhile, on the same processors; the promise is 50 ms.
    expect(times[25]).toBeLessThan(250);

    const last = connect(port, '127.0.0.1');
    last.on('error', () => {});
    last.write(
      `POST /graphql HTTP/1.1\r\nhost: localhost:${port}\r\ncontent-type: application/json\r\ncontent-length: 200\r\n\r\n{`,
    );
    await once(last, 'connect');
    await wait(100);
    const begun = performance.now();
    process.kill(program.pid, 'SIGTERM');
    expect(await program.ended).toBe(0);
    // The body ends by its own deadline, before that of the shutdown (11 s).
    expect(performance.now() - begun).toBeLessThan(8_000);
  }, 180_000);
});
