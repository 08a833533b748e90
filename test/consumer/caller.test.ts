/** Identification of callers: session JWTs and session tokens of users, and other tokens. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintSessionJwt } from '../../src/sandbox/consumer/tokens.ts';
import { mint, mintAccessToken, mintIdToken, mintM2mToken } from '../../src/sandbox/shared/tokens.ts';
import { type ConsumerGateway, gatewayOverSandbox } from './gateway.ts';

let g: ConsumerGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

const whoAmI = '{ viewer { id kind roleIds scopes user { userId } } }';
const as = (token: string) => ({ as: { token } });
const SESSION = 'https://stytch.com/session';

interface WhoAmI {
  viewer: { id: string; kind: string; roleIds: string[]; scopes: string[]; user: { userId: string } | null };
}

/** A session JWT of Ada's with other claims. */
const ada = () => {
  const { user_id } = g.world.credentials.ada;
  const record = g.sandbox.store.sessions.values().find(({ session }) => session.user_id === user_id);
  if (!record) throw new Error('Ada has no session');
  return { userId: user_id, record };
};

describe('a user', () => {
  it('is the same by the JWT and by the token of a session', async () => {
    const [byJwt, byToken] = await Promise.all([
      g.data<WhoAmI>(whoAmI, { as: 'ada' }),
      g.data<WhoAmI>(whoAmI, { as: 'adaByToken' }),
    ]);
    expect(byToken).toEqual(byJwt);
    expect(byJwt.viewer).toMatchObject({
      kind: 'USER',
      roleIds: ['stytch_user', 'editor'],
      scopes: [],
      user: { userId: g.world.credentials.ada.user_id },
    });
  });

  it('has no roles by a token from before roles existed', async () => {
    const { userId, record } = ada();
    const { session_id: id, expires_at } = record.session;
    const token = await mint(g.sandbox.store, { sub: userId, [SESSION]: { id, expires_at } });
    expect((await g.data<WhoAmI>(whoAmI, as(token))).viewer).toMatchObject({ kind: 'USER', roleIds: [] });
  });

  it("has the permissions of the session's roles, and none of roles that it does not list", async () => {
    const can = (resourceId: string, action: string, who: 'ada' | 'user') =>
      g
        .data<{ viewer: { can: boolean } }>(
          'query ($r: String!, $a: String!) { viewer { can(resourceId: $r, action: $a) } }',
          {
            variables: { r: resourceId, a: action },
            as: who,
          },
        )
        .then(({ viewer }) => viewer.can);
    expect(await can('document', 'write', 'ada')).toBe(true);
    expect(await can('document', 'write', 'user')).toBe(false);
    expect(await can('invoice', 'read', 'user')).toBe(true);
    expect(await can('invoice', 'read', 'ada')).toBe(false);
    expect(await can('stytch.user', 'search', 'ada')).toBe(false);
  });
});

describe('a token that is not a user session', () => {
  const claims = () => {
    const { userId, record } = ada();
    return { userId, session: { id: record.session.session_id, roles: ['editor'] } };
  };
  const tokens: [string, () => Promise<string>][] = [
    [
      'a session of a member, signed by the same key',
      () =>
        mint(g.sandbox.store, {
          sub: 'member-test-1',
          [SESSION]: claims().session,
          'https://stytch.com/organization': { organization_id: 'organization-test-1', slug: 'x' },
        }),
    ],
    [
      'a session with an organization',
      () =>
        mint(g.sandbox.store, {
          sub: claims().userId,
          [SESSION]: claims().session,
          'https://stytch.com/organization': { organization_id: 'organization-test-1', slug: 'x' },
        }),
    ],
    [
      'an access token of a connected app',
      () =>
        mintAccessToken(g.sandbox.store, {
          personId: claims().userId,
          clientId: 'connected-app-test-1',
          scopes: ['openid'],
        }),
    ],
    ['an ID token', () => mintIdToken(g.sandbox.store, claims().userId, 'connected-app-test-1')],
    ['a session JWT without a session claim', () => mint(g.sandbox.store, { sub: 'user-test-1' })],
    ['an expired session', async () => mintSessionJwtAt(-600)],
  ];
  const mintSessionJwtAt = (seconds: number) =>
    mint(g.sandbox.store, { sub: claims().userId, [SESSION]: claims().session }, { seconds });

  it.each(tokens)('is rejected: %s', async (_, token) => {
    const { errors } = await g.query('{ viewer { user { userId } } }', as(await token()));
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  });

  it('is a server if it is an access token of a machine', async () => {
    const token = await mintM2mToken(g.sandbox.store, 'm2m-client-test-1', ['read:documents']);
    expect((await g.data<WhoAmI>(whoAmI, as(token))).viewer).toMatchObject({
      kind: 'SERVER',
      scopes: ['document:read'],
      user: null,
    });
  });

  it('is a visitor if it is absent', async () => {
    expect((await g.data<WhoAmI>(whoAmI, { as: null })).viewer).toMatchObject({ kind: 'VISITOR', user: null });
  });
});

it('a session JWT of the sandbox has the claims that Stytch documents, and no organization', async () => {
  const [, payload = ''] = (await mintSessionJwt(g.sandbox.store, ada().record)).split('.');
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
  expect(Object.keys(Object(claims)).sort()).toEqual(['aud', 'exp', SESSION, 'iat', 'iss', 'nbf', 'sub'].sort());
});
