import { linkTo } from '../control/outbox.ts';
import { listIn, textIn } from '../control/sent.ts';
import { fail } from '../errors.ts';
import { checkEmail } from '../shared/checks.ts';
import { addressIn, readAccount } from '../shared/oauth-account.ts';
import { checkChallenge } from '../shared/pkce.ts';
import { opaqueToken } from '../shared/tokens.ts';
import { findOrganization } from './find.ts';
import { oauthProviders } from './oauth-registration.ts';
import type { OauthProvider, Store } from './store.ts';

const isProvider = (text: string): text is OauthProvider => Object.hasOwn(oauthProviders, text);

/**
 * Simulates a sign-in at Google, Microsoft, Slack, HubSpot or GitHub, at `POST /sandbox/oauth`:
 *
 *     { "provider": "google", "email_address": "hiro@fernhill.example", "organization_id": "fernhill-bakery" }
 *
 * Returns the `oauth_token` that the browser would carry to the application, with the redirect URL. Without
 * `organization_id` it is a `discovery_oauth_token`. Optional: `name`, `provider_subject` (the person's id at the
 * provider; default: derived from the address), `tenant_ids` (Slack, HubSpot, GitHub), `scopes`, `picture`,
 * `email_verified`, `pkce_code_challenge`, `login_redirect_url` or `discovery_redirect_url`.
 */
export const createOauthCallback = async (store: Store, sent: Record<string, unknown>) => {
  const provider = (textIn(sent, 'provider') ?? '').toLowerCase();
  if (!isProvider(provider)) {
    return fail(400, 'invalid_oauth_provider', `provider is one of ${Object.keys(oauthProviders).join(', ')}.`);
  }
  checkEmail(addressIn(sent));
  const reference = textIn(sent, 'organization_id');
  const organization = reference ? findOrganization(store, reference) : undefined;
  const challenge = textIn(sent, 'pkce_code_challenge');
  checkChallenge(challenge);
  const usualScopes = oauthProviders[provider].scopes;
  const token = opaqueToken();
  store.oauthArrivals.set(token, {
    provider,
    ...(await readAccount(store, { provider, kind: 'oauth-member', usualScopes }, sent)),
    tenant_ids: listIn(sent, 'tenant_ids'),
    ...(organization ? { organization_id: organization.organization_id } : {}),
    ...(challenge ? { pkce_code_challenge: challenge } : {}),
  });
  return organization
    ? { oauth_token: token, redirect_url: linkTo(textIn(sent, 'login_redirect_url'), 'oauth', token) }
    : {
        discovery_oauth_token: token,
        redirect_url: linkTo(textIn(sent, 'discovery_redirect_url'), 'discovery_oauth', token),
      };
};
