/** T13, T27: users by session cookies. Tests for both kinds of project are in test/safety/session-cookies.test.ts. */
import { parseSetCookie } from 'cookie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SESSION_JWT_COOKIE, SESSION_TOKEN_COOKIE } from '../../src/auth/session-cookies.ts';
import { type ConsumerGateway, gatewayOverSandbox } from './gateway.ts';
import { examples } from './operations/index.ts';

let g: ConsumerGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox({ sessionCookies: { sets: true, names: [] } });
});
afterEach(() => g.close());

const send = (query: string, headers: Record<string, string>, variables: object = {}) =>
  g.fetch(
    new Request('https://gateway.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
      body: JSON.stringify({ query, variables }),
    }),
  );
const ask = (cookie: string) => send('{ viewer { kind user { userId } } }', { cookie });
const setBy = ({ headers }: Response) => headers.getSetCookie().map((line) => parseSetCookie(line));

describe('a user with a session cookie', () => {
  it('is identified by the JWT, and by the token, for which the response sets a new JWT', async () => {
    const { ada } = g.world.credentials;
    const expected = { data: { viewer: { kind: 'USER', user: { userId: ada.user_id } } } };
    const byJwt = await ask(`${SESSION_JWT_COOKIE}=${ada.session_jwt}`);
    expect([await byJwt.json(), setBy(byJwt)]).toEqual([expected, []]);
    const byToken = await ask(`${SESSION_TOKEN_COOKIE}=${ada.session_token}`);
    expect(await byToken.json()).toEqual(expected);
    const [{ name = '', value = '', maxAge = 0 } = {}] = setBy(byToken);
    expect([name, maxAge > 0]).toEqual([SESSION_JWT_COOKIE, true]);
    expect(await (await ask(`${SESSION_JWT_COOKIE}=${value}`)).json()).toEqual(expected);
  });

  it('is a visitor once the session has ended, and the cookies are cleared', async () => {
    const response = await ask(`${SESSION_TOKEN_COOKIE}=DOYoip3rvIMMW5lgItikFK-Ak1CfMsgjuiCyI7uuU94=`);
    expect(response.status).toBe(401);
    expect(setBy(response).map(({ maxAge }) => maxAge)).toEqual([0, 0]);
  });

  it('is named in an input by `cookie: true`', async () => {
    const { ada } = g.world.credentials;
    const CHECK = `mutation { authenticateUserSession(input: { session: { cookie: true } }) {
      ... on AuthenticateUserSessionPayload { user { userId } } ... on MutationError { code path } } }`;
    const cookie = `${SESSION_TOKEN_COOKIE}=${ada.session_token}`;
    expect(await (await send(CHECK, { cookie })).json()).toEqual({
      data: { authenticateUserSession: { user: { userId: ada.user_id } } },
    });
    expect(await (await send(CHECK, {})).json()).toEqual({
      data: { authenticateUserSession: { code: 'INVALID_INPUT', path: ['session', 'cookie'] } },
    });
  });

  it('is signed out by `cookie: true`, which clears the cookies', async () => {
    const { ada } = g.world.credentials;
    const cookie = `${SESSION_TOKEN_COOKIE}=${ada.session_token}; ${SESSION_JWT_COOKIE}=${ada.session_jwt}`;
    const response = await send('mutation { revokeUserSession(input: { cookie: true }) { __typename } }', { cookie });
    expect(await response.json()).toEqual({ data: { revokeUserSession: { __typename: 'RevokeUserSessionPayload' } } });
    expect(setBy(response).map(({ maxAge }) => maxAge)).toEqual([0, 0]);
  });

  it('is signed out by a session id, which clears the cookies', async () => {
    const { ada } = g.world.credentials;
    const cookie = `${SESSION_TOKEN_COOKIE}=${ada.session_token}; ${SESSION_JWT_COOKIE}=${ada.session_jwt}`;
    const shown = await send('{ viewer { session { sessionId } } }', { cookie });
    const { data } = (await shown.json()) as { data: { viewer: { session: { sessionId: string } } } };
    const { sessionId } = data.viewer.session;
    const response = await send(
      'mutation ($sessionId: ID!) { revokeUserSession(input: { sessionId: $sessionId }) { __typename } }',
      { cookie },
      { sessionId },
    );
    expect(await response.json()).toEqual({ data: { revokeUserSession: { __typename: 'RevokeUserSessionPayload' } } });
    expect(setBy(response).map(({ maxAge }) => maxAge)).toEqual([0, 0]);
  });
});

describe('every mutation that signs users in', () => {
  const signing = examples.filter(({ document }) => document.includes('outcome {'));

  it('is among the examples', () => expect(signing.length).toBeGreaterThanOrEqual(4));

  it.each(signing)(
    '$id sets cookies for a page and returns no token',
    async ({ document, variables, as = 'server' }) => {
      const given = (await variables?.(g)) ?? {};
      const { ada } = g.world.credentials;
      const response = await send(document, as === null ? {} : { authorization: `Bearer ${ada.session_jwt}` }, given);
      const body = await response.text();
      expect(body).not.toMatch(/"UserSignedIn"|sessionToken"|sessionJwt"/);
      const values = setBy(response).map(({ value = '' }) => value);
      for (const value of values) if (value !== '') expect(body).not.toContain(value);
      if (body.includes('UserSignedInByCookie')) expect(values).toHaveLength(2);
      if (as === null) expect(values).toHaveLength(2);
    },
  );
});
