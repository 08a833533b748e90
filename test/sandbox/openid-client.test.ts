/** The OAuth and OpenID endpoints of connected apps, used by openid-client as a relying party uses them. */
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appOf, kinds, type Made } from './connected-app-kinds.ts';

const apps = { confidential: appOf('crumb-desktop'), public: appOf('crumb-cli') };
const scope = 'openid profile email offline_access';

describe.each(['b2b', 'consumer'] as const)('openid-client and a %s project', (kind) => {
  let made: Made;
  beforeAll(async () => {
    made = await kinds[kind](() => new Date());
  });
  afterAll(() => made.sandbox.close());

  /** The configuration of an app, found by discovery with the origin as the issuer. */
  const discover = (app: keyof typeof apps, algorithm: 'oidc' | 'oauth2' = 'oidc') => {
    const { client_id } = apps[app];
    const secret = made.sandbox.store.connectedApps.get(client_id)?.client_secret;
    return client.discovery(
      new URL(made.sandbox.origin),
      client_id,
      undefined,
      secret === undefined ? client.None() : client.ClientSecretBasic(secret),
      { algorithm, execute: [client.allowInsecureRequests] },
    );
  };

  /** Sends the person through the authorization page and exchanges the returned code. */
  const signIn = async (config: client.Configuration, app: keyof typeof apps) => {
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const asked = client.buildAuthorizationUrl(config, {
      redirect_uri: apps[app].redirect_uri,
      scope,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    }).searchParams;
    const given = (name: string) => asked.get(name) ?? '';
    const { redirect_uri } = await made.authorize({
      client_id: given('client_id'),
      redirect_uri: given('redirect_uri'),
      response_type: given('response_type'),
      scopes: given('scope').split(' '),
      state: given('state'),
      nonce: given('nonce'),
      code_challenge: given('code_challenge'),
      consent_granted: true,
    });
    return client.authorizationCodeGrant(config, new URL(redirect_uri), {
      pkceCodeVerifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
    });
  };

  test.each(['confidential', 'public'] as const)('take a %s app from discovery to revocation', async (app) => {
    const config = await discover(app);
    expect(config.serverMetadata()).toMatchObject({ issuer: made.sandbox.origin, subject_types_supported: ['public'] });
    const { sub, email, name } = made.person;

    const first = await signIn(config, app);
    expect(first.claims()).toMatchObject({ iss: made.sandbox.origin, sub, aud: [apps[app].client_id], email, name });
    expect(await client.fetchUserInfo(config, first.access_token, sub)).toMatchObject({ sub, email, name });
    expect(await client.tokenIntrospection(config, first.access_token)).toMatchObject({
      active: true,
      sub,
      scope,
      client_id: apps[app].client_id,
      token_type: 'access_token',
    });
    const refreshToken = first.refresh_token ?? '';
    expect(await client.tokenIntrospection(config, refreshToken)).toMatchObject({
      active: true,
      token_type: 'refresh_token',
    });

    const second = await client.refreshTokenGrant(config, refreshToken);
    expect(second.claims()).toMatchObject({ sub, email });
    expect(second.access_token).not.toBe(first.access_token);
    // Only a public app gets a new refresh token, and the old one becomes invalid.
    expect(second.refresh_token === undefined).toBe(app === 'confidential');
    const live = second.refresh_token ?? refreshToken;
    expect((await client.tokenIntrospection(config, refreshToken)).active).toBe(live === refreshToken);
    const third = await client.refreshTokenGrant(config, live, { scope: 'openid' });
    expect(third.scope).toBe('openid');

    const last = third.refresh_token ?? live;
    await client.tokenRevocation(config, last);
    for (const token of [last, third.access_token, first.access_token]) {
      expect(await client.tokenIntrospection(config, token)).toMatchObject({ active: false });
    }
    await expect(client.refreshTokenGrant(config, last)).rejects.toMatchObject({ error: 'invalid_grant' });
    await expect(client.fetchUserInfo(config, first.access_token, sub)).rejects.toMatchObject({ status: 401 });
  });

  test('find the same server by the metadata of RFC 8414', async () => {
    const config = await discover('confidential', 'oauth2');
    const first = await signIn(config, 'confidential');
    await client.tokenRevocation(config, first.access_token, { token_type_hint: 'access_token' });
    expect(await client.tokenIntrospection(config, first.access_token)).toMatchObject({ active: false });
    // The refresh token of the same grant stays valid.
    expect((await client.refreshTokenGrant(config, first.refresh_token ?? '')).access_token).toEqual(
      expect.any(String),
    );
  });

  test('lose all tokens of a person who revokes the consent, also after a new consent', async () => {
    const config = await discover('confidential');
    const { refresh_token = '', access_token } = await signIn(config, 'confidential');
    await made.revoke(apps.confidential.client_id);
    const refused = () =>
      expect(client.refreshTokenGrant(config, refresh_token)).rejects.toMatchObject({ error: 'invalid_grant' });
    await refused();
    expect(await client.tokenIntrospection(config, access_token)).toMatchObject({ active: false });
    await signIn(config, 'confidential');
    await refused();
    expect(await client.tokenIntrospection(config, access_token)).toMatchObject({ active: false });
  });
});
