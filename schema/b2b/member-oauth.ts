import {
  githubTokens,
  googleTokens,
  hubspotTokens,
  microsoftTokens,
  oidcTokens,
  slackTokens,
} from '../../resolvers/b2b/member-oauth.ts';
import { builder, contractObject } from '../builder.ts';
import { Member } from './member.ts';

const GoogleTokens = contractObject(
  'GoogleTokens',
  'api_organization_v1_organizations_members_oauth_providers_GoogleResponse',
).implement({
  description: 'Tokens that Google issued for a member. Stytch renews the access token automatically.',
  fields: (t) => ({
    providerSubject: t.exposeString('provider_subject', { description: 'Id of the account at Google.' }),
    idToken: t.expose('id_token', {
      type: 'JWT',
      nullable: true,
      secret: true,
      description: 'ID token: claims about the person, signed by Google. Null if Google issued none.',
    }),
    accessToken: t.exposeString('access_token', {
      nullable: true,
      secret: true,
      description: 'Access token for Google’s API in the member’s name. Null after One Tap, which issues none.',
    }),
    accessTokenExpiresIn: t.exposeInt('access_token_expires_in', {
      nullable: true,
      description: 'Seconds until the access token expires. Null if there is no access token.',
    }),
    refreshToken: t.exposeString('refresh_token', {
      nullable: true,
      secret: true,
      description: 'Token with which to get new access tokens. Null if not requested or not issued by Google.',
    }),
    scopes: t.exposeStringList('scopes', { description: 'Scopes that the member granted, as Google names them.' }),
  }),
});

const MicrosoftTokens = contractObject(
  'MicrosoftTokens',
  'api_organization_v1_organizations_members_oauth_providers_MicrosoftResponse',
).implement({
  description: 'Tokens that Microsoft issued for a member. Stytch renews the access token automatically.',
  fields: (t) => ({
    providerSubject: t.exposeString('provider_subject', { description: 'Id of the account at Microsoft.' }),
    idToken: t.expose('id_token', {
      type: 'JWT',
      nullable: true,
      secret: true,
      description: 'ID token: claims about the person, signed by Microsoft. Null if Microsoft issued none.',
    }),
    accessToken: t.exposeString('access_token', {
      nullable: true,
      secret: true,
      description: 'Access token for Microsoft’s API in the member’s name. Null if Microsoft issued none.',
    }),
    accessTokenExpiresIn: t.exposeInt('access_token_expires_in', {
      description: 'Seconds until the access token expires.',
    }),
    refreshToken: t.exposeString('refresh_token', {
      nullable: true,
      secret: true,
      description: 'Token with which to get new access tokens. Null if not requested or not issued by Microsoft.',
    }),
    scopes: t.exposeStringList('scopes', { description: 'Scopes that the member granted, as Microsoft names them.' }),
  }),
});

const SlackTokens = contractObject('SlackTokens', 'api_organization_v1_SlackProviderInfo').implement({
  description: 'Tokens that Slack issued for a member in one workspace.',
  fields: (t) => ({
    providerSubject: t.exposeString('provider_subject', { description: 'Id of the account at Slack.' }),
    providerTenantId: t.exposeString('provider_tenant_id', {
      nullable: true,
      description: 'Id of the workspace. Null if unknown.',
    }),
    accessToken: t.exposeString('access_token', {
      nullable: true,
      secret: true,
      description: 'Access token for Slack’s API in the member’s name. Null if Slack issued none.',
    }),
    scopes: t.exposeStringList('scopes', { description: 'Scopes that the member granted, as Slack names them.' }),
    botAccessToken: t.exposeString('bot_access_token', {
      nullable: true,
      secret: true,
      description: 'Access token for Slack’s API in the name of your bot. Null if no bot was installed.',
    }),
    botScopes: t.exposeStringList('bot_scopes', { description: 'Scopes of the bot, as Slack names them.' }),
  }),
});

const HubspotTokens = contractObject('HubspotTokens', 'api_organization_v1_HubspotProviderInfo').implement({
  description: 'Tokens that HubSpot issued for a member in one hub. Stytch renews the access token automatically.',
  fields: (t) => ({
    providerSubject: t.exposeString('provider_subject', { description: 'Id of the account at HubSpot.' }),
    providerTenantId: t.exposeString('provider_tenant_id', {
      nullable: true,
      description: 'Id of the hub. Null if unknown.',
    }),
    accessToken: t.exposeString('access_token', {
      nullable: true,
      secret: true,
      description: 'Access token for HubSpot’s API in the member’s name. Null if HubSpot issued none.',
    }),
    accessTokenExpiresIn: t.exposeInt('access_token_expires_in', {
      description: 'Seconds until the access token expires.',
    }),
    refreshToken: t.exposeString('refresh_token', {
      nullable: true,
      secret: true,
      description: 'Token with which to get new access tokens. Null if not requested or not issued by HubSpot.',
    }),
    scopes: t.exposeStringList('scopes', { description: 'Scopes that the member granted, as HubSpot names them.' }),
  }),
});

const GithubTokens = contractObject('GithubTokens', 'api_organization_v1_GithubProviderInfo').implement({
  description:
    'Tokens that GitHub issued for a member. The access token expires only after a very long time without use.',
  fields: (t) => ({
    providerSubject: t.exposeString('provider_subject', { description: 'Id of the account at GitHub.' }),
    providerTenantIds: t.exposeStringList('provider_tenant_ids', {
      description: 'Ids of the GitHub organizations that the account belongs to.',
    }),
    accessToken: t.exposeString('access_token', {
      nullable: true,
      secret: true,
      description: 'Access token for GitHub’s API in the member’s name. Null if GitHub issued none.',
    }),
    scopes: t.exposeStringList('scopes', { description: 'Scopes that the member granted, as GitHub names them.' }),
  }),
});

const OidcTokens = contractObject('OidcTokens', 'api_organization_v1_OIDCProviderInfo').implement({
  description:
    'Tokens that an identity provider issued for a member through an OIDC connection. Stytch renews the access token automatically.',
  fields: (t) => ({
    connectionId: t.exposeString('connection_id', { description: 'Id of the single sign-on connection.' }),
    providerSubject: t.exposeString('provider_subject', { description: 'Id of the account at the provider.' }),
    idToken: t.expose('id_token', {
      type: 'JWT',
      nullable: true,
      secret: true,
      description: 'ID token: claims about the person, signed by the provider. Null if the provider issued none.',
    }),
    accessToken: t.exposeString('access_token', {
      nullable: true,
      secret: true,
      description: 'Access token for the provider’s API in the member’s name. Null if the provider issued none.',
    }),
    accessTokenExpiresIn: t.exposeInt('access_token_expires_in', {
      description: 'Seconds until the access token expires.',
    }),
    refreshToken: t.exposeString('refresh_token', {
      nullable: true,
      secret: true,
      description: 'Token with which to get new access tokens. Null if not requested or not issued by the provider.',
    }),
    scopes: t.exposeStringList('scopes', {
      description: 'Scopes that the member granted, as the provider names them.',
    }),
  }),
});

/** Servers only: Stytch has no RBAC action for these tokens, and they give access to the APIs of others. */
const access = { resource: 'stytch.member', action: 'get.oauth-tokens', signedIn: 'none' } as const;

const refresh = builder.args((t) => ({
  includeRefreshToken: t.boolean({
    description:
      'Whether to return the refresh token. If you use it, Stytch may fail to renew the access token. Default: false.',
  }),
}));

builder.objectFields(Member, (t) => ({
  googleTokens: t.field({
    type: GoogleTokens,
    nullable: true,
    access,
    secret: true,
    byKey: true,
    operations: ['get /v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/google'],
    description: 'Tokens from Google. Null if the member never signed in with Google. Servers only.',
    args: refresh,
    resolve: googleTokens,
  }),
  microsoftTokens: t.field({
    type: MicrosoftTokens,
    nullable: true,
    access,
    secret: true,
    byKey: true,
    operations: ['get /v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/microsoft'],
    description: 'Tokens from Microsoft. Null if the member never signed in with Microsoft. Servers only.',
    args: refresh,
    resolve: microsoftTokens,
  }),
  slackTokens: t.field({
    type: [SlackTokens],
    nullable: true,
    access,
    secret: true,
    byKey: true,
    operations: ['get /v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/slack'],
    description:
      'Tokens from Slack, one entry per workspace. Null if the member never signed in with Slack. Servers only.',
    resolve: slackTokens,
  }),
  hubspotTokens: t.field({
    type: [HubspotTokens],
    nullable: true,
    access,
    secret: true,
    byKey: true,
    operations: ['get /v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/hubspot'],
    description:
      'Tokens from HubSpot, one entry per hub. Null if the member never signed in with HubSpot. Servers only.',
    args: refresh,
    resolve: hubspotTokens,
  }),
  githubTokens: t.field({
    type: [GithubTokens],
    nullable: true,
    access,
    secret: true,
    byKey: true,
    operations: ['get /v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/github'],
    description:
      'Tokens from GitHub, one entry per account. Null if the member never signed in with GitHub. Servers only.',
    args: refresh,
    resolve: githubTokens,
  }),
  oidcTokens: t.field({
    type: [OidcTokens],
    nullable: true,
    access,
    secret: true,
    byKey: true,
    operations: ['get /v1/b2b/organizations/{organization_id}/members/{member_id}/oidc_providers'],
    description:
      'Tokens from OIDC connections, one entry per connection. Null if the member never signed in through one. Servers only.',
    args: refresh,
    resolve: oidcTokens,
  }),
}));
