/** Tokens of other issuers that authenticate a person, shared by members and users. */
import type { JWTPayload } from 'jose';
import { fail } from '../errors.ts';
import { consentKey, type Grant, type ProjectStore } from '../store.ts';
import { accessTokenIssuers, readToken } from './tokens.ts';

/** Max age in seconds of a connected app's access token that is exchanged for a session. */
const MAX_AGE_SECONDS = 300;

/**
 * Verifies a connected app's access token for an exchange: scope `full_access`, issued within 5 minutes, active app,
 * consent still given. Rejects any other token.
 */
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
 * Uses a single-use JWT, identified by its `jti`. If `use` fails, the JWT can be used again.
 *
 * @param refuse rejects a JWT that was used before
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
 * Exchanges an access token, which can be exchanged only once.
 *
 * @param status HTTP status of the refusal; B2B and consumer projects differ in it
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

/** Attests with a trusted auth token, which can be used only once. */
export const spendTrustedToken = <Result>(store: ProjectStore, jti: string, use: () => Result | Promise<Result>) =>
  spendJwt(store, jti, () => fail(401, 'invalid_trusted_auth_token', 'The token was used before.'), use);

/**
 * Verifies a trusted auth token by its profile. Returns the email address, the token's `jti` and all claims; rejects an
 * unknown profile and an invalid token.
 */
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

/** Authentication factor of a session that a trusted auth token started. */
export const trustedTokenFactor = (token_id: string) => ({
  type: 'trusted_auth_token' as const,
  delivery_method: 'trusted_token_exchange' as const,
  trusted_auth_token_factor: { token_id },
});

/** Authentication factor of a session that a connected app's access token started. */
export const accessTokenFactor = (client_id: string) => ({
  type: 'oauth' as const,
  delivery_method: 'oauth_access_token_exchange' as const,
  oauth_access_token_exchange_factor: { client_id },
});

/** Email address of a session of the external system that is being migrated from. Rejects an unknown session. */
export const readLegacySession = ({ legacySessions }: ProjectStore, token: string): string =>
  legacySessions.get(token)?.email ??
  fail(400, 'migrate_from_external_unexpected_response', 'The old system does not know this session.');

/** Authentication factor of a session migrated from another system. */
export const importedFactor = { type: 'imported', delivery_method: 'imported_auth0' } as const;
