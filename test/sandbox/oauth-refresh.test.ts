/** Refresh tokens of connected apps, and how long tokens are valid. */
import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { invalidGrant, oauthEndpoints } from './oauth-endpoints.ts';

const minute = 60_000;
const day = 1440 * minute;

describe.each(['b2b', 'consumer'] as const)('refresh tokens of a %s project', (kind) => {
  const oauth = oauthEndpoints(kind);
  const { codeOf, send, ask, right, tokensOf, refresh, isActive } = oauth;

  test('issues a refresh token only for offline_access, and refreshes without a nonce', async () => {
    expect((await tokensOf('crumb-desktop', ['openid'])).refresh_token).toBe('');
    const code = await codeOf('crumb-desktop', { scopes: ['openid', 'offline_access', 'email'], nonce: 'n-1' });
    const { body } = await ask(right(code));
    const again = await refresh(body['refresh_token'] ?? '');
    expect(again).toMatchObject({ status: 200, body: { token_type: 'bearer', scope: 'openid offline_access email' } });
    expect(again.body).not.toHaveProperty('refresh_token');
    const claims = decodeJwt(again.body['id_token'] ?? '');
    expect(claims).toMatchObject({ sub: oauth.made.person.sub, email: oauth.made.person.email, email_verified: true });
    expect(claims).not.toHaveProperty('nonce');
  });

  test('narrows scopes at a refresh, and never widens them', async () => {
    const { refresh_token } = await tokensOf('crumb-desktop', ['openid', 'email', 'offline_access']);
    const narrow = await refresh(refresh_token, 'crumb-desktop', { scope: 'email' });
    expect(narrow).toMatchObject({ status: 200, body: { scope: 'email' } });
    expect(narrow.body).not.toHaveProperty('id_token');
    const wide = await refresh(refresh_token, 'crumb-desktop', { scope: 'email phone' });
    expect(wide).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
    expect((await refresh(refresh_token)).body['scope']).toBe('openid email offline_access');
  });

  test('rotates the refresh token of a public app: of several concurrent uses, one succeeds', async () => {
    const { refresh_token } = await tokensOf('crumb-cli');
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(refresh_token, 'crumb-cli')));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    for (const { status, body } of answers) if (status !== 200) expect(body).toMatchObject(invalidGrant.body);
    expect(await refresh(won[0]?.body['refresh_token'] ?? '', 'crumb-cli')).toMatchObject({ status: 200 });
  });

  test('expires refresh tokens by the clock of the sandbox, and extends those of confidential apps on use', async () => {
    try {
      const [desktopTokens, cli] = [await tokensOf(), await tokensOf('crumb-cli')];
      oauth.setAhead(90 * day - minute);
      expect([await isActive(desktopTokens.refresh_token), await isActive(cli.refresh_token, 'crumb-cli')]).toEqual([
        true,
        true,
      ]);
      expect(await refresh(desktopTokens.refresh_token)).toMatchObject({ status: 200 });
      oauth.setAhead(90 * day + minute);
      expect(await isActive(cli.refresh_token, 'crumb-cli')).toBe(false);
      expect(await refresh(cli.refresh_token, 'crumb-cli')).toMatchObject(invalidGrant);
      expect(await refresh(desktopTokens.refresh_token)).toMatchObject({ status: 200 });
      oauth.setAhead(181 * day);
      expect(await refresh(desktopTokens.refresh_token)).toMatchObject(invalidGrant);
    } finally {
      oauth.setAhead(0);
    }
  });

  test('expires access tokens by the clock of the sandbox', async () => {
    try {
      const { access_token } = await tokensOf();
      const shown = () => send('oauth2/userinfo', { headers: { authorization: `Bearer ${access_token}` } });
      oauth.setAhead(59 * minute);
      expect([await isActive(access_token), (await shown()).status]).toEqual([true, 200]);
      oauth.setAhead(61 * minute);
      expect([await isActive(access_token), (await shown()).status]).toEqual([false, 401]);
    } finally {
      oauth.setAhead(0);
    }
  });
});
