/** Simulated OAuth providers of a consumer project. */

import { linkTo } from '../control/outbox.ts';
import { textIn } from '../control/sent.ts';
import { fail } from '../errors.ts';
import type { IncomingRequest } from '../http.ts';
import type { HttpReply } from '../reply.ts';
import { checkUrl } from '../shared/checks.ts';
import { addressIn, readAccount } from '../shared/oauth-account.ts';
import { checkChallenge } from '../shared/pkce.ts';
import { opaqueToken } from '../shared/tokens.ts';
import { isPast } from '../store.ts';
import { userByEmail } from './find.ts';
import { providerPage } from './oauth-page.ts';
import { accountKey, type ConsumerStore, type UserArrival, type UserProvider } from './store.ts';

/** Properties of a provider. */
type Provider = {
  scopes: readonly string[];
  /** Whether the provider can assert that it has verified an address. */
  vouches: boolean;
  refreshes: boolean;
  /** Whether the provider issues ID tokens (OpenID Connect). */
  identifies: boolean;
};

const oidc: Provider = { scopes: ['openid', 'email', 'profile'], vouches: true, refreshes: true, identifies: true };
const plain: Provider = { scopes: ['profile', 'email'], vouches: true, refreshes: true, identifies: false };

/** Every provider that has a start endpoint. */
export const providers: Readonly<Record<UserProvider, Provider>> = {
  amazon: { ...plain, vouches: false },
  apple: oidc,
  bitbucket: plain,
  coinbase: plain,
  discord: plain,
  facebook: plain,
  figma: plain,
  github: { ...plain, scopes: ['read:user', 'user:email'], refreshes: false },
  gitlab: oidc,
  google: oidc,
  linkedin: oidc,
  microsoft: oidc,
  salesforce: oidc,
  slack: oidc,
  snapchat: plain,
  tiktok: plain,
  twitch: oidc,
  twitter: plain,
  yahoo: oidc,
};

const isProvider = (text: string): text is UserProvider => Object.hasOwn(providers, text);

/** Provider by name. Rejects an unknown one. */
export const providerNamed = (name: string): UserProvider => {
  const provider = name.toLowerCase();
  return isProvider(provider)
    ? provider
    : fail(400, 'invalid_oauth_provider', `A provider is one of ${Object.keys(providers).join(', ')}.`);
};

/** `provider_type` of a provider. */
export const providerType = (provider: UserProvider) => `${provider[0]?.toUpperCase()}${provider.slice(1)}`;

/** Email address that the provider asserts as verified; undefined if none. */
export const vouchedAddress = ({ provider, email_address, email_verified }: UserArrival): string | undefined =>
  providers[provider].vouches && email_verified && email_address ? email_address : undefined;

/** User who has registered an account. */
export const ownerOf = ({ users }: ConsumerStore, { provider, provider_subject }: UserArrival) =>
  users.with('account', accountKey(provider, provider_subject))[0];

type Registrations = NonNullable<Parameters<ConsumerStore['users']['set']>[1]['providers']>;

/** Registration of an account among those of a user. */
export const registrationOf = (known: Registrations | undefined, provider: UserProvider, subject?: string) =>
  known?.find(
    ({ provider_type, provider_subject }) =>
      provider_type.toLowerCase() === provider && (subject === undefined || provider_subject === subject),
  );

/** Consumes an attach token, which is valid for one provider, and returns the id of its user. */
const takeAttachment = (store: ConsumerStore, token: string, provider: UserProvider): string => {
  const attachment = store.oauthAttachments.get(token);
  if (!attachment || attachment.provider !== provider || isPast(store, attachment.expires_at)) {
    return fail(400, 'invalid_oauth_attach_token', 'The token is wrong, used, too old or for another provider.');
  }
  store.oauthAttachments.delete(token);
  return attachment.user_id;
};

/** `provider_subject` of the account that the user with this address has registered: the address alone identifies it. */
const knownSubject = (store: ConsumerStore, provider: UserProvider, address: string): object => {
  const known = registrationOf(userByEmail(store, address)?.providers, provider);
  return known ? { provider_subject: known.provider_subject } : {};
};

/**
 * Simulates a sign-in at a provider, at `POST /sandbox/oauth`:
 *
 *     { "provider": "google", "email_address": "ada@lovelace.example" }
 *
 * Returns the `oauth_token` that the browser would carry to the application, with the redirect URL. Optional: `name`,
 * `picture`, `provider_subject` (the person's id at the provider), `email_verified`, `scopes`, `oauth_attach_token`,
 * `code_challenge`, `login_redirect_url` and `signup_redirect_url`.
 */
export const createOauthCallback = async (store: ConsumerStore, sent: Record<string, unknown>) => {
  const provider = providerNamed(textIn(sent, 'provider') ?? '');
  const address = addressIn(sent);
  if (!address && !textIn(sent, 'provider_subject')) {
    fail(400, 'invalid_argument', 'Send email_address or provider_subject: who signs in at the provider?');
  }
  const [login, signup] = [textIn(sent, 'login_redirect_url'), textIn(sent, 'signup_redirect_url')];
  checkUrl(login, 'invalid_login_redirect_url');
  checkUrl(signup, 'invalid_signup_redirect_url');
  const code_challenge = textIn(sent, 'code_challenge');
  checkChallenge(code_challenge);
  const attachToken = textIn(sent, 'oauth_attach_token');
  const account = await readAccount(
    store,
    { provider, kind: 'oauth-user', usualScopes: providers[provider].scopes },
    { ...knownSubject(store, provider, address), ...sent },
  );
  const attach_to = attachToken ? takeAttachment(store, attachToken, provider) : undefined;
  const arrival: UserArrival = {
    provider,
    ...account,
    ...(attach_to ? { attach_to } : {}),
    ...(code_challenge ? { code_challenge } : {}),
  };
  const token = opaqueToken();
  store.oauthArrivals.set(token, arrival);
  const vouched = vouchedAddress(arrival);
  const isKnown = attach_to ?? ownerOf(store, arrival) ?? (vouched && userByEmail(store, vouched));
  return { oauth_token: token, redirect_url: linkTo(isKnown ? login : (signup ?? login), 'oauth', token) };
};

const startPath = /^\/v1\/public\/oauth\/([^/]+)\/start$/;

/** Rejects a missing or foreign public token. */
const checkPublicToken = ({ publicToken }: ConsumerStore, token: string | undefined) => {
  if (!token) fail(400, 'public_token_required', 'Send public_token.');
  if (token !== publicToken) fail(404, 'public_token_not_found', 'The project has no such public token.');
};

/** Query of the start endpoint, in the form of `createOauthCallback`. */
const startOf = (provider: string, { custom_scopes = '', email_verified, ...query }: Record<string, string>) => ({
  ...Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '')),
  provider,
  scopes: custom_scopes.split(' ').filter(Boolean),
  email_verified: email_verified !== 'false',
});

/**
 * `GET /v1/public/oauth/{provider}/start`: a page redirects the browser here to sign in at a provider, which redirects
 * it back with a token. A form asks for the person unless the query names them (`email_address`, `provider_subject`).
 */
const start = async (store: ConsumerStore, name: string, query: Record<string, string>): Promise<HttpReply> => {
  const provider = providerNamed(name);
  checkPublicToken(store, query['public_token']);
  if (!query['email_address'] && !query['provider_subject']) {
    return { status: 200, body: providerPage(providerType(provider), query) };
  }
  const { redirect_url } = await createOauthCallback(store, startOf(provider, query));
  return { status: 302, body: {}, headers: { location: redirect_url } };
};

/** Handles a request to a start endpoint; null for any other request. */
export const oauthStart = (
  store: ConsumerStore,
  { method, path, query }: IncomingRequest,
): Promise<HttpReply> | null => {
  const name = method === 'GET' ? startPath.exec(path)?.[1] : undefined;
  return name === undefined ? null : start(store, name, Object.fromEntries(new URLSearchParams(query)));
};
