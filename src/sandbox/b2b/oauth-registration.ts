import { accountFactor, providerTokens } from '../shared/oauth-account.ts';
import { opaqueToken } from '../shared/tokens.ts';
import type { AuthenticationFactor, ProviderTokens } from '../store.ts';
import { saveMember } from './save.ts';
import { type Member, type OauthCallback, type Store, secretsOf } from './store.ts';

/** Per provider: its name in Stytch's API, whether it proves the email address, and its usual scopes. */
export const oauthProviders = {
  google: { type: 'Google', provesEmail: true, scopes: ['openid', 'email', 'profile'] },
  microsoft: { type: 'Microsoft', provesEmail: true, scopes: ['openid', 'email', 'profile', 'User.Read'] },
  slack: { type: 'Slack', provesEmail: false, scopes: ['openid', 'email', 'profile'] },
  hubspot: { type: 'Hubspot', provesEmail: false, scopes: ['oauth'] },
  github: { type: 'Github', provesEmail: false, scopes: ['read:user', 'user:email'] },
} as const;

/** A member's existing registration of an OAuth account. */
export const registrationOf = (member: Member, { provider, provider_subject }: OauthCallback) =>
  member.oauth_registrations.find(
    (known) => known.provider_type === oauthProviders[provider].type && known.provider_subject === provider_subject,
  );

/** Authentication factor of an OAuth account. */
export const oauthFactor = (
  { provider, provider_subject, registration_id: id }: OauthCallback,
  email_id: string,
): AuthenticationFactor => accountFactor(provider, { id, provider_subject, email_id });

/** Tokens that the provider issues at sign-in. Only Google and Microsoft issue ID tokens. */
export const issueTokens = (store: Store, { provider, tenant_ids, ...account }: OauthCallback): ProviderTokens => ({
  ...providerTokens(store, account, {
    refreshes: provider !== 'github' && provider !== 'slack',
    identifies: oauthProviders[provider].provesEmail,
  }),
  tenant_ids,
  ...(provider === 'slack' ? { bot: { access_token: opaqueToken(), scopes: ['chat:write'] } } : {}),
});

/** Registers an OAuth account for a member who has proven to own it, and stores its tokens. */
export const register = (
  store: Store,
  { member_id }: Member,
  arrival: OauthCallback,
  tokens: ProviderTokens,
): Member => {
  const member = store.members.get(member_id);
  if (!member) throw new Error(`${member_id} is about to sign in and is not there`);
  const { provider, provider_subject, name, picture } = arrival;
  const known = registrationOf(member, arrival);
  const member_oauth_registration_id = known?.member_oauth_registration_id ?? arrival.registration_id;
  const secrets = secretsOf(store, member_id);
  store.memberSecrets.set(member_id, {
    ...secrets,
    oauth_tokens: { ...secrets.oauth_tokens, [member_oauth_registration_id]: tokens },
  });
  const profile_picture_url = picture ?? known?.profile_picture_url;
  const registration = {
    provider_type: oauthProviders[provider].type,
    provider_subject,
    member_oauth_registration_id,
    locale: known?.locale ?? 'en',
    ...(profile_picture_url ? { profile_picture_url } : {}),
  };
  const others = member.oauth_registrations.filter((other) => other !== known);
  return saveMember(store, {
    ...member,
    name: member.name || name,
    oauth_registrations: [...others, registration],
  });
};
