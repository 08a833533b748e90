/** Identification of the caller: every kind of token is accepted in its own role only. */
import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keyId, signingKey } from '../src/sandbox/shared/signing-key.ts';
import { mint, mintAccessToken, mintIdToken, mintM2mToken } from '../src/sandbox/shared/tokens.ts';
import { gatewayOverSandbox, type SandboxGateway } from './gateway.ts';

const SESSION = 'https://stytch.com/session';
const ORGANIZATION = 'https://stytch.com/organization';
const WHO = '{ viewer { kind roleIds scopes organization { organizationId } } }';

const searchKey = 'sgk_only_search';
let g: SandboxGateway;
let claims: JWTPayload;

beforeAll(async () => {
  g = await gatewayOverSandbox({
    apiKeys: [
      {
        name: 'search',
        sha256: createHash('sha256').update(searchKey).digest('hex'),
        scopes: ['stytch.organization:search', 'stytch.organization:get'],
      },
    ],
  });
  const { admin } = g.world.credentials;
  claims = {
    sub: admin.member_id,
    [SESSION]: { id: 'session-1', roles: ['stytch_member'] },
    [ORGANIZATION]: { organization_id: admin.organization_id, slug: 'slug' },
  };
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});
const asked = () => g.calls.map(({ id }) => id);

const refusedWith = async (token: string) => {
  const { data, errors, status } = await g.query(WHO, { as: { token } });
  expect(data ?? null).toBeNull();
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  expect(status).toBe(401);
  return errors[0]?.message;
};

const signed =
  (payload: Record<string, unknown>, header: Record<string, unknown> = {}) =>
  async () => {
    const now = Math.floor(Date.now() / 1000);
    const algorithm = String(header['alg'] ?? 'RS256');
    const key =
      algorithm === 'HS256'
        ? new TextEncoder().encode(JSON.stringify({ n: signingKey.n, e: signingKey.e }))
        : await importJWK({ ...signingKey, alg: algorithm }, algorithm);
    return new SignJWT({
      iss: `stytch.com/${g.sandbox.projectId}`,
      aud: [g.sandbox.projectId],
      iat: now,
      nbf: now,
      exp: now + 300,
      ...claims,
      ...payload,
    })
      .setProtectedHeader({ kid: keyId, ...header, alg: algorithm })
      .sign(key);
  };

describe('a caller', () => {
  it('a caller without a bearer is a visitor', async () => {
    expect(await g.data(WHO, { as: null })).toEqual({
      viewer: { kind: 'VISITOR', roleIds: [], scopes: [], organization: null },
    });
    expect(asked()).toEqual([]);
  });

  it('with a session JWT is that member, known without asking Stytch', async () => {
    const data = await g.data('{ viewer { kind roleIds } }', { as: 'admin' });
    expect(data).toMatchObject({ viewer: { kind: 'MEMBER', roleIds: expect.arrayContaining(['stytch_admin']) } });
    expect(asked()).toEqual([]);
  });

  it('with a session token is that member, as Stytch says', async () => {
    const { session_token: token, organization_id } = g.world.credentials.member;
    expect(await g.data(WHO, { as: { token } })).toMatchObject({
      viewer: { kind: 'MEMBER', organization: { organizationId: organization_id } },
    });
    // The response contained the id of the organization.
    expect(asked()).toEqual(['api_b2b_session_v1_Authenticate']);
  });

  it('with a key of the gateway is a server', async () => {
    expect(await g.data(WHO)).toEqual({
      viewer: { kind: 'SERVER', roleIds: [], scopes: ['admin'], organization: null },
    });
  });

  it('with a narrow key has only the permissions of its scopes', async () => {
    const as = { token: searchKey };
    expect(await g.data('{ organizations { totalCount } }', { as })).toMatchObject({
      organizations: { totalCount: 2 },
    });
    g.calls.length = 0;
    const refused = await g.data(
      'mutation { deleteOrganization(input: { organizationId: "organization-test-00000000-0000-4000-8000-000000000000" }) { ... on MutationError { code } } }',
      { as },
    );
    expect(refused).toEqual({ deleteOrganization: { code: 'FORBIDDEN' } });
    expect(asked()).toEqual([]);
  });
});

describe('a machine with an M2M access token', () => {
  const token = (...scopes: string[]) => mintM2mToken(g.sandbox.store, 'm2m-client-test-1', scopes);

  it('has the permissions that the policy lists under its scopes', async () => {
    const { scopes } = (
      await g.data<{
        rbacPolicy: { scopes: { scope: string; permissions: { resourceId: string; actions: string[] }[] }[] };
      }>('{ rbacPolicy { scopes { scope permissions { resourceId actions } } } }')
    ).rbacPolicy;
    const known = scopes.find(({ permissions }) => permissions.length > 0);
    const [permission] = known?.permissions ?? [];
    const as = { token: await token(known?.scope ?? '') };
    const can =
      'query ($resource: String!, $action: String!) { viewer { kind can(resourceId: $resource, action: $action) } }';
    const variables = { resource: permission?.resourceId, action: permission?.actions[0] };
    expect(await g.data(can, { as, variables })).toEqual({ viewer: { kind: 'SERVER', can: true } });
    expect(await g.data(can, { as, variables: { ...variables, resource: 'stytch.scim' } })).toMatchObject({
      viewer: { can: false },
    });
  });

  it('may nothing by the mere name of a scope', async () => {
    const as = { token: await token('admin', 'stytch.organization:search') };
    expect(await g.data('{ viewer { kind scopes } }', { as })).toEqual({ viewer: { kind: 'SERVER', scopes: [] } });
    expect((await g.query('{ organizations { totalCount } }', { as })).errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect(asked()).toEqual([]);
  });
});

describe('T15, T16: a token that is not a session JWT of this project is rejected with one code and no call', () => {
  const other = generateKeyPair('RS256', { extractable: true });
  it.each<[string, () => Promise<string>]>([
    [
      'an access token of a connected app',
      () =>
        mintAccessToken(g.sandbox.store, {
          personId: 'member-test-1',
          clientId: 'connected-app-test-1',
          scopes: ['admin'],
        }),
    ],
    [
      'an M2M access token of another project',
      () => mint(g.sandbox.store, { sub: 'm2m-client-test-1', scope: 'admin', iss: 'stytch.com/project-test-other' }),
    ],
    ['an ID token', () => mintIdToken(g.sandbox.store, 'member-test-1', 'connected-app-test-1')],
    ['a consumer session', () => mint(g.sandbox.store, { sub: 'user-test-1', [SESSION]: { id: 's', roles: [] } })],
    ['another project’s', signed({ iss: 'stytch.com/project-test-other', aud: ['project-test-other'] })],
    ['a wrong audience', signed({ aud: ['someone-else'] })],
    ['a wrong issuer', signed({ iss: 'https://evil.example' })],
    ['one that expired', signed({ exp: Math.floor(Date.now() / 1000) - 60 })],
    ['one that is not valid yet', signed({ nbf: Math.floor(Date.now() / 1000) + 120 })],
    ['one without an end', signed({ exp: undefined })],
    ['HS256 with the public key', signed({}, { alg: 'HS256' })],
    ['PS256 with the same key', signed({}, { alg: 'PS256' })],
    [
      'no algorithm',
      async () =>
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`,
    ],
    [
      'a key of its own in the header',
      async () => {
        const { privateKey, publicKey } = await other;
        return new SignJWT({ ...claims, iss: `stytch.com/${g.sandbox.projectId}`, aud: [g.sandbox.projectId] })
          .setProtectedHeader({ alg: 'RS256', kid: keyId, jwk: await exportJWK(publicKey) })
          .setExpirationTime('5m')
          .sign(privateKey);
      },
    ],
    ['five parts', async () => 'a.b.c.d.e'],
    ['a header that is no JSON', async () => 'xxx.yyy.zzz'],
    ['an unknown key of the gateway', async () => 'sgk_unknown'],
    ['a token far too short', async () => 'short'],
    ['a token with odd characters', async () => 'abc"def<ghi>jklmnop'],
  ])('%s', async (_, make) => {
    await refusedWith(await make());
    expect(asked()).toEqual([]);
  });

  it('all with the same message', async () => {
    const messages = await Promise.all([refusedWith('sgk_unknown'), refusedWith('a.b.c'), refusedWith('x'.repeat(40))]);
    expect(new Set(messages).size).toBe(1);
  });

  it('a session token that Stytch does not know', async () => {
    await refusedWith('x'.repeat(44));
    expect(asked()).toEqual(['api_b2b_session_v1_Authenticate']);
  });
});

describe('viewer.can', () => {
  const ask = 'query ($resource: String!, $action: String!) { viewer { can(resourceId: $resource, action: $action) } }';
  it.each([
    ['admin', 'stytch.member', 'delete', true],
    ['member', 'stytch.member', 'delete', false],
    ['member', 'stytch.self', 'update.info.name', true],
    ['server', 'stytch.member', 'delete', true],
    [null, 'stytch.member', 'delete', false],
  ] as const)('%s on %s: %s is %s, without a call', async (as, resource, action, can) => {
    expect(await g.data(ask, { as, variables: { resource, action } })).toEqual({ viewer: { can } });
    expect(asked()).toEqual([]);
  });
});
