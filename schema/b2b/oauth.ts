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
    'Signs in by an account at Google, Microsoft, Slack, HubSpot or GitHub. Where the provider does not vouch for the address, another first factor is missing afterwards.',
  input: (t) => ({
    oauthToken: t.string({
      required: true,
      secret: true,
      description: 'Token that the browser brought back from the provider; it works once.',
    }),
    codeVerifier: oauthVerifierInput(t),
    intermediateSessionToken: t.string({
      secret: true,
      description: 'Token of a sign-in under way, if the account is to be added to it.',
    }),
    ...joinedSessionInput(t),
    ...sessionWishes(t),
    locale: t.field({
      type: SmsLocale,
      description: 'Language of the passcode that is texted where a second factor is missing; English when not given.',
    }),
    telemetryId: telemetryId(t),
  }),
  resolve: authenticateMemberOauth,
  ...signInResult,
  payload: (t) => ({
    provider: t.field({ ...oauthProviderField, nullable: true }),
    providerSubject: t.exposeString('provider_subject', {
      nullable: true,
      description: 'Id of the account at the provider.',
    }),
    providerValues: t.expose('provider_values', {
      type: OauthProviderValues,
      nullable: true,
      secret: true,
      description: 'What the provider issued; null where nothing came.',
    }),
    ...devicePayload(t),
  }),
});

mutation('authenticateDiscoveryOauth', {
  access: signInAccess({ discoveryOauthToken: 'token' }),
  operations: ['post /v1/b2b/oauth/discovery/authenticate'],
  description: 'Proves an address by an account at an OAuth provider, before an organization is chosen.',
  input: (t) => ({
    discoveryOauthToken: t.string({
      required: true,
      secret: true,
      description: 'Token that the browser brought back from the provider; it works once.',
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
      description: 'What the person is called at the provider; null where it does not say.',
    }),
    provider: t.field({ ...oauthProviderField, nullable: true }),
    providerTenantIds: t.exposeStringList('provider_tenant_ids', {
      description: 'Ids of the Slack workspaces, HubSpot hubs or GitHub organizations the account belongs to.',
    }),
    providerTenantId: t.exposeString('provider_tenant_id', {
      nullable: true,
      description: 'The same where it is just one; null otherwise.',
    }),
  }),
});
