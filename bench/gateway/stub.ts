/**
 * The simulated Stytch of every contestant: a process that returns prepared bodies, each validated against the contract
 * when it is created. It counts calls by route, and reports how many of them were sequential.
 *
 * `PUT /bench?delay=20` resets the counts and sets the delay of each response, in milliseconds; `GET /bench` returns
 * the counts.
 */
import { createServer, type ServerResponse } from 'node:http';
import * as v from 'valibot';
import { policy } from '../../src/sandbox/b2b/seed/policy.ts';
import { policy as consumerPolicy } from '../../src/sandbox/consumer/seed/policy.ts';
import { publicKeys } from '../../src/sandbox/shared/tokens.ts';
import { requestErrors, responseErrors, routeOf } from '../../test/contract.ts';
import {
  memberWith,
  organizations,
  organizationWith,
  stubMembersOf,
  stubSessionsOf,
  userSessionsOf,
  usersNamed,
} from './world.ts';

/** The calls since the last reset. */
export interface StubCounts {
  /** Calls by method and route. */
  calls: Record<string, number>;
  /** Length of the longest chain of calls of which each began after the response to the previous one. */
  rounds: number;
}

interface Asked {
  parameters: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: unknown;
}

const search = v.object({
  organization_ids: v.optional(v.array(v.string())),
  limit: v.optional(v.number()),
  query: v.optional(
    v.object({
      operator: v.literal('AND'),
      operands: v.array(
        v.object({
          filter_name: v.picklist(['member_ids', 'organization_ids']),
          filter_value: v.array(v.string()),
        }),
      ),
    }),
  ),
});

const userSearch = v.object({
  limit: v.optional(v.number()),
  query: v.object({
    operator: v.literal('AND'),
    operands: v.tuple([v.object({ filter_name: v.literal('full_name_fuzzy'), filter_value: v.string() })]),
  }),
});

const idsAsked = ({ query }: v.InferOutput<typeof search>): string[] | undefined => query?.operands[0]?.filter_value;

const page = <Row>(rows: readonly Row[], limit = 100) => ({
  rows: rows.slice(0, limit),
  results_metadata: { total: rows.length, next_cursor: rows.length > limit ? 'the-next-page' : '' },
});

const memberAnswer = (memberId: string | undefined | null, change: object = {}) => {
  const member = memberWith(memberId ?? '');
  return {
    member_id: member?.member_id,
    member: { ...member, ...change },
    organization: organizationWith(member?.organization_id),
  };
};

/** Routes that a query of the bench or a starting gateway calls. */
const answers: Readonly<Record<string, (asked: Asked) => object>> = {
  'get /v1/b2b/organizations/{organization_id}': ({ parameters }) => ({
    organization: organizationWith(parameters['organization_id']),
  }),
  'post /v1/b2b/organizations/search': ({ body }) => {
    const wanted = v.parse(search, body);
    const ids = idsAsked(wanted);
    const { rows, results_metadata } = page(
      organizations.filter(({ organization_id }) => ids?.includes(organization_id) ?? true),
      wanted.limit,
    );
    return { organizations: rows, results_metadata };
  },
  'post /v1/b2b/organizations/members/search': ({ body }) => {
    const wanted = v.parse(search, body);
    const ids = idsAsked(wanted);
    const found = stubMembersOf(wanted.organization_ids ?? []).filter(
      ({ member_id }) => ids?.includes(member_id) ?? true,
    );
    const { rows, results_metadata } = page(found, wanted.limit);
    const shown = new Set(rows.map(({ organization_id }) => organization_id));
    return {
      members: rows,
      organizations: Object.fromEntries([...shown].map((id) => [id, organizationWith(id)])),
      results_metadata,
    };
  },
  'get /v1/b2b/organizations/{organization_id}/member': ({ query }) => memberAnswer(query.get('member_id')),
  'put /v1/b2b/organizations/{organization_id}/members/{member_id}': ({ parameters, body }) =>
    memberAnswer(parameters['member_id'], v.parse(v.object({ name: v.string() }), body)),
  'get /v1/b2b/sessions': ({ query }) => ({ member_sessions: stubSessionsOf(query.get('member_id')) }),
  'get /v1/b2b/sessions/jwks/{project_id}': () => ({ keys: publicKeys() }),
  'get /v1/b2b/rbac/policy': () => ({ policy }),
  'get /v1/b2b/rbac/organizations/{organization_id}': ({ parameters }) => ({
    org_policy: { roles: organizationWith(parameters['organization_id'])?.custom_roles ?? [] },
  }),
  'post /v1/users/search': ({ body }) => {
    const { query, limit } = v.parse(userSearch, body);
    const { rows, results_metadata } = page(usersNamed(query.operands[0].filter_value), limit);
    return { results: rows, results_metadata };
  },
  'get /v1/sessions': ({ query }) => ({ sessions: userSessionsOf(query.get('user_id')) }),
  'get /v1/sessions/jwks/{project_id}': () => ({ keys: publicKeys() }),
  'get /v1/rbac/policy': () => ({ policy: consumerPolicy }),
};

interface Ready {
  route: string;
  body: Buffer;
}

/** Creates the response to a request, and rejects one that violates the contract. */
function make(method: string, address: string, text: string): Ready {
  const url = new URL(address, 'http://stub');
  const operation = routeOf(method, url.pathname);
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const values = new RegExp(`^${operation.path.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(url.pathname) ?? [];
  const parameters = Object.fromEntries(names.map((name, index) => [name, values[index + 1] ?? '']));
  const route = `${method.toLowerCase()} ${operation.path}`;
  const body: unknown = text === '' ? null : JSON.parse(text);
  const answer = {
    status_code: 200,
    request_id: 'request-id-test-5be7c4a1-0000-4000-8000-00000000be5c',
    ...answers[route]?.({ parameters, query: url.searchParams, body }),
  };
  const faults = [...requestErrors(operation, url.searchParams, body), ...responseErrors(operation, 200, answer)];
  if (faults.length > 0) throw new Error(`${route}: ${faults.join('; ')}`);
  return { route, body: Buffer.from(JSON.stringify(answer)) };
}

const made = new Map<string, Ready>();
let calls: Record<string, number> = {};
let spans: { begun: number; ended: number }[] = [];
let delay = 0;

/** Minimum number of sequential calls: the largest number of spans of which none overlap. */
function rounds(): number {
  let count = 0;
  let free = Number.NEGATIVE_INFINITY;
  for (const { begun, ended } of spans.toSorted((a, b) => a.ended - b.ended)) {
    if (begun < free) continue;
    count += 1;
    free = ended;
  }
  return count;
}

/** Maximum number of spans that are stored. Rounds are counted for single requests only, not under load. */
const MAX_SPANS = 1_000;

function answer(response: ServerResponse, { route, body }: Ready): void {
  calls[route] = (calls[route] ?? 0) + 1;
  const begun = performance.now();
  const send = () => {
    if (spans.length < MAX_SPANS) spans.push({ begun, ended: performance.now() });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  };
  if (delay > 0) setTimeout(send, delay);
  else send();
}

function control(response: ServerResponse, method: string, address: string): void {
  if (method === 'PUT') {
    calls = {};
    spans = [];
    delay = Number(new URL(address, 'http://stub').searchParams.get('delay') ?? 0);
  }
  const tally: StubCounts = { calls, rounds: rounds() };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(tally));
}

function serve(response: ServerResponse, method: string, address: string, text: string): void {
  if (address.startsWith('/bench')) {
    control(response, method, address);
    return;
  }
  const key = `${method} ${address} ${text}`;
  try {
    const ready = made.get(key) ?? make(method, address, text);
    made.set(key, ready);
    answer(response, ready);
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : cause}\n`);
    response.writeHead(500);
    response.end();
  }
}

const server = createServer((request, response) => {
  const { method = '', url = '' } = request;
  if (method === 'GET') {
    serve(response, method, url, '');
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => serve(response, method, url, Buffer.concat(chunks).toString()));
});
// Idle connections stay open, so that closed connections do not affect the measurement.
server.keepAliveTimeout = 600_000;
server.listen(Number(process.env['PORT']), '127.0.0.1');
