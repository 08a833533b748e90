import { fail, requestId } from './errors.ts';
import type { Incoming } from './http.ts';
import { readObject } from './identity-provider.ts';
import type { Reply } from './reply.ts';
import type { M2mClient, ProjectStore } from './store.ts';
import { mintM2mToken } from './tokens.ts';

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

/** The client that a request proves to come from, in exactly one of the two ways. */
const authenticate = (store: ProjectStore, { headers }: Incoming, parameters: Map<string, string>): M2mClient => {
  const { authorization } = headers;
  const [sentId, sentSecret] = [parameters.get('client_id'), parameters.get('client_secret')];
  if (authorization && sentSecret !== undefined) {
    return refuse('invalid_request', 'The client authenticates in the header or in the body, not in both.');
  }
  const given = authorization ? readBasic(authorization) : { id: sentId ?? '', secret: sentSecret ?? '' };
  if (authorization && given && sentId !== undefined && sentId !== given.id) {
    return refuse('invalid_request', 'The header and the body name different clients.');
  }
  const record = store.m2mClients.get(given?.id ?? '');
  const secrets = [record?.client_secret, record?.next_client_secret];
  if (!given?.secret || !secrets.includes(given.secret) || record?.client.status !== 'active') {
    return refuse('invalid_client', 'The client is unknown, inactive or has another secret.', 401);
  }
  return record.client;
};

/** The scopes of a token: those asked for, which the client has to have, or all that it has. */
const grantedScopes = ({ scopes }: M2mClient, wanted: string | undefined): string[] => {
  if (wanted === undefined) return scopes;
  const asked = [...new Set(wanted.split(' ').filter(Boolean))];
  const foreign = asked.filter((scope) => !scopes.includes(scope));
  return foreign.length > 0 ? refuse('invalid_scope', `The client lacks ${foreign.join(' ')}.`) : asked;
};

const issue = async (store: ProjectStore, incoming: Incoming): Promise<Reply> => {
  const parameters = readParameters(incoming);
  const grant = parameters.get('grant_type');
  if (grant === undefined) refuse('invalid_request', 'grant_type is missing.');
  if (grant !== 'client_credentials') refuse('unsupported_grant_type', 'Only client_credentials is granted here.');
  const client = authenticate(store, incoming, parameters);
  const scopes = grantedScopes(client, parameters.get('scope'));
  return {
    status: 200,
    body: {
      access_token: await mintM2mToken(store, client.client_id, scopes, { seconds: lifetime }),
      token_type: 'bearer',
      expires_in: lifetime,
      scope: scopes.join(' '),
      request_id: requestId(),
      status_code: 200,
    },
  };
};

/** What this endpoint is called where operations are named. The contract has no operation for it. */
export const TOKEN_OPERATION = 'oauth2_token';

/** Whether a request is one for this endpoint, which holds no project secret and stands outside the contract. */
export const isTokenRequest = ({ method, path }: Incoming) =>
  method === 'POST' && /^\/v1\/public\/[^/]+\/oauth2\/token$/.test(path);

/** `POST /v1/public/{project_id}/oauth2/token`: an access token for a machine (RFC 6749, section 4.4). */
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
