import { type ConnectedApp, consentKey, type Grant, type ProjectStore } from '../store.ts';

/** Summary of a connected app for the people who use it. */
export const appSummary = ({ client_id, client_name, client_description, client_type, logo_url }: ConnectedApp) => ({
  connected_app_id: client_id,
  name: client_name,
  description: client_description,
  client_type,
  ...(logo_url ? { logo_url } : {}),
});

/** Revokes an access token of a connected app, by its `jti`. */
export const revokeAccessToken = ({ revokedTokens }: ProjectStore, jti: string) => revokedTokens.add(jti);

/** Revokes an authorization code and all tokens that were issued for it. */
export const revokeCode = (store: ProjectStore, code: string) => {
  const { access_tokens = [], refresh_token } = store.authorizationCodes.get(code)?.exchanged ?? {};
  for (const jti of access_tokens) revokeAccessToken(store, jti);
  if (refresh_token !== undefined) store.refreshTokens.delete(refresh_token);
  store.authorizationCodes.delete(code);
};

/**
 * Revokes consents with their authorization codes, access and refresh tokens. Returns the number of revoked consents.
 */
export const endConsents = <G extends Grant>(store: ProjectStore<G>, isEnded: (consent: G) => boolean): number => {
  const ended = [...store.consents].filter(([, consent]) => isEnded(consent)).map(([key]) => key);
  for (const key of ended) store.consents.delete(key);
  for (const [code, { person_id, client_id }] of store.authorizationCodes) {
    if (ended.includes(consentKey(person_id, client_id))) revokeCode(store, code);
  }
  return ended.length;
};
