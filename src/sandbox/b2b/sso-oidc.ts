import { fail } from '../errors.ts';
import type { DomainHandlers, RequestBody } from '../handler.ts';
import { newId } from '../shared/tokens.ts';
import { findOrganization } from './find.ts';
import { findSsoConnection, isHttps, isUnreachable, saveSsoConnection, ssoPermission } from './sso-connection.ts';
import type { OidcConnection, Store } from './store.ts';

type Change = RequestBody<'api_sso_v1_sso_oidc_UpdateConnection'>;

const find = (store: Store, key: { organization_id: string; connection_id: string }): OidcConnection => {
  const record = findSsoConnection(store, key);
  return record.kind === 'oidc'
    ? record.connection
    : fail(404, 'oidc_connection_not_found', 'This connection is not an OIDC connection.');
};

/** URLs that an active connection needs, with Stytch's error types for an invalid and a missing one. */
const urls = {
  issuer: ['oidc_connection_issuer_url_invalid_format', 'oidc_connection_issuer_required'],
  authorization_url: ['oidc_connection_authorization_url_invalid_format', 'oidc_connection_authorization_url_required'],
  token_url: ['oidc_connection_token_url_invalid_format', 'oidc_connection_token_url_required'],
  jwks_url: ['oidc_connection_jwks_url_invalid_format', 'oidc_connection_jwks_url_required'],
  // Stytch documents no error type for a missing one.
  userinfo_url: ['oidc_connection_userinfo_url_invalid_format', 'oidc_connection_userinfo_url_invalid_format'],
} as const;
const secrets = {
  client_id: 'oidc_connection_client_id_required',
  client_secret: 'oidc_connection_client_secret_required',
} as const;
const urlNames = ['issuer', 'authorization_url', 'token_url', 'jwks_url', 'userinfo_url'] as const;
const secretNames = ['client_id', 'client_secret'] as const;

const checkChange = ({ status }: OidcConnection, change: Change) => {
  for (const name of urlNames) {
    const [malformed, missing] = urls[name];
    if (change[name] && !isHttps(change[name])) fail(400, malformed, `${name} is an address of https.`);
    if (change[name] === '' && status === 'active') fail(400, missing, `An active connection needs ${name}.`);
  }
  for (const name of secretNames) {
    if (change[name] === '' && status === 'active') fail(400, secrets[name], `An active connection needs ${name}.`);
  }
};

/**
 * URLs that the issuer's metadata document would have. The sandbox retrieves nothing and uses common paths; undefined,
 * with a warning in the response, for a host that never resolves.
 */
const infer = (issuer: string): Pick<Change, (typeof urlNames)[number]> | undefined => {
  if (isUnreachable(new URL(issuer))) return undefined;
  const at = (path: string) => `${issuer.replace(/\/+$/, '')}/${path}`;
  return {
    authorization_url: at('oauth2/v1/authorize'),
    token_url: at('oauth2/v1/token'),
    jwks_url: at('oauth2/v1/keys'),
    userinfo_url: at('oauth2/v1/userinfo'),
  };
};

export const ssoOidc = {
  api_sso_v1_sso_oidc_CreateConnection: {
    needs: ssoPermission('create'),
    answer: ({ store, params, body }) => {
      const connection_id = newId('oidc-connection');
      const connection: OidcConnection = {
        organization_id: findOrganization(store, params.organization_id).organization_id,
        connection_id,
        status: 'pending',
        display_name: body.display_name ?? '',
        redirect_url: `https://test.stytch.com/v1/b2b/sso/callback/${connection_id}`,
        client_id: '',
        client_secret: '',
        issuer: '',
        authorization_url: '',
        token_url: '',
        userinfo_url: '',
        jwks_url: '',
        identity_provider: body.identity_provider ?? 'generic',
        custom_scopes: '',
        attribute_mapping: {},
      };
      saveSsoConnection(store, { kind: 'oidc', connection });
      return { connection };
    },
  },

  // A connection becomes active once it is complete, and stays active.
  api_sso_v1_sso_oidc_UpdateConnection: {
    needs: ssoPermission('update'),
    answer: ({ store, params, body }) => {
      const before = find(store, params);
      checkChange(before, body);
      const isNew = body.issuer !== undefined && body.issuer !== '' && body.issuer !== before.issuer;
      const inferred = isNew ? infer(body.issuer ?? '') : undefined;
      const next: OidcConnection = { ...before, ...inferred, ...body };
      const complete = [...urlNames, ...secretNames].every((name) => next[name] !== '');
      const connection: OidcConnection = { ...next, status: complete ? 'active' : before.status };
      saveSsoConnection(store, { kind: 'oidc', connection });
      return {
        connection,
        ...(isNew && !inferred ? { warning: 'The metadata document of the issuer could not be retrieved.' } : {}),
      };
    },
  },
} satisfies DomainHandlers;
