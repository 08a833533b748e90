/** Introspection, revocation, userinfo and metadata of connected apps. */
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { desktop, invalidClient, invalidGrant, invalidRequest, type Json, oauthEndpoints } from './oauth-endpoints.ts';

describe.each(['b2b', 'consumer'] as const)(
  'introspection, revocation, userinfo and metadata of a %s project',
  (kind) => {
    const oauth = oauthEndpoints(kind);
    const { codeOf, at, send, post, ask, right, clientOf, tokensOf, refresh, isActive } = oauth;

    test('accepts JSON, and ignores the project’s own Basic header', async () => {
      const { projectId, secret } = oauth.made.sandbox;
      const authorization = `Basic ${Buffer.from(`${projectId}:${secret}`).toString('base64')}`;
      const json = (path: string, body: object) =>
        send(path, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
      const code = await codeOf('crumb-desktop', { scopes: ['openid', 'offline_access'] });
      const { status, body } = await json('oauth2/token', { grant_type: 'authorization_code', ...right(code) });
      expect(status).toBe(200);
      const { refresh_token: token } = body;
      expect((await json('oauth2/introspect', { ...clientOf('crumb-desktop'), token })).body['active']).toBe(true);
      expect((await json('oauth2/revoke', { ...clientOf('crumb-desktop'), token })).status).toBe(200);
      expect(await isActive(token ?? '')).toBe(false);
      // It does not authenticate the client.
      const { client_id } = desktop;
      expect(await json('oauth2/introspect', { client_id, token })).toMatchObject(invalidClient);
      expect(await json('oauth2/revoke', { token })).toMatchObject(invalidClient);
    });

    test('exposes nothing about tokens of other clients, and does not revoke them', async () => {
      const { access_token, refresh_token } = await tokensOf();
      for (const token of [access_token, refresh_token]) {
        const { body } = await post('oauth2/introspect', { token, ...clientOf('ledgerly') });
        expect(Object.keys(body).sort()).toEqual(['active', 'request_id', 'status_code']);
        expect(body['active']).toBe(false);
        expect(await post('oauth2/revoke', { token, ...clientOf('ledgerly') })).toMatchObject(invalidGrant);
        expect(await isActive(token)).toBe(true);
      }
      expect(await refresh(refresh_token, 'ledgerly')).toMatchObject(invalidGrant);
    });

    test('requires the secret of the token’s client, and the token', async () => {
      const { access_token: token } = await tokensOf();
      const { client_id, client_secret } = clientOf('crumb-desktop');
      for (const path of ['oauth2/introspect', 'oauth2/revoke']) {
        expect(await post(path, { token, client_id })).toMatchObject(invalidClient);
        expect(await post(path, { token, client_id, client_secret: 'x' })).toMatchObject(invalidClient);
        expect(await post(path, { token })).toMatchObject(invalidClient);
        expect(await post(path, { client_id, client_secret })).toMatchObject(invalidRequest);
      }
      const machine = [...oauth.made.sandbox.store.m2mClients.values()].find(
        ({ client }) => client.status === 'active',
      );
      const credentials = { client_id: machine?.client.client_id ?? '', client_secret: machine?.client_secret ?? '' };
      expect(await post('oauth2/introspect', { token, ...credentials })).toMatchObject(invalidClient);
      expect(await isActive(token)).toBe(true);
      // RFC 7009, section 2.2: revoking an invalid token succeeds.
      expect(await post('oauth2/revoke', { token: 'x', client_id, client_secret })).toMatchObject({ status: 200 });
    });

    test('reports as inactive every value that is not an access or refresh token of the app', async () => {
      const code = await codeOf('crumb-desktop');
      const { body } = await ask(right(code));
      expect(await isActive(body['id_token'] ?? '')).toBe(false);
      const machine = [...oauth.made.sandbox.store.m2mClients.values()].find(
        ({ client }) => client.status === 'active',
      );
      const m2m = await ask({
        grant_type: 'client_credentials',
        client_id: machine?.client.client_id ?? '',
        client_secret: machine?.client_secret ?? '',
      });
      expect(m2m.status).toBe(200);
      for (const token of [m2m.body['access_token'] ?? '', 'x', 'a.b.c']) expect(await isActive(token)).toBe(false);
    });

    test('returns from userinfo what the scopes of the token permit', async () => {
      const shown = async (scopes: string[]) => {
        const { access_token } = await tokensOf('crumb-desktop', scopes);
        const { status, body } = await send('oauth2/userinfo', {
          headers: { authorization: `Bearer ${access_token}` },
        });
        expect(status).toBe(200);
        const { request_id: _, status_code, ...claims } = body;
        expect(status_code).toBe(200);
        return claims;
      };
      const { sub, email, name } = oauth.made.person;
      expect(await shown(['openid'])).toEqual({ sub });
      expect(await shown(['openid', 'email'])).toEqual({ sub, email, email_verified: true });
      const [given_name, family_name] = name.split(' ');
      expect(await shown(['profile'])).toMatchObject({ sub, name, given_name, family_name });
      const { access_token } = await tokensOf('crumb-desktop', ['openid', 'email']);
      expect((await post('oauth2/userinfo', { access_token })).body).toMatchObject({ sub, email });
    });

    test.each([
      ['no token', {}, 'Bearer', 'invalid_request'],
      ['another scheme', { authorization: 'Basic eDp5' }, 'Bearer', 'invalid_request'],
      ['another token', { authorization: 'Bearer x' }, 'Bearer error="invalid_token"', 'invalid_token'],
    ])('rejects userinfo for %s', async (_, headers, challenged, error) => {
      const answer = await send('oauth2/userinfo', { headers });
      expect(answer).toMatchObject({ status: 401, body: { error, error_description: expect.any(String) } });
      expect(answer.headers.get('www-authenticate')).toBe(challenged);
    });

    test('rejects tokens while the app is inactive, and permanently once it is deleted', async () => {
      const { clients } = oauth.made.sdk.connectedApp;
      const app = { client_type: 'first_party' as const, redirect_urls: ['https://gone.example/callback'] };
      const { client_id, client_secret } = (await clients.create({ ...app, client_name: 'Gone' })).connected_app;
      const asked = { client_id, redirect_uri: 'https://gone.example/callback' };
      const { authorization_code: code = '' } = await oauth.made.authorize({
        ...asked,
        response_type: 'code',
        scopes: ['openid', 'offline_access'],
        consent_granted: true,
      });
      const secret = { client_secret: client_secret ?? '' };
      const { body } = await ask({ ...asked, ...secret, code });
      const again = () =>
        ask({ grant_type: 'refresh_token', client_id, ...secret, refresh_token: body['refresh_token'] ?? '' });
      const shown = () => send('oauth2/userinfo', { headers: { authorization: `Bearer ${body['access_token']}` } });
      // Stytch deactivates apps in its dashboard only.
      const record = oauth.made.sandbox.store.connectedApps.get(client_id);
      if (!record) throw new Error('the app was just made');
      oauth.made.sandbox.store.connectedApps.set(client_id, { ...record, app: { ...record.app, status: 'inactive' } });
      expect([(await again()).status, (await shown()).status]).toEqual([401, 401]);
      oauth.made.sandbox.store.connectedApps.set(client_id, record);
      expect([(await again()).status, (await shown()).status]).toEqual([200, 200]);
      await clients.delete({ client_id });
      expect([(await again()).status, (await shown()).status]).toEqual([401, 401]);
      expect(oauth.made.sandbox.store.refreshTokens.has(body['refresh_token'] ?? '')).toBe(false);
    });

    test('issues access tokens that the vendor’s SDK verifies, locally and by introspection', async () => {
      const scope = 'openid read:documents';
      const { access_token: token } = await tokensOf('crumb-desktop', scope.split(' '));
      const expected = {
        subject: oauth.made.person.sub,
        scope,
        audience: [oauth.made.sandbox.projectId],
        ...oauth.made.ofKind,
      };
      expect(await oauth.made.sdk.idp.introspectTokenLocal(token)).toMatchObject({
        ...expected,
        token_type: 'access_token',
      });
      expect(await oauth.made.sdk.idp.introspectTokenNetwork({ token, ...clientOf('crumb-desktop') })).toMatchObject(
        expected,
      );
      expect(
        await oauth.made.sdk.idp.introspectTokenNetwork({
          token: (await tokensOf()).refresh_token,
          ...clientOf('crumb-desktop'),
        }),
      ).toMatchObject({ subject: oauth.made.person.sub, token_type: 'refresh_token', ...oauth.made.ofKind });
    });

    test('issues tokens of machines that the vendor’s SDK verifies', async () => {
      const machine = [...oauth.made.sandbox.store.m2mClients.values()].find(
        ({ client }) => client.status === 'active',
      );
      if (!machine) throw new Error('the sandbox begins with machines');
      const { client_id, scopes } = machine.client;
      const { access_token } = await oauth.made.sdk.m2m.token({ client_id, client_secret: machine.client_secret });
      expect(await oauth.made.sdk.m2m.authenticateToken({ access_token, required_scopes: scopes })).toEqual({
        client_id,
        scopes,
        custom_claims: {},
      });
    });

    test('returns metadata for this project only, with the issuer of its tokens', async () => {
      for (const name of ['openid-configuration', 'oauth-authorization-server']) {
        const { status, body } = await send(`.well-known/${name}`, {});
        expect({ status, body }).toMatchObject({
          status: 200,
          body: {
            issuer: `stytch.com/${oauth.made.sandbox.projectId}`,
            token_endpoint: at('oauth2/token'),
            userinfo_endpoint: at('oauth2/userinfo'),
            jwks_uri: at('.well-known/jwks.json'),
            scopes_supported: expect.arrayContaining(['openid', 'offline_access', 'read:documents']),
          },
        });
      }
      const keys = createRemoteJWKSet(new URL(at('.well-known/jwks.json')));
      const { access_token } = await tokensOf();
      expect((await jwtVerify(access_token, keys)).payload.iss).toBe(`stytch.com/${oauth.made.sandbox.projectId}`);
      const foreign = await fetch(
        `${oauth.made.sandbox.origin}/v1/public/project-test-other/.well-known/openid-configuration`,
      );
      expect([foreign.status, await foreign.json()]).toMatchObject([404, { error_type: 'project_not_found' }]);
    });

    test('returns in metadata the authorization page that the project has set', async () => {
      const set = (authorization_url: string) =>
        fetch(`${oauth.made.sandbox.origin}/sandbox/settings`, {
          method: 'PUT',
          body: JSON.stringify({ authorization_url }),
        });
      expect((await set('https://app.example/oauth/authorize')).status).toBe(200);
      expect((await set('javascript:alert(1)')).status).toBe(400);
      const { body } = await send('.well-known/openid-configuration', {});
      expect(body['authorization_endpoint']).toBe('https://app.example/oauth/authorize');
    });

    test('uses the host of the request as the issuer, and accepts those tokens later', async () => {
      const origin = oauth.made.sandbox.origin.replace('127.0.0.1', 'localhost');
      const metadata = (await (await fetch(`${origin}/.well-known/openid-configuration`)).json()) as Json;
      expect(metadata).toMatchObject({ issuer: origin, token_endpoint: `${origin}/v1/oauth2/token` });
      const code = await codeOf('crumb-desktop', { scopes: ['openid', 'full_access'] });
      const body = new URLSearchParams({ grant_type: 'authorization_code', ...right(code) });
      const issued = await fetch(metadata['token_endpoint'] ?? '', { method: 'POST', body });
      const { access_token = '' } = (await issued.json()) as Json;
      expect(decodeJwt(access_token).iss).toBe(origin);
      expect(await isActive(access_token)).toBe(true);
      const session = { access_token, session_duration_minutes: 5 };
      expect(await oauth.made.sdk.sessions.exchangeAccessToken(session)).toMatchObject({
        session_token: expect.any(String),
      });
    });

    test('revokes an access token, which is then exchanged for no session', async () => {
      const { access_token } = await tokensOf('crumb-desktop', ['openid', 'full_access']);
      const revoked = await post('oauth2/revoke', { token: access_token, ...clientOf('crumb-desktop') });
      expect(Object.keys(revoked.body).sort()).toEqual(['request_id', 'status_code']);
      await expect(
        oauth.made.sdk.sessions.exchangeAccessToken({ access_token, session_duration_minutes: 5 }),
      ).rejects.toMatchObject({ error_type: 'oauth_access_token_exchange_token_invalid_grant' });
    });

    test.each([
      ['oauth2_introspect', 'POST', 'oauth2/introspect'],
      ['oauth2_revoke', 'POST', 'oauth2/revoke'],
      ['oauth2_userinfo', 'GET', 'oauth2/userinfo'],
      ['oauth2_metadata', 'GET', '.well-known/openid-configuration'],
      ['oauth2_jwks', 'GET', '.well-known/jwks.json'],
    ])('fails %s on demand', async (operation, method, path) => {
      oauth.made.sandbox.failures.add({ operation, error: { error_type: 'internal_server_error' } });
      expect([(await send(path, { method })).status, (await send(path, { method })).status === 500]).toEqual([
        500,
        false,
      ]);
    });

    // The last test of the kind, since it deletes the person who authorizes apps.
    test('revokes all tokens of a deleted person', async () => {
      const { access_token, refresh_token } = await tokensOf();
      await oauth.made.removePerson();
      expect([await isActive(access_token), await isActive(refresh_token)]).toEqual([false, false]);
      expect(await refresh(refresh_token)).toMatchObject(invalidGrant);
    });
  },
);
