import { checkEmail } from './checks.ts';
import { fail } from './errors.ts';
import { findOrganization } from './find.ts';
import { textIn } from './identity-provider.ts';
import { oauthProviders } from './oauth-registration.ts';
import { linkTo } from './outbox.ts';
import { checkChallenge } from './pkce.ts';
import { seedSecret } from './seed/id.ts';
import { inMinutes, type OauthProvider, type Store } from './store.ts';
import { mint, newId, opaqueToken } from './tokens.ts';

/** An OAuth token has to be brought within this time. */
const tokenMinutes = 5;

const isProvider = (text: string): text is OauthProvider => Object.hasOwn(oauthProviders, text);

const listIn = (sent: Record<string, unknown>, name: string): string[] => {
  const value = sent[name] ?? [];
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
    ? value
    : fail(400, 'invalid_argument', `${name} is a list of strings.`);
};

/**
 * Plays Google, Microsoft, Slack, HubSpot or GitHub, at `POST /sandbox/oauth`: somebody has just signed in there.
 *
 *     { "provider": "google", "email_address": "hiro@fernhill.example", "organization_id": "fernhill-bakery" }
 *
 * gives the `oauth_token` that a browser would bring to the application, and the address it would bring it to. Without
 * `organization_id` it is a `discovery_oauth_token`. May be said besides: `name`, `provider_subject` (the person's id
 * there; by default one that follows from the address), `tenant_ids` (Slack, HubSpot, GitHub), `scopes`, `picture`,
 * `email_verified`, `pkce_code_challenge`, `login_redirect_url` or `discovery_redirect_url`.
 */
export const arriveByOauth = async (store: Store, sent: Record<string, unknown>) => {
  const provider = (textIn(sent, 'provider') ?? '').toLowerCase();
  if (!isProvider(provider)) {
    return fail(400, 'invalid_oauth_provider', `provider is one of ${Object.keys(oauthProviders).join(', ')}.`);
  }
  const email_address = (textIn(sent, 'email_address') ?? '').trim().toLowerCase();
  checkEmail(email_address);
  const reference = textIn(sent, 'organization_id');
  const organization = reference ? findOrganization(store, reference) : undefined;
  const challenge = textIn(sent, 'pkce_code_challenge');
  checkChallenge(challenge);
  const picture = textIn(sent, 'picture');
  const provider_subject = textIn(sent, 'provider_subject') || seedSecret(`${provider} ${email_address}`).slice(0, 21);

  const token = opaqueToken();
  store.oauthArrivals.set(token, {
    provider,
    provider_subject,
    registration_id: newId('oauth-member'),
    email_address,
    email_verified: sent['email_verified'] !== false,
    name: textIn(sent, 'name') ?? '',
    // The sandbox signs for the provider, too: nobody here has Google's key.
    id_token: await mint(store, { iss: `https://${provider}.example`, sub: provider_subject, email: email_address }),
    scopes: [...new Set([...oauthProviders[provider].scopes, ...listIn(sent, 'scopes')])],
    tenant_ids: listIn(sent, 'tenant_ids'),
    expires_at: inMinutes(store, tokenMinutes),
    ...(organization ? { organization_id: organization.organization_id } : {}),
    ...(picture ? { picture } : {}),
    ...(challenge ? { pkce_code_challenge: challenge } : {}),
  });
  return organization
    ? { oauth_token: token, redirect_url: linkTo(textIn(sent, 'login_redirect_url'), 'oauth', token) }
    : {
        discovery_oauth_token: token,
        redirect_url: linkTo(textIn(sent, 'discovery_redirect_url'), 'discovery_oauth', token),
      };
};
