import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { opaqueToken } from '../shared/tokens.ts';
import type { ProviderTokens } from '../store.ts';
import { inMinutes, isPast } from '../store.ts';
import { findMember, findOrganization } from './find.ts';
import { type Member, type Store, secretsOf } from './store.ts';

type Kept = 'oauth_tokens' | 'oidc_tokens';
type Path = { organization_id: string; member_id: string };
type Query = { include_refresh_token?: boolean };

/** Provider names in Stytch's API. */
type ProviderType = 'Google' | 'Microsoft' | 'Slack' | 'Hubspot' | 'Github';

/** Valid tokens: renews an expired access token with the refresh token, as Stytch does. */
const freshTokens = (store: Store, member: Member, kept: Kept, id: string, tokens: ProviderTokens): ProviderTokens => {
  if (!isPast(store, tokens.access_token_expires_at)) return tokens;
  const fresh = { ...tokens, access_token: opaqueToken(), access_token_expires_at: inMinutes(store, 60) };
  const secrets = secretsOf(store, member.member_id);
  store.memberSecrets.set(member.member_id, { ...secrets, [kept]: { ...secrets[kept], [id]: fresh } });
  return fresh;
};

const memberAt = (store: Store, { organization_id, member_id }: Path) =>
  findMember(store, findOrganization(store, organization_id), member_id);

/**
 * A member's registrations with an OAuth provider and their tokens, least recently used first. Rejects a member without
 * any.
 */
const registrationsOf = (store: Store, path: Path, provider: ProviderType) => {
  const member = memberAt(store, path);
  const { oauth_tokens } = secretsOf(store, member.member_id);
  const found = member.oauth_registrations
    .filter(({ provider_type }) => provider_type === provider)
    .flatMap(({ member_oauth_registration_id: id, provider_subject }) => {
      const tokens = oauth_tokens[id];
      return tokens ? [{ provider_subject, tokens: freshTokens(store, member, 'oauth_tokens', id, tokens) }] : [];
    });
  if (found.length === 0) fail(404, 'member_oauth_token_not_found', `The member never signed in with ${provider}.`);
  return found;
};

const shared = ({ access_token, scopes }: ProviderTokens) => ({ access_token, scopes });

const lifetime = (store: Store, { access_token_expires_at }: ProviderTokens) => ({
  access_token_expires_in: Math.floor((Date.parse(access_token_expires_at) - store.now().getTime()) / 1000),
});

const refreshToken = ({ refresh_token }: ProviderTokens, { include_refresh_token }: Query) =>
  include_refresh_token && refresh_token ? { refresh_token } : {};

/** Response for a provider with one account per member: the most recently used registration. */
const single = (store: Store, path: Path, query: Query, provider: ProviderType) => {
  const latest = registrationsOf(store, path, provider).at(-1);
  if (!latest) throw new Error('a list that was just checked is empty');
  const { provider_subject, tokens } = latest;
  return {
    provider_type: provider,
    provider_subject,
    id_token: tokens.id_token,
    ...shared(tokens),
    ...lifetime(store, tokens),
    ...refreshToken(tokens, query),
  };
};

export const memberOauth = {
  api_organization_v1_organizations_members_oauth_providers_Google: {
    answer: ({ store, params, query }) => single(store, params, query, 'Google'),
  },

  api_organization_v1_organizations_members_oauth_providers_Microsoft: {
    answer: ({ store, params, query }) => single(store, params, query, 'Microsoft'),
  },

  api_organization_v1_organizations_members_oauth_providers_Slack: {
    answer: ({ store, params }) => ({
      provider_type: 'Slack',
      registrations: registrationsOf(store, params, 'Slack').map(({ provider_subject, tokens }) => ({
        provider_subject,
        provider_tenant_id: tokens.tenant_ids[0] ?? '',
        ...shared(tokens),
        bot_access_token: tokens.bot?.access_token ?? '',
        bot_scopes: tokens.bot?.scopes ?? [],
      })),
    }),
  },

  api_organization_v1_organizations_members_oauth_providers_Hubspot: {
    answer: ({ store, params, query }) => ({
      provider_type: 'Hubspot',
      registrations: registrationsOf(store, params, 'Hubspot').map(({ provider_subject, tokens }) => ({
        provider_subject,
        provider_tenant_id: tokens.tenant_ids[0] ?? '',
        ...shared(tokens),
        ...lifetime(store, tokens),
        ...refreshToken(tokens, query),
      })),
    }),
  },

  // GitHub issues no refresh token.
  api_organization_v1_organizations_members_oauth_providers_Github: {
    answer: ({ store, params }) => ({
      provider_type: 'Github',
      registrations: registrationsOf(store, params, 'Github').map(({ provider_subject, tokens }) => ({
        provider_subject,
        provider_tenant_ids: tokens.tenant_ids,
        ...shared(tokens),
      })),
    }),
  },

  api_organization_v1_organizations_members_OIDCProviders: {
    answer: ({ store, params, query }) => {
      const member = memberAt(store, params);
      const { oidc_tokens } = secretsOf(store, member.member_id);
      const registrations = member.sso_registrations.flatMap(({ registration_id, connection_id, external_id }) => {
        const known = oidc_tokens[registration_id];
        if (!known) return [];
        const tokens = freshTokens(store, member, 'oidc_tokens', registration_id, known);
        return {
          provider_subject: external_id,
          connection_id,
          id_token: tokens.id_token,
          ...shared(tokens),
          ...lifetime(store, tokens),
          ...refreshToken(tokens, query),
        };
      });
      if (registrations.length === 0) {
        fail(404, 'member_oidc_token_not_found', 'The member never came through an OIDC connection.');
      }
      return { registrations };
    },
  },
} satisfies DomainHandlers;
