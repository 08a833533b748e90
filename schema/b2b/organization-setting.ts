/**
 * Settings of an organization that come in pairs: an allowance, and the list of allowed values for RESTRICTED. Stytch
 * has two properties per setting; the graph has one object, with the same form in outputs and inputs.
 */
import type { InputFieldMap } from '@pothos/core';
import {
  type AllowedTenants,
  allowedOauthTenants,
  type ConnectedAppSettingShape,
  firstPartyConnectedApps,
  settingsOf,
  thirdPartyConnectedApps,
} from '../../resolvers/b2b/organization-setting.ts';
import { builder, contractObject, wordEnum } from '../builder.ts';
import { clears } from '../clearing.ts';
import type { InputFieldBuilder } from '../mutation.ts';

const allowances = {
  ALL_ALLOWED: { value: 'ALL_ALLOWED', description: 'Everything is allowed.' },
  RESTRICTED: { value: 'RESTRICTED', description: 'Only the values in the list of this setting are allowed.' },
  NOT_ALLOWED: { value: 'NOT_ALLOWED', description: 'Nothing is allowed.' },
} as const;

const mfaPolicy = {
  REQUIRED_FOR_ALL: { value: 'REQUIRED_FOR_ALL', description: 'Every member needs a second factor to sign in.' },
  OPTIONAL: { value: 'OPTIONAL', description: 'Only enrolled members need a second factor.' },
} as const;

const authMethods = {
  SSO: { value: 'sso', description: 'Single sign-on through a connection of the organization.' },
  MAGIC_LINK: { value: 'magic_link', description: 'A magic link sent by email.' },
  EMAIL_OTP: { value: 'email_otp', description: 'A one-time passcode sent by email.' },
  PASSWORD: { value: 'password', description: 'A password.' },
  GOOGLE_OAUTH: { value: 'google_oauth', description: 'A Google account.' },
  MICROSOFT_OAUTH: { value: 'microsoft_oauth', description: 'A Microsoft account.' },
  SLACK_OAUTH: { value: 'slack_oauth', description: 'A Slack account.' },
  GITHUB_OAUTH: { value: 'github_oauth', description: 'A GitHub account.' },
  HUBSPOT_OAUTH: { value: 'hubspot_oauth', description: 'A HubSpot account.' },
} as const;

const mfaMethods = {
  SMS_OTP: { value: 'sms_otp', description: 'A one-time passcode sent to a phone.' },
  TOTP: { value: 'totp', description: 'A passcode from an authenticator app.' },
} as const;

export const Allowance = wordEnum('Allowance', 'What a setting of an organization allows.', allowances);
export const MfaPolicy = wordEnum(
  'MfaPolicy',
  'Which members of an organization need a second factor to sign in.',
  mfaPolicy,
);
export const AuthMethod = wordEnum('AuthMethod', 'A method to sign in to an organization.', authMethods);
export const MfaMethod = wordEnum('MfaMethod', 'A second factor.', mfaMethods);

/** An organization, of which a setting object shows two properties. */
const settingObject = (name: string) => contractObject(name, 'api_organization_v1_Organization');

const AuthMethodSetting = settingObject('AuthMethodSetting').implement({
  description: 'Sign-in methods that an organization allows.',
  fields: (t) => ({
    allowance: t.expose('auth_methods', { type: Allowance, description: 'ALL_ALLOWED or RESTRICTED.' }),
    allowed: t.expose('allowed_auth_methods', {
      type: [AuthMethod],
      description: 'The sign-in methods allowed if `allowance` is RESTRICTED.',
    }),
  }),
});

const MfaMethodSetting = settingObject('MfaMethodSetting').implement({
  description: 'Second factors that an organization allows.',
  fields: (t) => ({
    allowance: t.expose('mfa_methods', { type: Allowance, description: 'ALL_ALLOWED or RESTRICTED.' }),
    allowed: t.expose('allowed_mfa_methods', {
      type: [MfaMethod],
      description: 'The second factors allowed if `allowance` is RESTRICTED.',
    }),
  }),
});

const SsoJitProvisioningSetting = settingObject('SsoJitProvisioningSetting').implement({
  description: 'Just-in-time provisioning by single sign-on: whether a person becomes a member at the first sign-in.',
  fields: (t) => ({
    allowance: t.expose('sso_jit_provisioning', {
      type: Allowance,
      description: 'Which connections may create members.',
    }),
    allowed: t.exposeStringList('sso_jit_provisioning_allowed_connections', {
      description: 'Ids of the connections that may create members if `allowance` is RESTRICTED.',
    }),
  }),
});

/** OAuth providers whose accounts belong to tenants. */
export const OauthTenantProvider = wordEnum(
  'OauthTenantProvider',
  'An OAuth provider whose accounts belong to tenants.',
  {
    GITHUB: { value: 'github', description: 'GitHub; its tenants are organizations.' },
    HUBSPOT: { value: 'hubspot', description: 'HubSpot; its tenants are hubs.' },
    SLACK: { value: 'slack', description: 'Slack; its tenants are workspaces.' },
  },
);

const AllowedOauthTenant = builder.objectRef<AllowedTenants>('AllowedOauthTenant').implement({
  description: 'Tenants of one OAuth provider whose users may become members.',
  fields: (t) => ({
    provider: t.expose('provider', { type: OauthTenantProvider, description: 'The provider.' }),
    tenantIds: t.exposeStringList('tenant_ids', { description: 'Ids of the tenants at the provider.' }),
  }),
});

const OauthTenantJitProvisioningSetting = settingObject('OauthTenantJitProvisioningSetting').implement({
  description:
    'Just-in-time provisioning by OAuth tenant: whether a person with an account of a Slack, HubSpot or GitHub tenant becomes a member at the first sign-in.',
  fields: (t) => ({
    allowance: t.expose('oauth_tenant_jit_provisioning', {
      type: Allowance,
      description: 'RESTRICTED or NOT_ALLOWED.',
    }),
    allowed: t.field({
      type: [AllowedOauthTenant],
      extensions: { exposed: 'allowed_oauth_tenants', derived: true },
      description: 'The tenants whose users may become members if `allowance` is RESTRICTED, one item per provider.',
      resolve: allowedOauthTenants,
    }),
  }),
});

const ConnectedAppSetting = builder.objectRef<ConnectedAppSettingShape>('ConnectedAppSetting').implement({
  description: 'Connected apps of one kind that members may use.',
  fields: (t) => ({
    allowance: t.expose('allowance', { type: Allowance, description: 'Which apps members may use.' }),
    allowed: t.exposeStringList('allowed', {
      description: 'Client ids of the apps allowed if `allowance` is RESTRICTED.',
    }),
  }),
});

/** Settings of an organization that come in pairs, by the name of their fields. */
export const settings = {
  mfaMethods: {
    type: MfaMethodSetting,
    extensions: { exposed: 'mfa_methods', derived: true },
    description: 'Second factors that are allowed.',
    resolve: settingsOf,
  },
  authMethods: {
    type: AuthMethodSetting,
    extensions: { exposed: 'auth_methods', derived: true },
    description: 'Sign-in methods that are allowed.',
    resolve: settingsOf,
  },
  ssoJitProvisioning: {
    type: SsoJitProvisioningSetting,
    extensions: { exposed: 'sso_jit_provisioning', derived: true },
    description: 'Whether a person becomes a member at the first sign-in through single sign-on.',
    resolve: settingsOf,
  },
  oauthTenantJitProvisioning: {
    type: OauthTenantJitProvisioningSetting,
    extensions: { exposed: 'oauth_tenant_jit_provisioning', derived: true },
    description:
      'Whether a person becomes a member at the first sign-in with an account of an allowed Slack, HubSpot or GitHub tenant.',
    resolve: settingsOf,
  },
  firstPartyConnectedApps: {
    type: ConnectedAppSetting,
    extensions: { exposed: 'first_party_connected_apps_allowed_type', derived: true },
    description: 'First-party (your own) connected apps that members may use.',
    resolve: firstPartyConnectedApps,
  },
  thirdPartyConnectedApps: {
    type: ConnectedAppSetting,
    extensions: { exposed: 'third_party_connected_apps_allowed_type', derived: true },
    description: 'Third-party connected apps that members may use.',
    resolve: thirdPartyConnectedApps,
  },
} as const;

/** The input of a setting. Null is rejected: to Stytch it is the same as an omitted property. */
function settingInput<Fields extends InputFieldMap>(
  name: string,
  description: string,
  fields: (t: InputFieldBuilder) => Fields,
) {
  clears(name, {});
  return builder.inputType(name, { description: `${description} Omitted inputs stay unchanged.`, fields });
}

const allowanceInput = (t: InputFieldBuilder, description = 'What is allowed.') =>
  t.field({ type: Allowance, description });

const AuthMethodSettingInput = settingInput(
  'AuthMethodSettingInput',
  'Sign-in methods that an organization allows.',
  (t) => ({
    allowance: allowanceInput(t, 'ALL_ALLOWED or RESTRICTED.'),
    allowed: t.field({ type: [AuthMethod], description: 'The sign-in methods allowed under RESTRICTED.' }),
  }),
);

const MfaMethodSettingInput = settingInput(
  'MfaMethodSettingInput',
  'Second factors that an organization allows.',
  (t) => ({
    allowance: allowanceInput(t, 'ALL_ALLOWED or RESTRICTED.'),
    allowed: t.field({ type: [MfaMethod], description: 'The second factors allowed under RESTRICTED.' }),
  }),
);

const NewSsoJitProvisioningSettingInput = settingInput(
  'NewSsoJitProvisioningSettingInput',
  'Just-in-time provisioning by single sign-on in a new organization, which has no connection to list yet.',
  (t) => ({ allowance: allowanceInput(t) }),
);

const SsoJitProvisioningSettingInput = settingInput(
  'SsoJitProvisioningSettingInput',
  'Just-in-time provisioning by single sign-on: whether a person becomes a member at the first sign-in.',
  (t) => ({
    allowance: allowanceInput(t),
    allowed: t.idList({
      idOf: 'SsoConnection',
      description: 'The connections that may create members under RESTRICTED, by `id` or `connectionId`.',
    }),
  }),
);

const AllowedOauthTenantInput = builder.inputType('AllowedOauthTenantInput', {
  description: 'Tenants of one OAuth provider whose users may become members.',
  fields: (t) => ({
    provider: t.field({ type: OauthTenantProvider, required: true, description: 'The provider.' }),
    tenantIds: t.stringList({ required: true, description: 'Ids of the tenants at the provider.' }),
  }),
});

const OauthTenantJitProvisioningSettingInput = settingInput(
  'OauthTenantJitProvisioningSettingInput',
  'Just-in-time provisioning by OAuth tenant: whether a person with an account of a Slack, HubSpot or GitHub tenant becomes a member at the first sign-in.',
  (t) => ({
    allowance: allowanceInput(t, 'RESTRICTED or NOT_ALLOWED.'),
    allowed: t.field({
      type: [AllowedOauthTenantInput],
      description:
        'The tenants whose users may become members under RESTRICTED, one item per provider. Replaces the list.',
    }),
  }),
);

const ConnectedAppSettingInput = settingInput(
  'ConnectedAppSettingInput',
  'Connected apps of one kind that members may use.',
  (t) => ({
    allowance: allowanceInput(t),
    allowed: t.idList({
      idOf: 'ConnectedApp',
      description: 'The apps allowed under RESTRICTED, by `id` or `clientId`.',
    }),
  }),
);

/** Settings that come in pairs, of an existing organization. */
export const organizationSettingInput = (t: InputFieldBuilder) => ({
  ...newOrganizationSettingInput(t),
  ssoJitProvisioning: t.field({
    type: SsoJitProvisioningSettingInput,
    description: 'Whether a person becomes a member at the first sign-in through single sign-on.',
  }),
});

/** Settings that come in pairs, of a new organization. */
export const newOrganizationSettingInput = (t: InputFieldBuilder) => ({
  mfaMethods: t.field({ type: MfaMethodSettingInput, description: 'Second factors that are allowed.' }),
  authMethods: t.field({ type: AuthMethodSettingInput, description: 'Sign-in methods that are allowed.' }),
  ssoJitProvisioning: t.field({
    type: NewSsoJitProvisioningSettingInput,
    description: 'Whether a person becomes a member at the first sign-in through single sign-on.',
  }),
  oauthTenantJitProvisioning: t.field({
    type: OauthTenantJitProvisioningSettingInput,
    description:
      'Whether a person becomes a member at the first sign-in with an account of an allowed Slack, HubSpot or GitHub tenant.',
  }),
  firstPartyConnectedApps: t.field({
    type: ConnectedAppSettingInput,
    description: 'First-party (your own) connected apps that members may use.',
  }),
  thirdPartyConnectedApps: t.field({
    type: ConnectedAppSettingInput,
    description: 'Third-party connected apps that members may use.',
  }),
});
