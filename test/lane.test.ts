/** The short way of documents that ran before: it comes to the same as yoga's, and what does not pass goes yoga's way. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as laneModule from '../src/lane.ts';
import { gatewayOverSandbox, type SandboxGateway, SERVER_KEY } from './gateway.ts';
import { examples } from './operations/index.ts';

/** For each request that the lane was offered, whether it answered. */
const answered: boolean[] = [];

vi.mock('../src/lane.ts', async (original) => {
  const module = await original<typeof laneModule>();
  return {
    ...module,
    createLane(options: laneModule.LaneOptions): laneModule.Lane {
      const lane = module.createLane(options);
      return {
        ...lane,
        answer: async (known, sender) => {
          const reply = await lane.answer(known, sender);
          answered.push(reply !== undefined);
          return reply;
        },
      };
    },
  };
});

let g: SandboxGateway;
let server: Server;
beforeEach(async () => {
  await start();
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await g.close();
});

async function start(settings: Parameters<typeof gatewayOverSandbox>[0] = {}) {
  g = await gatewayOverSandbox(settings);
  server = g.gateway.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  answered.length = 0;
}

interface Sent {
  query?: string;
  documentId?: string;
  operationName?: string;
  variables?: unknown;
  extensions?: unknown;
}

const send = async (body: Sent | string, headers: Record<string, string> = {}) => {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${SERVER_KEY}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const { 'x-request-id': id, date, ...kept } = Object.fromEntries(response.headers);
  return { status: response.status, headers: kept, body: parsed(await response.text()), id };
};

// The test says what it expects to find, and asserts it.
const parsed = (text: string) => (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;

/** Has yoga parse and validate a document. Without its variables no mutation runs; a query without any may as well. */
const learn = async (query: string, headers: Record<string, string> = {}) => {
  await send({ query, variables: {} }, headers);
  answered.length = 0;
};

const ORGANIZATION =
  'query ($id: String!, $first: Int) { organization(organizationId: $id) { name members(first: $first) { totalCount nodes { name } } } }';
const own = () => ({ id: g.world.organizations[0]?.organization_id });

describe('what the lane answers', () => {
  it.each([
    ['data', () => ({ query: ORGANIZATION, variables: own() })],
    ['a part of it', () => ({ query: ORGANIZATION, variables: { ...own(), first: 0 } })],
    ['nothing that is there', () => ({ query: ORGANIZATION, variables: { id: 'no-such-organization' } })],
    ['variables that do not fit', () => ({ query: ORGANIZATION, variables: { id: 7, first: 'canary-1' } })],
    ['no variables', () => ({ query: ORGANIZATION })],
    [
      'a refusal in a mutation',
      () => ({
        query:
          'mutation { deleteMember(input: { organizationId: "x", memberId: "y" }) { __typename ... on StytchError { code message } } }',
      }),
    ],
  ])('equals what yoga answers: %s', async (_, body) => {
    for (const accept of ['*/*', 'application/json', 'application/graphql-response+json']) {
      await g.close();
      server.close();
      await start();
      const first = await send(body(), { accept });
      expect(answered).toEqual([]);
      const second = await send(body(), { accept });
      expect(answered).toEqual([true]);
      expect({ ...second, id: null }).toEqual({ ...first, id: null });
      expect(second.id).not.toBe(first.id);
    }
  });

  // These two take no variables, so they ran when they were learned: the one cannot run twice, the other is kept.
  const ran = new Set(['api_organization_v1_Create', 'api_b2b_rbac_v1_Policy']);

  it.each(examples.filter(({ id }) => !ran.has(id)))('$id', async ({ id, document, variables, as = 'server' }) => {
    const given = (await variables?.(g)) ?? {};
    const token = as === null ? null : typeof as === 'string' ? tokenOf(as) : as.token;
    const headers = token === null ? { authorization: '' } : { authorization: `Bearer ${token}` };
    await learn(document, headers);
    g.calls.length = 0;
    const { body } = await send({ query: document, variables: given }, headers);
    expect(body['errors']).toBeUndefined();
    expect(JSON.stringify(body)).not.toContain('errorType');
    expect(answered).toEqual([true]);
    expect(g.calls.filter((call) => call.id === id).map(({ status }) => status)).toContain(200);
  });
});

const tokenOf = (as: 'server' | 'admin' | 'member') =>
  as === 'server' ? SERVER_KEY : g.world.credentials[as].session_jwt;

describe('what goes yoga’s way, although its document is known', () => {
  it.each<[string, () => Sent | string, Record<string, string>, number]>([
    [
      'a token that is refused',
      () => ({ query: ORGANIZATION, variables: own() }),
      { authorization: 'Bearer no.such.token' },
      401,
    ],
    ['too many rows', () => ({ query: `${ORGANIZATION}`, variables: { ...own(), first: 1_000_000 } }), {}, 400],
    ['variables too deep', () => ({ query: ORGANIZATION, variables: { deep: deep(100) } }), {}, 400],
    ['an unknown parameter', () => ({ query: ORGANIZATION, variables: own(), canary: 1 }) as Sent, {}, 400],
    ['variables that are a list', () => ({ query: ORGANIZATION, variables: [] }), {}, 400],
  ])('%s', async (_, body, headers, status) => {
    await send({ query: ORGANIZATION, variables: own() });
    g.calls.length = 0;
    const { status: told, body: answer } = await send(body(), headers);
    expect([told, answered.filter(Boolean)]).toEqual([status, []]);
    expect(JSON.stringify(answer)).not.toContain('canary');
    expect(g.calls).toEqual([]);
  });

  it('the schema, asked for again', async () => {
    await send({ query: '{ __schema { queryType { name } } }' });
    await send({ query: '{ __schema { queryType { name } } }' });
    expect(answered).toEqual([]);
  });

  it('a document that is not valid, however often', async () => {
    const first = await send({ query: '{ canary }' });
    const second = await send({ query: '{ canary }' });
    expect([first.status, second.body, answered]).toEqual([second.status, first.body, []]);
  });
});

const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);

describe('documents by their ids', () => {
  const documents = new Map([['known', ORGANIZATION]]);

  it('take the lane; others do not where only known ones run', async () => {
    await g.close();
    server.close();
    await start({ persistedDocuments: { mode: 'only', documents } });
    const byId = { documentId: 'known', variables: own() };
    const first = await send(byId);
    const second = await send(byId);
    expect([second.body, answered]).toEqual([first.body, [true]]);
    const { status, body } = await send({ query: ORGANIZATION, variables: own() });
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('PERSISTED_QUERY_REQUIRED')]);
    expect(answered).toEqual([true]);
  });
});

describe('cost that was counted once', () => {
  it('is counted anew where a variable changes it', async () => {
    const query =
      'query ($id: String!, $first: Int, $with: Boolean!) { organization(organizationId: $id) { members(first: $first) { nodes { sessions @include(if: $with) { memberSessionId } } } } }';
    const ask = (first: number, include: boolean) => send({ query, variables: { ...own(), first, with: include } });
    expect((await ask(5, true)).status).toBe(200);
    expect((await ask(5, true)).status).toBe(200);
    expect((await ask(500, false)).status).toBe(200);
    expect((await ask(500, true)).status).toBe(400);
    expect((await ask(5, true)).status).toBe(200);
  });
});
