/** Worlds of one sandbox, over the socket, for both kinds of project. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandboxFor } from '../../src/sandbox/by-vertical.ts';

type Sandbox = Awaited<ReturnType<typeof startSandboxFor>>;
type Project = { project_id: string; secret: string; origin: string; public_token?: string };
type HttpResponse = { status: number; body: Record<string, unknown> };

const kinds = [
  {
    kind: 'b2b',
    search: '/v1/b2b/organizations/search',
    make: (): [string, object] => ['/v1/b2b/organizations', { organization_name: 'Only here' }],
    mail: (email_address: string): [string, object] => ['/v1/b2b/magic_links/email/discovery/send', { email_address }],
    jwks: '/v1/b2b/sessions/jwks',
    authenticate: '/v1/b2b/sessions/authenticate',
    credentials: 'member',
  },
  {
    kind: 'consumer',
    search: '/v1/users/search',
    make: (): [string, object] => ['/v1/users', { email: 'only@here.example' }],
    mail: (email: string): [string, object] => ['/v1/magic_links/email/login_or_create', { email }],
    jwks: '/v1/sessions/jwks',
    authenticate: '/v1/sessions/authenticate',
    credentials: 'user',
  },
] as const;

describe.each(kinds)('worlds of a $kind sandbox', ({ kind, search, make, mail, jwks, authenticate, credentials }) => {
  let sandbox: Sandbox;
  let usual: Project;
  beforeEach(async () => {
    sandbox = await startSandboxFor(kind, { port: 0 });
    usual = { project_id: sandbox.projectId, secret: sandbox.secret, origin: sandbox.origin };
  });
  afterEach(() => sandbox.close());

  /** Sends a request with the credentials of a project, or with none. */
  const send = async (as: Project | null, method: string, path: string, body?: unknown): Promise<HttpResponse> => {
    const response = await fetch(`${sandbox.origin}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(as ? { authorization: `Basic ${Buffer.from(`${as.project_id}:${as.secret}`).toString('base64')}` } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const ok = async (...sent: Parameters<typeof send>): Promise<Record<string, unknown>> => {
    const { status, body } = await send(...sent);
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };
  const create = async (asked: object = {}) => (await ok(null, 'POST', '/sandbox/worlds', asked)) as Project;
  const count = async (as: Project) =>
    ((await ok(as, 'POST', search, {}))['results_metadata'] as { total: number }).total;
  const timeIn = async (as: Project | null) =>
    Date.parse(String((await ok(as, 'GET', '/sandbox/clock'))['now'])) - Date.now();

  it('have a project each, and share no objects', async () => {
    const [one, other] = [await create(), await create()];
    expect(one.project_id).toMatch(/^project-test-[0-9a-f-]{36}$/);
    expect(new Set([one.project_id, other.project_id, sandbox.projectId]).size).toBe(3);
    expect(new Set([one.secret, other.secret, sandbox.secret]).size).toBe(3);
    expect(one.origin).toBe(sandbox.origin);
    const before = await count(usual);
    expect([await count(one), await count(other)]).toEqual([before, before]);
    await ok(one, 'POST', ...make());
    expect([await count(one), await count(other), await count(usual)]).toEqual([before + 1, before, before]);
  });

  it('are found by their credentials only', async () => {
    const one = await create();
    expect((await send({ ...one, secret: sandbox.secret }, 'POST', search, {})).status).toBe(401);
    expect((await send({ ...one, project_id: sandbox.projectId }, 'POST', search, {})).status).toBe(401);
    expect((await send(null, 'POST', search, {})).status).toBe(401);
    for (const wrong of [
      { ...one, secret: 'x' },
      { ...one, project_id: 'project-test-none' },
    ]) {
      expect(await send(wrong, 'POST', '/sandbox/clock', { seconds: 60 })).toMatchObject({
        status: 401,
        body: { error_type: 'unauthorized_credentials' },
      });
    }
    expect(await timeIn(null)).toBeLessThan(10_000);
  });

  it('have a clock, failures and an outbox each', async () => {
    const one = await create();
    await ok(one, 'POST', '/sandbox/clock', { seconds: 3_600 });
    await ok(one, 'POST', '/sandbox/failures', { error: { error_type: 'internal_server_error' } });
    await ok(usual, 'POST', ...mail('somebody@where.example'));
    expect(await timeIn(one)).toBeGreaterThan(3_500_000);
    expect([await timeIn(null), await timeIn(usual)].every((ahead) => ahead < 10_000)).toBe(true);
    expect((await ok(one, 'GET', '/sandbox/outbox'))['messages']).toEqual([]);
    expect((await ok(null, 'GET', '/sandbox/outbox'))['messages']).toHaveLength(1);
    expect((await ok(usual, 'GET', '/sandbox/failures'))['failures']).toEqual([]);
    expect((await send(one, 'POST', search, {})).status).toBe(500);
    expect((await send(one, 'POST', search, {})).status).toBe(200);
  });

  it('share a signing key, and no session', async () => {
    const one = await create();
    const world = (await ok(one, 'GET', '/sandbox/world')) as {
      project_id: string;
      credentials: Record<string, { session_jwt: string; session_token: string }>;
    };
    expect(world.project_id).toBe(one.project_id);
    const { session_jwt, session_token } = world.credentials[credentials] ?? expect.fail('nobody');
    const keys = await ok(null, 'GET', `${jwks}/${one.project_id}`);
    expect(keys['keys']).toEqual((await ok(null, 'GET', `${jwks}/${usual.project_id}`))['keys']);
    await ok(one, 'POST', authenticate, { session_jwt });
    await ok(one, 'POST', authenticate, { session_token });
    expect((await send(usual, 'POST', authenticate, { session_jwt })).status).toBe(401);
    expect((await send(usual, 'POST', authenticate, { session_token })).status).toBe(404);
  });

  it('issue tokens at the token endpoint of their own project', async () => {
    const one = await create({ seed: 'empty' });
    const ask = (as: Project, client: object) =>
      send(null, 'POST', `/v1/public/${as.project_id}/oauth2/token`, { grant_type: 'client_credentials', ...client });
    const { m2m_client } = (await ok(one, 'POST', '/v1/m2m/clients', { scopes: ['read:all'] })) as {
      m2m_client: { client_id: string; client_secret: string };
    };
    const { client_id, client_secret } = m2m_client;
    expect((await ask(one, { client_id, client_secret })).status).toBe(200);
    expect((await ask(usual, { client_id, client_secret })).status).toBe(401);
  });

  it('end, and are unknown afterwards', async () => {
    const one = await create();
    expect((await ok(null, 'DELETE', `/sandbox/worlds/${one.project_id}`))['project_id']).toBe(one.project_id);
    expect((await send(one, 'POST', search, {})).status).toBe(401);
    expect((await send(one, 'GET', '/sandbox/clock')).status).toBe(401);
    expect((await send(null, 'DELETE', `/sandbox/worlds/${one.project_id}`)).status).toBe(404);
    expect(await send(null, 'DELETE', `/sandbox/worlds/${usual.project_id}`)).toMatchObject({
      status: 400,
      body: { error_type: 'invalid_argument' },
    });
    expect(await count(usual)).toBeGreaterThan(0);
  });

  it('are reset to their seed, one at a time', async () => {
    const one = await create();
    const before = await count(one);
    for (const each of [one, usual]) {
      await ok(each, 'POST', ...make());
      await ok(each, 'POST', ...mail('somebody@where.example'));
      await ok(each, 'POST', '/sandbox/clock', { seconds: 3_600 });
      await ok(each, 'POST', '/sandbox/failures', { operation: 'oauth2_token', delay_ms: 1 });
    }
    expect(await ok(one, 'POST', '/sandbox/reset')).toMatchObject({ project_id: one.project_id, secret: one.secret });
    expect(await count(one)).toBe(before);
    expect(await timeIn(one)).toBeLessThan(10_000);
    expect((await ok(one, 'GET', '/sandbox/outbox'))['messages']).toEqual([]);
    expect((await ok(one, 'GET', '/sandbox/failures'))['failures']).toEqual([]);
    expect(await count(usual)).toBeGreaterThan(before);
    await ok(null, 'POST', '/sandbox/reset');
    expect(await count(usual)).toBe(before);
    expect(await timeIn(null)).toBeLessThan(10_000);
  });

  it('start empty on request, and can still be read', async () => {
    const one = await create({ seed: 'empty', project_name: 'Nothing yet' });
    expect(await count(one)).toBe(0);
    expect(await ok(one, 'GET', '/sandbox/world')).toMatchObject({ m2m_clients: [], connected_apps: [] });
    await ok(one, 'POST', ...make());
    expect(await count(one)).toBe(1);
  });

  it.each([
    [{ seed: 'full' }, /^seed: /],
    [{ seeds: 'empty' }, /^seeds: /],
    [{ seed: { m2m_clients: 'none' } }, /^seed\.m2m_clients: /],
    [{ seed: { m2m_clients: [{ scopes: 'all' }] } }, /^seed\.m2m_clients\.0: scopes/],
    [{ seed: { m2m_clients: [{ scopes: [], colour: 'red' }] } }, /^seed\.m2m_clients\.0\.colour/],
    [
      { seed: { connected_apps: [{ client_type: 'third_party' }, { client_type: 'x' }] } },
      /^seed\.connected_apps\.1: client_type/,
    ],
    [{ seed: { policy: { roles: [{ role_id: 'a' }] } } }, /^seed\.policy\.roles\.0\./],
    [
      {
        seed: {
          policy: { roles: [{ role_id: 'a', description: '', permissions: [{ resource_id: 'b', actions: ['c'] }] }] },
        },
      },
      /^seed\.policy\.roles\.0/,
    ],
    [{ seed: { planets: [] } }, /^seed\.planets: /],
  ])('are not created from %j', async (asked, message) => {
    const { status, body } = await send(null, 'POST', '/sandbox/worlds', asked);
    expect([status, body['error_message']]).toEqual([400, expect.stringMatching(message)]);
    expect(sandbox.worlds.list()).toHaveLength(1);
  });
});

/** A request to a sandbox with the credentials of a project. */
const sendAs = async (as: Project, method: string, path: string, body?: unknown): Promise<Record<string, unknown>> => {
  const response = await fetch(`${as.origin}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${as.project_id}:${as.secret}`).toString('base64')}`,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  expect(response.status, JSON.stringify(answer)).toBe(200);
  return answer;
};

const described = {
  policy: {
    roles: [
      {
        role_id: 'captain',
        description: 'Steers.',
        permissions: [
          { resource_id: 'ship', actions: ['steer'] },
          { resource_id: 'stytch.member', actions: ['search'] },
        ],
      },
    ],
    resources: [{ resource_id: 'ship', actions: ['steer', 'sink'] }],
    scopes: [{ scope: 'steer:ships', permissions: [{ resource_id: 'ship', actions: ['steer'] }] }],
  },
  connected_apps: [
    { client_type: 'third_party', client_name: 'Charts', redirect_urls: ['https://charts.example/callback'] },
  ],
  m2m_clients: [{ client_id: 'm2m-client-test-harbour', client_secret: 'a-secret-of-the-harbour', scopes: ['dock'] }],
};

describe('a world from a description', () => {
  let sandbox: Sandbox;
  afterEach(() => sandbox.close());
  const open = async (vertical: 'b2b' | 'consumer', seed: object) => {
    sandbox = await startSandboxFor(vertical, { port: 0 });
    const usual = { project_id: sandbox.projectId, secret: sandbox.secret, origin: sandbox.origin };
    return (await sendAs(usual, 'POST', '/sandbox/worlds', { seed })) as Project;
  };

  it('of a B2B project has the organizations, members, connections and roles of the description, after a reset too', async () => {
    const world = await open('b2b', {
      ...described,
      policy: {
        ...described.policy,
        roles: described.policy.roles.map((role) => ({
          ...role,
          permissions: [
            { resource_id: 'ship', actions: ['steer'] },
            { resource_id: 'stytch.member', actions: ['search'] },
          ],
        })),
      },
      organizations: [
        {
          organization_name: 'Fleet',
          organization_slug: 'fleet',
          mfa_policy: 'OPTIONAL',
          custom_roles: [
            { role_id: 'cook', description: 'Cooks.', permissions: [{ resource_id: 'ship', actions: ['steer'] }] },
          ],
          rbac_email_implicit_role_assignments: [{ domain: 'galley.example', role_id: 'cook' }],
          sso_connections: [
            { protocol: 'saml', display_name: 'Okta', identity_provider: 'okta', idp_entity_id: 'https://idp.example' },
            { protocol: 'oidc', display_name: 'Entra', client_id: 'of-the-fleet' },
          ],
          scim_connection: { display_name: 'Directory', identity_provider: 'okta' },
          members: [
            {
              email_address: 'anne@fleet.example',
              roles: ['stytch_admin', 'captain'],
              password: 'aye',
              external_id: 'anne',
            },
            { email_address: 'mary@galley.example', name: 'Mary' },
            { email_address: 'later@fleet.example', create_member_as_pending: true },
          ],
        },
      ],
    });
    const check = async () => {
      const { organization } = (await sendAs(world, 'GET', '/v1/b2b/organizations/fleet')) as {
        organization: { organization_id: string };
      };
      const { members } = (await sendAs(world, 'POST', '/v1/b2b/organizations/members/search', {
        organization_ids: [organization.organization_id],
      })) as { members: { email_address: string; roles: { role_id: string }[]; status: string }[] };
      const rolesOf = members.map(({ email_address, roles, status }) => [
        email_address,
        status,
        roles.map(({ role_id }) => role_id).toSorted(),
      ]);
      expect(rolesOf.toSorted()).toEqual([
        ['anne@fleet.example', 'active', ['captain', 'stytch_admin', 'stytch_member']],
        ['later@fleet.example', 'pending', ['stytch_member']],
        ['mary@galley.example', 'active', ['cook', 'stytch_member']],
      ]);
      const login = await sendAs(world, 'POST', '/v1/b2b/passwords/authenticate', {
        organization_id: 'fleet',
        email_address: 'anne@fleet.example',
        password: 'aye',
      });
      expect(login['member']).toMatchObject({ external_id: 'anne' });
      await sendAs(world, 'POST', '/v1/b2b/sessions/authenticate', {
        session_jwt: login['session_jwt'],
        authorization_check: { organization_id: organization.organization_id, resource_id: 'ship', action: 'steer' },
      });
      expect(await sendAs(world, 'GET', `/v1/b2b/sso/${organization.organization_id}`)).toMatchObject({
        saml_connections: [{ display_name: 'Okta', idp_entity_id: 'https://idp.example' }],
        oidc_connections: [{ display_name: 'Entra', client_id: 'of-the-fleet' }],
      });
      expect(await sendAs(world, 'GET', '/sandbox/world')).toMatchObject({
        organizations: [{ organization_slug: 'fleet' }],
        scim_connections: [{ display_name: 'Directory' }],
        connected_apps: [{ client_name: 'Charts', client_secret: expect.stringMatching(/./) }],
        m2m_clients: [{ client_id: 'm2m-client-test-harbour', client_secret: 'a-secret-of-the-harbour' }],
        credentials: {
          admin: { email_address: 'anne@fleet.example' },
          member: { email_address: 'mary@galley.example' },
        },
      });
    };
    await check();
    await sendAs(world, 'DELETE', '/v1/b2b/organizations/fleet');
    await sendAs(world, 'POST', '/sandbox/reset');
    await check();
  });

  it('can be the one in docs/sandbox.md', async () => {
    const page = readFileSync(new URL('../../docs/sandbox.md', import.meta.url), 'utf8');
    const { seed } = JSON.parse(/^```json\n(\{\n {2}"seed"[\s\S]*?)^```$/m.exec(page)?.[1] ?? '{}') as { seed: object };
    const world = await open('b2b', seed);
    const login = { organization_id: 'fleet', email_address: 'anne@fleet.example', password: 'aye' };
    expect(await sendAs(world, 'POST', '/v1/b2b/passwords/authenticate', login)).toMatchObject({
      member: { external_id: 'anne', is_admin: true },
    });
  });

  it('of a consumer project has the users and roles of the description', async () => {
    const roles = [{ role_id: 'captain', permissions: [{ resource_id: 'ship', actions: ['steer'] }] }];
    const world = await open('consumer', {
      ...described,
      policy: { ...described.policy, roles },
      users: [
        { email: 'anne@fleet.example', name: { first_name: 'Anne' }, roles: ['captain'], password: 'aye' },
        { phone_number: '+14155550123', external_id: 'mary' },
      ],
    });
    const login = await sendAs(world, 'POST', '/v1/passwords/authenticate', {
      email: 'anne@fleet.example',
      password: 'aye',
      session_duration_minutes: 5,
    });
    expect(login['user']).toMatchObject({ roles: expect.arrayContaining(['captain', 'stytch_user']) });
    expect(await sendAs(world, 'GET', '/v1/users/mary')).toMatchObject({
      phone_numbers: [{ phone_number: '+14155550123', verified: true }],
    });
    expect(await sendAs(world, 'GET', '/v1/rbac/policy')).toMatchObject({
      policy: { roles: [{ role_id: 'stytch_user' }, { role_id: 'captain' }], scopes: [{ scope: 'steer:ships' }] },
    });
  });

  it.each([
    [{ organizations: [{}] }, /^seed\.organizations\.0: .*organization_name/],
    [
      { organizations: [{ organization_name: 'A', members: [{ email_address: 'no' }] }] },
      /^seed\.organizations\.0\.members\.0: /,
    ],
    [
      { organizations: [{ organization_name: 'A', members: [{ email_address: 'a@b.example', roles: ['king'] }] }] },
      /^seed\.organizations\.0\.members\.0: /,
    ],
    [
      { organizations: [{ organization_name: 'A', members: [{ email_address: 'a@b.example', age: 7 }] }] },
      /^seed\.organizations\.0\.members\.0\.age: /,
    ],
    [
      { organizations: [{ organization_name: 'A', sso_connections: [{ protocol: 'cas' }] }] },
      /^seed\.organizations\.0\.sso_connections\.0\.protocol: /,
    ],
    [
      { organizations: [{ organization_name: 'A', custom_roles: [{ role_id: 'r' }] }] },
      /^seed\.organizations\.0\.custom_roles: /,
    ],
    [
      { organizations: [{ organization_name: 'A', members: [{ email_address: 'a@b.example', password: 7 }] }] },
      /^seed\.organizations\.0\.members\.0\.password: /,
    ],
    [{ users: [] }, /^seed\.users: /],
    [{ policy: { roles: [{ role_id: 'stytch_king', permissions: [] }] } }, /^seed\.policy\.roles\.0\.role_id: /],
    [
      { policy: { resources: [{ resource_id: 'stytch.member', actions: ['eat'] }] } },
      /^seed\.policy\.resources\.0\.resource_id: /,
    ],
  ])('is not created from %j', async (seed, message) => {
    sandbox = await startSandboxFor('b2b', { port: 0 });
    const response = await fetch(`${sandbox.origin}/sandbox/worlds`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ seed }),
    });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error_message: expect.stringMatching(message) },
    ]);
    expect(sandbox.worlds.list()).toHaveLength(1);
  });
});

describe('paths without a secret', () => {
  it('lead an identity provider to the world of its SCIM token', async () => {
    const sandbox = await startSandboxFor('b2b', { port: 0 });
    try {
      const usual = { project_id: sandbox.projectId, secret: sandbox.secret, origin: sandbox.origin };
      const world = (await sendAs(usual, 'POST', '/sandbox/worlds', {})) as Project;
      const connection = async (as: Project, organization: string) => {
        const { organization: found } = (await sendAs(as, 'GET', `/v1/b2b/organizations/${organization}`)) as {
          organization: { organization_id: string };
        };
        return (
          (await sendAs(as, 'GET', `/v1/b2b/scim/${found.organization_id}/connection`)) as {
            connection: { connection_id: string; organization_id: string; bearer_token_last_four: string };
          }
        ).connection;
      };
      const [here, there] = [await connection(usual, 'northgate-bank'), await connection(world, 'northgate-bank')];
      expect(there.connection_id).toBe(here.connection_id);
      expect(there.bearer_token_last_four).not.toBe(here.bearer_token_last_four);
      const { connection: rotating } = (await sendAs(
        world,
        'POST',
        `/v1/b2b/scim/${there.organization_id}/connection/${there.connection_id}/rotate/start`,
        {},
      )) as { connection: { next_bearer_token: string } };
      const list = await fetch(`${world.origin}/v1/b2b/scim/${there.connection_id}/Users`, {
        headers: { authorization: `Bearer ${rotating.next_bearer_token}` },
      });
      expect(list.status).toBe(200);
      expect(((await list.json()) as { totalResults: number }).totalResults).toBeGreaterThan(0);
    } finally {
      await sandbox.close();
    }
  });

  it('lead a browser to the world of its public token', async () => {
    const sandbox = await startSandboxFor('consumer', { port: 0 });
    try {
      const usual = { project_id: sandbox.projectId, secret: sandbox.secret, origin: sandbox.origin };
      const world = (await sendAs(usual, 'POST', '/sandbox/worlds', {})) as Project;
      const { public_token } = (await sendAs(world, 'GET', '/sandbox/world')) as { public_token: string };
      const start = await fetch(
        `${world.origin}/v1/public/oauth/google/start?public_token=${public_token}&email_address=new@here.example`,
        { redirect: 'manual' },
      );
      const token = new URL(start.headers.get('location') ?? '').searchParams.get('token');
      await expect(sendAs(usual, 'POST', '/v1/oauth/authenticate', { token })).rejects.toThrow();
      expect(await sendAs(world, 'POST', '/v1/oauth/authenticate', { token })).toMatchObject({
        provider_type: 'Google',
      });
      await sendAs(world, 'POST', '/sandbox/reset');
      expect(await sendAs(world, 'GET', '/sandbox/world')).toMatchObject({ public_token });
    } finally {
      await sandbox.close();
    }
  });
});
