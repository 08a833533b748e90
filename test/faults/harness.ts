/** The whole gateway behind a real socket, with the faulty proxy between it and a sandbox. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { Pool } from 'undici';
import { schema } from '../../schema/b2b/index.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../../src/gateway.ts';
import { type AdmissionControl, createOverload, defaultAdmissionLimits } from '../../src/limits/admission-control.ts';
import { membersOf } from '../../src/sandbox/b2b/store.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import type { SignInThrottle } from '../../src/sign-in/throttle.ts';
import { createStytchClient, type StytchClient } from '../../src/stytch/client/client.ts';
import { StytchError } from '../../src/stytch/error.ts';
import type { ResilienceOptions } from '../../src/stytch/resilience/options.ts';
import { createRates, type RateLimiter, type RateLimits } from '../../src/stytch/resilience/rate-limiter.ts';
import { unlimitedThrottle } from '../gateway.ts';
import { volume } from '../volume.ts';
import { type FaultyProxy, startProxy } from './proxy.ts';

/** The result of one call: `ok`, or the error code that its caller got. */
export interface CallOutcome {
  code: string;
  /** Seconds to wait, if the response has them. */
  retryAfter: number | undefined;
  milliseconds: number;
  /** The whole response. */
  text: string;
}

/** The key of a member that a call reads or changes. */
export interface MemberKey {
  organizationId: string;
  memberId: string;
}

/** A gateway over a Stytch with faults that a test injects. */
export interface FaultyGateway {
  readonly gateway: Gateway;
  readonly server: Server;
  readonly address: string;
  readonly proxy: FaultyProxy;
  readonly sandbox: Sandbox;
  readonly stytch: StytchClient;
  readonly logged: string[];
  /** Members of two organizations; the read of each member is a separate call. */
  readonly members: readonly MemberKey[];
  /** Sends a GraphQL request, and returns a function that disconnects. */
  askAndLeave(document: string, variables?: object): () => void;
  /** Sends a GraphQL request over HTTP, by default as a server; a null token is a visitor. */
  ask(document: string, variables?: object, token?: string | null): Promise<CallOutcome>;
  /** Reads the n-th member. */
  read(nth?: number): Promise<CallOutcome>;
  /** Renames a member to the marker. */
  write(marker: string): Promise<CallOutcome>;
  /** A separate client through the same proxy. */
  client(rules?: Partial<ResilienceOptions>): StytchClient;
  close(): Promise<void>;
}

const SERVER_KEY = 'sgk_faults_admin';
const sha256 = createHash('sha256').update(SERVER_KEY).digest('hex');

const READ = `query ($organizationId: ID!, $memberId: ID!) {
  member(organizationId: $organizationId, by: { id: $memberId }) { memberId }
}`;
const WRITE = `mutation ($organizationId: ID!, $memberId: ID!, $name: String!) {
  updateMember(input: { organizationId: $organizationId, memberId: $memberId, name: $name }) {
    ... on UpdateMemberPayload { member { name } }
    ... on MutationError { code retryAfter requestId }
  }
}`;

/** Starts a sandbox, a proxy and a gateway. */
export async function faultyGateway({
  timeout = 10_000,
  rules = {},
  seed = 1,
  // Admission control is relaxed, because a busy test machine is not a fault under test.
  overload = createOverload({ ...defaultAdmissionLimits, operations: 10_000, delay: Number.POSITIVE_INFINITY }),
  ready = () => true,
  page,
  limits = {},
  now,
  tries = unlimitedThrottle(),
}: {
  /** Request timeout, in milliseconds. */
  timeout?: number;
  rules?: Partial<ResilienceOptions>;
  /** Seed that decides which requests a fraction of faults affects. */
  seed?: number;
  overload?: AdmissionControl;
  ready?: () => boolean;
  page?: GatewayOptions['page'];
  /** The rate limits of the project. */
  limits?: RateLimits;
  /** The clock of pauses. */
  now?: () => number;
  tries?: SignInThrottle;
} = {}): Promise<FaultyGateway> {
  const sandbox = await startSandbox({ port: 0 });
  const proxy = await startProxy(sandbox.origin, seed);
  const logged: string[] = [];
  const write = (message: string, fields?: object) => logged.push(JSON.stringify({ message, ...fields }));
  const log = { info: write, warn: write, error: write };
  const clients: StytchClient[] = [];
  const client = (changed: Partial<ResilienceOptions> = {}, rates?: RateLimiter): StytchClient => {
    const { projectId, secret } = sandbox;
    const origins = { baseUrl: proxy.origin, telemetryUrl: proxy.origin };
    const opened = createStytchClient({ ...origins, projectId, secret, log, rules: changed, rates });
    clients.push(opened);
    return opened;
  };
  // As in the program, the rate limits and pauses of Stytch are tracked.
  const rates = createRates(limits, undefined, {}, now);
  const stytch = client(rules, rates);
  const gateway = createGateway({
    schema,
    stytch,
    baseUrl: proxy.origin,
    apiKeys: [{ name: 'test', sha256, scopes: ['admin'] }],
    log,
    timeout,
    introspection: 'on',
    tries,
    rates,
    trustProxy: 0,
    overload,
    ready,
    page,
  });
  await gateway.warm();
  const server = gateway.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const caller = new Pool(address, { connections: 200, headersTimeout: 60_000 });
  const { store } = sandbox;
  const members = [...store.organizations.keys()].flatMap((organizationId) =>
    membersOf(store, organizationId)
      .filter(({ status }) => status === 'active')
      .map(({ member_id }) => ({ organizationId, memberId: member_id })),
  );
  const memberAt = (nth: number) => members[nth % members.length] ?? fail('the sandbox has members');
  proxy.forget();

  const ask: FaultyGateway['ask'] = async (document, variables, token = SERVER_KEY) => {
    const begun = performance.now();
    const { body } = await caller.request({
      path: '/graphql',
      method: 'POST',
      headers: headers(token),
      body: JSON.stringify({ query: document, variables }),
    });
    const text = await body.text();
    return { ...said(text), milliseconds: performance.now() - begun, text };
  };

  const askAndLeave: FaultyGateway['askAndLeave'] = (document, variables) => {
    const leaving = request(`${address}/graphql`, { method: 'POST', headers: headers(), agent: false });
    leaving.on('error', () => {});
    leaving.end(JSON.stringify({ query: document, variables }));
    return () => leaving.destroy();
  };

  return {
    gateway,
    server,
    address,
    proxy,
    sandbox,
    stytch,
    logged,
    members,
    ask,
    askAndLeave,
    read: (nth = 0) => ask(READ, memberAt(nth)),
    write: (marker) => ask(WRITE, { ...memberAt(0), name: marker }),
    client,
    close: async () => {
      await caller.destroy();
      server.closeAllConnections();
      server.close();
      overload.close();
      await proxy.close();
      await Promise.all(clients.map((each) => each.close()));
      await sandbox.close();
    },
  };
}

const headers = (token: string | null = SERVER_KEY) => ({
  'content-type': 'application/json',
  ...(token === null ? {} : { authorization: `Bearer ${token}` }),
});

const fail = (message: string): never => {
  throw new Error(message);
};

/** The result of a GraphQL response: its first error, or the first MutationError. */
function said(text: string): Pick<CallOutcome, 'code' | 'retryAfter'> {
  const { data, errors } = JSON.parse(text) as {
    data?: Record<string, { code?: string; retryAfter?: number | null } | null> | null;
    errors?: { extensions: { code: string; stytch?: { retryAfter?: number } } }[];
  };
  const [error] = errors ?? [];
  if (error) return { code: error.extensions.code, retryAfter: error.extensions.stytch?.retryAfter };
  const refused = Object.values(data ?? {}).find((field) => field?.code !== undefined);
  return { code: refused?.code ?? 'ok', retryAfter: refused?.retryAfter ?? undefined };
}

/** The result of a call to the client. */
export async function callOutcomeOf(call: Promise<unknown>): Promise<CallOutcome> {
  const begun = performance.now();
  const facts = await call.then(
    () => undefined,
    (cause: unknown) =>
      cause instanceof StytchError ? cause.facts : fail(`the client throws only StytchError, not ${cause}`),
  );
  const milliseconds = performance.now() - begun;
  return { code: facts?.code ?? 'ok', retryAfter: facts?.retryAfter, milliseconds, text: facts?.message ?? '' };
}

/** Runs `count` calls with a maximum concurrency, and returns the results in order. */
export async function runMany<Result>(
  count: number,
  atOnce: number,
  call: (index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) results[index] = await call(index);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
  return results;
}

/** Number of calls by result. */
export function countByCode(outcomes: readonly Pick<CallOutcome, 'code'>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { code } of outcomes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

/** Waits until a condition holds; returns false after the timeout in milliseconds. */
export async function waitUntil(holds: () => boolean, milliseconds = 10_000): Promise<boolean> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await after(20)) if (holds()) return true;
  return holds();
}

/** Recovery of a gateway after a fault has ended. */
export interface Recovery {
  /** Milliseconds until the first successful call. */
  milliseconds: number;
  /** Number of successes among the hundred calls from that one on. */
  right: number;
}

/** Ends every fault, calls until one call succeeds, and then a hundred times. */
export async function measureRecovery({ proxy, read }: FaultyGateway): Promise<Recovery> {
  await proxy.heal();
  const begun = performance.now();
  const end = begun + 30_000;
  while ((await read()).code !== 'ok' && performance.now() < end) await after(50);
  const milliseconds = performance.now() - begun;
  const reads = volume(20, 100);
  const outcomes = await runMany(reads, 10, read);
  return { milliseconds, right: (100 * outcomes.filter(({ code }) => code === 'ok').length) / reads };
}
