/**
 * Token endpoint: tokens for M2M clients and for connected apps that a person has authorized. `lifetime` of M2M tokens
 * is in seconds.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingRequest } from '../http.ts';
import type { HttpReply } from '../reply.ts';
import { checkPkce } from '../shared/pkce.ts';
import { issuerOf, mintAccessToken, mintIdToken, mintM2mToken, opaqueToken } from '../shared/tokens.ts';
import {
  type AuthorizationCode,
  type ConnectedApp,
  consentKey,
  inMinutes,
  isPast,
  type M2mClient,
  type ProjectStore,
  timestamp,
} from '../store.ts';
import { allowedClaims } from './claims.ts';
import { templateClaims } from './claims-template.ts';
import { revokeCode } from './consent.ts';
import {
  type Credentials,
  credentialsIn,
  findApp,
  isPublicApp,
  type OauthServer,
  readParameters,
  refuse,
  success,
  wrongClient,
} from './request.ts';

const lifetime = 3600;

/** A refresh token expires three months after it was issued or, if it is not rotated, after its last use. */
const REFRESH_TOKEN_MINUTES = 90 * 24 * 60;

/** M2M client that a request authenticates. During a rotation both secrets are valid. */
const findMachine = (store: ProjectStore, { id, secret }: Credentials): M2mClient => {
  const record = store.m2mClients.get(id);
  const secrets = [record?.client_secret, record?.next_client_secret];
  if (!secret || !secrets.includes(secret) || record?.client.status !== 'active') return wrongClient();
  return record.client;
};

/** Scopes of a token: the requested ones, which the grant must include. Default: all scopes of the grant. */
const narrowed = (scopes: readonly string[], wanted: string | undefined): readonly string[] => {
  if (wanted === undefined) return scopes;
  const asked = [...new Set(wanted.split(' ').filter(Boolean))];
  const foreign = asked.filter((scope) => !scopes.includes(scope));
  return foreign.length > 0 ? refuse('invalid_scope', `The client lacks ${foreign.join(' ')}.`) : asked;
};

type Issued = { access_token: string; refresh_token?: string; id_token?: string; expires_in: number; scope: string };

type GrantOf = (
  server: OauthServer,
  credentials: Credentials,
  parameters: Map<string, string>,
) => Issued | Promise<Issued>;

/** RFC 6749, section 4.4. */
const byCredentials: GrantOf = async ({ store, issuer }, credentials, parameters) => {
  const client = findMachine(store, credentials);
  const scopes = narrowed(client.scopes, parameters.get('scope'));
  const access_token = await mintM2mToken(store, client.client_id, scopes, { seconds: lifetime, issuer });
  return { access_token, expires_in: lifetime, scope: scopes.join(' ') };
};

/** Rejects a code verifier that does not match the code challenge, in the error form of this endpoint. */
const checkVerifier = ({ code_challenge }: AuthorizationCode, verifier: string | undefined) => {
  try {
    checkPkce(code_challenge, verifier);
  } catch {
    refuse('invalid_grant', 'The code verifier is not the one of the code challenge.');
  }
};

/**
 * Refresh token for the next tokens of a code: rotated at each use for a public app, extended for any other app.
 * Undefined without the scope `offline_access`.
 */
const nextRefreshToken = (
  store: ProjectStore,
  app: ConnectedApp,
  code: string,
  { exchanged, scopes }: AuthorizationCode,
): string | undefined => {
  if (!scopes.includes('offline_access')) return undefined;
  const before = exchanged?.refresh_token;
  const token = before === undefined || isPublicApp(app) ? opaqueToken() : before;
  if (before !== undefined && before !== token) store.refreshTokens.delete(before);
  store.refreshTokens.set(token, {
    code,
    issued_at: store.refreshTokens.get(token)?.issued_at ?? timestamp(store.now()),
    expires_at: inMinutes(store, REFRESH_TOKEN_MINUTES),
  });
  return token;
};

/** Issues the tokens of an authorization code, for its exchange and for each refresh. */
const issueTokens = async (
  { store, issuer, claimsOf }: OauthServer,
  app: ConnectedApp,
  code: string,
  granted: AuthorizationCode,
  scopes: readonly string[],
): Promise<Issued> => {
  const { client_id, access_token_expiry_minutes, access_token_custom_audience } = app;
  const { access_token_template_content: accessTemplate, id_token_template_content: idTemplate } = app;
  const { person_id: personId, nonce, resources, exchanged } = granted;
  const person = claimsOf(personId);
  if (!person || !store.consents.has(consentKey(personId, client_id))) {
    return refuse('invalid_grant', 'The consent was withdrawn.');
  }
  const variables = person.variables();
  const claims = { ...templateClaims(accessTemplate, variables), ...person.token };
  const idClaims = { ...templateClaims(idTemplate, variables), ...allowedClaims(person, scopes) };
  // No await up to the end of this block, so that two requests cannot use the same code or refresh token.
  const jti = randomUUID();
  const refresh_token = nextRefreshToken(store, app, code, granted);
  store.authorizationCodes.set(code, {
    ...granted,
    exchanged: {
      access_tokens: [...(exchanged?.access_tokens ?? []), jti],
      ...(refresh_token === undefined ? {} : { refresh_token }),
    },
  });
  if (issuer !== issuerOf(store)) store.domainIssuers.add(issuer);

  const seconds = access_token_expiry_minutes * 60;
  const audience = [...(access_token_custom_audience ? [access_token_custom_audience] : []), ...resources];
  const access = { personId, clientId: client_id, scopes, audience, claims: { ...claims, jti } };
  const isNew = refresh_token !== exchanged?.refresh_token;
  return {
    access_token: await mintAccessToken(store, access, { seconds, issuer }),
    ...(refresh_token !== undefined && isNew ? { refresh_token } : {}),
    ...(scopes.includes('openid')
      ? {
          id_token: await mintIdToken(store, personId, client_id, {
            // OpenID Connect Core, section 12.2: the ID token of a refresh has no nonce.
            nonce: exchanged ? undefined : nonce,
            claims: idClaims,
            issuer,
          }),
        }
      : {}),
    expires_in: seconds,
    scope: scopes.join(' '),
  };
};

/** RFC 6749, section 4.1.3, with PKCE (RFC 7636). */
const byCode: GrantOf = (server, credentials, parameters) => {
  const { store } = server;
  const app = findApp(store, credentials);
  const code = parameters.get('code') ?? refuse('invalid_request', 'code is missing.');
  const granted = store.authorizationCodes.get(code);
  if (granted?.client_id !== app.client_id) {
    return refuse('invalid_grant', 'The code is unknown, or of another client.');
  }
  if (granted.exchanged) {
    // RFC 6749, section 4.1.2: a reused code may have been stolen, and its tokens with it.
    revokeCode(store, code);
    return refuse('invalid_grant', 'The code was used before. Its tokens are revoked.');
  }
  if (isPast(store, granted.expires_at)) return refuse('invalid_grant', 'The code has expired.');
  if (granted.redirect_uri !== parameters.get('redirect_uri')) {
    return refuse('invalid_grant', 'The redirect URI is not the one of the code.');
  }
  checkVerifier(granted, parameters.get('code_verifier'));
  return issueTokens(server, app, code, granted, granted.scopes);
};

/** RFC 6749, section 6. Refresh tokens are rotated only for public apps. */
const byRefreshToken: GrantOf = (server, credentials, parameters) => {
  const { store } = server;
  const app = findApp(store, credentials);
  const token = parameters.get('refresh_token') ?? refuse('invalid_request', 'refresh_token is missing.');
  const held = store.refreshTokens.get(token);
  const granted = store.authorizationCodes.get(held?.code ?? '');
  if (!held || granted?.client_id !== app.client_id || isPast(store, held.expires_at)) {
    return refuse('invalid_grant', 'The refresh token is unknown, expired, revoked or of another client.');
  }
  return issueTokens(server, app, held.code, granted, narrowed(granted.scopes, parameters.get('scope')));
};

const grants = new Map([
  ['authorization_code', byCode],
  ['refresh_token', byRefreshToken],
  ['client_credentials', byCredentials],
]);

/** Grant types of the token endpoint, for metadata. */
export const GRANT_TYPES = [...grants.keys()];

/** `POST oauth2/token` (RFC 6749). */
export const issueToken = async (server: OauthServer, incoming: IncomingRequest): Promise<HttpReply> => {
  const parameters = readParameters(incoming);
  const type = parameters.get('grant_type') ?? refuse('invalid_request', 'grant_type is missing.');
  const grant = grants.get(type) ?? refuse('unsupported_grant_type', `The grant types are ${GRANT_TYPES.join(', ')}.`);
  const issued = await grant(server, credentialsIn(server.store, incoming, parameters), parameters);
  return success({ ...issued, token_type: 'bearer' });
};
