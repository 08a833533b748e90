import { fail } from '../errors.ts';
import type { DomainHandlers, RequestBody } from '../handler.ts';
import { consumeOnce } from '../shared/one-time-token.ts';
import { checkPkce } from '../shared/pkce.ts';
import { mint, newId, opaqueToken } from '../shared/tokens.ts';
import type { ProviderTokens } from '../store.ts';
import { type AuthenticationFactor, inMinutes, isPast } from '../store.ts';
import { findOrganization, memberByEmail } from './find.ts';
import { completeFirstFactor } from './first-factor.ts';
import { newMember } from './member.ts';
import { checkEmailFree } from './member-email.ts';
import { saveMember, saveOrganization } from './save.ts';
import { findSsoConnection, ssoConnectionsOf, ssoPermission, underlyingSsoConnection } from './sso-connection.ts';
import {
  accountKey,
  type Member,
  membersOf,
  type Organization,
  type SsoCallback,
  type SsoRecord,
  type Store,
  secretsOf,
} from './store.ts';

type Registration = Member['sso_registrations'][number];

/** Member of an organization with this SSO registration or, failing that, with the email address. */
const findArriving = (store: Store, { organization_id }: Organization, arrival: SsoCallback): Member | undefined =>
  store.members
    .with('ssoAccount', accountKey(arrival.connection_id, arrival.external_id))
    .find((member) => member.organization_id === organization_id && member.status !== 'deleted') ??
  memberByEmail(store, organization_id, arrival.email_address);

/** A new member, if just-in-time provisioning permits this connection. */
const provision = (store: Store, organization: Organization, { connection_id, email_address }: SsoCallback): Member => {
  const { sso_jit_provisioning: setting, sso_jit_provisioning_allowed_connections: allowed } = organization;
  if (setting !== 'ALL_ALLOWED' && !(setting === 'RESTRICTED' && allowed.includes(connection_id))) {
    const type = 'invalid_connection_for_jit_provisioning';
    fail(400, type, 'The organization takes no new members by this connection.');
  }
  checkEmailFree(store, organization, email_address);
  return newMember(store, organization, email_address, true);
};

/**
 * A member with the registration of this sign-in, the name if there was none and, for OIDC, the mapped attributes in
 * `trusted_metadata`.
 */
const registered = (member: Member, kind: 'saml' | 'oidc', arrival: SsoCallback) => {
  const { connection_id, external_id, attributes: sso_attributes, name } = arrival;
  const others = member.sso_registrations.filter((other) => other.connection_id !== connection_id);
  const before = member.sso_registrations.find((other) => other.connection_id === connection_id);
  const registration_id = before?.registration_id ?? newId(`${kind}-registration`);
  const registration: Registration = { connection_id, external_id, registration_id, sso_attributes };
  const { email: _, ...mapped } = sso_attributes;
  const next: Member = {
    ...member,
    name: member.name || name,
    sso_registrations: [...others, registration],
    ...(kind === 'oidc' ? { trusted_metadata: { ...member.trusted_metadata, ...mapped } } : {}),
  };
  return { next, registration };
};

const factorOf = (kind: 'saml' | 'oidc', { registration_id, connection_id, external_id }: Registration) => {
  const of = { id: registration_id, provider_id: connection_id, external_id };
  const factor: AuthenticationFactor =
    kind === 'saml'
      ? { type: 'sso', delivery_method: 'sso_saml', saml_sso_factor: of }
      : { type: 'sso', delivery_method: 'sso_oidc', oidc_sso_factor: of };
  return factor;
};

/** Stores the OIDC provider's tokens, for `OIDCProviders`. */
const keepTokens = async (
  store: Store,
  { member_id }: Member,
  { issuer, client_id, custom_scopes }: { issuer: string; client_id: string; custom_scopes: string },
  { registration_id, external_id, sso_attributes }: Registration,
) => {
  const tokens: ProviderTokens = {
    access_token: opaqueToken(),
    refresh_token: opaqueToken(),
    id_token: await mint(store, { iss: issuer, aud: client_id, sub: external_id, email: sso_attributes?.['email'] }),
    access_token_expires_at: inMinutes(store, 60),
    scopes: (custom_scopes ? decodeURIComponent(custom_scopes) : 'openid email profile').split(' '),
    tenant_ids: [],
  };
  const secrets = secretsOf(store, member_id);
  store.memberSecrets.set(member_id, {
    ...secrets,
    oidc_tokens: { ...secrets.oidc_tokens, [registration_id]: tokens },
  });
};

/** Assertion of an SSO token. Rejects an unknown, used or expired token. */
const findArrival = (store: Store, token: string): SsoCallback => {
  const arrival = store.ssoArrivals.get(token);
  return arrival && !isPast(store, arrival.expires_at)
    ? arrival
    : fail(404, 'sso_token_not_found', 'There is no such SSO token, or it was used or has expired.');
};

/**
 * Registers and signs in the member of an assertion, creating the member if just-in-time provisioning permits. A
 * refusal restores the previous state.
 */
const enter = async (store: Store, arrival: SsoCallback, body: RequestBody<'api_sso_v1_Authenticate'>) => {
  const way = store.ssoConnections.get(arrival.connection_id);
  if (!way) return fail(404, 'sso_connection_not_found', 'The connection was deleted meanwhile.');
  const source = underlyingSsoConnection(store, way);
  if (!source) return fail(400, 'external_connection_not_active', 'The other organization’s connection is gone.');

  const organization = findOrganization(store, way.connection.organization_id);
  const known = findArriving(store, organization, arrival);
  const arriving = known ?? provision(store, organization, arrival);
  const { next, registration } = registered(arriving, source.kind, arrival);
  const member = saveMember(store, next);
  try {
    const answer = await completeFirstFactor(store, member, factorOf(source.kind, registration), body);
    if (source.kind === 'oidc') await keepTokens(store, member, source.connection, registration);
    return { ...answer, organization_id: organization.organization_id, reset_session: false };
  } catch (error) {
    if (known) store.members.set(known.member_id, known);
    else store.members.delete(member.member_id);
    throw error;
  }
};

/** Deletes the registrations and OIDC tokens of a connection. The caller recomputes roles. */
const forgetRegistrations = (store: Store, { connection_id, organization_id }: SsoRecord['connection']) => {
  for (const member of membersOf(store, organization_id)) {
    const gone = member.sso_registrations.filter((registration) => registration.connection_id === connection_id);
    if (gone.length === 0) continue;
    const sso_registrations = member.sso_registrations.filter((registration) => !gone.includes(registration));
    store.members.set(member.member_id, { ...member, sso_registrations });
    const secrets = secretsOf(store, member.member_id);
    const ids = new Set(gone.map(({ registration_id }) => registration_id));
    const oidc_tokens = Object.fromEntries(Object.entries(secrets.oidc_tokens).filter(([id]) => !ids.has(id)));
    store.memberSecrets.set(member.member_id, { ...secrets, oidc_tokens });
  }
};

export const sso = {
  api_sso_v1_GetConnections: {
    needs: ssoPermission('get'),
    answer: ({ store, params }) => {
      const organization = findOrganization(store, params.organization_id);
      return {
        saml_connections: ssoConnectionsOf(store, organization, 'saml'),
        oidc_connections: ssoConnectionsOf(store, organization, 'oidc'),
        external_connections: ssoConnectionsOf(store, organization, 'external'),
      };
    },
  },

  // Members and their sessions stay. The default connection cannot be deleted.
  api_sso_v1_DeleteConnection: {
    needs: ssoPermission('delete'),
    answer: ({ store, params }) => {
      const { connection } = findSsoConnection(store, params);
      const { connection_id } = connection;
      const organization = findOrganization(store, params.organization_id);
      if (organization.sso_default_connection_id === connection_id) {
        fail(400, 'cannot_delete_default_sso_connection', 'This is the default connection of the organization.');
      }
      store.ssoConnections.delete(connection_id);
      forgetRegistrations(store, connection);
      const { sso_jit_provisioning: setting, sso_jit_provisioning_allowed_connections: allowed } = organization;
      const rest = allowed.filter((id) => id !== connection_id);
      saveOrganization(store, {
        ...organization,
        sso_jit_provisioning_allowed_connections: rest,
        // An empty list of connections is equivalent to NOT_ALLOWED.
        sso_jit_provisioning: setting === 'RESTRICTED' && rest.length === 0 ? 'NOT_ALLOWED' : setting,
      });
      return { connection_id };
    },
  },

  api_sso_v1_Authenticate: {
    answer: ({ store, body }) => {
      const arrival = findArrival(store, body.sso_token);
      checkPkce(arrival.pkce_code_challenge, body.pkce_code_verifier);
      return consumeOnce(store.ssoArrivals, body.sso_token, () => enter(store, arrival, body));
    },
  },
} satisfies DomainHandlers;
