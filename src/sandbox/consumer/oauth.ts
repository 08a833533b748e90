import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { seedId } from '../seed/id.ts';
import { accountFactor, providerTokens } from '../shared/oauth-account.ts';
import { consumeOnce } from '../shared/one-time-token.ts';
import { checkPkce } from '../shared/pkce.ts';
import { testEmail, testOauthToken, testUserId } from '../shared/test-value.ts';
import { opaqueToken } from '../shared/tokens.ts';
import { inMinutes, isPast } from '../store.ts';
import { findUser, userByEmail } from './find.ts';
import { findLiveSession } from './live-session.ts';
import { ownerOf, providerNamed, providers, providerType, registrationOf, vouchedAddress } from './oauth-provider.ts';
import { type SignInRequest, signInWith } from './sign-in.ts';
import { type ConsumerStore, secretsOf, type User, type UserArrival } from './store.ts';
import { blankUser, newEmail } from './user.ts';

/** Lifetime of an attach token, in minutes (inferred). */
const attachMinutes = 5;

/** OAuth account of Stytch's test user. */
const testArrival: UserArrival = {
  provider: 'google',
  provider_subject: seedId('subject', 'consumer test value'),
  registration_id: seedId('oauth-user', 'consumer test value'),
  email_address: testEmail,
  email_verified: true,
  name: '',
  id_token: '',
  scopes: [...providers.google.scopes],
  attach_to: testUserId,
  expires_at: '',
};

/** Provider account of an OAuth token. Rejects an unknown, used or expired token. */
const findArrival = (store: ConsumerStore, token: string, verifier: string | undefined): UserArrival => {
  const arrival = token === testOauthToken ? testArrival : store.oauthArrivals.get(token);
  if (!arrival) return fail(400, 'oauth_token_not_found', 'There is no such OAuth token, or it was used.');
  if (isPast(store, arrival.expires_at)) fail(401, 'expired_oauth_response', 'The OAuth token is too old.');
  checkPkce(arrival.code_challenge, verifier);
  return arrival;
};

/** User of an attach token. Rejects an account that another user has registered. */
const attachedUser = (store: ConsumerStore, attach_to: string, arrival: UserArrival): User => {
  const user = store.users.get(attach_to);
  const owner = ownerOf(store, arrival);
  if (!user || (owner && owner !== user)) {
    return fail(400, 'invalid_oauth_attach_token', 'The user is gone, or the account is that of another user.');
  }
  return user;
};

/** A new user with the name from the provider, and the address only if the provider asserts it as verified. */
const newUser = (store: ConsumerStore, { name }: UserArrival, vouched: string | undefined): User => {
  const [first_name = '', ...others] = name.split(' ').filter(Boolean);
  return {
    ...blankUser(store),
    name: { first_name, middle_name: '', last_name: others.join(' ') },
    emails: vouched ? [{ ...newEmail(vouched), verified: true }] : [],
  };
};

/**
 * User of a sign-in: the one of the attach token, else the one with this account, else the one with the verified
 * address, else a new one.
 */
const whoArrives = (store: ConsumerStore, arrival: UserArrival): User => {
  const { attach_to } = arrival;
  if (attach_to) return attachedUser(store, attach_to, arrival);
  const owner = ownerOf(store, arrival);
  if (owner) return owner;
  const vouched = vouchedAddress(arrival);
  const found = vouched === undefined ? undefined : userByEmail(store, vouched);
  return found ?? newUser(store, arrival, vouched);
};

/** A user with the account registered, and the registration's id. */
const withAccount = (user: User, { provider, provider_subject, registration_id, picture }: UserArrival) => {
  const before = registrationOf(user.providers, provider, provider_subject);
  const oauth_user_registration_id = before?.oauth_user_registration_id ?? registration_id;
  const registration = {
    oauth_user_registration_id,
    provider_type: providerType(provider),
    provider_subject,
    profile_picture_url: picture ?? before?.profile_picture_url ?? '',
    locale: before?.locale ?? '',
  };
  const others = user.providers.filter((other) => other !== before);
  return { user: { ...user, providers: [...others, registration] }, oauth_user_registration_id };
};

const enter = async (store: ConsumerStore, arrival: UserArrival, sent: SignInRequest) => {
  const { provider, provider_subject } = arrival;
  const { user, oauth_user_registration_id: id } = withAccount(whoArrives(store, arrival), arrival);
  const address = vouchedAddress(arrival)?.toLowerCase();
  const email = user.emails.find((one) => one.email.toLowerCase() === address);
  const factor = accountFactor(provider, {
    id,
    provider_subject,
    ...(email ? { email_id: email.email_id } : {}),
  });
  const { answer, reset_sessions } = await signInWith(
    store,
    user,
    factor,
    sent,
    email ? { verifies: email.email_id } : {},
  );
  const tokens = providerTokens(store, arrival, providers[provider]);
  const secrets = secretsOf(store, user.user_id);
  store.userSecrets.set(user.user_id, { ...secrets, oauth_tokens: { ...secrets.oauth_tokens, [id]: tokens } });
  const { session, ...signedIn } = { session: undefined, ...answer };
  const { access_token, refresh_token, id_token, scopes, access_token_expires_at } = tokens;
  return {
    ...signedIn,
    ...(session ? { user_session: session } : {}),
    provider_subject,
    provider_type: providerType(provider),
    provider_values: { access_token, refresh_token, id_token, scopes, expires_at: access_token_expires_at },
    oauth_user_registration_id: id,
    reset_sessions,
  };
};

type Selection = { user_id?: string; session_token?: string; session_jwt?: string };

/** User who attaches an account. Rejects a request that names none or more than one. */
const selectedUser = async (
  store: ConsumerStore,
  { user_id, session_token, session_jwt }: Selection,
): Promise<User> => {
  const given = [user_id, session_token, session_jwt].filter(Boolean).length;
  if (given === 0) fail(400, 'no_user_selection_arguments', 'Send user_id, a session token or a session JWT.');
  if (given > 1) fail(400, 'too_many_user_selection_arguments', 'Name the user in one way only.');
  return user_id ? findUser(store, user_id) : (await findLiveSession(store, { session_token, session_jwt })).user;
};

export const oauth = {
  api_oauth_v1_Attach: {
    answer: async ({ store, body }) => {
      const provider = providerNamed(body.provider);
      const { user_id } = await selectedUser(store, body);
      const oauth_attach_token = opaqueToken();
      const expires_at = inMinutes(store, attachMinutes);
      store.oauthAttachments.set(oauth_attach_token, { user_id, provider, expires_at });
      return { oauth_attach_token };
    },
  },

  api_oauth_v1_Authenticate: {
    answer: ({ store, body }) => {
      const arrival = findArrival(store, body.token, body.code_verifier);
      return consumeOnce(store.oauthArrivals, body.token, () => enter(store, arrival, body));
    },
  },
} satisfies DomainHandlers<ConsumerStore>;
