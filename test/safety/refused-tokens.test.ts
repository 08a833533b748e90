/** T17, T43: the cost of rejected tokens. Requests come over a socket, from client addresses that a proxy forwarded. */
import { createPrivateKey, sign } from 'node:crypto';
import type { Dispatcher } from 'undici';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRefusedTokens } from '../../src/auth/refused-tokens.ts';
import { signingKey } from '../../src/sandbox/shared/signing-key.ts';
import type { Log } from '../../src/stytch/log.ts';
import { defaultRules } from '../../src/stytch/resilience/options.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { gatewayOverSandbox, type SandboxGateway, SERVER_KEY, unlimitedThrottle } from '../gateway.ts';
import { redisInstalled, startRedis } from '../redis.ts';
import { type ListeningGateway, listenOnLoopback } from './socket.ts';

const KNOWN = 'query Known { viewer { kind } }';
const PERSISTED = 'query Persisted { viewer { kind organization { name } } }';
const AUTHENTICATE = 'api_b2b_session_v1_Authenticate';
const STRANGER = '192.0.2.66';
const OFFICE = '198.51.100.7';

let g: SandboxGateway;
let listening: ListeningGateway;

async function start(settings: Parameters<typeof gatewayOverSandbox>[0] = {}): Promise<void> {
  g = await gatewayOverSandbox({
    trustProxy: 1,
    tries: unlimitedThrottle(),
    persistedDocuments: { mode: 'allow', documents: new Map([['persisted', PERSISTED]]) },
    ...settings,
  });
  listening = await listenOnLoopback(g.gateway);
  // The gateway now has this document in its cache.
  expect((await send(SERVER_KEY, { query: KNOWN })).status).toBe(200);
  expect((await send(SERVER_KEY, { documentId: 'persisted' })).status).toBe(200);
  g.calls.length = 0;
}
beforeEach(() => start());
afterEach(async () => {
  vi.useRealTimers();
  await listening.close();
  await g.close();
});

interface Sent {
  readonly query?: string;
  readonly documentId?: string;
}

interface Outcome {
  readonly status: number;
  readonly code: string | undefined;
  readonly retryAfter: unknown;
  readonly header: string | null;
}

async function send(token: string | undefined, body: Sent = { query: KNOWN }, address = STRANGER): Promise<Outcome> {
  const response = await fetch(`http://127.0.0.1:${listening.port}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': address,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  // The test names its expectation and asserts it.
  const { data, errors } = (await response.json()) as {
    data?: { it?: { code?: string } } | null;
    errors?: { extensions: { code: string; stytch?: { retryAfter?: number } } }[];
  };
  return {
    status: response.status,
    code: errors?.[0]?.extensions.code ?? data?.it?.code,
    retryAfter: errors?.[0]?.extensions.stytch?.retryAfter,
    header: response.headers.get('retry-after'),
  };
}

const wrong = (n: number | string) => `stale-session-of-somebody-${n}`;
const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const codes = (outcomes: readonly Outcome[]) => outcomes.map(({ code }) => code);
const count = (outcomes: readonly Outcome[], code: string | undefined) =>
  codes(outcomes).filter((each) => each === code).length;
const asked = (id = AUTHENTICATE) => g.calls.filter((call) => call.id === id).length;

const documents: readonly (readonly [string, Sent])[] = [
  ['a document that ran before', { query: KNOWN }],
  ['an unknown document', { query: '{ viewer { kind roleIds scopes } }' }],
  ['a persisted document', { documentId: 'persisted' }],
  ['introspection', { query: '{ __schema { queryType { name } } }' }],
];

describe.each(documents)('S5: rejected tokens with %s', (_, body) => {
  it('cost one call each for 30 per address and minute; the others get RATE_LIMITED without a call', async () => {
    const outcomes = await Promise.all(many(120, (n) => send(wrong(n), body)));
    expect([count(outcomes, 'UNAUTHENTICATED'), count(outcomes, 'RATE_LIMITED')]).toEqual([30, 90]);
    expect(asked()).toBe(30);
    const limited = outcomes.find(({ code }) => code === 'RATE_LIMITED');
    expect(limited).toMatchObject({ status: 429, header: String(limited?.retryAfter) });
    expect(limited?.retryAfter).toBeGreaterThan(30);
    expect(limited?.retryAfter).toBeLessThanOrEqual(60);
    const { session_token, session_jwt } = g.world.credentials.admin;
    // Callers from other addresses, or with a JWT, a server key or no token, are served.
    expect(await send(session_token, body, OFFICE)).toMatchObject({ status: 200, code: undefined });
    expect(await send(session_jwt, body)).toMatchObject({ status: 200, code: undefined });
    expect(await send(SERVER_KEY, body)).toMatchObject({ status: 200, code: undefined });
    expect(await send(undefined, body)).toMatchObject({ status: 200, code: undefined });
  });

  it('cost one call for a token, and none if it is repeated', async () => {
    const burst = await Promise.all(many(60, () => send(wrong('same'), body)));
    expect(count(burst, 'UNAUTHENTICATED')).toBe(60);
    expect(codes([await send(wrong('same'), body), await send(wrong('same'), body, OFFICE)])).toEqual([
      'UNAUTHENTICATED',
      'UNAUTHENTICATED',
    ]);
    expect(asked()).toBe(1);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5_001 });
    expect(await send(wrong('same'), body)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    expect(asked()).toBe(2);
  });

  it('are checked once per request, also while Stytch fails', async () => {
    expect(await send(wrong('once'), body)).toMatchObject({ status: 401 });
    expect(asked()).toBe(1);
  });
});

describe('S5: a valid token', () => {
  it('works from an address with too many rejected tokens, and is checked every time', async () => {
    const { session_token } = g.world.credentials.admin;
    expect(await send(session_token)).toMatchObject({ status: 200 });
    await Promise.all(many(40, (n) => send(wrong(n))));
    g.calls.length = 0;
    expect(codes(await Promise.all(many(5, () => send(session_token))))).toEqual(many(5, () => undefined));
    expect(asked()).toBe(5);
    // A token that this gateway has not seen must wait, or be replaced by a JWT.
    expect(await send(g.world.credentials.member.session_token)).toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('is not counted, even if many requests send it before the first check ends', async () => {
    const { session_token } = g.world.credentials.admin;
    const outcomes = await Promise.all(many(100, () => send(session_token)));
    expect(count(outcomes, undefined)).toBe(100);
    expect(asked()).toBe(100);
    expect(codes(await Promise.all(many(30, (n) => send(wrong(n)))))).toEqual(many(30, () => 'UNAUTHENTICATED'));
  });

  it('is rejected as soon as its session is revoked', async () => {
    const { session_token, member_id } = g.world.credentials.admin;
    expect(await send(session_token)).toMatchObject({ status: 200 });
    await g.data('mutation ($memberId: ID!) { revokeMemberSession(input: { memberId: $memberId }) { __typename } }', {
      variables: { memberId: member_id },
    });
    g.calls.length = 0;
    expect(codes([await send(session_token), await send(session_token)])).toEqual([
      'UNAUTHENTICATED',
      'UNAUTHENTICATED',
    ]);
    expect(asked()).toBe(1);
  });
});

describe('S5: a JWT of a revoked session', () => {
  it('is checked at Stytch once for all mutations of a request', async () => {
    const { session_jwt, member_id: memberId, organization_id: organizationId } = g.world.credentials.admin;
    await g.data('mutation ($memberId: ID!) { revokeMemberSession(input: { memberId: $memberId }) { __typename } }', {
      variables: { memberId },
    });
    const change = {
      query: `mutation { it: rotateRecoveryCodes(input: { memberId: "${memberId}", organizationId: "${organizationId}" }) { ... on MutationError { code } } }`,
    };
    g.calls.length = 0;
    const outcomes = await Promise.all(many(20, () => send(session_jwt, change)));
    expect(count([...outcomes, await send(session_jwt, change)], 'UNAUTHENTICATED')).toBe(21);
    expect(asked()).toBe(1);
  });
});

describe('S5: unknown key ids', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const key = createPrivateKey({ key: { ...signingKey }, format: 'jwk' });
  const withKeyId = (kid: string, subject: object) => {
    const now = Math.floor(Date.now() / 1_000);
    const claims = { iss: `stytch.com/${g.sandbox.projectId}`, aud: [g.sandbox.projectId], exp: now + 300, ...subject };
    const text = `${part({ alg: 'RS256', kid })}.${part(claims)}`;
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
  };

  it.each([
    ['a machine', { sub: 'm2m-client-1', scope: 'admin' }],
    [
      'a session',
      {
        sub: 'member-1',
        'https://stytch.com/session': { id: 's', roles: [] },
        'https://stytch.com/organization': { organization_id: 'organization-1', slug: 's' },
      },
    ],
  ])(
    'count for the address: the 31st token of %s gets RATE_LIMITED, and valid tokens are served',
    async (_, subject) => {
      const outcomes: Outcome[] = [];
      for (const n of many(32, String)) outcomes.push(await send(withKeyId(`jwk-test-${n}`, subject)));
      expect([count(outcomes, 'UNAUTHENTICATED'), count(outcomes, 'RATE_LIMITED')]).toEqual([30, 2]);
      expect(asked('api_b2b_session_v1_GetJWKS')).toBe(1);
      expect(await send(g.world.credentials.admin.session_jwt)).toMatchObject({ status: 200 });
      expect(await send(withKeyId('jwk-test-99', subject), { query: KNOWN }, OFFICE)).toMatchObject({
        code: 'UNAUTHENTICATED',
      });
    },
  );

  it('of any other form cost no call and are not counted, like tokens that the gateway rejects itself', async () => {
    const outcomes = await Promise.all(
      many(40, (n) => [
        send(withKeyId(`key-${n}`, { sub: 'm2m-client-1', scope: 'x' })),
        send(`sgk_${n}`),
        send('short'),
      ]).flat(),
    );
    expect(count(outcomes, 'UNAUTHENTICATED')).toBe(120);
    expect(g.calls).toEqual([]);
    expect(await send(wrong(1))).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('S5: the address', () => {
  it('is the first 64 bits of an IPv6 address', async () => {
    const from = (n: number) => send(wrong(n), { query: KNOWN }, `2001:db8:1:2::${n.toString(16)}`);
    const outcomes = await Promise.all(many(35, from));
    expect(count(outcomes, 'RATE_LIMITED')).toBe(5);
    expect(await send(wrong('next'), { query: KNOWN }, '2001:db8:1:3::1')).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is that of the socket if no proxy is trusted', async () => {
    await listening.close();
    await g.close();
    await start({ trustProxy: 0 });
    const outcomes = await Promise.all(many(35, (n) => send(wrong(n), { query: KNOWN }, `192.0.2.${n}`)));
    expect(count(outcomes, 'RATE_LIMITED')).toBe(5);
  });
});

describe('S5: a Stytch that does not respond', () => {
  it('is not a rejection: nothing is cached or counted, and the request is not identified again', async () => {
    let broken = true;
    let tried = 0;
    const failing: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
      if (!options.path.endsWith('/sessions/authenticate')) return dispatch(options, handler);
      tried += 1;
      return dispatch(broken ? { ...options, path: '/no-such-route', method: 'GET', body: null } : options, handler);
    };
    await listening.close();
    await g.close();
    await start({ between: failing });
    const { session_token } = g.world.credentials.admin;
    expect((await send(session_token)).code).not.toBeUndefined();
    // Identification is a read, which is retried.
    expect(tried).toBe(1 + defaultRules.retries);
    broken = false;
    expect(await send(session_token)).toMatchObject({ status: 200 });
  });
});

describe.skipIf(!redisInstalled)('S5 over Redis', () => {
  it('counts across gateways, and stores no token or address in Redis', async () => {
    const redis = await startRedis();
    const log: Log = { warn() {}, error() {} };
    const shared = async () => ({ redis: await redis.connect(5_000), namespace: 'p', secret: 'secret-test-1', log });
    const [first, second] = [
      createRefusedTokens(b2b, 30, await shared()),
      createRefusedTokens(b2b, 30, await shared()),
    ];
    const ask = async () => undefined;
    const outcome = async (n: number) => {
      try {
        return await (n % 2 ? first : second).identify(wrong(n), STRANGER, ask);
      } catch (cause) {
        return cause;
      }
    };
    const outcomes = await Promise.all(many(50, outcome));
    expect(outcomes.filter((each) => each === undefined)).toHaveLength(30);
    const reader = await redis.connect();
    const keys = await reader.keys('*');
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      expect(`${key} ${await reader.get(key)}`).not.toMatch(/stale-session|192\.0\.2/);
      expect(await reader.ttl(key)).toBeGreaterThan(0);
    }
    await redis.close();
  });
});
