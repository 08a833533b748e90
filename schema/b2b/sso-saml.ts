import { answeredConnection } from '../../resolvers/b2b/answered-connection.ts';
import { type SsoConnectionKey, ssoConnectionNodes } from '../../resolvers/b2b/sso.ts';
import {
  createSamlConnection,
  deleteSamlEncryptionKey,
  deleteSamlVerificationCertificate,
  samlConnectionOf,
  samlConnectionRoles,
  samlGroupRoles,
  updateSamlConnection,
  updateSamlConnectionByMetadataUrl,
} from '../../resolvers/b2b/sso-saml.ts';
import { joinNodeId } from '../../src/graphql/node-id.ts';
import { builder, cacheId, contractObject, deletedId, nodesOf } from '../builder.ts';
import { mutation, type PayloadFieldBuilder } from '../mutation.ts';
import { organizationIdInput } from './ids.ts';
import {
  displayName,
  identityProvider,
  implicitRoleAssignments,
  newIdentityProvider,
  SsoConnection,
  SsoConnectionImplicitRoleAssignment,
  SsoGroupImplicitRoleAssignment,
  SsoIdentityProvider,
  ssoConnectionKeyInput,
  ssoReadAccess,
} from './sso.ts';

const X509Certificate = contractObject('X509Certificate', 'api_sso_v1_X509Certificate').implement({
  description: 'A certificate of Stytch or of the identity provider in a SAML connection.',
  fields: (t) => ({
    id: cacheId(t, 'X509Certificate', ({ certificate_id }) => [certificate_id]),
    certificateId: t.exposeString('certificate_id', { description: 'Stytch id of the certificate.' }),
    certificate: t.exposeString('certificate', { description: 'The certificate, in PEM.' }),
    issuer: t.exposeString('issuer', {
      description: 'Issuer of the certificate. `Stytch` for those with which Stytch signs.',
    }),
    createdAt: t.expose('created_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was added to the connection. Null if unknown.',
    }),
    expiresAt: t.expose('expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it expires. Replace it before that. Null if unknown.',
    }),
    updatedAt: t.expose('updated_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it last changed. Null if unknown.',
    }),
  }),
});

const EncryptionPrivateKey = contractObject('EncryptionPrivateKey', 'api_sso_v1_EncryptionPrivateKey').implement({
  description: 'A private key that decrypts assertions of the identity provider.',
  fields: (t) => ({
    id: cacheId(t, 'EncryptionPrivateKey', ({ private_key_id }) => [private_key_id]),
    privateKeyId: t.exposeString('private_key_id', { description: 'Stytch id of the key.' }),
    privateKey: t.exposeString('private_key', {
      nullable: true,
      secret: true,
      description: 'The key, in PEM. Null if Stytch does not return it.',
    }),
    createdAt: t.expose('created_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was added to the connection. Null if unknown.',
    }),
  }),
});

const SamlConnection = contractObject('SamlConnection', 'api_sso_v1_SAMLConnection');

builder.node(SamlConnection, {
  id: { resolve: ({ organization_id, connection_id }) => joinNodeId(organization_id, connection_id) },
  loadMany: nodesOf('SamlConnection', ssoConnectionNodes('SamlConnection')),
  interfaces: [SsoConnection],
  extensions: { key: ['organizationId', 'connectionId'], access: ssoReadAccess },
  description:
    'A single sign-on connection by SAML. It becomes active when it has the identity provider’s entity id, URL and certificate, and an attribute mapping.',
  fields: (t) => ({
    identityProvider: t.expose('identity_provider', {
      type: SsoIdentityProvider,
      description: 'Product of the identity provider. Stytch adapts to its peculiarities.',
    }),
    idpEntityId: t.exposeString('idp_entity_id', {
      nullable: true,
      description: 'Entity id of the identity provider. Null if not set.',
    }),
    idpSsoUrl: t.expose('idp_sso_url', {
      type: 'URL',
      nullable: true,
      description: 'URL to which members are redirected to sign in. Null if not set.',
    }),
    acsUrl: t.expose('acs_url', {
      type: 'URL',
      description: 'Assertion consumer service (ACS) URL to enter at the identity provider.',
    }),
    audienceUri: t.exposeString('audience_uri', {
      description: 'Audience URI to enter at the identity provider. Assertions must name it.',
    }),
    alternativeAcsUrl: t.expose('alternative_acs_url', {
      type: 'URL',
      nullable: true,
      description: 'URL of yours that replaces `acsUrl` during a migration from another system. Null if there is none.',
    }),
    alternativeAudienceUri: t.exposeString('alternative_audience_uri', {
      nullable: true,
      description: 'Second accepted audience during a migration from another system. Null if there is none.',
    }),
    nameidFormat: t.exposeString('nameid_format', {
      description: 'NameID format that the identity provider must use, as a SAML URN.',
    }),
    attributeMapping: t.expose('attribute_mapping', {
      type: 'JSONObject',
      nullable: true,
      description:
        'Names of the assertion attributes for `email`, `full_name` or `first_name` and `last_name`, and for `groups` if groups assign roles. Null if not set.',
    }),
    signingCertificates: t.expose('signing_certificates', {
      type: [X509Certificate],
      description: 'Certificates to enter at the identity provider: with them it verifies Stytch’s requests.',
    }),
    verificationCertificates: t.expose('verification_certificates', {
      type: [X509Certificate],
      description: 'Certificates of the identity provider that verify its assertions. At most five.',
    }),
    encryptionPrivateKeys: t.expose('encryption_private_keys', {
      type: [EncryptionPrivateKey],
      description: 'Keys that decrypt assertions. Empty if assertions are not encrypted.',
    }),
    connectionImplicitRoleAssignments: t.field({
      type: [SsoConnectionImplicitRoleAssignment],
      extensions: { exposed: 'saml_connection_implicit_role_assignments' },
      description: 'Roles for all members who sign in through the connection.',
      resolve: samlConnectionRoles,
    }),
    groupImplicitRoleAssignments: t.field({
      type: [SsoGroupImplicitRoleAssignment],
      extensions: { exposed: 'saml_group_implicit_role_assignments' },
      description: 'Roles assigned by group of the identity provider.',
      resolve: samlGroupRoles,
    }),
    idpInitiatedAuthDisabled: t.exposeBoolean('idp_initiated_auth_disabled', {
      description: 'Whether sign-ins that start at the identity provider are rejected.',
    }),
    allowGatewayCallback: t.exposeBoolean('allow_gateway_callback', {
      description: 'Whether assertions may arrive through a gateway. Stytch documents no details.',
    }),
  }),
});

mutation('createSamlConnection', {
  access: { resource: 'stytch.sso', action: 'create', signedIn: 'permitted' },
  operations: ['post /v1/b2b/sso/saml/{organization_id}'],
  description:
    'Creates a single sign-on connection by SAML. It is pending until `updateSamlConnection` sets the remaining values.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    displayName: displayName(t),
    identityProvider: newIdentityProvider(t),
  }),
  resolve: createSamlConnection,
  payload: (t) => ({
    samlConnection: t.field({
      type: SamlConnection,
      extensions: { exposed: 'connection', derived: true },
      description: 'The new connection, with the values to enter at the identity provider.',
      resolve: answeredConnection({ type: 'CreateSamlConnectionPayload', field: 'samlConnection' }),
    }),
  }),
});

mutation('updateSamlConnection', {
  clearing: { encryptionPrivateKey: 'deleteSamlEncryptionKey', x509Certificate: 'deleteSamlVerificationCertificate' },
  access: { resource: 'stytch.sso', action: 'update', signedIn: 'permitted' },
  operations: ['put /v1/b2b/sso/saml/{organization_id}/connections/{connection_id}'],
  description: 'Updates a SAML connection. Omitted inputs stay unchanged.',
  input: (t) => ({
    ...ssoConnectionKeyInput(t),
    displayName: displayName(t),
    identityProvider: identityProvider(t),
    idpEntityId: t.string({ description: 'Entity id of the identity provider.' }),
    idpSsoUrl: t.field({ type: 'URL', description: 'URL to which members are redirected to sign in.' }),
    attributeMapping: t.field({
      type: 'JSONObject',
      description:
        'Names of the assertion attributes for `email`, `full_name` or `first_name` and `last_name`, and for `groups` if groups assign roles.',
    }),
    x509Certificate: t.string({
      description: 'Certificate of the identity provider in PEM, to verify assertions. Added to the existing ones.',
    }),
    signingPrivateKey: t.string({
      secret: true,
      description:
        'RSA key in PKCS #1 PEM with which Stytch signs requests. Adds its certificate to `signingCertificates`.',
    }),
    encryptionPrivateKey: t.string({
      secret: true,
      description: 'RSA key in PKCS #1 PEM that decrypts assertions. Added to the existing ones.',
    }),
    nameidFormat: t.string({
      description: 'NameID format that the identity provider must use, as a SAML URN. Initially the email address.',
    }),
    // Type String, not URL: an empty value removes the setting.
    alternativeAcsUrl: t.string({
      description:
        'URL of yours that replaces `acsUrl` during a migration from another system and forwards the assertions.',
    }),
    alternativeAudienceUri: t.string({
      description: 'Second accepted audience during a migration from another system.',
    }),
    ...implicitRoleAssignments(t, ' Replaces the list.'),
    idpInitiatedAuthDisabled: t.boolean({
      description: 'Whether to reject sign-ins that start at the identity provider.',
    }),
    allowGatewayCallback: t.boolean({
      description: 'Whether assertions may arrive through a gateway. Stytch documents no details.',
    }),
  }),
  resolve: updateSamlConnection,
  payload: (t) => ({
    samlConnection: t.field({
      type: SamlConnection,
      extensions: { exposed: 'connection', derived: true },
      description: 'The updated connection.',
      resolve: answeredConnection({ type: 'UpdateSamlConnectionPayload', field: 'samlConnection' }),
    }),
  }),
});

mutation('updateSamlConnectionByMetadataUrl', {
  clearing: {},
  access: { resource: 'stytch.sso', action: 'update', signedIn: 'permitted' },
  operations: ['put /v1/b2b/sso/saml/{organization_id}/connections/{connection_id}/url'],
  description:
    'Updates a SAML connection from the metadata of the identity provider: Stytch reads entity id, URL and certificate. The attribute mapping must be set separately.',
  input: (t) => ({
    ...ssoConnectionKeyInput(t),
    metadataUrl: t.field({
      type: 'URL',
      required: true,
      description: 'URL at which the identity provider publishes its metadata.',
    }),
  }),
  resolve: updateSamlConnectionByMetadataUrl,
  payload: (t) => ({
    samlConnection: t.field({
      type: SamlConnection,
      extensions: { exposed: 'connection', derived: true },
      description: 'The updated connection.',
      resolve: answeredConnection({ type: 'UpdateSamlConnectionByMetadataUrlPayload', field: 'samlConnection' }),
    }),
  }),
});

/** The connection after one of its keys or certificates was deleted. Stytch returns only the deleted id. */
const samlConnection = (t: PayloadFieldBuilder<SsoConnectionKey>) =>
  t.field({
    type: SamlConnection,
    nullable: true,
    access: ssoReadAccess,
    operations: ['get /v1/b2b/sso/{organization_id}'],
    description: 'The updated connection. Costs a separate call to Stytch.',
    resolve: samlConnectionOf,
  });

mutation('deleteSamlVerificationCertificate', {
  access: { resource: 'stytch.sso', action: 'update', signedIn: 'permitted' },
  operations: [
    'delete /v1/b2b/sso/saml/{organization_id}/connections/{connection_id}/verification_certificates/{certificate_id}',
  ],
  description:
    'Deletes a certificate of the identity provider from a SAML connection after it was replaced. The last certificate of an active connection cannot be deleted.',
  input: (t) => ({
    ...ssoConnectionKeyInput(t),
    certificateId: t.id({ required: true, idOf: 'X509Certificate', description: 'Id of the certificate.' }),
  }),
  resolve: deleteSamlVerificationCertificate,
  payload: (t) => ({
    deletedId: deletedId(t, 'X509Certificate', ({ certificate_id }) => [certificate_id]),
    certificateId: t.exposeString('certificate_id', { description: 'Stytch id of the deleted certificate.' }),
    samlConnection: samlConnection(t),
  }),
});

mutation('deleteSamlEncryptionKey', {
  access: { resource: 'stytch.sso', action: 'update', signedIn: 'permitted' },
  operations: [
    'delete /v1/b2b/sso/saml/{organization_id}/connections/{connection_id}/encryption_private_keys/{private_key_id}',
  ],
  description: 'Deletes a decryption key of a SAML connection. Assertions encrypted for it can then not be decrypted.',
  input: (t) => ({
    ...ssoConnectionKeyInput(t),
    privateKeyId: t.id({ required: true, idOf: 'EncryptionPrivateKey', description: 'Id of the key.' }),
  }),
  resolve: deleteSamlEncryptionKey,
  payload: (t) => ({
    deletedId: deletedId(t, 'EncryptionPrivateKey', ({ private_key_id }) => [private_key_id]),
    privateKeyId: t.exposeString('private_key_id', { description: 'Stytch id of the deleted key.' }),
    samlConnection: samlConnection(t),
  }),
});
