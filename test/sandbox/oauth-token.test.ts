/** Authorization codes of connected apps, exchanged for tokens. */
import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { mintAccessToken } from '../../src/sandbox/shared/tokens.ts';
import { appOf } from './connected-app-kinds.ts';
import {
  challenge,
  desktop,
  invalidClient,
  invalidGrant,
  type Json,
  oauthEndpoints,
  verifier,
} from './oauth-endpoints.ts';

describe.each(['b2b', 'consumer'] as const)('authorization codes of a %s project', (kind) => {
  const oauth = oauthEndpoints(kind);
  const { codeOf, secretOf, send, post, ask, right, tokensOf, refresh, isActive } = oauth;

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
      sub: oauth.made.person.sub,
      aud: [oauth.made.sandbox.projectId, 'https://api.example'],
      client_id: desktop.client_id,
    });
    expect(decodeJwt(body['id_token'] ?? '')).toMatchObject({
      sub: oauth.made.person.sub,
      aud: [desktop.client_id],
      nonce: 'n-1',
    });
    expect(await ask(right(code))).toMatchObject(invalidGrant);
  });

  test('evaluates the claims templates of the app at each issue of tokens', async () => {
    const { client_id } = desktop;
    const noun = kind === 'b2b' ? 'member' : 'user';
    const change = (templates: { access_token_template_content?: string; id_token_template_content?: string }) =>
      oauth.made.sdk.connectedApp.clients.update({ client_id, ...templates });
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
      id: oauth.made.person.sub,
      nested: { roles: kind === 'b2b' ? expect.arrayContaining(roles) : roles, list: ['active', 1] },
      may: expect.arrayContaining(['read']),
      text: `{{ ${noun}.status }} " {{`,
      sub: oauth.made.person.sub,
      iss: `stytch.com/${oauth.made.sandbox.projectId}`,
      scope: 'openid',
      client_id,
      ...('organization' in oauth.made.ofKind ? { organization: oauth.made.ofKind.organization.slug } : {}),
    });
    expect(access?.exp).toBeGreaterThan(oauth.now().getTime() / 1_000);
    expect(access).not.toHaveProperty('none');
    expect(access).not.toHaveProperty('nested.none');
    if (kind === 'consumer') expect(access).not.toHaveProperty('organization');
    expect(id).toMatchObject({ status: 'active', aud: [client_id], sub: oauth.made.person.sub });
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
    oauth.setAhead(10 * 60_000);
    expect(await ask(right(old))).toMatchObject(invalidGrant);
    const withdrawn = await codeOf('crumb-desktop');
    oauth.made.sandbox.store.consents.clear();
    expect(await ask(right(withdrawn))).toMatchObject(invalidGrant);
    oauth.setAhead(0);
  });

  test('rejects access tokens of another world, even one that names this project as a resource', async () => {
    const { sandbox, person } = oauth.made;
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

  test('accepts both secrets of an app during a rotation, then the remaining one', async () => {
    const { secrets } = oauth.made.sdk.connectedApp.clients;
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
});
