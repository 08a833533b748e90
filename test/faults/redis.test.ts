/** F25: gateways share Stytch's rate limits and sign-in attempts over Redis; their behaviour without it. */
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type Dispatcher, Pool } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { createGateway } from '../../src/gateway.ts';
import { createOverload } from '../../src/limits/admission-control.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { createTries } from '../../src/sign-in/throttle.ts';
import { createStytchClient, type StytchClient } from '../../src/stytch/client/client.ts';
import type { RateLimit } from '../../src/stytch/resilience/rate-limit/local.ts';
import { createRates } from '../../src/stytch/resilience/rate-limiter.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { redisInstalled, startRedis, type TestRedis } from '../redis.ts';
import { startFaultTally } from './tally.ts';

const tally = startFaultTally();

const keyOf = (name: string) => `sgk_redis_${name}`;
const apiKeys = ['greedy', 'modest'].map((name) => ({
  name,
  sha256: createHash('sha256').update(keyOf(name)).digest('hex'),
  scopes: ['admin'],
}));

interface Answer {
  data?: Record<string, unknown> | null;
  errors?: { extensions: { code: string; stytch?: { retryAfter?: number } } }[];
}

describe.skipIf(!redisInstalled)('F25: Redis', () => {
  let server: TestRedis;
  let sandbox: Sandbox;
  let organizationId = '';
  /** Times at which the sandbox received each search. */
  let searches: number[] = [];
  const clients: StytchClient[] = [];
  let projects = 0;

  beforeAll(async () => {
    [server, sandbox] = await Promise.all([startRedis(), startSandbox({ port: 0 })]);
    organizationId = (await sandbox.world()).credentials.admin.organization_id;
  }, 30_000);
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.close()));
    searches = [];
  });
  afterAll(async () => {
    await sandbox.close();
    await server.close();
  });

  const counting: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
    if (options.path.endsWith('/search')) searches.push(performance.now());
    return dispatch(options, handler);
  };

  /** A gateway with its own connection to Redis, like a process; gateways of one namespace count together. */
  const gateway = async (namespace: string, search: RateLimit, timeout: number, patience?: number) => {
    const write = () => {};
    const log = { info: write, warn: write, error: write };
    const shared = { redis: await server.connect(patience), namespace, log, ...(patience ? { patience } : {}) };
    const rates = createRates({ search }, shared);
    const { origin, projectId, secret } = sandbox;
    const stytch = createStytchClient({
      baseUrl: origin,
      telemetryUrl: origin,
      projectId,
      secret,
      log,
      rates,
      connect: (at) => new Pool(at).compose(counting),
    });
    clients.push(stytch);
    const { fetch } = createGateway({
      schema,
      stytch,
      baseUrl: origin,
      apiKeys,
      log,
      timeout,
      introspection: 'on',
      tries: createTries({ perAccount: 1e6, perAccountHour: 1e6, perAddress: 1e6 }, b2b, { ...shared, secret }),
      rates,
      trustProxy: 0,
      // A slow response of a busy machine is not a failure of Redis.
      overload: createOverload({
        operations: 10_000,
        waiting: 0,
        patience: Number.POSITIVE_INFINITY,
        delay: Number.POSITIVE_INFINITY,
      }),
    });
    return async (name: string | null, query: string, variables: object = {}): Promise<Answer> => {
      const response = await fetch(
        new Request('http://gateway.test/graphql', {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...(name === null ? {} : { authorization: `Bearer ${keyOf(name)}` }),
          },
          body: JSON.stringify({ query, variables: { id: organizationId, ...variables } }),
        }),
      );
      return response.json() as Promise<Answer>;
    };
  };
  type Ask = Awaited<ReturnType<typeof gateway>>;
  const two = async (search: RateLimit, timeout = 10_000, patience?: number): Promise<readonly [Ask, Ask]> => {
    projects += 1;
    const each = () => gateway(`project ${projects}`, search, timeout, patience);
    return [await each(), await each()];
  };

  const SEARCH = `query ($id: ID!, $first: Int!) {
    organization(by: { id: $id }) { members(first: $first) { totalCount } }
  }`;
  let asked = 0;
  /** Distinct concurrent reads, because equal ones would be deduplicated. */
  const search = (ask: Ask, name: 'greedy' | 'modest'): Promise<Answer> => {
    asked += 1;
    return ask(name, SEARCH, { first: 1 + (asked % 90) });
  };
  const READ = 'query ($id: ID!) { organization(by: { id: $id }) { name } }';
  const SIGN_IN = `mutation ($id: ID!, $emailAddress: EmailAddress!) {
    authenticateMemberPassword(input: { organizationId: $id, emailAddress: $emailAddress, password: "wrong" }) {
      ... on MutationError { code }
    }
  }`;
  const codeOf = ({ errors }: Answer): string => errors?.[0]?.extensions.code ?? 'ok';

  it('that is up: two gateways share one limit, even if one caller floods them', async () => {
    const MOST = 30;
    const WINDOW = 3_000;
    const gateways = await two({ most: MOST, window: WINDOW }, 2_000, 5_000);
    const until = performance.now() + 8_000;
    const seen: Record<string, string[]> = { greedy: [], modest: [], reads: [] };
    const caller = async (ask: Ask, name: 'greedy' | 'modest', pause: number) => {
      while (performance.now() < until) {
        const answer = await search(ask, name);
        seen[name]?.push(codeOf(answer));
        if (codeOf(answer) === 'RATE_LIMITED') {
          expect(answer.errors?.[0]?.extensions.stytch?.retryAfter).toBeGreaterThan(0);
        }
        await wait(pause);
      }
    };
    const reader = async (ask: Ask) => {
      while (performance.now() < until) {
        seen['reads']?.push(codeOf(await ask('greedy', READ)));
        await wait(100);
      }
    };
    await Promise.all(
      gateways.flatMap((ask) => [
        ...Array.from({ length: 8 }, () => caller(ask, 'greedy', 20)),
        // Four in a window, both gateways together: less than the share that remains beside a caller who floods.
        caller(ask, 'modest', 1_250),
        reader(ask),
      ]),
    );
    const most = Math.max(
      ...searches.map((from) => searches.filter((at) => at >= from && at < from + WINDOW - 300).length),
    );
    expect(most).toBeLessThanOrEqual(MOST);
    expect(searches.length).toBeGreaterThan(MOST);
    // On a busy machine a request may time out between its grant and its response.
    const codes = (who: string) => new Set(seen[who]?.filter((code) => code !== 'TIMEOUT'));
    expect(codes('greedy')).toEqual(new Set(['ok', 'RATE_LIMITED']));
    expect([codes('modest'), codes('reads')]).toEqual([new Set(['ok']), new Set(['ok'])]);
    const all = Object.values(seen).flat();
    tally('F25', { calls: all.length, right: all.filter((code) => code !== 'TIMEOUT').length });
  }, 40_000);

  it('that is killed, hangs and recovers: no request fails because of it', async () => {
    const gateways = await two({ most: 100_000, window: 60_000 });
    const codes: string[] = [];
    let running = true;
    const caller = async (ask: Ask, nth: number) => {
      while (running) {
        codes.push(codeOf(await search(ask, 'greedy')), codeOf(await ask('greedy', READ)));
        const { data, errors } = await ask(null, SIGN_IN, { emailAddress: `nobody${nth}@fernhill.example` });
        codes.push(errors ? codeOf({ errors }) : JSON.stringify(data?.['authenticateMemberPassword']));
        await wait(20);
      }
    };
    const callers = gateways.flatMap((ask, gateway) => [0, 1].map((nth) => caller(ask, 2 * gateway + nth)));
    /** Waits for a number of further responses. */
    const more = async (count: number) => {
      const before = codes.length;
      for (let waited = 0; codes.length < before + count && waited < 15_000; waited += 20) await wait(20);
    };
    await more(60);
    await server.kill();
    await more(120);
    await server.start();
    await server.connected();
    await more(60);
    server.hang(true);
    await more(120);
    server.hang(false);
    await server.connected();
    await more(60);
    running = false;
    await Promise.all(callers);
    const wrongPassword = codes.filter((code) => /"code":"(INVALID_CREDENTIALS|NOT_FOUND|UNAUTHENTICATED)"/.test(code));
    const right = codes.filter((code) => code === 'ok').length + wrongPassword.length;
    tally('F25', { calls: codes.length, right });
    expect(new Set(codes)).toEqual(new Set(['ok', wrongPassword[0]]));
    expect(codes.length).toBeGreaterThan(400);
  }, 90_000);

  it('that is away leaves each gateway its part of the limit', async () => {
    const [first, second] = await two({ most: 40, window: 60_000 }, 500);
    // Each gateway has found out that there are two.
    for (const ask of [first, second, first, second]) expect(codeOf(await search(ask, 'modest'))).toBe('ok');
    await server.kill();
    try {
      searches = [];
      const flood = (ask: Ask) => Promise.all(Array.from({ length: 30 }, () => search(ask, 'greedy').then(codeOf)));
      const codes = (await Promise.all([flood(first), flood(second)])).flat();
      expect(new Set(codes)).toEqual(new Set(['ok', 'RATE_LIMITED']));
      expect(searches.length).toBeLessThanOrEqual(40 - 4);
      expect(searches.length).toBeGreaterThan(20);
      tally('F25', { calls: codes.length, right: codes.length });
    } finally {
      await server.start();
      await server.connected();
    }
  }, 40_000);
});
