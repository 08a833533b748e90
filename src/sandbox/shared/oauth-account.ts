/** Simulated account of an OAuth provider, shared by members and users. */

import { type ControlRequest, flagIn, listIn, textIn } from '../control/sent.ts';
import { seedSecret } from '../seed/id.ts';
import type { ProviderTokens } from '../store.ts';
import { type AuthenticationFactor, inMinutes, type OauthAccount, type ProjectStore } from '../store.ts';
import { checkEmail } from './checks.ts';
import { mint, newId, opaqueToken } from './tokens.ts';

/** Lifetime of an OAuth token, in minutes. */
const tokenMinutes = 5;

/** Properties that `POST /sandbox/oauth` accepts in both kinds of project. */
export const ACCOUNT_PROPERTIES = [
  'provider',
  'email_address',
  'email_verified',
  'name',
  'picture',
  'provider_subject',
  'scopes',
  'login_redirect_url',
];

export const addressIn = (sent: ControlRequest): string => (textIn(sent, 'email_address') ?? '').trim().toLowerCase();

/**
 * Reads the account of a request: `email_address`, `email_verified`, `name`, `picture`, `provider_subject` (default:
 * derived from the address) and `scopes`, added to the provider's usual scopes.
 */
export const readAccount = async (
  store: ProjectStore,
  {
    provider,
    kind,
    usualScopes,
  }: { provider: string; kind: 'oauth-member' | 'oauth-user'; usualScopes: readonly string[] },
  sent: ControlRequest,
): Promise<OauthAccount> => {
  const email_address = addressIn(sent);
  if (email_address) checkEmail(email_address);
  const picture = textIn(sent, 'picture');
  const provider_subject = textIn(sent, 'provider_subject') || seedSecret(`${provider} ${email_address}`).slice(0, 21);
  return {
    provider_subject,
    registration_id: newId(kind),
    email_address,
    email_verified: flagIn(sent, 'email_verified') ?? true,
    name: textIn(sent, 'name') ?? '',
    // Signed with the sandbox's key: the sandbox does not have the provider's key.
    id_token: await mint(store, { iss: `https://${provider}.example`, sub: provider_subject, email: email_address }),
    scopes: [...new Set([...usualScopes, ...listIn(sent, 'scopes')])],
    expires_at: inMinutes(store, tokenMinutes),
    ...(picture ? { picture } : {}),
  };
};

/** Tokens that a provider issues at sign-in; an empty string for a refresh or ID token that it does not issue. */
export const providerTokens = (
  store: Pick<ProjectStore, 'now'>,
  { id_token, scopes }: Pick<OauthAccount, 'id_token' | 'scopes'>,
  { refreshes, identifies }: { refreshes: boolean; identifies: boolean },
): ProviderTokens => ({
  access_token: opaqueToken(),
  refresh_token: refreshes ? opaqueToken() : '',
  id_token: identifies ? id_token : '',
  access_token_expires_at: inMinutes(store, 60),
  scopes,
  tenant_ids: [],
});

/** Property of a session's factor, by provider. */
const factorNames = {
  amazon: 'amazon_oauth_factor',
  apple: 'apple_oauth_factor',
  bitbucket: 'bitbucket_oauth_factor',
  coinbase: 'coinbase_oauth_factor',
  discord: 'discord_oauth_factor',
  facebook: 'facebook_oauth_factor',
  figma: 'figma_oauth_factor',
  github: 'github_oauth_factor',
  gitlab: 'git_lab_oauth_factor',
  google: 'google_oauth_factor',
  hubspot: 'hubspot_oauth_factor',
  linkedin: 'linked_in_oauth_factor',
  microsoft: 'microsoft_oauth_factor',
  salesforce: 'salesforce_oauth_factor',
  slack: 'slack_oauth_factor',
  snapchat: 'snapchat_oauth_factor',
  tiktok: 'tik_tok_oauth_factor',
  twitch: 'twitch_oauth_factor',
  twitter: 'twitter_oauth_factor',
  yahoo: 'yahoo_oauth_factor',
} as const satisfies Record<string, keyof AuthenticationFactor>;

/** A provider that the sandbox simulates. */
export type PlayedProvider = keyof typeof factorNames;

/** Authentication factor of a provider account. */
export const accountFactor = (
  provider: PlayedProvider,
  account: { id: string; provider_subject: string; email_id?: string },
): AuthenticationFactor => ({
  type: 'oauth',
  delivery_method: `oauth_${provider}`,
  [factorNames[provider]]: account,
});
