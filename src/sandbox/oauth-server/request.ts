/** Requests to the OAuth endpoints: parameters, client authentication and errors in the form of the RFCs. */

import { readObject } from '../control/sent.ts';
import { errorBody, oauthErrorBody, requestId } from '../errors.ts';
import type { IncomingRequest } from '../http.ts';
import type { PersonClaims } from '../kind.ts';
import type { HttpReply } from '../reply.ts';
import type { ConnectedApp, ProjectStore } from '../store.ts';

/** A project as its OAuth endpoints see it. */
export interface OauthServer {
  readonly store: ProjectStore;
  /**
   * Issuer of tokens and metadata: `stytch.com/<project id>` for requests below `/v1/public/<project id>`, else the
   * origin of the request: Stytch uses the custom domain of the request as issuer.
   */
  readonly issuer: string;
  /** URL of another endpoint of the same issuer: `endpoint('oauth2/token')`. */
  readonly endpoint: (path: string) => string;
  /** Undefined if the person is unknown or cannot sign in. */
  readonly claimsOf: (personId: string) => PersonClaims | undefined;
}

/** Error in the form of RFC 6749, section 5.2, which these endpoints return instead of Stytch's own form. */
export class OauthError extends Error {
  readonly status: number;
  readonly error: string;
  /** Value of `WWW-Authenticate` for status 401. */
  readonly challenge: string;

  constructor(status: number, error: string, description: string, challenge: string) {
    super(description);
    this.status = status;
    this.error = error;
    this.challenge = challenge;
  }
}

/**
 * Throws an OauthError.
 *
 * @param error code of RFC 6749, RFC 6750 or RFC 7009
 * @param challenge value of `WWW-Authenticate`. Default: Basic, the client authentication
 */
export const refuse = (error: string, description: string, status = 400, challenge = 'Basic realm="stytch"'): never => {
  throw new OauthError(status, error, description, challenge);
};

/** Successful response with the properties of every Stytch response. */
export const success = (body: object): HttpReply => ({
  status: 200,
  body: { ...body, request_id: requestId(), status_code: 200 },
});

export const refusal = ({ status, error, message, challenge }: OauthError): HttpReply => ({
  status,
  body: oauthErrorBody(errorBody({ status, type: error, message })),
  ...(status === 401 ? { headers: { 'www-authenticate': challenge } } : {}),
});

const jsonOf = (body: string | undefined) => {
  try {
    return readObject(body);
  } catch {
    return refuse('invalid_request', 'The body is not a JSON object.');
  }
};

/** What the endpoints read. */
const PARAMETERS: ReadonlySet<string> = new Set([
  'access_token',
  'client_id',
  'client_secret',
  'code',
  'code_verifier',
  'grant_type',
  'redirect_uri',
  'refresh_token',
  'scope',
  'token',
]);

/**
 * Parameters of a request, as a form or as JSON, which Stytch also accepts. Rejects repeated parameters. Unknown parameters are
 * ignored (RFC 6749, 3.2). `null` in JSON omits a parameter: the SDK for Rust sends `"scopes": null`.
 */
export const readParameters = ({ headers, body }: IncomingRequest): Map<string, string> => {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  const entries =
    type === 'application/json' ? Object.entries(jsonOf(body)) : [...new URLSearchParams(body === '{}' ? '' : body)];
  if (type !== 'application/json' && type !== 'application/x-www-form-urlencoded') {
    refuse('invalid_request', 'The body is a form, or JSON.');
  }
  const parameters = new Map<string, string>();
  for (const [name, value] of entries) {
    if (value === null || !PARAMETERS.has(name)) continue;
    if (typeof value !== 'string' || parameters.has(name)) refuse('invalid_request', `${name} is sent once, as text.`);
    else if (value !== '') parameters.set(name, value);
  }
  return parameters;
};

/**
 * Client id and secret of a Basic header, each form-encoded (RFC 6749, section 2.3.1); undefined if the header is
 * malformed.
 */
const readBasic = (authorization: string): Credentials | undefined => {
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

export type Credentials = { id: string; secret: string };

/** Rejects a client that fails to authenticate, with status 401. */
export const wrongClient = () =>
  refuse('invalid_client', 'The client is unknown, inactive or has another secret.', 401);

/**
 * Client id and secret, in either the header or the body; both are empty if malformed. SDKs send the project's Basic
 * header with every request, so that header does not authenticate a client.
 */
export const credentialsIn = (
  store: ProjectStore,
  { headers }: IncomingRequest,
  parameters: Map<string, string>,
): Credentials => {
  const { authorization } = headers;
  const [sentId, sentSecret] = [parameters.get('client_id'), parameters.get('client_secret')];
  const inBody = { id: sentId ?? '', secret: sentSecret ?? '' };
  if (!authorization) return inBody;
  const basic = readBasic(authorization);
  if (basic?.id === store.projectId && basic.secret === store.secret) return inBody;
  if (basic && !store.m2mClients.has(basic.id) && !store.connectedApps.has(basic.id)) return wrongClient();
  if (sentSecret !== undefined) {
    return refuse('invalid_request', 'The client authenticates in the header or in the body, not in both.');
  }
  if (basic && sentId !== undefined && sentId !== basic.id) {
    return refuse('invalid_request', 'The header and the body name different clients.');
  }
  return basic ?? { id: '', secret: '' };
};

/** Whether an app cannot keep a secret. */
export const isPublicApp = ({ client_type }: ConnectedApp) => client_type.endsWith('_public');

/** Connected app that a request authenticates. During a rotation both secrets are valid; a public app has none. */
export const findApp = (store: ProjectStore, { id, secret }: Credentials): ConnectedApp => {
  const record = store.connectedApps.get(id);
  if (record?.app.status !== 'active') return wrongClient();
  const secrets = [record.client_secret, record.next_client_secret];
  const isProven = isPublicApp(record.app) ? !secret : secret !== '' && secrets.includes(secret);
  return isProven ? record.app : wrongClient();
};
