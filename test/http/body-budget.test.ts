/** T42: request bodies that arrive slowly or never end, over sockets, with small bounds. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type BodyBudget, type BodyBudgetOptions, createBodyBudget } from '../../src/http/body-budget.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { type ListeningGateway, listenOnLoopback, statuses } from '../safety/socket.ts';

const MB = 1024 * 1024;
const QUERY = '{"query":"{ viewer { kind } }"}';
/** Valid JSON of the given number of bytes. */
const padded = (bytes: number) => QUERY + ' '.repeat(bytes - QUERY.length);

let g: SandboxGateway;
let listening: ListeningGateway;
let bodies: BodyBudget;
const sockets: Socket[] = [];

async function start(options: BodyBudgetOptions): Promise<void> {
  bodies = createBodyBudget(options);
  g = await gatewayOverSandbox({ bodies });
  listening = await listenOnLoopback(g.gateway);
}
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await listening.close();
  await g.close();
});

/** A connection on which the test sends the pieces of a request. */
function open(port = listening.port) {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  return {
    send: (...pieces: string[]) => socket.write(pieces.join('')),
    received: () => received,
    statuses: () => statuses(received),
    closed: once(socket, 'close'),
    destroy: () => socket.destroy(),
  };
}

const head = (length: number | 'chunked', line = 'POST /graphql', more = '') =>
  `${line} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${more}${
    length === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${length}`
  }\r\n\r\n`;
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const LAST = '0\r\n\r\n';

const post = async (body: string): Promise<number> => {
  const client = open();
  client.send(head(body.length), body.slice(0, 100));
  await wait(50);
  client.send(body.slice(100));
  await vi.waitFor(() => expect(client.statuses()).toHaveLength(1), 8_000);
  return client.statuses()[0] ?? 0;
};

/** Ways in which most of a body arrives and the rest does not. */
const ways: readonly (readonly [string, string, (text: string) => string])[] = [
  ['with a length', head(200_000), (text) => text],
  ['in chunks', head('chunked'), chunk],
  ['with a query in the target', head('chunked', 'POST /graphql?a=b'), chunk],
  ['with an empty content coding', head(200_000, 'POST /graphql', 'content-encoding:\r\n'), (text) => text],
  ['in chunks of a few bytes', head('chunked'), (text) => chunk('      ').repeat(text.length / 600)],
];

describe.each(ways)('S6: bodies %s', (_, start_, piece) => {
  it('are bounded together: the slowest end with 408, and new ones are served', async () => {
    await start({ maxBytes: MB, graceMs: 60_000 });
    let most = 0;
    const look = setInterval(() => {
      most = Math.max(most, bodies.heldBytes);
    }, 1);
    const slow = Array.from({ length: 20 }, () => open());
    for (const client of slow) client.send(start_, piece(padded(150_000)));
    await vi.waitFor(() => expect(slow.filter((each) => each.statuses()[0] === 408).length).toBeGreaterThan(10), 8_000);
    for (let n = 0; n < 5; n += 1) expect(await post(padded(200_000))).toBe(200);
    clearInterval(look);
    expect(most).toBeGreaterThan(MB / 2);
    expect(most).toBeLessThanOrEqual(MB);
    const ended = slow.find((each) => each.statuses()[0] === 408);
    expect(ended?.received()).toContain('BODY_TIMEOUT');
    expect(ended?.received().toLowerCase()).toContain('connection: close');
    await ended?.closed;
    for (const client of slow) client.destroy();
    await vi.waitFor(() => expect(bodies.heldBytes).toBe(0));
  }, 20_000);

  it('have a deadline: one that falls behind the rate ends with 408, and its memory is free', async () => {
    await start({ maxBytes: 8 * MB, graceMs: 500 });
    const stalled = open();
    stalled.send(start_, piece(padded(60_000)));
    await vi.waitFor(() => expect(bodies.heldBytes).toBeGreaterThan(0));
    await stalled.closed;
    expect(stalled.statuses()).toEqual([408]);
    expect(bodies.heldBytes).toBe(0);
  });
});

describe('S6: requests that are refused by their head', () => {
  it.each([
    '/graphql/../graphql',
    '/other/../graphql',
    '/./graphql',
    '/graphql/.',
    '/graphql/%2e%2E/graphql',
    '/graphql/.%2e/graphql?a=b',
    '/other\\..\\graphql',
    '/graphql#',
    '/graphql?a=b#c',
  ])('are answered without holding their body, if a URL parser changes the target: %s', async (target) => {
    await start({ maxBytes: MB });
    const client = open();
    client.send(head('chunked', `POST ${target}`), chunk(QUERY));
    await client.closed;
    expect([client.statuses(), bodies.heldBytes, g.calls]).toEqual([[400], 0, []]);
  });

  it.each([
    ['to a path with a slash', head('chunked', 'POST /graphql/'), chunk, 404],
    ['to another path', head(200_000, 'POST /other'), (text: string) => text, 404],
    ['compressed', head(200_000, 'POST /graphql', 'content-encoding: gzip\r\n'), (text: string) => text, 415],
  ] as const)('are answered without holding their body: %s', async (_, start_, piece, status) => {
    await start({ maxBytes: MB });
    const client = open();
    client.send(start_, piece(padded(150_000)));
    await vi.waitFor(() => expect(client.statuses()).toEqual([status]), 8_000);
    expect(bodies.heldBytes).toBe(0);
  });
});

describe('S6: the deadline', () => {
  it('applies to a body without any bytes, and to a slow one', async () => {
    await start({ maxBytes: 8 * MB, graceMs: 500 });
    const [silent, drips] = [open(), open()];
    silent.send(head(100));
    drips.send(head('chunked'));
    const drip = setInterval(() => drips.send(chunk(' ')), 50);
    await Promise.all([silent.closed, drips.closed]);
    clearInterval(drip);
    expect([silent.statuses(), drips.statuses()]).toEqual([[408], [408]]);
  });

  it('spares a body that keeps up the rate, however long it takes', async () => {
    await start({ maxBytes: 8 * MB, graceMs: 500, minBytesPerSecond: 1_000 });
    const client = open();
    const body = padded(20_000);
    client.send(head(body.length));
    for (let at = 0; at < body.length; at += 1_000) {
      client.send(body.slice(at, at + 1_000));
      await wait(100);
    }
    await vi.waitFor(() => expect(client.statuses()).toEqual([200]));
  });

  it('is two seconds by default', async () => {
    await start({ maxBytes: 8 * MB });
    const begun = performance.now();
    const client = open();
    client.send(head(100), '{');
    await client.closed;
    expect(client.statuses()).toEqual([408]);
    expect(performance.now() - begun).toBeGreaterThan(1_500);
  });
});

describe('S6: what is held', () => {
  it('counts the objects of a request, and of each chunk', async () => {
    await start({ maxBytes: 8 * MB, graceMs: 60_000 });
    const client = open();
    client.send(head('chunked'));
    await vi.waitFor(() => expect(bodies.heldBytes).toBeGreaterThan(8_000));
    client.send(chunk(' ').repeat(1_000));
    await vi.waitFor(() => expect(bodies.heldBytes).toBeGreaterThan(500_000));
  });

  it.each<[string, (client: ReturnType<typeof open>) => void, number[]]>([
    ['complete', (client) => client.send(chunk(QUERY), LAST), [200]],
    ['empty', (client) => client.send(LAST), [400]],
    ['too large', (client) => client.send(chunk(padded(300_000))), [413]],
    ['cut off by the client', (client) => client.destroy(), []],
  ])('is given back when a body is %s', async (_, finish, expected) => {
    await start({ maxBytes: 8 * MB, graceMs: 60_000 });
    const client = open();
    client.send(head('chunked'));
    await vi.waitFor(() => expect(bodies.heldBytes).toBeGreaterThan(0));
    finish(client);
    await vi.waitFor(() => expect(client.statuses()).toEqual(expected));
    await vi.waitFor(() => expect(bodies.heldBytes).toBe(0));
  });

  it.each([
    ['text', 'POST /graphql', 'content-type: text/plain\r\n', 415],
    ['a GET', 'GET /graphql', '', 400],
    ['a PUT', 'PUT /graphql', '', 405],
  ])('is nothing of %s, which is refused before its body has come', async (_, line, type, status) => {
    await start({ maxBytes: 8 * MB, graceMs: 60_000 });
    const client = open();
    client.send(`${line} HTTP/1.1\r\nhost: localhost\r\n${type}transfer-encoding: chunked\r\n\r\n`, chunk(QUERY));
    await vi.waitFor(() => expect(client.statuses()).toEqual([status]));
    expect(bodies.heldBytes).toBe(0);
  });

  it('counts pipelined requests, which are answered in their order', async () => {
    await start({ maxBytes: 8 * MB, graceMs: 500 });
    const client = open();
    client.send(head(QUERY.length), QUERY, head(QUERY.length), QUERY, head(200_000), QUERY);
    await vi.waitFor(() => expect(bodies.heldBytes).toBeGreaterThan(QUERY.length));
    await client.closed;
    expect(client.statuses()).toEqual([200, 200, 408]);
    expect(bodies.heldBytes).toBe(0);
  });

  it('takes no place of an operation while it is incomplete', async () => {
    await start({ maxBytes: 64 * MB, graceMs: 60_000 });
    const slow = Array.from({ length: 600 }, () => open());
    for (const client of slow) client.send(head('chunked'), chunk('{'));
    await vi.waitFor(() => expect(bodies.heldBytes).toBeGreaterThan(600 * 8_000), 8_000);
    expect(await post(padded(1_000))).toBe(200);
  }, 20_000);
});

describe('S6: the memory of a body that was ended', () => {
  it.each([
    ['arrives too slowly', 100_000],
    ['exceeds its maximum', 1_000],
  ])('is free, and that of bytes that arrive later, if it %s', async (_, maxBytes) => {
    await start({ maxBytes: MB, graceMs: 500 });
    const chunks: Buffer[] = [];
    const ended = Promise.withResolvers<Buffer | undefined>();
    // The server does not respond yet, so Node goes on to read.
    const server = createServer((request) => {
      bodies.receive(request, maxBytes, { received: ended.resolve, tooSlow: () => ended.resolve(undefined) });
      request.on('data', (bytes: Buffer) => chunks.push(bytes));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = open(port);
    client.send(head(50_000), ' '.repeat(10_000));
    const received = await ended.promise;
    const before = chunks.length;
    client.send(' '.repeat(10_000));
    await vi.waitFor(() => expect(chunks.length).toBeGreaterThan(before));
    expect(chunks.filter((bytes) => bytes.length > 0 && bytes !== received)).toEqual([]);
    client.destroy();
    server.close();
  });
});

describe('S6: the sandbox', () => {
  const put = (port: number, length: number) => {
    const client = open(port);
    client.send(
      `PUT /sandbox/settings HTTP/1.1\r\nhost: localhost:${port}\r\ncontent-length: ${length}\r\n\r\n`,
      ' '.repeat(length - 2),
    );
    return client;
  };

  it('bounds its bodies of 1 MB as well, and gives them a deadline', async () => {
    await start({ maxBytes: MB });
    const port = Number(new URL(g.sandbox.origin).port);
    const slow = Array.from({ length: 40 }, () => put(port, 950_000));
    // 40 of them are 38 MB. The first ones end because of the bound; the others can still be completed.
    await vi.waitFor(() => expect(slow.some((each) => each.statuses()[0] === 408)).toBe(true), 8_000);
    // A JSON list is an invalid request body.
    for (const client of slow) client.send('[]');
    await vi.waitFor(() => expect(slow.every((each) => each.statuses().length === 1)).toBe(true), 8_000);
    expect(slow.filter((each) => each.statuses()[0] === 400).length).toBeGreaterThan(0);
    const stalled = put(port, 1_000);
    await stalled.closed;
    expect(stalled.statuses()).toEqual([408]);
  }, 30_000);
});
