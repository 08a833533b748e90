/** T13, T25, T27: sessions in cookies: which requests may use them, and that no script can read their tokens. */
import { parseSetCookie } from 'cookie';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SESSION_JWT_COOKIE, SESSION_TOKEN_COOKIE } from '../../src/auth/session-cookies.ts';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import { mintM2mToken } from '../../src/sandbox/shared/tokens.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { OUTCOME } from '../mutation.ts';
import { examples } from '../operations/index.ts';
import { benedikt } from '../operations/password.ts';
import { seededMember } from '../operations/totp.ts';
import { noteForeign, reportForeign, startLeakTally } from './tally.ts';

const PAGE = 'https://app.gateway.test';
const URL = 'https://gateway.test/graphql';
/** Headers that a browser sends for a page of the gateway's own origin. */
const own = { origin: 'https://gateway.test', 'sec-fetch-site': 'same-origin' };
const WHO = '{ viewer { kind member { memberId } } }';

const tally = startLeakTally();
reportForeign(tally, 'session cookies');
let g: SandboxGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox({ sessionCookies: { sets: true, names: [] }, corsOrigins: [PAGE] });
});
afterEach(() => g.close());

const credentials = () => g.world.credentials;

/** The cookies of a session, as a browser sends them. */
const cookieOf = (tokens: { readonly session_token?: string; readonly session_jwt?: string }) =>
  [
    [SESSION_TOKEN_COOKIE, tokens.session_token],
    [SESSION_JWT_COOKIE, tokens.session_jwt],
  ]
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join('; ');

const post = (query: string, headers: Record<string, string>, variables: object = {}) =>
  new Request(URL, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
const get = (query: string, headers: Record<string, string>) =>
  new Request(`${URL}?query=${encodeURIComponent(query)}`, { headers });

/** The cookies that a response sets, by name. */
const setBy = ({ headers }: Response) =>
  Object.fromEntries(headers.getSetCookie().map((line) => [parseSetCookie(line).name, parseSetCookie(line)]));

const SIGN_IN = `mutation ($input: AuthenticateMemberPasswordInput!) { authenticateMemberPassword(input: $input) {
  __typename ... on AuthenticateMemberPasswordPayload { ${OUTCOME.replace('outcome {', 'outcome { ... on SignedInByCookie { session { memberSessionId } }')} } ... on MutationError { code } } }`;
const REVOKE = `mutation ($input: RevokeMemberSessionInput!) { revokeMemberSession(input: $input) {
  __typename ... on MutationError { code } } }`;

const signIn = (headers: Record<string, string> = own) => g.fetch(post(SIGN_IN, headers, { input: benedikt(g) }));

/** The two transports. */
const ways: readonly [string, (request: Request) => Promise<Response>][] = [
  ['the listener', (request) => g.fetch(request)],
  ['fetch', (request) => g.gateway.fetch(request)],
];

describe.each(ways)('T27: a finished sign-in, by %s', (_, send) => {
  it('sets two HttpOnly cookies for this host only, and returns no token', async () => {
    const response = await send(post(SIGN_IN, own, { input: benedikt(g) }));
    const body = await response.text();
    const [record] = [...g.sandbox.store.sessions.values()].slice(-1);
    expect(JSON.parse(body)).toEqual({
      data: {
        authenticateMemberPassword: {
          __typename: 'AuthenticateMemberPasswordPayload',
          outcome: {
            __typename: 'SignedInByCookie',
            session: { memberSessionId: record?.session.member_session_id },
          },
        },
      },
    });
    const set = setBy(response);
    expect(Object.keys(set).sort()).toEqual([SESSION_TOKEN_COOKIE, SESSION_JWT_COOKIE]);
    for (const { name, value = '', maxAge = 0, ...attributes } of Object.values(set)) {
      expect(name).toMatch(/^__Host-/);
      expect(attributes).toEqual({ path: '/', httpOnly: true, secure: true, sameSite: 'lax' });
      // An hour, as the session.
      expect(maxAge).toBeGreaterThan(3_500);
      expect(maxAge).toBeLessThanOrEqual(3_600);
      expect(value.length).toBeGreaterThan(20);
      expect(body).not.toContain(value);
    }
    expect(response.headers.get('cache-control')).toBe('no-store');
    // The cookies carry the session: a later request of the browser uses them.
    const cookie = Object.values(set)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    expect(await (await send(post(WHO, { ...own, cookie }))).json()).toMatchObject({
      data: { viewer: { kind: 'MEMBER' } },
    });
  });
});

describe('a sign-in', () => {
  it('that fails, or lacks a second factor, sets no cookie', async () => {
    const response = await g.fetch(
      post(SIGN_IN, own, { input: { ...benedikt(g), password: 'wrong, and long enough' } }),
    );
    expect(await response.json()).toMatchObject({
      data: { authenticateMemberPassword: { code: 'INVALID_CREDENTIALS' } },
    });
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it('of a server returns the tokens, which the server passes on', async () => {
    const response = await g.fetch(
      post(SIGN_IN, { authorization: 'Bearer sgk_sandbox_admin' }, { input: benedikt(g) }),
    );
    expect(await response.json()).toMatchObject({
      data: { authenticateMemberPassword: { outcome: { __typename: 'SignedIn', sessionToken: expect.any(String) } } },
    });
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it('of a page of a listed origin sets the cookies too', async () => {
    const response = await signIn({ origin: PAGE, 'sec-fetch-site': 'same-site' });
    expect(Object.keys(setBy(response))).toHaveLength(2);
    expect(response.headers.get('access-control-allow-credentials')).toBe('true');
    expect(response.headers.get('access-control-allow-origin')).toBe(PAGE);
  });
});

describe('every mutation that signs in', () => {
  const signing = examples.filter(({ document }) => document.includes('outcome {'));

  it('is among the examples', () => expect(signing.length).toBeGreaterThanOrEqual(15));

  it.each(signing)('$id returns no token to a page', async ({ document, variables, as = 'server' }) => {
    const given = (await variables?.(g)) ?? {};
    const bearer: Partial<Record<string, string>> = {
      member: credentials().member.session_jwt,
      admin: credentials().admin.session_jwt,
    };
    const token = typeof as === 'string' ? bearer[as] : as?.token;
    const response = await g.fetch(
      post(document, { ...own, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) }, given),
    );
    const body = await response.text();
    const values = Object.values(setBy(response)).map(({ value = '' }) => value);
    expect(body).not.toMatch(/"SignedIn"|sessionToken"|sessionJwt"/);
    for (const value of values) if (value !== '') expect(body).not.toContain(value);
    for (const token of [...g.sandbox.store.sessions.values()].map((each) => each.token))
      expect(body).not.toContain(token);
  });
});

describe('T13: the caller of a request with a session cookie', () => {
  const who = async (headers: Record<string, string>) => {
    const response = await g.fetch(post(WHO, { ...own, ...headers }));
    return { response, body: await response.json() };
  };
  const member = () => ({ data: { viewer: { kind: 'MEMBER', member: { memberId: credentials().member.member_id } } } });

  it('is the member of its JWT, without a call', async () => {
    const { body } = await who({ cookie: cookieOf({ session_jwt: credentials().member.session_jwt }) });
    expect(body).toEqual(member());
    expect(g.calls).toEqual([]);
  });

  it('is the member of its token if the JWT is missing, expired or broken, and gets a new JWT', async () => {
    const { session_token } = credentials().member;
    const expired = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln';
    for (const session_jwt of [undefined, expired]) {
      const { response, body } = await who({
        cookie: cookieOf({ session_token, ...(session_jwt ? { session_jwt } : {}) }),
      });
      expect(body).toEqual(member());
      const set = setBy(response);
      expect(Object.keys(set)).toEqual([SESSION_JWT_COOKIE]);
      const jwt = set[SESSION_JWT_COOKIE]?.value ?? '';
      g.calls.length = 0;
      const next = await who({ cookie: cookieOf({ session_token, session_jwt: jwt }) });
      expect([next.body, next.response.headers.getSetCookie(), g.calls]).toEqual([member(), [], []]);
    }
  });

  it('is renewed once the JWT has expired', async () => {
    const { session_token, session_jwt } = credentials().member;
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      vi.setSystemTime(Date.now() + 6 * 60_000);
      const { response, body } = await who({ cookie: cookieOf({ session_token, session_jwt }) });
      expect(body).toEqual(member());
      expect(Object.keys(setBy(response))).toEqual([SESSION_JWT_COOKIE]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is a visitor once the session has ended: the cookies are cleared, and signing in works', async () => {
    g.sandbox.store.sessions.clear();
    const cookie = cookieOf({ session_token: credentials().member.session_token, session_jwt: 'a.b.c' });
    const { response, body } = await who({ cookie });
    expect([response.status, body]).toMatchObject([401, { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);
    expect(Object.values(setBy(response)).map(({ value, maxAge }) => [value, maxAge])).toEqual([
      ['', 0],
      ['', 0],
    ]);
    const again = setBy(await signIn({ ...own, cookie }));
    expect(Object.values(again).map(({ value = '' }) => value.length > 20)).toEqual([true, true]);
  });

  it('matches a bearer token of the same session, and conflicts with one of another session', async () => {
    const { admin, member: other } = credentials();
    const cookie = cookieOf(other);
    for (const token of [other.session_jwt, other.session_token]) {
      expect((await who({ cookie, authorization: `Bearer ${token}` })).body).toEqual(member());
    }
    const machine = await mintM2mToken(g.sandbox.store, 'm2m-client-test-1', []);
    for (const token of [admin.session_jwt, admin.session_token]) {
      const { response, body } = await who({ cookie, authorization: `Bearer ${token}` });
      expect([response.status, body]).toMatchObject([
        401,
        {
          errors: [{ message: expect.stringContaining('different sessions'), extensions: { code: 'UNAUTHENTICATED' } }],
        },
      ]);
    }
    for (const token of ['sgk_sandbox_admin', machine]) {
      expect((await g.fetch(post(WHO, { cookie, authorization: `Bearer ${token}` }))).status).toBe(401);
    }
    // A rejected bearer token is not replaced by a cookie.
    expect((await who({ cookie, authorization: 'Bearer nonsense-nonsense' })).response.status).toBe(401);
    // A cookie of an ended session identifies no caller.
    const stale = cookieOf({ session_token: 'DOYoip3rvIMMW5lgItikFK-Ak1CfMsgjuiCyI7uuU94=' });
    expect((await who({ cookie: stale, authorization: `Bearer ${admin.session_jwt}` })).body).toMatchObject({
      data: { viewer: { member: { memberId: admin.member_id } } },
    });
  });

  describe('`cookie: true` in an input', () => {
    const bySession = examples.filter(({ document }) => document.includes('{ sessionToken: $sessionToken }'));
    const namingCookie = (document: string, wanted = 'true') =>
      document
        .replace(/,? ?\$sessionToken: String!/, '')
        .replace('()', '')
        .replaceAll('{ sessionToken: $sessionToken }', `{ cookie: ${wanted} }`);

    it('is among the examples', () => expect(bySession.length).toBeGreaterThanOrEqual(6));

    it.each(bySession)('$id has the same effect as with the token', async ({ document, variables }) => {
      const { sessionToken, ...given } = (await variables?.(g)) ?? {};
      const cookie = cookieOf({ session_token: String(sessionToken) });
      const response = await g.fetch(post(namingCookie(document), { ...own, cookie }, given));
      const body = await response.text();
      expect(body).not.toMatch(/"code"|"errors"/);
      expect(body).not.toContain(String(sessionToken));
    });

    const EXCHANGE = (wanted: string) =>
      `mutation { exchangeMemberSession(input: { organizationId: "northgate-bank", session: { cookie: ${wanted} } }) { __typename ... on MutationError { code path } } }`;
    const exchange = async (wanted: string, headers: Record<string, string>) => {
      const before = g.sandbox.store.sessions.size;
      const response = await g.fetch(post(EXCHANGE(wanted), headers));
      expect(g.sandbox.store.sessions.size).toBe(before);
      return response.json();
    };
    const refused = {
      data: { exchangeMemberSession: { code: 'INVALID_INPUT', path: ['session', 'cookie'] } },
    };

    it('is INVALID_INPUT without a cookie, for a server, and if it is not true', async () => {
      const bearer = `Bearer ${credentials().member.session_jwt}`;
      expect(await exchange('true', own)).toMatchObject(refused);
      expect(await exchange('true', { ...own, authorization: bearer })).toMatchObject(refused);
      expect(await exchange('true', { authorization: 'Bearer sgk_sandbox_admin' })).toMatchObject(refused);
      expect(await exchange('false', { ...own, cookie: cookieOf(credentials().member) })).toMatchObject(refused);
    });

    it('ends the session and clears its cookies', async () => {
      const cookie = cookieOf(credentials().member);
      const response = await g.fetch(
        post('mutation { revokeMemberSession(input: { cookie: true }) { __typename } }', { ...own, cookie }),
      );
      expect(await response.json()).toEqual({
        data: { revokeMemberSession: { __typename: 'RevokeMemberSessionPayload' } },
      });
      expect(Object.values(setBy(response)).map(({ value, maxAge }) => [value, maxAge])).toEqual([
        ['', 0],
        ['', 0],
      ]);
      expect(
        (await g.fetch(post(WHO, { ...own, cookie: cookieOf({ session_token: credentials().member.session_token }) })))
          .status,
      ).toBe(401);
    });

    it('uses the session of the caller, whatever token is beside the JWT', async () => {
      const { admin, member } = credentials();
      const cookie = cookieOf({ session_token: admin.session_token, session_jwt: member.session_jwt });
      const alone = await exchange('true', { ...own, cookie: cookieOf({ session_jwt: member.session_jwt }) });
      const authorization = `Bearer ${member.session_jwt}`;
      expect(await exchange('true', { ...own, cookie })).toEqual(alone);
      expect(await exchange('true', { ...own, cookie, authorization })).toEqual(alone);
      expect(g.sandbox.store.intermediateSessions.values().some((one) => one.member_id === admin.member_id)).toBe(
        false,
      );
    });

    it('is UNAUTHENTICATED once the session has ended', async () => {
      const cookie = cookieOf({ session_token: 'DOYoip3rvIMMW5lgItikFK-Ak1CfMsgjuiCyI7uuU94=' });
      expect(JSON.stringify(await exchange('true', { ...own, cookie }))).toContain('UNAUTHENTICATED');
    });

    it('is 403 from a page that is not allowed', async () => {
      const foreign = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
      const cookie = cookieOf(credentials().admin);
      const { status } = await g.fetch(post(EXCHANGE('true'), { ...foreign, cookie }));
      noteForeign(tally, status < 400);
      expect(status).toBe(403);
    });
  });

  it('never authenticates a server: keys and machine tokens are ignored in a cookie', async () => {
    const machine = await mintM2mToken(g.sandbox.store, 'm2m-client-test-1', []);
    for (const cookie of [cookieOf({ session_token: 'sgk_sandbox_admin' }), cookieOf({ session_jwt: machine })]) {
      expect((await who({ cookie })).response.status).toBe(401);
    }
  });
});

describe('ending a session', () => {
  it('clears its cookies, and not those of another session', async () => {
    const benediktsCookie = async () =>
      Object.values(setBy(await signIn()))
        .map(({ name, value }) => `${name}=${value}`)
        .join('; ');
    const cookie = await benediktsCookie();
    const mine = async () =>
      (await (await g.fetch(post('{ viewer { session { memberSessionId } } }', { ...own, cookie }))).json()) as {
        data: { viewer: { session: { memberSessionId: string } } };
      };
    const { memberSessionId } = (await mine()).data.viewer.session;
    const other = startSession(g.sandbox.store, seededMember(g, 'benedikt@fernhill.example'), {
      factors: [{ type: 'password', delivery_method: 'knowledge' }],
    });
    const elsewhere = await g.fetch(
      post(REVOKE, { ...own, cookie }, { input: { memberSessionId: other.session.member_session_id } }),
    );
    expect(await elsewhere.json()).toEqual({
      data: { revokeMemberSession: { __typename: 'RevokeMemberSessionPayload' } },
    });
    expect(elsewhere.headers.getSetCookie()).toEqual([]);
    const here = await g.fetch(post(REVOKE, { ...own, cookie }, { input: { memberSessionId } }));
    expect(await here.json()).toEqual({ data: { revokeMemberSession: { __typename: 'RevokeMemberSessionPayload' } } });
    expect(Object.values(setBy(here)).map(({ name, maxAge }) => [name, maxAge])).toEqual([
      [SESSION_TOKEN_COOKIE, 0],
      [SESSION_JWT_COOKIE, 0],
    ]);
  });

  it('of a member everywhere clears them too', async () => {
    const { member } = credentials();
    const response = await g.fetch(
      post(REVOKE, { ...own, cookie: cookieOf(member) }, { input: { memberId: member.member_id } }),
    );
    expect(Object.keys(setBy(response))).toHaveLength(2);
  });
});

describe('T25: a request with a cookie', () => {
  const CHANGE = 'mutation { createOrganization(input: { name: "Forged" }) { __typename } }';
  const bad: readonly [string, Record<string, string>][] = [
    ['a page of another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    [
      'a page of the same site that is not listed',
      { origin: 'https://other.gateway.test', 'sec-fetch-site': 'same-site' },
    ],
    ['an opaque page', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['a similar origin', { origin: 'https://gateway.test.evil.example' }],
    ['an origin similar to the listed page', { origin: `${PAGE}.evil.example` }],
    ['an image or a link of another site', { 'sec-fetch-site': 'cross-site' }],
    ['an image of the same site', { 'sec-fetch-site': 'same-site' }],
    ['a URL typed by the user', { 'sec-fetch-site': 'none' }],
    ['a client without an origin', {}],
    ['a browser with an unknown Sec-Fetch-Site', { 'sec-fetch-site': 'elsewhere' }],
    ['an old browser on another site', { origin: 'http://gateway.test:8080' }],
  ];
  const kinds: readonly [string, (headers: Record<string, string>) => Request][] = [
    ['GET of a query', (headers) => get(WHO, headers)],
    ['GET of a mutation', (headers) => get(CHANGE, headers)],
    ['POST of a query', (headers) => post(WHO, headers)],
    ['POST of a mutation', (headers) => post(CHANGE, headers)],
    ['POST of plain text', (headers) => post(CHANGE, { ...headers, 'content-type': 'text/plain' })],
    ['POST of a form', (headers) => post(CHANGE, { ...headers, 'content-type': 'application/x-www-form-urlencoded' })],
    ['POST of multipart', (headers) => post(CHANGE, { ...headers, 'content-type': 'multipart/form-data; boundary=x' })],
  ];

  it.each(bad)('from %s runs nothing', async (_, headers) => {
    const shown = [credentials().admin.session_jwt, undefined];
    for (const session_jwt of shown) {
      const cookie = cookieOf({
        session_token: credentials().admin.session_token,
        ...(session_jwt ? { session_jwt } : {}),
      });
      for (const [kind, request] of kinds) {
        for (const [, send] of ways) {
          g.calls.length = 0;
          const response = await send(request({ ...headers, cookie }));
          const body = await response.text();
          const letIn = response.status < 400 || g.calls.length > 0 || body.includes('MEMBER');
          noteForeign(tally, letIn);
          expect([kind, letIn, response.headers.getSetCookie()]).toEqual([kind, false, []]);
        }
      }
    }
  });

  it.each(kinds.slice(4))('of the own page needs JSON: a %s is rejected', async (_, request) => {
    const response = await g.fetch(request({ ...own, cookie: cookieOf(credentials().admin) }));
    expect([response.status, g.calls]).toEqual([415, []]);
  });

  it.each<[string, Record<string, string>]>([
    ['the own page', own],
    ['the own page by GET, which has no Origin', { 'sec-fetch-site': 'same-origin' }],
    ['the own page in an old browser', { origin: 'https://gateway.test' }],
    ['a listed page', { origin: PAGE, 'sec-fetch-site': 'same-site' }],
    ['a listed page in an old browser', { origin: PAGE }],
  ])('from %s runs', async (_, headers) => {
    const cookie = cookieOf(credentials().admin);
    for (const [, send] of ways) {
      for (const request of [get(WHO, { ...headers, cookie }), post(WHO, { ...headers, cookie })]) {
        expect(await (await send(request)).json()).toMatchObject({ data: { viewer: { kind: 'MEMBER' } } });
      }
    }
  });

  it('that would sign in a person without their knowledge runs nothing', async () => {
    const response = await signIn({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' });
    noteForeign(tally, response.status < 400 || g.calls.length > 0);
    expect([response.status, response.headers.getSetCookie(), g.calls]).toEqual([403, [], []]);
  });

  it('of a program, with its bearer token and without a cookie, runs from any origin', async () => {
    const response = await g.fetch(post(WHO, { authorization: `Bearer ${credentials().admin.session_jwt}` }));
    expect(await response.json()).toMatchObject({ data: { viewer: { kind: 'MEMBER' } } });
  });
});

describe('SESSION_COOKIE_NAMES', () => {
  let reading: SandboxGateway;
  beforeAll(async () => {
    reading = await gatewayOverSandbox({
      sessionCookies: { sets: false, names: ['stytch_session', 'stytch_session_jwt'] },
    });
  });
  afterAll(() => reading.close());
  const ask = (cookie: string, headers: Record<string, string> = own) =>
    reading.fetch(post(WHO, { ...headers, cookie }));

  it('are read, by token and by JWT, with the same rules for pages', async () => {
    const { member } = reading.world.credentials;
    for (const cookie of [`stytch_session=${member.session_token}`, `a=b; stytch_session_jwt=${member.session_jwt}`]) {
      const response = await ask(cookie);
      expect(await response.json()).toMatchObject({ data: { viewer: { kind: 'MEMBER' } } });
      expect(response.headers.getSetCookie()).toEqual([]);
      expect((await ask(cookie, { origin: 'https://evil.example' })).status).toBe(403);
      expect((await ask(cookie, {})).status).toBe(403);
    }
  });

  it('are not set or cleared, and a sign-in returns its tokens', async () => {
    const ended = await ask('stytch_session=DOYoip3rvIMMW5lgItikFK-Ak1CfMsgjuiCyI7uuU94=');
    expect([ended.status, ended.headers.getSetCookie()]).toEqual([401, []]);
    const response = await reading.fetch(post(SIGN_IN, own, { input: benedikt(reading) }));
    expect(await response.json()).toMatchObject({
      data: { authenticateMemberPassword: { outcome: { __typename: 'SignedIn' } } },
    });
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it("are the only ones: the gateway's default cookies are ignored", async () => {
    const { member } = reading.world.credentials;
    expect(await (await ask(cookieOf(member))).json()).toMatchObject({ data: { viewer: { kind: 'VISITOR' } } });
  });
});

describe('without the settings', () => {
  it('no cookie is read or set', async () => {
    const plain = await gatewayOverSandbox();
    const headers = { ...own, cookie: `${cookieOf(plain.world.credentials.member)}; stytch_session=x` };
    expect(await (await plain.fetch(post(WHO, headers))).json()).toMatchObject({
      data: { viewer: { kind: 'VISITOR' } },
    });
    const response = await plain.fetch(post(SIGN_IN, headers, { input: benedikt(plain) }));
    expect(response.headers.getSetCookie()).toEqual([]);
    await plain.close();
  });
});
