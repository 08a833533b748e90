import { fail } from '../errors.ts';
import type { DomainHandlers, RequestBody } from '../handler.ts';
import { newId } from '../shared/tokens.ts';
import { inMinutes, timestamp } from '../store.ts';
import { findOrganization } from './find.ts';
import {
  checkAssignedRoles,
  checkGroups,
  findSsoConnection,
  isHttps,
  isUnreachable,
  saveSsoConnection,
  ssoConnectionsOf,
  ssoPermission,
} from './sso-connection.ts';
import { EMAIL_NAME_ID, type SamlConnection, type Store } from './store.ts';
import { makeCertificate, readCertificate, readPrivateKey, standInKey } from './x509.ts';

type Change = RequestBody<'api_sso_v1_sso_saml_UpdateConnection'>;
type Certificate = SamlConnection['verification_certificates'][number];

const maxCertificates = 5;
const signingYears = 5;

const find = (store: Store, key: { organization_id: string; connection_id: string }): SamlConnection => {
  const record = findSsoConnection(store, key);
  return record.kind === 'saml'
    ? record.connection
    : fail(404, 'saml_connection_not_found', 'This connection is not a SAML connection.');
};

/** Stores a connection. It becomes active once it is complete, and stays active. */
const save = (store: Store, next: SamlConnection): SamlConnection => {
  const { idp_sso_url, idp_entity_id, verification_certificates, attribute_mapping = {} } = next;
  const complete =
    idp_sso_url !== '' &&
    idp_entity_id !== '' &&
    verification_certificates.length > 0 &&
    Object.keys(attribute_mapping).length > 0;
  const connection = { ...next, status: complete ? 'active' : next.status };
  saveSsoConnection(store, { kind: 'saml', connection });
  return connection;
};

const certificateOf = (store: Store, certificate: string, issuer: string, expires: Date): Certificate => {
  const now = timestamp(store.now());
  return {
    certificate_id: newId('saml-certificate'),
    certificate,
    issuer,
    created_at: now,
    updated_at: now,
    expires_at: timestamp(expires),
  };
};

/** Certificate of Stytch's signing key, with which the identity provider verifies requests. */
const signingCertificate = (store: Store, key = standInKey): Certificate => {
  const until = new Date(inMinutes(store, signingYears * 365 * 24 * 60));
  return certificateOf(store, makeCertificate(key, 'Stytch', store.now(), until), 'Stytch', until);
};

/** Adds a verification certificate of the identity provider; one that exists only gets a new `updated_at`. */
const withCertificate = (store: Store, certificates: Certificate[], pem: string): Certificate[] => {
  const read = readCertificate(pem);
  const same = certificates.find(({ certificate }) => readCertificate(certificate).raw.equals(read.raw));
  if (same) {
    return certificates.map((known) => (known === same ? { ...known, updated_at: timestamp(store.now()) } : known));
  }
  if (certificates.length >= maxCertificates) {
    fail(400, 'too_many_sso_verification_certificates', `A connection has ${maxCertificates} certificates at most.`);
  }
  const issuer = read.issuer.match(/^CN=(.+)$/m)?.[1] ?? read.issuer;
  return [...certificates, certificateOf(store, read.toString(), issuer, new Date(read.validTo))];
};

const withEncryptionKey = (store: Store, keys: SamlConnection['encryption_private_keys'], private_key: string) => {
  readPrivateKey(private_key);
  if (keys.length >= maxCertificates) {
    fail(400, 'too_many_encryption_certificates', `A connection has ${maxCertificates} encryption keys at most.`);
  }
  const created_at = timestamp(store.now());
  return [...keys, { private_key_id: newId('saml-encryption-private-key'), private_key, created_at }];
};

const checkMapping = (mapping: Record<string, unknown> | undefined) => {
  if (mapping === undefined) return;
  if (Object.keys(mapping).length === 0) {
    fail(400, 'saml_connection_attribute_mapping_required', 'The attribute mapping is empty.');
  }
  if (Object.values(mapping).some((to) => typeof to !== 'string')) {
    fail(400, 'saml_connection_no_nested_keys_in_attribute_mapping', 'Each attribute maps to one name.');
  }
  if (!mapping['email']) fail(400, 'saml_connection_email_mapping_required', 'The mapping needs email.');
  if (!mapping['full_name'] && !(mapping['first_name'] && mapping['last_name'])) {
    fail(400, 'saml_connection_name_mapping_required', 'The mapping needs full_name, or first_name and last_name.');
  }
};

/** Rejects a second connection with the same entity id in an organization: assertions would be ambiguous. */
const checkEntityId = (store: Store, connection: SamlConnection, entityId: string | undefined) => {
  if (!entityId) return;
  const others = ssoConnectionsOf(store, findOrganization(store, connection.organization_id), 'saml');
  if (others.some((other) => other.idp_entity_id === entityId && other.connection_id !== connection.connection_id)) {
    fail(400, 'duplicate_saml_connection', 'Another connection of the organization has this idp_entity_id.');
  }
};

const checkChange = (store: Store, connection: SamlConnection, change: Change) => {
  const { idp_sso_url: url, idp_entity_id, attribute_mapping, alternative_acs_url } = change;
  const isActive = connection.status === 'active';
  if (url === '' && isActive) fail(400, 'saml_connection_idp_sso_url_required', 'An active connection needs a URL.');
  if (url && !URL.canParse(url)) fail(400, 'saml_connection_idp_sso_url_invalid_format', 'idp_sso_url is no address.');
  if (url && !isHttps(url)) fail(400, 'saml_connection_idp_sso_url_not_https', 'idp_sso_url is an address of https.');
  if (idp_entity_id === '' && isActive) fail(400, 'invalid_idp_entity_id', 'An active connection needs idp_entity_id.');
  if (alternative_acs_url && !URL.canParse(alternative_acs_url)) fail(400, 'invalid_url', 'This is no web address.');
  checkEntityId(store, connection, idp_entity_id);
  checkMapping(attribute_mapping);

  const { saml_connection_implicit_role_assignments: all, saml_group_implicit_role_assignments: byGroup } = change;
  checkAssignedRoles(store, connection.organization_id, all);
  checkAssignedRoles(store, connection.organization_id, byGroup);
  checkGroups(byGroup);
  const mapping = attribute_mapping ?? connection.attribute_mapping ?? {};
  if (byGroup && byGroup.length > 0 && !mapping['groups']) {
    const type = 'saml_connection_attribute_mapping_missing_groups_key';
    fail(400, type, 'Before groups give roles, the mapping has to say where groups are.');
  }
};

const changed = (store: Store, before: SamlConnection, change: Change): SamlConnection => {
  checkChange(store, before, change);
  const { x509_certificate, signing_private_key, saml_encryption_private_key, ...plain } = change;
  const { signing_certificates, verification_certificates, encryption_private_keys } = before;
  return {
    ...before,
    ...plain,
    signing_certificates: signing_private_key
      ? [...signing_certificates, signingCertificate(store, readPrivateKey(signing_private_key))]
      : signing_certificates,
    verification_certificates: x509_certificate
      ? withCertificate(store, verification_certificates, x509_certificate)
      : verification_certificates,
    encryption_private_keys: saml_encryption_private_key
      ? withEncryptionKey(store, encryption_private_keys, saml_encryption_private_key)
      : encryption_private_keys,
  };
};

/**
 * Connection properties from a metadata URL. The sandbox retrieves nothing: it derives them from the URL, with a
 * certificate of its own.
 */
const readMetadata = (text: string): Pick<Change, 'idp_entity_id' | 'idp_sso_url' | 'x509_certificate'> => {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol) || isUnreachable(url)) {
    return fail(400, 'invalid_saml_metadata_url', 'There is no metadata at this address.');
  }
  const base = `https://${url.host}${url.pathname.replace(/\/(sso\/saml\/)?[^/]*metadata[^/]*$/i, '').replace(/\/$/, '')}`;
  const ends = new Date('2045-01-01T00:00:00Z');
  return {
    idp_entity_id: base,
    idp_sso_url: `${base}/sso/saml`,
    x509_certificate: makeCertificate(standInKey, url.host, new Date('2025-01-01T00:00:00Z'), ends),
  };
};

export const ssoSaml = {
  api_sso_v1_sso_saml_CreateConnection: {
    needs: ssoPermission('create'),
    answer: ({ store, params, body }) => {
      const connection_id = newId('saml-connection');
      const callback = `https://test.stytch.com/v1/b2b/sso/callback/${connection_id}`;
      return {
        connection: save(store, {
          organization_id: findOrganization(store, params.organization_id).organization_id,
          connection_id,
          status: 'pending',
          display_name: body.display_name ?? '',
          identity_provider: body.identity_provider ?? 'generic',
          idp_entity_id: '',
          idp_sso_url: '',
          acs_url: callback,
          audience_uri: callback,
          attribute_mapping: {},
          signing_certificates: [signingCertificate(store)],
          verification_certificates: [],
          encryption_private_keys: [],
          saml_connection_implicit_role_assignments: [],
          saml_group_implicit_role_assignments: [],
          alternative_audience_uri: '',
          nameid_format: EMAIL_NAME_ID,
          alternative_acs_url: '',
          idp_initiated_auth_disabled: false,
          allow_gateway_callback: false,
        }),
      };
    },
  },

  api_sso_v1_sso_saml_UpdateConnection: {
    needs: ssoPermission('update'),
    answer: ({ store, params, body }) => ({ connection: save(store, changed(store, find(store, params), body)) }),
  },

  api_sso_v1_sso_saml_UpdateByURL: {
    needs: ssoPermission('update'),
    answer: ({ store, params, body }) => ({
      connection: save(store, changed(store, find(store, params), readMetadata(body.metadata_url))),
    }),
  },

  // An active connection needs a certificate to verify assertions.
  api_sso_v1_sso_saml_DeleteVerificationCertificate: {
    needs: ssoPermission('update'),
    answer: ({ store, params }) => {
      const connection = find(store, params);
      const { certificate_id } = params;
      const rest = connection.verification_certificates.filter((known) => known.certificate_id !== certificate_id);
      if (rest.length === connection.verification_certificates.length) {
        fail(404, 'sso_verification_key_not_found', 'The connection has no such certificate.');
      }
      if (rest.length === 0 && connection.status === 'active') {
        fail(400, 'cannot_delete_last_sso_verification_key', 'An active connection keeps one certificate at least.');
      }
      save(store, { ...connection, verification_certificates: rest });
      return { certificate_id };
    },
  },

  api_sso_v1_sso_saml_DeleteEncryptionPrivateKey: {
    needs: ssoPermission('update'),
    answer: ({ store, params }) => {
      const connection = find(store, params);
      const { private_key_id } = params;
      const rest = connection.encryption_private_keys.filter((known) => known.private_key_id !== private_key_id);
      if (rest.length === connection.encryption_private_keys.length) {
        fail(404, 'sso_encryption_private_key_not_found', 'The connection has no such key.');
      }
      save(store, { ...connection, encryption_private_keys: rest });
      return { private_key_id };
    },
  },
} satisfies DomainHandlers;
