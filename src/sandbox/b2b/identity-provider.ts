import { type ControlRequest, textIn } from '../control/sent.ts';
import { fail } from '../errors.ts';
import { checkEmail } from '../shared/checks.ts';
import { opaqueToken } from '../shared/tokens.ts';
import { inMinutes } from '../store.ts';
import { findOrganization } from './find.ts';
import { underlyingSsoConnection } from './sso-connection.ts';
import type { SsoRecord, Store } from './store.ts';

/** Lifetime of an SSO token, in minutes. */
const tokenMinutes = 5;

/**
 * SSO connection of a request: the named one, or the organization's default. Rejects a request that names none or both.
 */
const findSsoConnection = (store: Store, sent: ControlRequest): SsoRecord => {
  const [connectionId, organizationId] = [textIn(sent, 'connection_id'), textIn(sent, 'organization_id')];
  if (!connectionId && !organizationId) {
    return fail(400, 'missing_sso_connection_locator', 'Send connection_id or organization_id.');
  }
  if (connectionId && organizationId) {
    return fail(400, 'too_many_sso_connection_locators', 'Send connection_id or organization_id, not both.');
  }
  if (connectionId) {
    return store.ssoConnections.get(connectionId) ?? fail(404, 'sso_connection_not_found', 'There is none of this id.');
  }
  const { sso_default_connection_id: id = '' } = findOrganization(store, organizationId ?? '');
  const type = 'no_sso_connection_exists_for_organization';
  return store.ssoConnections.get(id) ?? fail(404, type, 'The organization has no default SSO connection.');
};

/** Attributes that the identity provider asserts, under the names in the connection's attribute mapping. */
const assertion = (mapping: Record<string, unknown>, sent: ControlRequest): ControlRequest => {
  const { attributes = {}, groups } = sent;
  if (typeof attributes !== 'object' || attributes === null || Array.isArray(attributes)) {
    return fail(400, 'invalid_argument', 'attributes is an object.');
  }
  if (groups !== undefined && !(Array.isArray(groups) && groups.every((group) => typeof group === 'string'))) {
    return fail(400, 'invalid_saml_response_groups', 'groups is a list of strings.');
  }
  const plain = { email: textIn(sent, 'email_address'), full_name: textIn(sent, 'name'), groups };
  const named = Object.entries(plain).flatMap(([name, value]): [string, unknown][] =>
    value === undefined ? [] : [[String(mapping[name] ?? name), value]],
  );
  return { ...Object.fromEntries(named), ...attributes };
};

/**
 * Simulates a sign-in at the identity provider. Returns the SSO token that the browser would carry to the application,
 * with the redirect URL. Whether the person may join is decided when the token is authenticated.
 */
export const createSsoCallback = (store: Store, sent: ControlRequest) => {
  const way = findSsoConnection(store, sent);
  const source = underlyingSsoConnection(store, way);
  if (source?.connection.status !== 'active') {
    const type = way.kind === 'external' ? 'external_connection_not_active' : 'requires_active_sso_connection';
    return fail(400, type, 'The connection is not active.');
  }
  const mapping = source.connection.attribute_mapping ?? {};
  const said = assertion(mapping, sent);
  const read = (name: string) => said[String(mapping[name] ?? name)];
  const text = (name: string) => {
    const value = read(name);
    return typeof value === 'string' ? value : '';
  };

  const email_address = text('email').trim().toLowerCase();
  if (!email_address) {
    fail(400, source.kind === 'saml' ? 'invalid_saml_response_email' : 'oidc_response_email_missing', 'Who is it?');
  }
  checkEmail(email_address);
  const parts = [text('first_name'), text('last_name')].filter(Boolean).join(' ');
  const mapped = Object.keys(mapping).flatMap((name): [string, unknown][] =>
    read(name) === undefined ? [] : [[name, read(name)]],
  );
  const sso_token = opaqueToken();
  const challenge = textIn(sent, 'pkce_code_challenge');
  store.ssoArrivals.set(sso_token, {
    connection_id: way.connection.connection_id,
    external_id: textIn(sent, 'external_id') || email_address,
    email_address,
    name: text('full_name') || parts,
    attributes: { email: email_address, ...Object.fromEntries(mapped) },
    expires_at: inMinutes(store, tokenMinutes),
    ...(challenge ? { pkce_code_challenge: challenge } : {}),
  });
  return {
    connection_id: way.connection.connection_id,
    sso_token,
    redirect_url: `http://localhost:3000/authenticate?stytch_token_type=sso&token=${sso_token}`,
  };
};
