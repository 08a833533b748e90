/** Introspection, revocation and userinfo for tokens of connected apps. */
import type { JWTPayload } from 'jose';
import type { IncomingRequest } from '../http.ts';
import type { HttpReply } from '../reply.ts';
import { accessTokenIssuers, readToken } from '../shared/tokens.ts';
import { type AuthorizationCode, type ConnectedApp, consentKey, isPast, type RefreshToken } from '../store.ts';
import { allowedClaims } from './claims.ts';
import { revokeAccessToken, revokeCode } from './consent.ts';
import { credentialsIn, findApp, type OauthServer, readParameters, refuse, success } from './request.ts';

/** Claims of a valid access token on behalf of a person: not expired or revoked, with an existing consent. */
type LiveToken = JWTPayload & { sub: string; jti: string; client_id: string; scope: string };

const isAccessToken = (claims: JWTPayload): claims is LiveToken =>
  [claims.sub, claims.jti, claims['client_id'], claims['scope']].every((claim) => typeof claim === 'string');

const readLive = async ({ store, claimsOf }: OauthServer, token: string): Promise<LiveToken | undefined> => {
  const claims = await readToken(store, token, { issuer: accessTokenIssuers(store) }).catch(() => undefined);
  if (!claims || !isAccessToken(claims) || store.revokedTokens.has(claims.jti)) return undefined;
  const isActive = store.connectedApps.get(claims.client_id)?.app.status === 'active';
  const isWanted = store.consents.has(consentKey(claims.sub, claims.client_id)) && claimsOf(claims.sub);
  return isActive && isWanted ? claims : undefined;
};

/** A valid refresh token of a client, with its authorization; undefined if it is not valid. */
const findRefreshToken = (
  { store, claimsOf }: OauthServer,
  { client_id }: ConnectedApp,
  token: string,
): { held: RefreshToken; granted: AuthorizationCode } | undefined => {
  const held = store.refreshTokens.get(token);
  const granted = store.authorizationCodes.get(held?.code ?? '');
  if (!held || granted?.client_id !== client_id || isPast(store, held.expires_at)) return undefined;
  const stands = store.consents.has(consentKey(granted.person_id, client_id)) && claimsOf(granted.person_id);
  return stands ? { held, granted } : undefined;
};

const seconds = (moment: string) => Math.floor(Date.parse(moment) / 1000);

/** A client's request about a token. `token_type_hint` is ignored: access and refresh tokens differ in form. */
const readRequest = ({ store }: OauthServer, incoming: IncomingRequest): { app: ConnectedApp; token: string } => {
  const parameters = readParameters(incoming);
  const app = findApp(store, credentialsIn(store, incoming, parameters));
  return { app, token: parameters.get('token') ?? refuse('invalid_request', 'token is missing.') };
};

/**
 * `POST oauth2/introspect` (RFC 7662): only for tokens issued to the client. Any other token is reported as inactive.
 */
export const introspect = async (server: OauthServer, incoming: IncomingRequest): Promise<HttpReply> => {
  const { app, token } = readRequest(server, incoming);
  const refresh = findRefreshToken(server, app, token);
  if (refresh) {
    const { held, granted } = refresh;
    return success({
      active: true,
      token_type: 'refresh_token',
      iss: server.issuer,
      sub: granted.person_id,
      aud: [server.store.projectId],
      client_id: app.client_id,
      scope: granted.scopes.join(' '),
      iat: seconds(held.issued_at),
      nbf: seconds(held.issued_at),
      exp: seconds(held.expires_at),
      ...server.claimsOf(granted.person_id)?.token,
    });
  }
  const claims = await readLive(server, token);
  return success(
    claims?.client_id === app.client_id ? { ...claims, active: true, token_type: 'access_token' } : { active: false },
  );
};

/**
 * `POST oauth2/revoke` (RFC 7009). Revoking a refresh token also revokes its access tokens; revoking an access token
 * revokes nothing else. An unknown or expired token counts as revoked.
 */
export const revoke = async (server: OauthServer, incoming: IncomingRequest): Promise<HttpReply> => {
  const { app, token } = readRequest(server, incoming);
  const { store } = server;
  const foreign = () => refuse('invalid_grant', 'The token was issued to another client.');
  const code = store.refreshTokens.get(token)?.code;
  if (code !== undefined) {
    if (store.authorizationCodes.get(code)?.client_id !== app.client_id) return foreign();
    revokeCode(store, code);
    return success({});
  }
  const claims = await readLive(server, token);
  if (!claims) return success({});
  if (claims.client_id !== app.client_id) return foreign();
  revokeAccessToken(store, claims.jti);
  return success({});
};

/** Bearer token of a request, in its header or form (RFC 6750, sections 2.1 and 2.2). */
const bearerIn = (incoming: IncomingRequest): string => {
  const { authorization = '' } = incoming.headers;
  const [scheme = '', token = ''] = authorization.split(' ', 2);
  if (scheme.toLowerCase() === 'bearer' && token) return token;
  const isForm = incoming.method === 'POST' && incoming.headers['content-type'] !== undefined;
  const inForm = isForm ? readParameters(incoming).get('access_token') : undefined;
  return inForm ?? refuse('invalid_request', 'The access token is sent as a Bearer token.', 401, 'Bearer');
};

/** `GET` or `POST oauth2/userinfo` (OpenID Connect Core, section 5.3): claims that the token's scopes allow. */
export const userinfo = async (server: OauthServer, incoming: IncomingRequest): Promise<HttpReply> => {
  const claims = await readLive(server, bearerIn(incoming));
  const person = claims && server.claimsOf(claims.sub);
  if (!claims || !person) {
    return refuse(
      'invalid_token',
      'The access token is invalid, expired or revoked.',
      401,
      'Bearer error="invalid_token"',
    );
  }
  return success({ sub: claims.sub, ...allowedClaims(person, claims.scope.split(' ')) });
};
