import { createHash } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mintAccessToken } from '../../src/sandbox/shared/tokens.ts';
import { type Asked, appOf, kinds, type Made } from './connected-app-kinds.ts';

const verifier = 'a-verifier-that-the-app-keeps-for-itself-1234567';
const challenge = createHash('sha256').update(verifier).digest('base64url');

type Json = Record<string, string>;

let ahead = 0;
const now = () => new Date(Date.now() + ahead);

describe.each(['b2b', 'consumer'] as const)('the OAuth endpoints of a %s project', (kind) => {
  let made: Made;
  beforeAll(async () => {
    made = await kinds[kind](now);
  });
  afterAll(() => made.sandbox.close());

  const secretOf = (client_id: string) => made.sandbox.store.connectedApps.get(client_id)?.client_secret ?? '';
  const codeOf = async (key: string, more: Partial<Asked> = {}) => {
    const asked = { ...appOf(key), response_type: 'code', scopes: ['openid'], consent_granted: true, ...more };
    return (await made.authorize(asked)).authorization_code ?? '';
  };
  const at = (path: string) => `${made.sandbox.origin}/v1/public/${made.sandbox.projectId}/${path}`;
  const send = async (path: string, init: RequestInit) => {
    const response = await fetch(at(path), init);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
  };
  const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    send(path, { method: 'POST', headers, body: new URLSearchParams(form) });
  const ask = (form: Record<string, string>, headers?: Record<string, string>) =>
    post('oauth2/token', { grant_type: 'authorization_code', ...form }, headers);
  const desktop = appOf('crumb-desktop');
  const right = (code: string) => ({ ...desktop, client_secret: secretOf(desktop.client_id), code });
  const invalidGrant = { status: 400, body: { error: 'invalid_grant' } };

  test('issues tokens for a code, once', async () => {
    const code = await codeOf('crumb-desktop', {
      scopes: ['openid', 'full_access'],
      nonce: 'n-1',
      resources: ['https://api.example'],
    });
    const { status, body } = await ask(right(code));
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { token_type: 'bearer', expires_in: 3600, scope: 'openid full_access' },
    });
    expect(decodeJwt(body['access_token'] ?? '')).toMatchObject({
      sub: made.person.sub,
      aud: [made.sandbox.projectId, 'https://api.example'],
      client_id: desktop.client_id,
    });
    expect(decodeJwt(body['id_token'] ?? '')).toMatchObject({
      sub: made.person.sub,
      aud: [desktop.client_id],
      nonce: 'n-1',
    });
    expect(await ask(right(code))).toMatchObject(invalidGrant);
  });

  test('evaluates the claims templates of the app at each issue of tokens', async () => {
    const { client_id } = desktop;
    const noun = kind === 'b2b' ? 'member' : 'user';
    const change = (templates: { access_token_template_content?: string; id_token_template_content?: string }) =>
      made.sdk.connectedApp.clients.update({ client_id, ...templates });
    const tokens = async () => {
      const { body } = await ask(right(await codeOf('crumb-desktop')));
      return [decodeJwt(body['access_token'] ?? ''), decodeJwt(body['id_token'] ?? '')];
    };
    await change({
      access_token_template_content: `{
        "id": {{ ${noun}.${noun}_id }},
        "nested": { "roles": {{${noun}.rbac.roles}}, "list": [{{ ${noun}.status }}, 1], "none": {{ ${noun}.no.such }} },
        "may": {{ ${noun}.rbac.document.actions }},
        "text": "{{ ${noun}.status }} \\" {{",
        "organization": {{ organization.organization_slug }},
        "none": {{ ${noun}.constructor }},
        "sub": "somebody else", "iss": "elsewhere", "exp": 1, "scope": "full_access", "client_id": "other"
      }`,
      id_token_template_content: `{ "status": {{ ${noun}.status }}, "aud": "other", "nonce": "forged" }`,
    });
    const [access, id] = await tokens();
    const roles = kind === 'b2b' ? ['stytch_admin', 'stytch_member'] : expect.arrayContaining(['stytch_user']);
    expect(access).toMatchObject({
      id: made.person.sub,
      nested: { roles: kind === 'b2b' ? expect.arrayContaining(roles) : roles, list: ['active', 1] },
      may: expect.arrayContaining(['read']),
      text: `{{ ${noun}.status }} " {{`,
      sub: made.person.sub,
      iss: `stytch.com/${made.sandbox.projectId}`,
      scope: 'openid',
      client_id,
      ...('organization' in made.ofKind ? { organization: made.ofKind.organization.slug } : {}),
    });
    expect(access?.exp).toBeGreaterThan(now().getTime() / 1_000);
    expect(access).not.toHaveProperty('none');
    expect(access).not.toHaveProperty('nested.none');
    if (kind === 'consumer') expect(access).not.toHaveProperty('organization');
    expect(id).toMatchObject({ status: 'active', aud: [client_id], sub: made.person.sub });
    expect(id).not.toHaveProperty('nonce');
    expect(id).not.toHaveProperty('id');

    const large = JSON.stringify({ text: 'x'.repeat(4_096) });
    await change({ access_token_template_content: large, id_token_template_content: '{}' });
    const code = await codeOf('crumb-desktop');
    expect(await ask(right(code))).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    for (const wrong of [`{ {{ ${noun}.status }}: 1 }`, '[]', '{ "a": {{ b }', 'null']) {
      await expect(change({ access_token_template_content: wrong })).rejects.toMatchObject({
        error_type: 'idp_invalid_access_token_jwt_template',
      });
    }
    await change({ access_token_template_content: '{}' });
    expect((await ask(right(code))).status).toBe(200);
  });

  test('supports neither the grant jwt-bearer nor dynamic client registration', async () => {
    const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    const { client_id } = desktop;
    expect(
      await post('oauth2/token', { grant_type, assertion: 'x', client_id, client_secret: secretOf(client_id) }),
    ).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
    const { body } = await send('.well-known/openid-configuration', {});
    expect(body).not.toHaveProperty('registration_endpoint');
    expect(body['grant_types_supported']).not.toContain(grant_type);
  });

  test('accepts the secret of a client by Basic, and issues an ID token only for openid', async () => {
    const code = await codeOf('crumb-desktop', { scopes: ['profile'] });
    const basic = Buffer.from(`${desktop.client_id}:${encodeURIComponent(secretOf(desktop.client_id))}`);
    const authorization = `Basic ${basic.toString('base64')}`;
    const { status, body } = await ask({ code, redirect_uri: desktop.redirect_uri }, { authorization });
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('id_token');
  });

  test('requires from a public client its verifier and no secret', async () => {
    const cli = appOf('crumb-cli');
    const code = await codeOf('crumb-cli', { code_challenge: challenge });
    expect(await ask({ ...cli, code })).toMatchObject(invalidGrant);
    expect(await ask({ ...cli, code, code_verifier: `${verifier}8` })).toMatchObject(invalidGrant);
    expect(await ask({ ...cli, code, code_verifier: verifier, client_secret: 'x' })).toMatchObject({ status: 401 });
    const { status, body } = await ask({ ...cli, code, code_verifier: verifier });
    expect([status, body['expires_in']]).toEqual([200, 900]);
  });

  test.each<[string, Record<string, string>, number, string]>([
    ['a wrong secret', { client_secret: 'x' }, 401, 'invalid_client'],
    ['no secret', { client_secret: '' }, 401, 'invalid_client'],
    ['an unknown client', { client_id: 'connected-app-test-none' }, 401, 'invalid_client'],
    ['another redirect URI', { redirect_uri: 'https://elsewhere.example' }, 400, 'invalid_grant'],
    ['a verifier without a challenge', { code_verifier: verifier }, 400, 'invalid_grant'],
    ['another code', { code: 'x' }, 400, 'invalid_grant'],
    ['no code', { code: '' }, 400, 'invalid_request'],
  ])('rejects %s, and the code is still valid', async (_, wrong, status, error) => {
    const code = await codeOf('crumb-desktop');
    expect(await ask({ ...right(code), ...wrong })).toMatchObject({ status, body: { error } });
    expect(await ask(right(code))).toMatchObject({ status: 200 });
  });

  test('rejects a code of another client, an expired one, and one whose consent was revoked', async () => {
    const ledgerly = appOf('ledgerly');
    const secret = { client_secret: secretOf(ledgerly.client_id) };
    expect(await ask({ ...ledgerly, ...secret, code: await codeOf('crumb-desktop') })).toMatchObject(invalidGrant);
    const old = await codeOf('crumb-desktop');
    ahead = 10 * 60_000;
    expect(await ask(right(old))).toMatchObject(invalidGrant);
    const withdrawn = await codeOf('crumb-desktop');
    made.sandbox.store.consents.clear();
    expect(await ask(right(withdrawn))).toMatchObject(invalidGrant);
    ahead = 0;
  });

  test('rejects access tokens of another world, even one that names this project as a resource', async () => {
    const { sandbox, person } = made;
    const other = await sandbox.worlds.create('default');
    const redeem = { grant_type: 'authorization_code', ...right(await codeOf('crumb-desktop')) };
    const issued = await fetch(`${sandbox.origin}/v1/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams(redeem),
    });
    const { access_token = '' } = (await issued.json()) as Json;
    const foreign = await mintAccessToken(
      other.store,
      { personId: person.sub, clientId: desktop.client_id, scopes: ['openid'], audience: [sandbox.projectId] },
      { issuer: sandbox.origin },
    );
    const statusWith = async (token: string) =>
      (await send('oauth2/userinfo', { headers: { authorization: `Bearer ${token}` } })).status;
    expect([await statusWith(access_token), await statusWith(foreign)]).toEqual([200, 401]);
  });

  const minute = 60_000;
  const day = 1440 * minute;
  const clientOf = (key: string) => ({
    client_id: appOf(key).client_id,
    client_secret: secretOf(appOf(key).client_id),
  });
  /** The tokens of a new code. */
  const tokensOf = async (key = 'crumb-desktop', scopes = ['openid', 'offline_access']) => {
    const isPublic = key === 'crumb-cli';
    const code = await codeOf(key, { scopes, ...(isPublic ? { code_challenge: challenge } : {}) });
    const form = { ...appOf(key), client_secret: secretOf(appOf(key).client_id), code };
    const { status, body } = await ask({ ...form, ...(isPublic ? { code_verifier: verifier } : {}) });
    expect(status).toBe(200);
    return { code, access_token: body['access_token'] ?? '', refresh_token: body['refresh_token'] ?? '' };
  };
  const refresh = (refresh_token: string, key = 'crumb-desktop', more: Record<string, string> = {}) =>
    ask({ grant_type: 'refresh_token', ...clientOf(key), refresh_token, ...more });
  const isActive = async (token: string, key = 'crumb-desktop') => {
    const { status, body } = await post('oauth2/introspect', { token, ...clientOf(key) });
    expect(status).toBe(200);
    return body['active'];
  };
  const invalidClient = { status: 401, body: { error: 'invalid_client' } };
  const invalidRequest = { status: 400, body: { error: 'invalid_request' } };

  test('revokes the tokens of a code that is used a second time', async () => {
    const { code, access_token, refresh_token } = await tokensOf();
    expect(await isActive(access_token)).toBe(true);
    expect(await ask(right(code))).toMatchObject(invalidGrant);
    expect([await isActive(access_token), await isActive(refresh_token)]).toEqual([false, false]);
    expect(await refresh(refresh_token)).toMatchObject(invalidGrant);
    // Of eight concurrent exchanges at most one gets tokens, and the others revoke those.
    const raced = await codeOf('crumb-desktop');
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(right(raced))));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(await isActive(won[0]?.body['access_token'] ?? '')).toBe(false);
  });

  test('issues a refresh token only for offline_access, and refreshes without a nonce', async () => {
    expect((await tokensOf('crumb-desktop', ['openid'])).refresh_token).toBe('');
    const code = await codeOf('crumb-desktop', { scopes: ['openid', 'offline_access', 'email'], nonce: 'n-1' });
    const { body } = await ask(right(code));
    const again = await refresh(body['refresh_token'] ?? '');
    expect(again).toMatchObject({ status: 200, body: { token_type: 'bearer', scope: 'openid offline_access email' } });
    expect(again.body).not.toHaveProperty('refresh_token');
    const claims = decodeJwt(again.body['id_token'] ?? '');
    expect(claims).toMatchObject({ sub: made.person.sub, email: made.person.email, email_verified: true });
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
      ahead = 90 * day - minute;
      expect([await isActive(desktopTokens.refresh_token), await isActive(cli.refresh_token, 'crumb-cli')]).toEqual([
        true,
        true,
      ]);
      expect(await refresh(desktopTokens.refresh_token)).toMatchObject({ status: 200 });
      ahead = 90 * day + minute;
      expect(await isActive(cli.refresh_token, 'crumb-cli')).toBe(false);
      expect(await refresh(cli.refresh_token, 'crumb-cli')).toMatchObject(invalidGrant);
      expect(await refresh(desktopTokens.refresh_token)).toMatchObject({ status: 200 });
      ahead = 181 * day;
      expect(await refresh(desktopTokens.refresh_token)).toMatchObject(invalidGrant);
    } finally {
      ahead = 0;
    }
  });

  test('expires access tokens by the clock of the sandbox', async () => {
    try {
      const { access_token } = await tokensOf();
      const shown = () => send('oauth2/userinfo', { headers: { authorization: `Bearer ${access_token}` } });
      ahead = 59 * minute;
      expect([await isActive(access_token), (await shown()).status]).toEqual([true, 200]);
      ahead = 61 * minute;
      expect([await isActive(access_token), (await shown()).status]).toEqual([false, 401]);
    } finally {
      ahead = 0;
    }
  });

  test('accepts both secrets of an app during a rotation, then the remaining one', async () => {
    const { secrets } = made.sdk.connectedApp.clients;
    const { client_id } = desktop;
    const first = secretOf(client_id);
    const works = async (client_secret: string) => {
      const code = await codeOf('crumb-desktop');
      return (await ask({ ...desktop, code, client_secret })).status;
    };
    const dropped = (await secrets.rotateStart({ client_id })).connected_app.next_client_secret;
    expect([await works(first), await works(dropped)]).toEqual([200, 200]);
    await secrets.rotateCancel({ client_id });
    expect([await works(first), await works(dropped)]).toEqual([200, 401]);
    const next = (await secrets.rotateStart({ client_id })).connected_app.next_client_secret;
    await secrets.rotate({ client_id });
    expect([await works(first), await works(next)]).toEqual([401, 200]);
    const { refresh_token } = await tokensOf();
    expect(await refresh(refresh_token, 'crumb-desktop', { client_secret: first })).toMatchObject(invalidClient);
  });

  test('accepts JSON, and ignores the project’s own Basic header', async () => {
    const { projectId, secret } = made.sandbox;
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
    const machine = [...made.sandbox.store.m2mClients.values()].find(({ client }) => client.status === 'active');
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
    const machine = [...made.sandbox.store.m2mClients.values()].find(({ client }) => client.status === 'active');
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
      const { status, body } = await send('oauth2/userinfo', { headers: { authorization: `Bearer ${access_token}` } });
      expect(status).toBe(200);
      const { request_id: _, status_code, ...claims } = body;
      expect(status_code).toBe(200);
      return claims;
    };
    const { sub, email, name } = made.person;
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
    const { clients } = made.sdk.connectedApp;
    const app = { client_type: 'first_party' as const, redirect_urls: ['https://gone.example/callback'] };
    const { client_id, client_secret } = (await clients.create({ ...app, client_name: 'Gone' })).connected_app;
    const asked = { client_id, redirect_uri: 'https://gone.example/callback' };
    const { authorization_code: code = '' } = await made.authorize({
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
    const record = made.sandbox.store.connectedApps.get(client_id);
    if (!record) throw new Error('the app was just made');
    made.sandbox.store.connectedApps.set(client_id, { ...record, app: { ...record.app, status: 'inactive' } });
    expect([(await again()).status, (await shown()).status]).toEqual([401, 401]);
    made.sandbox.store.connectedApps.set(client_id, record);
    expect([(await again()).status, (await shown()).status]).toEqual([200, 200]);
    await clients.delete({ client_id });
    expect([(await again()).status, (await shown()).status]).toEqual([401, 401]);
    expect(made.sandbox.store.refreshTokens.has(body['refresh_token'] ?? '')).toBe(false);
  });

  test('issues access tokens that the vendor’s SDK verifies, locally and by introspection', async () => {
    const scope = 'openid read:documents';
    const { access_token: token } = await tokensOf('crumb-desktop', scope.split(' '));
    const expected = { subject: made.person.sub, scope, audience: [made.sandbox.projectId], ...made.ofKind };
    expect(await made.sdk.idp.introspectTokenLocal(token)).toMatchObject({ ...expected, token_type: 'access_token' });
    expect(await made.sdk.idp.introspectTokenNetwork({ token, ...clientOf('crumb-desktop') })).toMatchObject(expected);
    expect(
      await made.sdk.idp.introspectTokenNetwork({
        token: (await tokensOf()).refresh_token,
        ...clientOf('crumb-desktop'),
      }),
    ).toMatchObject({ subject: made.person.sub, token_type: 'refresh_token', ...made.ofKind });
  });

  test('issues tokens of machines that the vendor’s SDK verifies', async () => {
    const machine = [...made.sandbox.store.m2mClients.values()].find(({ client }) => client.status === 'active');
    if (!machine) throw new Error('the sandbox begins with machines');
    const { client_id, scopes } = machine.client;
    const { access_token } = await made.sdk.m2m.token({ client_id, client_secret: machine.client_secret });
    expect(await made.sdk.m2m.authenticateToken({ access_token, required_scopes: scopes })).toEqual({
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
          issuer: `stytch.com/${made.sandbox.projectId}`,
          token_endpoint: at('oauth2/token'),
          userinfo_endpoint: at('oauth2/userinfo'),
          jwks_uri: at('.well-known/jwks.json'),
          scopes_supported: expect.arrayContaining(['openid', 'offline_access', 'read:documents']),
        },
      });
    }
    const keys = createRemoteJWKSet(new URL(at('.well-known/jwks.json')));
    const { access_token } = await tokensOf();
    expect((await jwtVerify(access_token, keys)).payload.iss).toBe(`stytch.com/${made.sandbox.projectId}`);
    const foreign = await fetch(`${made.sandbox.origin}/v1/public/project-test-other/.well-known/openid-configuration`);
    expect([foreign.status, await foreign.json()]).toMatchObject([404, { error_type: 'project_not_found' }]);
  });

  test('returns in metadata the authorization page that the project has set', async () => {
    const set = (authorization_url: string) =>
      fetch(`${made.sandbox.origin}/sandbox/settings`, { method: 'PUT', body: JSON.stringify({ authorization_url }) });
    expect((await set('https://app.example/oauth/authorize')).status).toBe(200);
    expect((await set('javascript:alert(1)')).status).toBe(400);
    const { body } = await send('.well-known/openid-configuration', {});
    expect(body['authorization_endpoint']).toBe('https://app.example/oauth/authorize');
  });

  test('uses the host of the request as the issuer, and accepts those tokens later', async () => {
    const origin = made.sandbox.origin.replace('127.0.0.1', 'localhost');
    const metadata = (await (await fetch(`${origin}/.well-known/openid-configuration`)).json()) as Json;
    expect(metadata).toMatchObject({ issuer: origin, token_endpoint: `${origin}/v1/oauth2/token` });
    const code = await codeOf('crumb-desktop', { scopes: ['openid', 'full_access'] });
    const body = new URLSearchParams({ grant_type: 'authorization_code', ...right(code) });
    const issued = await fetch(metadata['token_endpoint'] ?? '', { method: 'POST', body });
    const { access_token = '' } = (await issued.json()) as Json;
    expect(decodeJwt(access_token).iss).toBe(origin);
    expect(await isActive(access_token)).toBe(true);
    const session = { access_token, session_duration_minutes: 5 };
    expect(await made.sdk.sessions.exchangeAccessToken(session)).toMatchObject({ session_token: expect.any(String) });
  });

  test('revokes an access token, which is then exchanged for no session', async () => {
    const { access_token } = await tokensOf('crumb-desktop', ['openid', 'full_access']);
    const revoked = await post('oauth2/revoke', { token: access_token, ...clientOf('crumb-desktop') });
    expect(Object.keys(revoked.body).sort()).toEqual(['request_id', 'status_code']);
    await expect(
      made.sdk.sessions.exchangeAccessToken({ access_token, session_duration_minutes: 5 }),
    ).rejects.toMatchObject({ error_type: 'oauth_access_token_exchange_token_invalid_grant' });
  });

  test.each([
    ['oauth2_introspect', 'POST', 'oauth2/introspect'],
    ['oauth2_revoke', 'POST', 'oauth2/revoke'],
    ['oauth2_userinfo', 'GET', 'oauth2/userinfo'],
    ['oauth2_metadata', 'GET', '.well-known/openid-configuration'],
    ['oauth2_jwks', 'GET', '.well-known/jwks.json'],
  ])('fails %s on demand', async (operation, method, path) => {
    made.sandbox.failures.add({ operation, error: { error_type: 'internal_server_error' } });
    expect([(await send(path, { method })).status, (await send(path, { method })).status === 500]).toEqual([
      500,
      false,
    ]);
  });

  // The last test of the kind, since it deletes the person who authorizes apps.
  test('revokes all tokens of a deleted person', async () => {
    const { access_token, refresh_token } = await tokensOf();
    await made.removePerson();
    expect([await isActive(access_token), await isActive(refresh_token)]).toEqual([false, false]);
    expect(await refresh(refresh_token)).toMatchObject(invalidGrant);
  });
});
