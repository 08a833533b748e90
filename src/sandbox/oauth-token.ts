import { fail, requestId } from './errors.ts';
import type { Incoming } from './http.ts';
import { readObject } from './identity-provider.ts';
import { checkPkce } from './pkce.ts';
import type { Reply } from './reply.ts';
import {
  type AuthorizationCode,
  type ConnectedApp,
  consentKey,
  type Grant,
  isPast,
  type M2mClient,
  type ProjectStore,
} from './store.ts';
import { mintAccessToken, mintIdToken, mintM2mToken } from './tokens.ts';

/** A refusal in the words of RFC 6749, section 5.2, which this endpoint has instead of Stytch's own. */
class OauthError extends Error {
  readonly status: number;
  readonly error: string;

  constructor(status: number, error: string, description: string) {
    super(description);
    this.status = status;
    this.error = error;
  }
}

const refuse = (error: string, description: string, status = 400): never => {
  throw new OauthError(status, error, description);
};

const lifetime = 3600;

/** The parameters of a request, as a form or, as Stytch also takes them, as JSON; none may come twice. */
const readParameters = ({ headers, body }: Incoming): Map<string, string> => {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  const entries =
    type === 'application/json' ? Object.entries(jsonOf(body)) : [...new URLSearchParams(body === '{}' ? '' : body)];
  if (type !== 'application/json' && type !== 'application/x-www-form-urlencoded') {
    refuse('invalid_request', 'The body is a form, or JSON.');
  }
  const parameters = new Map<string, string>();
  for (const [name, value] of entries) {
    if (typeof value !== 'string' || parameters.has(name)) refuse('invalid_request', `${name} is sent once, as text.`);
    else if (value !== '') parameters.set(name, value);
  }
  return parameters;
};

const jsonOf = (body: string | undefined) => {
  try {
    return readObject(body);
  } catch {
    return refuse('invalid_request', 'The body is not a JSON object.');
  }
};

/** Id and secret by Basic, each form-encoded before they were joined; undefined when the header is no such thing. */
const readBasic = (authorization: string): { id: string; secret: string } | undefined => {
  const [scheme = '', encoded = ''] = authorization.split(' ', 2);
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  if (scheme.toLowerCase() !== 'basic' || colon < 0) return undefined;
  try {
    const decode = (part: string) => decodeURIComponent(part.replaceAll('+', ' '));
    return { id: decode(text.slice(0, colon)), secret: decode(text.slice(colon + 1)) };
  } catch {
    return undefined;
  }
};

type Credentials = { id: string; secret: string };

/** Id and secret of the client, in exactly one of the two ways; both are empty where they cannot be read. */
const credentialsIn = ({ headers }: Incoming, parameters: Map<string, string>): Credentials => {
  const { authorization } = headers;
  const [sentId, sentSecret] = [parameters.get('client_id'), parameters.get('client_secret')];
  if (authorization && sentSecret !== undefined) {
    return refuse('invalid_request', 'The client authenticates in the header or in the body, not in both.');
  }
  const given = authorization ? readBasic(authorization) : { id: sentId ?? '', secret: sentSecret ?? '' };
  if (authorization && given && sentId !== undefined && sentId !== given.id) {
    return refuse('invalid_request', 'The header and the body name different clients.');
  }
  return given ?? { id: '', secret: '' };
};

const wrongClient = () => refuse('invalid_client', 'The client is unknown, inactive or has another secret.', 401);

/** The machine that a request proves to come from. */
const findMachine = (store: ProjectStore, { id, secret }: Credentials): M2mClient => {
  const record = store.m2mClients.get(id);
  const secrets = [record?.client_secret, record?.next_client_secret];
  if (!secret || !secrets.includes(secret) || record?.client.status !== 'active') return wrongClient();
  return record.client;
};

/** The connected app that a request proves to come from; a public one has nothing to prove that by but its code. */
const findApp = (store: ProjectStore, { id, secret }: Credentials): ConnectedApp => {
  const record = store.connectedApps.get(id);
  if (record?.app.status !== 'active') return wrongClient();
  const secrets = [record.client_secret, record.next_client_secret];
  const isProven = record.app.client_type.endsWith('_public') ? !secret : secret !== '' && secrets.includes(secret);
  return isProven ? record.app : wrongClient();
};

/** The scopes of a token: those asked for, which the client has to have, or all that it has. */
const grantedScopes = ({ scopes }: M2mClient, wanted: string | undefined): string[] => {
  if (wanted === undefined) return scopes;
  const asked = [...new Set(wanted.split(' ').filter(Boolean))];
  const foreign = asked.filter((scope) => !scopes.includes(scope));
  return foreign.length > 0 ? refuse('invalid_scope', `The client lacks ${foreign.join(' ')}.`) : asked;
};

type Issued = { access_token: string; id_token?: string; expires_in: number; scope: string };

/** RFC 6749, section 4.4. */
const byCredentials = async (
  store: ProjectStore,
  credentials: Credentials,
  parameters: Map<string, string>,
): Promise<Issued> => {
  const client = findMachine(store, credentials);
  const scopes = grantedScopes(client, parameters.get('scope'));
  const access_token = await mintM2mToken(store, client.client_id, scopes, { seconds: lifetime });
  return { access_token, expires_in: lifetime, scope: scopes.join(' ') };
};

/** Refuses a verifier that does not belong to the challenge of a code, in the words of this endpoint. */
const checkVerifier = ({ code_challenge }: AuthorizationCode, verifier: string | undefined) => {
  try {
    checkPkce(code_challenge, verifier);
  } catch {
    refuse('invalid_grant', 'The code verifier is not the one of the code challenge.');
  }
};

/** RFC 6749, section 4.1.3, with PKCE (RFC 7636). Refresh tokens are not played. */
const byCode = async (
  store: ProjectStore<Grant>,
  credentials: Credentials,
  parameters: Map<string, string>,
): Promise<Issued> => {
  const { client_id, access_token_expiry_minutes, access_token_custom_audience } = findApp(store, credentials);
  const code = parameters.get('code') ?? refuse('invalid_request', 'code is missing.');
  const granted = store.authorizationCodes.get(code);
  if (granted?.client_id !== client_id || isPast(store, granted.expires_at)) {
    return refuse('invalid_grant', 'The code is unknown, too old, used or of another client.');
  }
  if (granted.redirect_uri !== parameters.get('redirect_uri')) {
    return refuse('invalid_grant', 'The redirect URI is not the one of the code.');
  }
  checkVerifier(granted, parameters.get('code_verifier'));
  const { person_id: personId, scopes, nonce, resources } = granted;
  if (!store.consents.has(consentKey(personId, client_id))) {
    return refuse('invalid_grant', 'The consent was withdrawn.');
  }
  // Nothing waits before this, so two requests cannot both have the code.
  store.authorizationCodes.delete(code);
  const seconds = access_token_expiry_minutes * 60;
  const audience = [...(access_token_custom_audience ? [access_token_custom_audience] : []), ...resources];
  return {
    access_token: await mintAccessToken(
      store,
      { memberId: personId, clientId: client_id, scopes, audience },
      { seconds },
    ),
    ...(scopes.includes('openid') ? { id_token: await mintIdToken(store, personId, client_id, { nonce }) } : {}),
    expires_in: seconds,
    scope: scopes.join(' '),
  };
};

const grants = new Map([
  ['client_credentials', byCredentials],
  ['authorization_code', byCode],
]);

const issue = async (store: ProjectStore, incoming: Incoming): Promise<Reply> => {
  const parameters = readParameters(incoming);
  const type = parameters.get('grant_type') ?? refuse('invalid_request', 'grant_type is missing.');
  const grant =
    grants.get(type) ?? refuse('unsupported_grant_type', `Granted are ${[...grants.keys()].join(' and ')}.`);
  const issued = await grant(store, credentialsIn(incoming, parameters), parameters);
  return { status: 200, body: { ...issued, token_type: 'bearer', request_id: requestId(), status_code: 200 } };
};

/** Whether a request is one for this endpoint, which holds no project secret and stands outside the contract. */
export const isTokenRequest = ({ method, path }: Incoming) =>
  method === 'POST' && /^\/v1\/public\/[^/]+\/oauth2\/token$/.test(path);

/** `POST /v1/public/{project_id}/oauth2/token`: tokens for a machine, or for an app that a person has authorized. */
export const answerTokenRequest = async (store: ProjectStore, incoming: Incoming): Promise<Reply> => {
  if (incoming.path.split('/')[3] !== store.projectId) fail(404, 'project_not_found', 'There is no such project.');
  try {
    return await issue(store, incoming);
  } catch (refusal) {
    if (!(refusal instanceof OauthError)) throw refusal;
    const { status, error, message } = refusal;
    return {
      status,
      body: { error, error_description: message, request_id: requestId(), status_code: status },
      // Whoever tried by Basic is told that this is the way.
      ...(status === 401 ? { headers: { 'www-authenticate': 'Basic realm="stytch"' } } : {}),
    };
  }
};
