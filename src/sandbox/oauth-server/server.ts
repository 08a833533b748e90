/** OAuth and OpenID Connect endpoints of a project. They need no project secret and are not part of the contract. */

import { fail } from '../errors.ts';
import type { IncomingRequest } from '../http.ts';
import type { SandboxKind, Shown } from '../kind.ts';
import type { HttpReply } from '../reply.ts';
import { issuerOf, publicKeys } from '../shared/tokens.ts';
import type { ProjectStore } from '../store.ts';
import { introspect, revoke, userinfo } from './access.ts';
import { OIDC_SCOPES } from './authorization.ts';
import { OauthError, type OauthServer, refusal, success } from './request.ts';
import { GRANT_TYPES, issueToken } from './token.ts';

/** Metadata of OpenID Connect Discovery 1.0 and RFC 8414, which share most names. */
const showMetadata = ({ store, issuer, endpoint }: OauthServer): HttpReply => {
  const clientAuthentication = ['client_secret_basic', 'client_secret_post', 'none'];
  return success({
    issuer,
    authorization_endpoint: store.authorizationUrl,
    token_endpoint: endpoint('oauth2/token'),
    userinfo_endpoint: endpoint('oauth2/userinfo'),
    introspection_endpoint: endpoint('oauth2/introspect'),
    revocation_endpoint: endpoint('oauth2/revoke'),
    jwks_uri: endpoint('.well-known/jwks.json'),
    scopes_supported: [...OIDC_SCOPES, ...store.policy.scopes.map(({ scope }) => scope)],
    response_types_supported: ['code'],
    grant_types_supported: GRANT_TYPES,
    code_challenge_methods_supported: ['S256'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: clientAuthentication,
    introspection_endpoint_auth_methods_supported: clientAuthentication,
    revocation_endpoint_auth_methods_supported: clientAuthentication,
  });
};

interface OauthEndpoint {
  /** Name of the endpoint in requests for simulated failures. */
  readonly operation: string;
  readonly methods: readonly string[];
  readonly answer: (server: OauthServer, incoming: IncomingRequest) => HttpReply | Promise<HttpReply>;
}

const endpoints = new Map<string, OauthEndpoint>([
  ['oauth2/token', { operation: 'oauth2_token', methods: ['POST'], answer: issueToken }],
  ['oauth2/introspect', { operation: 'oauth2_introspect', methods: ['POST'], answer: introspect }],
  ['oauth2/revoke', { operation: 'oauth2_revoke', methods: ['POST'], answer: revoke }],
  ['oauth2/userinfo', { operation: 'oauth2_userinfo', methods: ['GET', 'POST'], answer: userinfo }],
  ['.well-known/openid-configuration', { operation: 'oauth2_metadata', methods: ['GET'], answer: showMetadata }],
  ['.well-known/oauth-authorization-server', { operation: 'oauth2_metadata', methods: ['GET'], answer: showMetadata }],
  [
    '.well-known/jwks.json',
    { operation: 'oauth2_jwks', methods: ['GET'], answer: () => success({ keys: publicKeys() }) },
  ],
]);

/** Names of the endpoints, which have no operations in the contract. */
export const OAUTH_OPERATIONS = [...new Set(endpoints.values().map(({ operation }) => operation))];

/**
 * Endpoint of a request. Each is below `/v1/public/<project id>/` and, as on Stytch's custom domains, at
 * `/v1/oauth2/...` or `/.well-known/...`.
 */
const match = ({
  method,
  path,
}: IncomingRequest): { endpoint: OauthEndpoint; projectId: string | undefined } | undefined => {
  const [, projectId, inProject] = /^\/v1\/public\/([^/]+)\/(.+)$/.exec(path) ?? [];
  const name = inProject ?? /^\/(?:v1\/(oauth2\/.+)|(\.well-known\/.+))$/.exec(path)?.slice(1).join('') ?? '';
  const endpoint = endpoints.get(name);
  return endpoint?.methods.includes(method) ? { endpoint, projectId } : undefined;
};

/** Name of a request's endpoint; undefined for any other request. */
export const oauthOperationOf = (incoming: IncomingRequest): string | undefined => match(incoming)?.endpoint.operation;

/** Handles a request to an OAuth endpoint; undefined for any other request. */
export const answerOauthRequest = async <S extends ProjectStore, Look extends Shown>(
  kind: SandboxKind<S, Look>,
  store: S,
  incoming: IncomingRequest,
): Promise<HttpReply | undefined> => {
  const matched = match(incoming);
  if (!matched) return undefined;
  const { endpoint, projectId } = matched;
  if (projectId !== undefined && projectId !== store.projectId) {
    fail(404, 'project_not_found', 'There is no such project.');
  }
  const { host } = incoming.headers;
  const origin = host ? `http://${host}` : store.origin;
  const server: OauthServer = {
    store,
    issuer: projectId === undefined ? origin : issuerOf(store),
    endpoint: (path) =>
      projectId === undefined
        ? `${origin}${path.startsWith('.') ? '' : '/v1'}/${path}`
        : `${origin}/v1/public/${projectId}/${path}`,
    claimsOf: (personId) => kind.claimsOf(store, personId),
  };
  try {
    return await endpoint.answer(server, incoming);
  } catch (error) {
    if (error instanceof OauthError) return refusal(error);
    throw error;
  }
};
