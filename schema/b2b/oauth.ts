import { authenticateDiscoveryOauth, authenticateMemberOauth } from '../../resolvers/b2b/oauth.ts';
import { mutation } from '../mutation.ts';
import { SmsLocale } from '../shared/locale.ts';
import { OauthProviderValues, oauthVerifierInput } from '../shared/oauth.ts';
import { oauthProviderField } from '../shared/oauth-provider.ts';
import { joinedSessionInput, sessionWishes } from '../shared/session.ts';
import { discoveryPayload } from './discovery.ts';
import { signInAccess, telemetryId } from './sign-in.ts';
import { devicePayload, discoveryResult, signInResult } from './sign-in-outcome.ts';

mutation('authenticateMemberOauth', {
  access: signInAccess({ oauthToken: 'token' }),
  operations: ['post /v1/b2b/oauth/authenticate'],
  description:
    'Signs in with an account at Google, Microsoft, Slack, HubSpot or GitHub. If the provider does not verify the email address, another first factor is required.',
  input: (t) => ({
    oauthToken: t.string({
      required: true,
      secret: true,
      description: 'Token from the URL to which the provider redirected the browser, valid once.',
    }),
    codeVerifier: oauthVerifierInput(t),
    intermediateSessionToken: t.string({
      secret: true,
      description: 'Token of an unfinished sign-in to which the account is added as a factor.',
    }),
    ...joinedSessionInput(t),
    ...sessionWishes(t),
    locale: t.field({
      type: SmsLocale,
      description: 'Language of the text message if a passcode is sent as second factor. Default: EN.',
    }),
    telemetryId: telemetryId(t),
  }),
  resolve: authenticateMemberOauth,
  ...signInResult,
  payload: (t) => ({
    provider: t.field({ ...oauthProviderField, nullable: true }),
    providerSubject: t.exposeString('provider_subject', {
      nullable: true,
      description: 'Id of the account at the provider. Null if unknown.',
    }),
    providerValues: t.expose('provider_values', {
      type: OauthProviderValues,
      nullable: true,
      secret: true,
      description: 'Tokens that the provider issued. Null if there are none.',
    }),
    ...devicePayload(t),
  }),
});

mutation('authenticateDiscoveryOauth', {
  access: signInAccess({ discoveryOauthToken: 'token' }),
  operations: ['post /v1/b2b/oauth/discovery/authenticate'],
  description: 'Verifies an email address with an account at an OAuth provider, before an organization is chosen.',
  input: (t) => ({
    discoveryOauthToken: t.string({
      required: true,
      secret: true,
      description: 'Token from the URL to which the provider redirected the browser, valid once.',
    }),
    codeVerifier: oauthVerifierInput(t),
    ...joinedSessionInput(t),
    ...sessionWishes(t),
  }),
  resolve: authenticateDiscoveryOauth,
  ...discoveryResult,
  payload: (t) => ({
    ...discoveryPayload(t),
    fullName: t.exposeString('full_name', {
      nullable: true,
      description: 'Name of the person at the provider. Null if the provider returns none.',
    }),
    provider: t.field({ ...oauthProviderField, nullable: true }),
    providerTenantIds: t.exposeStringList('provider_tenant_ids', {
      description: 'Ids of the Slack workspaces, HubSpot hubs or GitHub organizations of the account.',
    }),
    providerTenantId: t.exposeString('provider_tenant_id', {
      nullable: true,
      description: 'The id in `providerTenantIds` if there is exactly one. Null otherwise.',
    }),
  }),
});
