import { fail } from '../errors.ts';
import type { DomainHandlers, RequestBody } from '../handler.ts';
import { withFactor } from '../shared/live-session.ts';
import { consumeOnce } from '../shared/one-time-token.ts';
import { checkPkce } from '../shared/pkce.ts';
import type { ProviderTokens } from '../store.ts';
import { isPast } from '../store.ts';
import { startDiscovery } from './discoverable.ts';
import { memberToJoin } from './discovery.ts';
import { factorsKeptIn } from './exchange.ts';
import { findOrganization, memberByEmail, memberResult } from './find.ts';
import { completeFirstFactor } from './first-factor.ts';
import { issueTokens, oauthFactor, oauthProviders, register, registrationOf } from './oauth-registration.ts';
import { saveMember } from './save.ts';
import { emailIdOf } from './seed/id.ts';
import { canProveEmail } from './sign-in.ts';
import { accountKey, type Member, type OauthCallback, type Organization, type Store } from './store.ts';

/**
 * Provider account of an OAuth token. Rejects an unknown, used or expired token. Discovery tokens are valid only for
 * discovery.
 */
const findArrival = (
  store: Store,
  token: string,
  verifier: string | undefined,
  { discovery }: { discovery: boolean },
): OauthCallback => {
  const arrival = store.oauthArrivals.get(token);
  if (!arrival || isPast(store, arrival.expires_at) || discovery !== (arrival.organization_id === undefined)) {
    return fail(404, 'oauth_token_not_found', 'There is no such OAuth token, or it was used or has expired.');
  }
  checkPkce(arrival.pkce_code_challenge, verifier);
  if (!arrival.email_verified && oauthProviders[arrival.provider].provesEmail) {
    fail(400, 'oauth_unverified_email', 'The provider has not verified the address.');
  }
  return arrival;
};

/** Tenants of an account, by provider; empty if the account has none. */
const tenantsOf = ({ provider, tenant_ids }: OauthCallback) =>
  tenant_ids.length > 0 ? { tenants: { [provider]: tenant_ids } } : {};

/** Member of an organization with this OAuth account or, failing that, with its email address. */
const findArriving = (store: Store, { organization_id }: Organization, arrival: OauthCallback): Member | undefined =>
  store.members
    .with('oauthAccount', accountKey(oauthProviders[arrival.provider].type, arrival.provider_subject))
    .find((member) => member.organization_id === organization_id && member.status !== 'deleted') ??
  memberByEmail(store, organization_id, arrival.email_address);

const showTokens = ({ access_token, refresh_token, id_token, scopes, access_token_expires_at }: ProviderTokens) => ({
  access_token,
  scopes,
  expires_at: access_token_expires_at,
  ...(refresh_token ? { refresh_token } : {}),
  ...(id_token ? { id_token } : {}),
});

/**
 * Signs in the member of an OAuth account, creating the member if just-in-time provisioning permits. A refusal deletes
 * the new member again.
 */
const enter = async (store: Store, arrival: OauthCallback, body: RequestBody<'api_b2b_oauth_v1_Authenticate'>) => {
  const organization = findOrganization(store, arrival.organization_id ?? '');
  const { email_address, provider, provider_subject } = arrival;
  const known = findArriving(store, organization, arrival);
  const member =
    known ??
    saveMember(store, memberToJoin(store, organization, { email_address, factors: [], ...tenantsOf(arrival) }));

  const before = registrationOf(member, arrival);
  const email_id = emailIdOf(member.organization_id, member.email_address);
  const factor = oauthFactor(
    before ? { ...arrival, registration_id: before.member_oauth_registration_id } : arrival,
    email_id,
  );
  // An unregistered account of a provider that does not prove the address counts only as an exchange factor, which
  // needs a proof of the address if the organization allows one.
  const trusted = before !== undefined || oauthProviders[provider].provesEmail || !canProveEmail(organization, member);
  const [worth = factor] = trusted ? [factor] : factorsKeptIn(member, [factor]);
  const tokens = issueTokens(store, arrival);
  try {
    const answer = await completeFirstFactor(store, member, worth, body);
    const waiting = store.intermediateSessions.get(answer.intermediate_session_token);
    const lacksPrimary = 'primary_required' in answer;
    if (lacksPrimary && waiting) {
      store.intermediateSessions.set(answer.intermediate_session_token, { ...waiting, oauth: { arrival, tokens } });
    }
    return {
      ...answer,
      ...(lacksPrimary ? {} : memberResult(store, register(store, member, arrival, tokens))),
      organization_id: organization.organization_id,
      provider_subject,
      provider_type: oauthProviders[provider].type,
      provider_values: showTokens(tokens),
      reset_sessions: false,
    };
  } catch (error) {
    if (!known) store.members.delete(member.member_id);
    throw error;
  }
};

export const oauth = {
  api_b2b_oauth_v1_Authenticate: {
    answer: ({ store, body }) => {
      const arrival = findArrival(store, body.oauth_token, body.pkce_code_verifier, { discovery: false });
      return consumeOnce(store.oauthArrivals, body.oauth_token, () => enter(store, arrival, body));
    },
  },

  api_b2b_oauth_v1_b2b_oauth_discovery_Authenticate: {
    answer: ({ store, body }) => {
      const token = body.discovery_oauth_token;
      const arrival = findArrival(store, token, body.pkce_code_verifier, { discovery: true });
      store.oauthArrivals.delete(token);
      const { email_address, provider, tenant_ids, name } = arrival;
      const factors = withFactor(store, [], oauthFactor(arrival, emailIdOf('', email_address)));
      const answer = startDiscovery(store, { email_address, factors, ...tenantsOf(arrival) });
      const started = store.intermediateSessions.get(answer.intermediate_session_token);
      if (started) {
        const oauth = { arrival, tokens: issueTokens(store, arrival) };
        store.intermediateSessions.set(answer.intermediate_session_token, { ...started, oauth });
      }
      return {
        ...answer,
        provider_type: oauthProviders[provider].type,
        provider_tenant_id: tenant_ids.length === 1 ? (tenant_ids[0] ?? '') : '',
        provider_tenant_ids: tenant_ids,
        full_name: name,
      };
    },
  },
} satisfies DomainHandlers;
