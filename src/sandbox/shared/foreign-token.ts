/** Tokens by which other parties vouch for a person, the same for members and users. */
import type { JWTPayload } from 'jose';
import { fail } from '../errors.ts';
import { consentKey, type Grant, type ProjectStore } from '../store.ts';
import { accessTokenIssuers, readToken } from './tokens.ts';

/** Seconds after which the access token of a connected app is too old for a session. */
const MAX_AGE_SECONDS = 300;

/** What the access token of a connected app tells that is fit for a session, or a refusal. */
export const readAccessToken = async (store: ProjectStore<Grant>, accessToken: string) => {
  const invalid = () => fail(401, 'oauth_access_token_exchange_token_invalid_grant', 'This is no usable access token.');
  const options = { issuer: accessTokenIssuers(store), allowExpired: true };
  const { sub, client_id, scope, jti, iat } = await readToken(store, accessToken, options).catch(invalid);
  if (!sub || !jti || !iat || typeof client_id !== 'string' || typeof scope !== 'string') return invalid();
  if (store.revokedTokens.has(jti)) return invalid();
  if (!scope.split(' ').includes('full_access')) {
    fail(403, 'oauth_access_token_exchange_missing_full_access', 'The access token lacks the scope full_access.');
  }
  if (store.now().getTime() / 1000 - iat > MAX_AGE_SECONDS) {
    fail(401, 'oauth_access_token_exchange_token_too_old', 'The access token was issued over five minutes ago.');
  }
  const app = store.connectedApps.get(client_id)?.app;
  if (app?.status !== 'active' || !app.full_access_allowed) return invalid();
  if (!store.consents.get(consentKey(sub, client_id))?.scopes.includes('full_access')) {
    fail(401, 'connected_app_consent_revoked', 'What the access token was based on was withdrawn.');
  }
  return { jti, client_id, personId: sub };
};

/**
 * Uses a JWT that works once, known by its `jti`. If the use is refused, the token works again.
 *
 * @param refuse refuses a token that was used before
 */
const spendJwt = async <Result>(
  { spentTokens }: ProjectStore,
  jti: string,
  refuse: () => never,
  use: () => Result | Promise<Result>,
): Promise<Result> => {
  if (spentTokens.has(jti)) refuse();
  spentTokens.add(jti);
  try {
    return await use();
  } catch (refusal) {
    spentTokens.delete(jti);
    throw refusal;
  }
};

/**
 * Exchanges an access token, once.
 *
 * @param status of the refusal, in which the kinds of projects differ
 */
export const spendAccessToken = <Result>(
  store: ProjectStore,
  jti: string,
  status: number,
  use: () => Result | Promise<Result>,
): Promise<Result> =>
  spendJwt(
    store,
    jti,
    () => fail(status, 'idp_access_token_could_not_be_exchanged', 'The access token was exchanged before.'),
    use,
  );

/** Attests by a trusted auth token, once. */
export const spendTrustedToken = <Result>(store: ProjectStore, jti: string, use: () => Result | Promise<Result>) =>
  spendJwt(store, jti, () => fail(401, 'invalid_trusted_auth_token', 'The token was used before.'), use);

/** What a trusted auth token tells: whose address it is, its own id, and all its claims. Or a refusal. */
export const readTrustedToken = async (
  store: ProjectStore<Grant>,
  { profile_id, token }: { profile_id: string; token: string },
): Promise<{ email: string; token_id: string; claims: JWTPayload }> => {
  const profile = store.trustedTokenProfiles.get(profile_id);
  if (!profile)
    return fail(404, 'trusted_token_profile_not_found', 'There is no trusted auth token profile of this id.');
  const invalid = () => fail(401, 'invalid_trusted_auth_token', 'The token is none that the profile trusts.');
  const claims = await readToken(store, token, profile).catch(invalid);
  const { [profile.email_claim]: email, jti } = claims;
  return typeof email === 'string' && jti ? { email, token_id: jti, claims } : invalid();
};

/** The factor of somebody for whom a trusted auth token vouches. */
export const trustedTokenFactor = (token_id: string) => ({
  type: 'trusted_auth_token' as const,
  delivery_method: 'trusted_token_exchange' as const,
  trusted_auth_token_factor: { token_id },
});

/** The factor of somebody for whom a connected app has an access token. */
export const accessTokenFactor = (client_id: string) => ({
  type: 'oauth' as const,
  delivery_method: 'oauth_access_token_exchange' as const,
  oauth_access_token_exchange_factor: { client_id },
});

/** The email address that the old system's session belongs to, or a refusal. */
export const readLegacySession = ({ legacySessions }: ProjectStore, token: string): string =>
  legacySessions.get(token)?.email ??
  fail(400, 'migrate_from_external_unexpected_response', 'The old system does not know this session.');

/** The factor of a session that was brought along from another system. */
export const importedFactor = { type: 'imported', delivery_method: 'imported_auth0' } as const;
