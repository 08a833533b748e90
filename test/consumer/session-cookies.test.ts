/** T13, T27: users by session cookies. What does not depend on the kind of project is shown in test/safety/session-cookies.test.ts. */
import { parseSetCookie } from 'cookie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SESSION_JWT_COOKIE, SESSION_TOKEN_COOKIE } from '../../src/auth/session-cookies.ts';
import { type ConsumerGateway, gatewayOverSandbox } from './gateway.ts';

let g: ConsumerGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox({ sessionCookies: { sets: true, names: [] } });
});
afterEach(() => g.close());

const ask = (cookie: string) =>
  g.fetch(
    new Request('https://gateway.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', cookie },
      body: JSON.stringify({ query: '{ viewer { kind user { userId } } }' }),
    }),
  );

describe('a user with a session cookie', () => {
  it('is known by the JWT, and by the token, for which the response brings a fresh JWT', async () => {
    const { ada } = g.world.credentials;
    const expected = { data: { viewer: { kind: 'USER', user: { userId: ada.user_id } } } };
    const byJwt = await ask(`${SESSION_JWT_COOKIE}=${ada.session_jwt}`);
    expect([await byJwt.json(), byJwt.headers.getSetCookie()]).toEqual([expected, []]);
    const byToken = await ask(`${SESSION_TOKEN_COOKIE}=${ada.session_token}`);
    expect(await byToken.json()).toEqual(expected);
    const [line = ''] = byToken.headers.getSetCookie();
    const { name, value = '', maxAge = 0 } = parseSetCookie(line);
    expect([name, maxAge > 0]).toEqual([SESSION_JWT_COOKIE, true]);
    expect(await (await ask(`${SESSION_JWT_COOKIE}=${value}`)).json()).toEqual(expected);
  });

  it('is nobody once the session has ended, and the cookies are cleared', async () => {
    const response = await ask(`${SESSION_TOKEN_COOKIE}=DOYoip3rvIMMW5lgItikFK-Ak1CfMsgjuiCyI7uuU94=`);
    expect(response.status).toBe(401);
    expect(response.headers.getSetCookie().map((line) => parseSetCookie(line).maxAge)).toEqual([0, 0]);
  });
});
