/**
 * Settings of an organization that come in pairs: how much is allowed, and the list of what is, where that is RESTRICTED. Stytch
 * has two properties for each; the graph has one object, the same for what is shown and what is given.
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
  RESTRICTED: { value: 'RESTRICTED', description: 'Only what the list beside this setting names is allowed.' },
  NOT_ALLOWED: { value: 'NOT_ALLOWED', description: 'Nothing is allowed.' },
} as const;

const mfaPolicy = {
  REQUIRED_FOR_ALL: { value: 'REQUIRED_FOR_ALL', description: 'Every member needs a second factor to sign in.' },
  OPTIONAL: { value: 'OPTIONAL', description: 'Only members who enrolled need a second factor.' },
} as const;

const authMethods = {
  SSO: { value: 'sso', description: 'Single sign-on through a connection of the organization.' },
  MAGIC_LINK: { value: 'magic_link', description: 'A link sent by email.' },
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

export const Allowance = wordEnum('Allowance', 'How much a setting of an organization lets through.', allowances);
export const MfaPolicy = wordEnum('MfaPolicy', 'Who needs a second factor to sign in to an organization.', mfaPolicy);
export const AuthMethod = wordEnum('AuthMethod', 'A way to sign in to an organization.', authMethods);
export const MfaMethod = wordEnum('MfaMethod', 'A second factor.', mfaMethods);

/** An organization, of which a setting shows two properties. */
const settingObject = (name: string) => contractObject(name, 'api_organization_v1_Organization');

const AuthMethodSetting = settingObject('AuthMethodSetting').implement({
  description: 'Which ways to sign in may be used.',
  fields: (t) => ({
    allowance: t.expose('auth_methods', { type: Allowance, description: 'ALL_ALLOWED or RESTRICTED.' }),
    allowed: t.expose('allowed_auth_methods', {
      type: [AuthMethod],
      description: 'The ways to sign in allowed while `allowance` is RESTRICTED.',
    }),
  }),
});

const MfaMethodSetting = settingObject('MfaMethodSetting').implement({
  description: 'Which second factors may be used.',
  fields: (t) => ({
    allowance: t.expose('mfa_methods', { type: Allowance, description: 'ALL_ALLOWED or RESTRICTED.' }),
    allowed: t.expose('allowed_mfa_methods', {
      type: [MfaMethod],
      description: 'The second factors allowed while `allowance` is RESTRICTED.',
    }),
  }),
});

const SsoJitProvisioningSetting = settingObject('SsoJitProvisioningSetting').implement({
  description: 'Who becomes a member by signing in through single sign-on.',
  fields: (t) => ({
    allowance: t.expose('sso_jit_provisioning', {
      type: Allowance,
      description: 'How many connections may add members.',
    }),
    allowed: t.exposeStringList('sso_jit_provisioning_allowed_connections', {
      description: 'Ids of the connections that may add members while `allowance` is RESTRICTED.',
    }),
  }),
});

/** Providers whose accounts belong to tenants. */
export const OauthTenantProvider = wordEnum(
  'OauthTenantProvider',
  'A provider of OAuth whose accounts belong to tenants.',
  {
    GITHUB: { value: 'github', description: 'GitHub; its tenants are organizations.' },
    HUBSPOT: { value: 'hubspot', description: 'HubSpot; its tenants are hubs.' },
    SLACK: { value: 'slack', description: 'Slack; its tenants are workspaces.' },
  },
);

const AllowedOauthTenant = builder.objectRef<AllowedTenants>('AllowedOauthTenant').implement({
  description: 'Tenants of one OAuth provider whose people may become members.',
  fields: (t) => ({
    provider: t.expose('provider', { type: OauthTenantProvider, description: 'The provider.' }),
    tenantIds: t.exposeStringList('tenant_ids', { description: 'Ids of the tenants at the provider.' }),
  }),
});

const OauthTenantJitProvisioningSetting = settingObject('OauthTenantJitProvisioningSetting').implement({
  description: 'Who becomes a member by signing in with an account of a Slack, HubSpot or GitHub tenant.',
  fields: (t) => ({
    allowance: t.expose('oauth_tenant_jit_provisioning', {
      type: Allowance,
      description: 'RESTRICTED or NOT_ALLOWED.',
    }),
    allowed: t.field({
      type: [AllowedOauthTenant],
      extensions: { exposed: 'allowed_oauth_tenants', derived: true },
      description: 'The tenants that may add members while `allowance` is RESTRICTED, one item a provider.',
      resolve: allowedOauthTenants,
    }),
  }),
});

const ConnectedAppSetting = builder.objectRef<ConnectedAppSettingShape>('ConnectedAppSetting').implement({
  description: 'Which connected apps of one kind members may use.',
  fields: (t) => ({
    allowance: t.expose('allowance', { type: Allowance, description: 'How much is allowed.' }),
    allowed: t.exposeStringList('allowed', {
      description: 'Client ids of the apps allowed while `allowance` is RESTRICTED.',
    }),
  }),
});

/** What the settings of an organization are, by the fields that lead to them. */
export const settings = {
  mfaMethods: {
    type: MfaMethodSetting,
    extensions: { exposed: 'mfa_methods', derived: true },
    description: 'Which second factors may be used.',
    resolve: settingsOf,
  },
  authMethods: {
    type: AuthMethodSetting,
    extensions: { exposed: 'auth_methods', derived: true },
    description: 'Which ways to sign in may be used.',
    resolve: settingsOf,
  },
  ssoJitProvisioning: {
    type: SsoJitProvisioningSetting,
    extensions: { exposed: 'sso_jit_provisioning', derived: true },
    description: 'Who becomes a member just by signing in through single sign-on.',
    resolve: settingsOf,
  },
  oauthTenantJitProvisioning: {
    type: OauthTenantJitProvisioningSetting,
    extensions: { exposed: 'oauth_tenant_jit_provisioning', derived: true },
    description: 'Who becomes a member just by belonging to an allowed Slack, HubSpot or GitHub tenant.',
    resolve: settingsOf,
  },
  firstPartyConnectedApps: {
    type: ConnectedAppSetting,
    extensions: { exposed: 'first_party_connected_apps_allowed_type', derived: true },
    description: 'Which of your own connected apps members may use.',
    resolve: firstPartyConnectedApps,
  },
  thirdPartyConnectedApps: {
    type: ConnectedAppSetting,
    extensions: { exposed: 'third_party_connected_apps_allowed_type', derived: true },
    description: 'Which connected apps of others members may use.',
    resolve: thirdPartyConnectedApps,
  },
} as const;

/** The input of a setting. Null is refused in it, as Stytch cannot tell it from what is left out. */
function settingInput<Fields extends InputFieldMap>(
  name: string,
  description: string,
  fields: (t: InputFieldBuilder) => Fields,
) {
  clears(name, {});
  return builder.inputType(name, { description: `${description} What is not given stays as it is.`, fields });
}

const allowanceInput = (t: InputFieldBuilder, description = 'How much is allowed.') =>
  t.field({ type: Allowance, description });

const AuthMethodSettingInput = settingInput('AuthMethodSettingInput', 'Which ways to sign in may be used.', (t) => ({
  allowance: allowanceInput(t, 'ALL_ALLOWED or RESTRICTED.'),
  allowed: t.field({ type: [AuthMethod], description: 'The ways to sign in allowed under RESTRICTED.' }),
}));

const MfaMethodSettingInput = settingInput('MfaMethodSettingInput', 'Which second factors may be used.', (t) => ({
  allowance: allowanceInput(t, 'ALL_ALLOWED or RESTRICTED.'),
  allowed: t.field({ type: [MfaMethod], description: 'The second factors allowed under RESTRICTED.' }),
}));

const NewSsoJitProvisioningSettingInput = settingInput(
  'NewSsoJitProvisioningSettingInput',
  'Who becomes a member of a new organization by signing in through single sign-on. It has no connection to name yet.',
  (t) => ({ allowance: allowanceInput(t) }),
);

const SsoJitProvisioningSettingInput = settingInput(
  'SsoJitProvisioningSettingInput',
  'Who becomes a member by signing in through single sign-on.',
  (t) => ({
    allowance: allowanceInput(t),
    allowed: t.idList({
      idOf: 'SsoConnection',
      description: 'The connections that may add members under RESTRICTED, by `id` or `connectionId`.',
    }),
  }),
);

const AllowedOauthTenantInput = builder.inputType('AllowedOauthTenantInput', {
  description: 'Tenants of one OAuth provider whose people may become members.',
  fields: (t) => ({
    provider: t.field({ type: OauthTenantProvider, required: true, description: 'The provider.' }),
    tenantIds: t.stringList({ required: true, description: 'Ids of the tenants at the provider.' }),
  }),
});

const OauthTenantJitProvisioningSettingInput = settingInput(
  'OauthTenantJitProvisioningSettingInput',
  'Who becomes a member by signing in with an account of a Slack, HubSpot or GitHub tenant.',
  (t) => ({
    allowance: allowanceInput(t, 'RESTRICTED or NOT_ALLOWED.'),
    allowed: t.field({
      type: [AllowedOauthTenantInput],
      description: 'The tenants that may add members under RESTRICTED, one item a provider; replaces the list.',
    }),
  }),
);

const ConnectedAppSettingInput = settingInput(
  'ConnectedAppSettingInput',
  'Which connected apps of one kind members may use.',
  (t) => ({
    allowance: allowanceInput(t),
    allowed: t.idList({
      idOf: 'ConnectedApp',
      description: 'The apps allowed under RESTRICTED, by `id` or `clientId`.',
    }),
  }),
);

/** Settings that come in pairs, of an organization that is there. */
export const organizationSettingInput = (t: InputFieldBuilder) => ({
  ...newOrganizationSettingInput(t),
  ssoJitProvisioning: t.field({
    type: SsoJitProvisioningSettingInput,
    description: 'Who becomes a member just by signing in through single sign-on.',
  }),
});

/** Settings that come in pairs, of an organization that is created. */
export const newOrganizationSettingInput = (t: InputFieldBuilder) => ({
  mfaMethods: t.field({ type: MfaMethodSettingInput, description: 'Which second factors may be used.' }),
  authMethods: t.field({ type: AuthMethodSettingInput, description: 'Which ways to sign in may be used.' }),
  ssoJitProvisioning: t.field({
    type: NewSsoJitProvisioningSettingInput,
    description: 'Who becomes a member just by signing in through single sign-on.',
  }),
  oauthTenantJitProvisioning: t.field({
    type: OauthTenantJitProvisioningSettingInput,
    description: 'Who becomes a member just by belonging to an allowed Slack, HubSpot or GitHub tenant.',
  }),
  firstPartyConnectedApps: t.field({
    type: ConnectedAppSettingInput,
    description: 'Which of your own connected apps members may use.',
  }),
  thirdPartyConnectedApps: t.field({
    type: ConnectedAppSettingInput,
    description: 'Which connected apps of others members may use.',
  }),
});
