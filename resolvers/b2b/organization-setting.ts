/** Settings of an organization for which Stytch has two properties each and the graph one object. */
import type { Context } from '../../src/graphql/context.ts';
import { isRecord } from '../../src/stytch/contract/record.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';

type Organization = Schemas['api_organization_v1_Organization'];

/** Tenants of one OAuth provider from which members may join. */
export interface AllowedTenants {
  provider: string;
  tenant_ids: readonly string[];
}

/** The connected apps of one kind that members may use. */
export interface ConnectedAppSettingShape {
  allowance: string;
  allowed: string[];
}

/** The settings are properties of the organization. */
export const settingsOf = (organization: Organization) => organization;

export const firstPartyConnectedApps = (organization: Organization): ConnectedAppSettingShape => ({
  allowance: organization.first_party_connected_apps_allowed_type,
  allowed: organization.allowed_first_party_connected_apps,
});

export const thirdPartyConnectedApps = (organization: Organization): ConnectedAppSettingShape => ({
  allowance: organization.third_party_connected_apps_allowed_type,
  allowed: organization.allowed_third_party_connected_apps,
});

/** Converts Stytch's map from provider to tenants. It is absent if the organization allows none. */
export const allowedOauthTenants = (organization: Organization, _: unknown, { faults }: Context): AllowedTenants[] => {
  const { allowed_oauth_tenants: tenants } = organization;
  if (tenants === null || tenants === undefined) return [];
  const place = { type: 'OauthTenantJitProvisioningSetting', field: 'allowed' };
  if (!isRecord(tenants)) throw faults.unreadable(place, organization, []);
  return Object.entries(tenants).map(([provider, ids]) => {
    if (!Array.isArray(ids)) throw faults.unreadable(place, organization, []);
    return { provider, tenant_ids: faults.texts(ids, place, organization) };
  });
};

/** The input of one setting. Omitted inputs stay unchanged. */
interface Setting<Allowed = string> {
  readonly allowance?: 'ALL_ALLOWED' | 'RESTRICTED' | 'NOT_ALLOWED' | null | undefined;
  readonly allowed?: readonly Allowed[] | null | undefined;
}

/** The settings in the inputs of create and update. */
interface SettingsInput {
  readonly mfaMethods?: Setting | null | undefined;
  readonly authMethods?: Setting | null | undefined;
  readonly ssoJitProvisioning?: Setting | null | undefined;
  readonly oauthTenantJitProvisioning?: Setting<TenantsInput> | null | undefined;
  readonly firstPartyConnectedApps?: Setting | null | undefined;
  readonly thirdPartyConnectedApps?: Setting | null | undefined;
}

interface TenantsInput {
  readonly provider: string;
  readonly tenantIds: readonly string[];
}

/** Wire names of the two properties of each setting. */
export const settingNames = {
  mfaMethods: { allowance: 'mfa_methods', allowed: 'allowed_mfa_methods' },
  authMethods: { allowance: 'auth_methods', allowed: 'allowed_auth_methods' },
  ssoJitProvisioning: { allowance: 'sso_jit_provisioning', allowed: 'sso_jit_provisioning_allowed_connections' },
  oauthTenantJitProvisioning: { allowance: 'oauth_tenant_jit_provisioning', allowed: 'allowed_oauth_tenants' },
  firstPartyConnectedApps: {
    allowance: 'first_party_connected_apps_allowed_type',
    allowed: 'allowed_first_party_connected_apps',
  },
  thirdPartyConnectedApps: {
    allowance: 'third_party_connected_apps_allowed_type',
    allowed: 'allowed_third_party_connected_apps',
  },
} as const satisfies Readonly<Record<keyof SettingsInput, Readonly<Record<keyof Setting, keyof Organization>>>>;

/** Converts the settings to Stytch's flat properties. */
const flat = ({
  mfaMethods,
  authMethods,
  ssoJitProvisioning,
  oauthTenantJitProvisioning,
  firstPartyConnectedApps,
  thirdPartyConnectedApps,
}: SettingsInput) => ({
  mfaMethods: mfaMethods?.allowance,
  allowedMfaMethods: mfaMethods?.allowed,
  authMethods: authMethods?.allowance,
  allowedAuthMethods: authMethods?.allowed,
  ssoJitProvisioning: ssoJitProvisioning?.allowance,
  ssoJitProvisioningAllowedConnections: ssoJitProvisioning?.allowed,
  oauthTenantJitProvisioning: oauthTenantJitProvisioning?.allowance,
  allowedOauthTenants: tenantsByProvider(oauthTenantJitProvisioning?.allowed),
  firstPartyConnectedApps: undefined,
  firstPartyConnectedAppsAllowedType: firstPartyConnectedApps?.allowance,
  allowedFirstPartyConnectedApps: firstPartyConnectedApps?.allowed,
  thirdPartyConnectedApps: undefined,
  thirdPartyConnectedAppsAllowedType: thirdPartyConnectedApps?.allowance,
  allowedThirdPartyConnectedApps: thirdPartyConnectedApps?.allowed,
});

type Flat = ReturnType<typeof flat>;

/** Converts the list to Stytch's map. Items of the same provider are merged. */
function tenantsByProvider(allowed: readonly TenantsInput[] | null | undefined): Record<string, string[]> | undefined {
  if (!allowed) return undefined;
  const tenants: Record<string, string[]> = {};
  for (const { provider, tenantIds } of allowed) tenants[provider] = [...(tenants[provider] ?? []), ...tenantIds];
  return tenants;
}

/** The type of resolvers that `forward` creates, for an operation with the settings. */
type Forwarded<Taken, Answer> = ((root: unknown, args: { input: Taken }, context: Context) => Promise<Answer>) & {
  readonly renames: Readonly<Record<string, string>>;
};

/** The input with one object per setting in place of the flat properties. */
type WithSettings<Taken> = Omit<Taken, keyof Flat> & SettingsInput;

/**
 * Wraps a resolver so that it takes one object per setting. The result exposes the wire names for the contract test.
 */
export function takingSettings<Taken, Answer>(
  resolve: Forwarded<Taken, Answer>,
): Forwarded<WithSettings<Taken>, Answer> & { readonly parts: typeof settingNames };
export function takingSettings(resolve: Forwarded<object, unknown>) {
  return Object.assign(
    (root: unknown, { input }: { input: SettingsInput }, context: Context) =>
      resolve(root, { input: { ...input, ...flat(input) } }, context),
    { renames: resolve.renames, parts: settingNames },
  );
}
