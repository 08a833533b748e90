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
  description: 'What Google issued for a member. Stytch renews the access token by itself.',
  fields: (t) => ({
    providerSubject: t.exposeString('provider_subject', { description: 'Id of the account at Google.' }),
    idToken: t.expose('id_token', {
      type: 'JWT',
      nullable: true,
      secret: true,
      description: 'What Google signed about the person.',
    }),
    accessToken: t.exposeString('access_token', {
      nullable: true,
      secret: true,
      description: 'Opens Google’s API in the member’s name; null after One Tap, which issues none.',
    }),
    accessTokenExpiresIn: t.exposeInt('access_token_expires_in', {
      nullable: true,
      description: 'Seconds until the access token ends.',
    }),
    refreshToken: t.exposeString('refresh_token', {
      nullable: true,
      secret: true,
      description: 'Gets new access tokens; null unless asked for, or when Google issued none.',
    }),
    scopes: t.exposeStringList('scopes', { description: 'What the member agreed to, in Google’s words.' }),
  }),
});

const MicrosoftTokens = contractObject(
  'MicrosoftTokens',
  'api_organization_v1_organizations_members_oauth_providers_MicrosoftResponse',
).implement({
  description: 'What Microsoft issued for a member. Stytch renews the access token by itself.',
  fields: (t) => ({
    providerSubject: t.exposeString('provider_subject', { description: 'Id of the account at Microsoft.' }),
    idToken: t.expose('id_token', {
      type: 'JWT',
      nullable: true,
      secret: true,
      description: 'What Microsoft signed about the person.',
    }),
    accessToken: t.exposeString('access_token', {
      nullable: true,
      secret: true,
      description: 'Opens Microsoft’s API in the member’s name.',
    }),
    accessTokenExpiresIn: t.exposeInt('access_token_expires_in', {
      description: 'Seconds until the access token ends.',
    }),
    refreshToken: t.exposeString('refresh_token', {
      nullable: true,
      secret: true,
      description: 'Gets new access tokens; null unless asked for, or when Microsoft issued none.',
    }),
    scopes: t.exposeStringList('scopes', { description: 'What the member agreed to, in Microsoft’s words.' }),
  }),
});

const SlackTokens = contractObject('SlackTokens', 'api_organization_v1_SlackProviderInfo').implement({
  description: 'What Slack issued for a member in one workspace.',
  fields: (t) => ({
    providerSubject: t.exposeString('provider_subject', { description: 'Id of the account at Slack.' }),
    providerTenantId: t.exposeString('provider_tenant_id', { nullable: true, description: 'Id of the workspace.' }),
    accessToken: t.exposeString('access_token', {
      nullable: true,
      secret: true,
      description: 'Opens Slack’s API in the member’s name.',
    }),
    scopes: t.exposeStringList('scopes', { description: 'What the member agreed to, in Slack’s words.' }),
    botAccessToken: t.exposeString('bot_access_token', {
      nullable: true,
      secret: true,
      description: 'Opens Slack’s API in the name of your bot; null where no bot was installed.',
    }),
    botScopes: t.exposeStringList('bot_scopes', { description: 'What the bot may do, in Slack’s words.' }),
  }),
});

const HubspotTokens = contractObject('HubspotTokens', 'api_organization_v1_HubspotProviderInfo').implement({
  description: 'What HubSpot issued for a member in one hub. Stytch renews the access token by itself.',
  fields: (t) => ({
    providerSubject: t.exposeString('provider_subject', { description: 'Id of the account at HubSpot.' }),
    providerTenantId: t.exposeString('provider_tenant_id', { nullable: true, description: 'Id of the hub.' }),
    accessToken: t.exposeString('access_token', {
      nullable: true,
      secret: true,
      description: 'Opens HubSpot’s API in the member’s name.',
    }),
    accessTokenExpiresIn: t.exposeInt('access_token_expires_in', {
      description: 'Seconds until the access token ends.',
    }),
    refreshToken: t.exposeString('refresh_token', {
      nullable: true,
      secret: true,
      description: 'Gets new access tokens; null unless asked for, or when HubSpot issued none.',
    }),
    scopes: t.exposeStringList('scopes', { description: 'What the member agreed to, in HubSpot’s words.' }),
  }),
});

const GithubTokens = contractObject('GithubTokens', 'api_organization_v1_GithubProviderInfo').implement({
  description: 'What GitHub issued for a member. It lasts until it lies unused for very long.',
  fields: (t) => ({
    providerSubject: t.exposeString('provider_subject', { description: 'Id of the account at GitHub.' }),
    providerTenantIds: t.exposeStringList('provider_tenant_ids', {
      description: 'Ids of the GitHub organizations the account belongs to.',
    }),
    accessToken: t.exposeString('access_token', {
      nullable: true,
      secret: true,
      description: 'Opens GitHub’s API in the member’s name.',
    }),
    scopes: t.exposeStringList('scopes', { description: 'What the member agreed to, in GitHub’s words.' }),
  }),
});

const OidcTokens = contractObject('OidcTokens', 'api_organization_v1_OIDCProviderInfo').implement({
  description:
    'What an identity provider issued for a member through an OIDC connection. Stytch renews the access token by itself.',
  fields: (t) => ({
    connectionId: t.exposeString('connection_id', { description: 'Id of the single sign-on connection.' }),
    providerSubject: t.exposeString('provider_subject', { description: 'Id of the account at the provider.' }),
    idToken: t.expose('id_token', {
      type: 'JWT',
      nullable: true,
      secret: true,
      description: 'What the provider signed about the person.',
    }),
    accessToken: t.exposeString('access_token', {
      nullable: true,
      secret: true,
      description: 'Opens the provider’s API in the member’s name.',
    }),
    accessTokenExpiresIn: t.exposeInt('access_token_expires_in', {
      description: 'Seconds until the access token ends.',
    }),
    refreshToken: t.exposeString('refresh_token', {
      nullable: true,
      secret: true,
      description: 'Gets new access tokens; null unless asked for, or when the provider issued none.',
    }),
    scopes: t.exposeStringList('scopes', { description: 'What the member agreed to, in the provider’s words.' }),
  }),
});

/** Stytch guards these with no action of its own, and they open other people’s APIs: servers only. */
const access = { resource: 'stytch.member', action: 'get.oauth-tokens', signedIn: 'none' } as const;

const refresh = builder.args((t) => ({
  includeRefreshToken: t.boolean({
    description:
      'Whether to show the refresh token; false when not given. Once you use it, Stytch may fail to renew access by itself.',
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
    description: 'Tokens from Google; null where the member never signed in with it. Servers only.',
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
    description: 'Tokens from Microsoft; null where the member never signed in with it. Servers only.',
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
    description: 'Tokens from Slack, one set a workspace; null where the member never signed in with it. Servers only.',
    resolve: slackTokens,
  }),
  hubspotTokens: t.field({
    type: [HubspotTokens],
    nullable: true,
    access,
    secret: true,
    byKey: true,
    operations: ['get /v1/b2b/organizations/{organization_id}/members/{member_id}/oauth_providers/hubspot'],
    description: 'Tokens from HubSpot, one set a hub; null where the member never signed in with it. Servers only.',
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
    description: 'Tokens from GitHub, one set an account; null where the member never signed in with it. Servers only.',
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
      'Tokens from OIDC connections, one set a connection; null where the member never came through one. Servers only.',
    args: refresh,
    resolve: oidcTokens,
  }),
}));
