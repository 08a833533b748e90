/**
 * `stytch-graphql/session` in Apollo Client, in urql and alone: the results of a page that stores its tokens, and the
 * requests that are sent.
 */
import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createOverload, defaultAdmissionLimits } from '../../../src/limits/admission-control.ts';
import { createSession, nextStep, type Session, type SessionTokens } from '../../../src/package/session.ts';
import { startSession } from '../../../src/sandbox/b2b/live-session.ts';
import { seededMember } from '../../operations/totp.ts';
import { type ClientGateway, clientTest } from '../harness.ts';

const test = clientTest('session helper');

const WHO = '{ viewer { id kind } }';
const RENAME = `mutation ($input: UpdateMemberInput!) {
  updateMember(input: $input) { __typename ... on MutationError { code retryAfter } } }`;

/** The tokens of the sandbox's member. */
const tokensOf = (g: ClientGateway): SessionTokens => {
  const { session_token: sessionToken, session_jwt: sessionJwt } = g.world.credentials.member;
  return { sessionToken, sessionJwt };
};

/** The same with a JWT that the page considers valid, and that the gateway rejects. */
const spoilt = (g: ClientGateway): SessionTokens => {
  const { sessionToken, sessionJwt } = tokensOf(g);
  const [head, payload] = sessionJwt.split('.');
  return { sessionToken, sessionJwt: `${head}.${payload}.${'A'.repeat(342)}` };
};

/** The result of a client for `WHO`: the kind of the caller, or the code of the error. */
type Ask = () => Promise<unknown>;

/** The ways to use the helper. */
const clients: readonly [string, (endpoint: string, session: Session) => Ask][] = [
  [
    'plain fetch',
    (endpoint, session) => async () => {
      const response = await session.fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: WHO }),
      });
      const { data, errors } = (await response.json()) as {
        data?: { viewer: { kind: string } };
        errors?: { extensions: { code: string } }[];
      };
      return data?.viewer.kind ?? errors?.[0]?.extensions.code;
    },
  ],
  [
    'Apollo Client',
    (uri, session) => {
      const client = new ApolloClient({
        link: new HttpLink({ uri, fetch: session.fetch }),
        cache: new InMemoryCache(),
        defaultOptions: { query: { fetchPolicy: 'no-cache' } },
      });
      return async () => {
        try {
          const { data } = await client.query<{ viewer: { kind: string } }>({
            query: gql(WHO),
            // Otherwise Apollo deduplicates the requests.
            context: { queryDeduplication: false },
          });
          return data?.viewer.kind;
        } catch (error) {
          return CombinedGraphQLErrors.is(error) ? error.errors[0]?.extensions?.['code'] : error;
        }
      };
    },
  ],
  [
    'urql',
    (url, session) => {
      const client = new Client({
        url,
        exchanges: [fetchExchange],
        fetch: session.fetch,
        requestPolicy: 'network-only',
        preferGetMethod: false,
      });
      let turn = 0;
      return async () => {
        turn += 1;
        const { data, error } = await client.query<{ viewer: { kind: string } }>(`query Who${turn} ${WHO}`, {});
        return data?.viewer.kind ?? error?.graphQLErrors[0]?.extensions['code'];
      };
    },
  ],
];

/** Renewals among the received requests: only they carry no bearer. */
const renewals = (g: ClientGateway) => g.received.filter(({ authorization }) => authorization === undefined).length;

describe.each(clients)('%s', (_, clientOf) => {
  test('sends the JWT, and renews it before it expires, once for many requests', async ({ g }) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const changes: (SessionTokens | null)[] = [];
    const session = createSession({ url: g.endpoint, tokens: tokensOf(g), onChange: (next) => changes.push(next) });
    const ask = clientOf(g.endpoint, session);
    expect(await ask()).toBe('MEMBER');
    expect(g.received.map(({ authorization }) => authorization)).toEqual([`Bearer ${tokensOf(g).sessionJwt}`]);

    // 30 seconds before it expires.
    vi.setSystemTime(Date.now() + 4 * 60_000 + 40_000);
    g.received.length = 0;
    expect(await Promise.all(Array.from({ length: 10 }, ask))).toEqual(Array.from({ length: 10 }, () => 'MEMBER'));
    expect([g.received.length, renewals(g), changes.length]).toEqual([11, 1, 1]);
    expect(
      g.received.slice(1).every(({ authorization }) => authorization === `Bearer ${session.tokens()?.sessionJwt}`),
    ).toBe(true);
  });

  test('renews a JWT that is not accepted, once for many requests, and sends them again', async ({ g }) => {
    const session = createSession({ url: g.endpoint, tokens: spoilt(g) });
    const ask = clientOf(g.endpoint, session);
    expect(await Promise.all(Array.from({ length: 10 }, ask))).toEqual(Array.from({ length: 10 }, () => 'MEMBER'));
    expect([renewals(g), g.received.length]).toEqual([1, 21]);
  });

  test('learns that the session has ended, and is told to sign in', async ({ g }) => {
    const onChange = vi.fn();
    const session = createSession({ url: g.endpoint, tokens: spoilt(g), onChange });
    g.sandbox.store.sessions.clear();
    const ask = clientOf(g.endpoint, session);
    const code = await ask();
    expect([code, nextStep({ code })]).toEqual(['UNAUTHENTICATED', { step: 'signIn' }]);
    expect([session.tokens(), onChange.mock.calls, g.received.length]).toEqual([null, [[null]], 2]);
    // Then the caller is a visitor, as before a sign-in.
    expect(await ask()).toBe('VISITOR');

    const ada = seededMember(g, 'ada@fernhill.example');
    const { token } = startSession(g.sandbox.store, ada, {
      factors: [{ type: 'password', delivery_method: 'knowledge' }],
    });
    session.set({ sessionToken: token, sessionJwt: '' });
    expect(await ask()).toBe('MEMBER');
  });
});

describe('a mutation that is refused since the session has ended', () => {
  test('ends the session of the page, and is not sent again', async ({ g }) => {
    const onChange = vi.fn();
    const session = createSession({ url: g.endpoint, tokens: tokensOf(g), onChange });
    g.sandbox.store.sessions.clear();
    const { organization_id: organizationId, member_id: memberId } = g.world.credentials.member;
    const response = await session.fetch(g.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: RENAME, variables: { input: { organizationId, memberId, name: 'Esperanza' } } }),
    });
    expect(await response.json()).toMatchObject({ data: { updateMember: { code: 'UNAUTHENTICATED' } } });
    expect([response.status, session.tokens(), onChange.mock.calls, renewals(g)]).toEqual([200, null, [[null]], 1]);
    expect(g.received).toHaveLength(2);
  });
});

describe('a renewal that fails', () => {
  test('keeps the session, and rejects as a network does that is gone', async ({ g }) => {
    const failing = vi.fn<typeof fetch>(async (input, init) => {
      if (typeof input === 'string') throw new TypeError('the network is gone');
      return fetch(input, init);
    });
    const session = createSession({ url: g.endpoint, tokens: spoilt(g), fetch: failing });
    const [, clientOf] = clients[0] ?? [];
    await expect(clientOf?.(g.endpoint, session)()).rejects.toThrow('cannot be renewed at the moment');
    expect(session.tokens()).toEqual(spoilt(g));
  });

  test('of a page that has signed out meanwhile signs nobody in again', async ({ g }) => {
    const session = createSession({ url: g.endpoint, tokens: { ...tokensOf(g), sessionJwt: '' } });
    const [, clientOf] = clients[0] ?? [];
    const asked = clientOf?.(g.endpoint, session)();
    session.set(null);
    await asked;
    expect(session.tokens()).toBeNull();
  });
});

/** Rejects the first operations, as under overload. */
const refusingFirst = (times: number) => {
  const overload = createOverload({ ...defaultAdmissionLimits, delay: Number.POSITIVE_INFINITY });
  let left = times;
  const { acquire } = overload;
  overload.acquire = (priority, request) => {
    left -= 1;
    if (left >= 0) request.refuse();
    else acquire(priority, request);
  };
  return overload;
};

describe('a gateway that says when to come back', () => {
  const busy = clientTest('session helper', { overload: refusingFirst(1) });
  busy('is asked again then, since it did nothing', async ({ g }) => {
    const session = createSession({ url: g.endpoint, tokens: tokensOf(g) });
    const began = performance.now();
    for (const [, clientOf] of clients.slice(0, 1)) expect(await clientOf(g.endpoint, session)()).toBe('MEMBER');
    expect(performance.now() - began).toBeGreaterThan(900);
    expect(g.received).toHaveLength(2);
  });

  const full = clientTest('session helper', { overload: refusingFirst(100) });
  full('is not asked for ever, and not if it takes too long', async ({ g }) => {
    const [, clientOf] = clients[0] ?? [];
    const patient = createSession({ url: g.endpoint, tokens: tokensOf(g) });
    expect(await clientOf?.(g.endpoint, patient)()).toBe('OVERLOADED');
    expect(g.received).toHaveLength(3);
    const hurried = createSession({ url: g.endpoint, tokens: tokensOf(g), maxWaitMs: 500 });
    expect(await clientOf?.(g.endpoint, hurried)()).toBe('OVERLOADED');
    expect(g.received).toHaveLength(4);
  });

  test('is not taken for a proxy, which does not know what was done', async ({ g }) => {
    const proxy = vi.fn<typeof fetch>(async () => new Response('busy', { status: 503 }));
    const session = createSession({ url: g.endpoint, tokens: tokensOf(g), fetch: proxy });
    expect((await session.fetch(g.endpoint, { method: 'POST', body: '{}' })).status).toBe(503);
    expect(proxy).toHaveBeenCalledTimes(1);
  });
});

describe('a change whose response was lost', () => {
  const losing = clientTest('session helper', {
    between: (dispatch) => (options, handler) =>
      dispatch(options, {
        onRequestStart: (...args) => handler.onRequestStart?.(...args),
        onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
        onResponseStart: (controller, ...rest) =>
          options.method === 'PUT'
            ? controller.abort(new Error('the connection broke'))
            : handler.onResponseStart?.(controller, ...rest),
        onResponseData: (...args) => handler.onResponseData?.(...args),
        onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
        onResponseError: (...args) => handler.onResponseError?.(...args),
      }),
  });
  losing('is never sent again, and is to be looked at', async ({ g }) => {
    const { organization_id: organizationId, member_id: memberId } = g.world.credentials.member;
    const session = createSession({ url: g.endpoint, tokens: tokensOf(g) });
    const response = await session.fetch(g.endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: RENAME, variables: { input: { organizationId, memberId, name: 'Esperanza' } } }),
    });
    const { data } = (await response.json()) as { data: { updateMember: { code: string } } };
    expect([data.updateMember.code, nextStep(data.updateMember)]).toEqual(['OUTCOME_UNKNOWN', { step: 'check' }]);
    expect(g.received).toHaveLength(1);
  });
});

describe('nextStep', () => {
  it.each<[string, number | null | undefined, ReturnType<typeof nextStep>]>([
    ['RATE_LIMITED', 17, { step: 'wait', seconds: 17 }],
    ['RATE_LIMITED', null, { step: 'wait', seconds: 2 }],
    ['OVERLOADED', 1, { step: 'wait', seconds: 1 }],
    ['TIMEOUT', undefined, { step: 'wait', seconds: 2 }],
    ['UPSTREAM_UNAVAILABLE', undefined, { step: 'wait', seconds: 2 }],
    ['UNAUTHENTICATED', undefined, { step: 'signIn' }],
    ['OUTCOME_UNKNOWN', undefined, { step: 'check' }],
    ['INVALID_INPUT', undefined, { step: 'show' }],
    ['LOCKED', 600, { step: 'show' }],
  ])('of %s with %s', (code, retryAfter, expected) => expect(nextStep({ code, retryAfter })).toEqual(expected));
});
