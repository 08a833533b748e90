/** Settings of an organization that come in pairs, one object each: read, and written as a whole or in parts. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, gatewayOverStubs, type QueryOptions, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
let id: string;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  id = g.world.organizations[0]?.organization_id ?? '';
});
afterEach(() => g.close());

const PAIRS = `authMethods { allowance allowed } mfaMethods { allowance allowed }
  ssoJitProvisioning { allowance allowed } firstPartyConnectedApps { allowance allowed }
  thirdPartyConnectedApps { allowance allowed } oauthTenantJitProvisioning { allowance allowed { provider tenantIds } }`;

const update = async (input: object, as: QueryOptions['as'] = 'server', select = PAIRS) => {
  const { updateOrganization } = await g.data<{ updateOrganization: Record<string, unknown> }>(
    `mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) {
      ... on UpdateOrganizationPayload { organization { ${select} } } ... on MutationError { code path message } } }`,
    { as, variables: { input: { organizationId: id, ...input } } },
  );
  return updateOrganization;
};

const sent = () => g.calls.filter(({ id: operation }) => operation === 'api_organization_v1_Update');

describe('a setting', () => {
  it('that was read can be written back unchanged', async () => {
    const first = await update({ name: 'The same' });
    const { organization } = first as { organization: object };
    g.calls.length = 0;
    expect(await update(organization)).toEqual({ organization });
    expect(sent()).toHaveLength(1);
  });

  it('keeps an omitted part', async () => {
    const both = { allowance: 'RESTRICTED', allowed: ['SSO', 'PASSWORD'] };
    expect(await update({ authMethods: both }, 'server', 'authMethods { allowance allowed }')).toEqual({
      organization: { authMethods: both },
    });
    g.calls.length = 0;
    expect(
      await update({ authMethods: { allowed: ['MAGIC_LINK'] } }, 'server', 'authMethods { allowance allowed }'),
    ).toEqual({ organization: { authMethods: { allowance: 'RESTRICTED', allowed: ['MAGIC_LINK'] } } });
    expect(sent().map(({ body }) => body)).toEqual([{ allowed_auth_methods: ['magic_link'] }]);
  });

  it('is sent to Stytch under its wire names', async () => {
    g.calls.length = 0;
    const connection = 'saml-connection-test-11111111-1111-4111-8111-111111111111';
    await update({
      mfaMethods: { allowance: 'RESTRICTED', allowed: ['TOTP'] },
      ssoJitProvisioning: { allowance: 'RESTRICTED', allowed: [connection] },
      oauthTenantJitProvisioning: {
        allowance: 'RESTRICTED',
        allowed: [
          { provider: 'SLACK', tenantIds: ['T1'] },
          { provider: 'GITHUB', tenantIds: ['7'] },
          { provider: 'SLACK', tenantIds: ['T2'] },
        ],
      },
      firstPartyConnectedApps: { allowance: 'NOT_ALLOWED', allowed: [] },
      thirdPartyConnectedApps: { allowance: 'ALL_ALLOWED' },
    });
    expect(sent().map(({ body }) => body)).toEqual([
      {
        mfa_methods: 'RESTRICTED',
        allowed_mfa_methods: ['totp'],
        sso_jit_provisioning: 'RESTRICTED',
        sso_jit_provisioning_allowed_connections: [connection],
        oauth_tenant_jit_provisioning: 'RESTRICTED',
        allowed_oauth_tenants: { slack: ['T1', 'T2'], github: ['7'] },
        first_party_connected_apps_allowed_type: 'NOT_ALLOWED',
        allowed_first_party_connected_apps: [],
        third_party_connected_apps_allowed_type: 'ALL_ALLOWED',
      },
    ]);
  });

  it('rejects null in its parts, without a call', async () => {
    g.calls.length = 0;
    expect(await update({ authMethods: { allowance: null } })).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['authMethods', 'allowance'],
    });
    expect(await update({ mfaMethods: { allowed: null } })).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['mfaMethods', 'allowed'],
    });
    expect(g.calls).toEqual([]);
  });
});

describe('the parts of a setting', () => {
  /** An admin whose role permits only these actions on the organization. */
  const allowOnly = (...actions: string[]) => {
    const { store } = g.sandbox;
    // A copy: the worlds of other tests have the same policy.
    const roles = store.policy.roles.map((role) => ({
      ...role,
      permissions: role.permissions.map((permission) =>
        permission.resource_id === 'stytch.organization' ? { ...permission, actions } : permission,
      ),
    }));
    store.policy = { ...store.policy, roles };
  };
  const allowance = { oauthTenantJitProvisioning: { allowance: 'NOT_ALLOWED' } };
  const allowed = { oauthTenantJitProvisioning: { allowed: [{ provider: 'SLACK', tenantIds: ['T1'] }] } };
  const both = {
    oauthTenantJitProvisioning: { ...allowance.oauthTenantJitProvisioning, ...allowed.oauthTenantJitProvisioning },
  };

  it.each([
    ['update.settings.oauth-tenant-jit-provisioning', allowance, allowed],
    ['update.settings.allowed-oauth-tenants', allowed, allowance],
  ])('with %s require a permission each', async (action, permitted, refused) => {
    await g.close();
    g = await gatewayOverSandbox({ warm: false });
    id = g.world.organizations[0]?.organization_id ?? '';
    allowOnly(action);
    g.calls.length = 0;
    expect(await update(refused, 'admin')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await update(both, 'admin')).toMatchObject({ code: 'FORBIDDEN' });
    expect(await update({ oauthTenantJitProvisioning: {} }, 'admin')).toMatchObject({ code: 'FORBIDDEN' });
    expect(sent()).toEqual([]);
    expect(await update(permitted, 'admin', 'organizationId')).toEqual({ organization: { organizationId: id } });
    expect(sent()).toHaveLength(1);
  });

  it('of connected apps are for servers only', async () => {
    g.calls.length = 0;
    for (const part of [{ allowance: 'ALL_ALLOWED' }, { allowed: [] }, {}]) {
      expect(await update({ thirdPartyConnectedApps: part }, 'admin')).toMatchObject({ code: 'FORBIDDEN' });
      expect(await update({ firstPartyConnectedApps: part }, 'admin')).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(sent()).toEqual([]);
  });
});

describe('settings in responses of Stytch', () => {
  const show = async (odd: object, select = PAIRS) => {
    const stubbed = await gatewayOverStubs();
    stubbed.stytch
      .intercept({
        path: '/v1/b2b/organizations/organization-test-11111111-1111-4111-8111-111111111111',
        method: 'GET',
      })
      .reply(200, {
        request_id: 'r',
        status_code: 200,
        organization: {
          organization_id: 'organization-test-11111111-1111-4111-8111-111111111111',
          organization_name: 'Acme',
          ...odd,
        },
      });
    const { data, errors } = await stubbed.query(
      `{ organization(by: { id: "organization-test-11111111-1111-4111-8111-111111111111" }) { ${select} } }`,
    );
    await stubbed.close();
    const logged = stubbed.logged.map((line) => JSON.parse(line).field);
    return { shown: Object(data)['organization'], codes: errors.map(({ extensions }) => extensions.code), logged };
  };

  it('may be missing: they have zero values, each with a log line', async () => {
    const { shown, codes, logged } = await show({});
    const nothing = { allowance: 'UNKNOWN', allowed: [] };
    expect(codes).toEqual([]);
    expect(shown).toEqual({
      authMethods: nothing,
      mfaMethods: nothing,
      ssoJitProvisioning: nothing,
      firstPartyConnectedApps: nothing,
      thirdPartyConnectedApps: nothing,
      oauthTenantJitProvisioning: nothing,
    });
    expect(new Set(logged).size).toBe(logged.length);
    expect(logged).toContain('AuthMethodSetting.allowance');
  });

  it('may have unknown values and providers', async () => {
    const { shown, codes } = await show({
      auth_methods: 'SOMETIMES',
      allowed_auth_methods: ['sso', 'telepathy'],
      allowed_oauth_tenants: { slack: ['T1'], teams: ['X'] },
    });
    expect(codes).toEqual([]);
    expect(shown).toMatchObject({
      authMethods: { allowance: 'UNKNOWN', allowed: ['SSO', 'UNKNOWN'] },
      oauthTenantJitProvisioning: {
        allowed: [
          { provider: 'SLACK', tenantIds: ['T1'] },
          { provider: 'UNKNOWN', tenantIds: ['X'] },
        ],
      },
    });
  });

  it.each([{ allowed_oauth_tenants: 7 }, { allowed_oauth_tenants: { slack: 'T1' } }])(
    'with %o are an error at their path, and keep the fields beside them',
    async (odd) => {
      const { shown, codes } = await show(odd, 'name oauthTenantJitProvisioning { allowed { provider } }');
      expect(codes).toEqual(['BAD_UPSTREAM_RESPONSE']);
      expect(shown).toEqual({ name: 'Acme', oauthTenantJitProvisioning: { allowed: [] } });
    },
  );
});
