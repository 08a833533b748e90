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
  description: 'A certificate that one side of a SAML connection proves itself by to the other.',
  fields: (t) => ({
    id: cacheId(t, 'X509Certificate', ({ certificate_id }) => [certificate_id]),
    certificateId: t.exposeString('certificate_id', { description: 'Stytch id of the certificate.' }),
    certificate: t.exposeString('certificate', { description: 'The certificate itself, in PEM.' }),
    issuer: t.exposeString('issuer', {
      description: 'Who issued it; `Stytch` for those that Stytch signs with.',
    }),
    createdAt: t.expose('created_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was added to the connection.',
    }),
    expiresAt: t.expose('expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it is no longer good; replace it before.',
    }),
    updatedAt: t.expose('updated_at', { type: 'DateTime', nullable: true, description: 'When it last changed.' }),
  }),
});

const EncryptionPrivateKey = contractObject('EncryptionPrivateKey', 'api_sso_v1_EncryptionPrivateKey').implement({
  description: 'A key that decrypts what the identity provider says of members.',
  fields: (t) => ({
    id: cacheId(t, 'EncryptionPrivateKey', ({ private_key_id }) => [private_key_id]),
    privateKeyId: t.exposeString('private_key_id', { description: 'Stytch id of the key.' }),
    privateKey: t.exposeString('private_key', {
      nullable: true,
      secret: true,
      description: 'The key itself, in PEM; null where Stytch holds it back.',
    }),
    createdAt: t.expose('created_at', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was added to the connection.',
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
    'Single sign-on by SAML. It becomes active once it knows the identity provider’s entity id, address and certificate, and has an attribute mapping.',
  fields: (t) => ({
    identityProvider: t.expose('identity_provider', {
      type: SsoIdentityProvider,
      description: 'The product at the other end, so that Stytch can allow for its peculiarities.',
    }),
    idpEntityId: t.exposeString('idp_entity_id', {
      nullable: true,
      description: 'What the identity provider calls itself in assertions; null until it is set.',
    }),
    idpSsoUrl: t.expose('idp_sso_url', {
      type: 'URL',
      nullable: true,
      description: 'Where members are sent to sign in; null until it is set.',
    }),
    acsUrl: t.expose('acs_url', {
      type: 'URL',
      description: 'Address to be entered at the identity provider: its assertions come back to it.',
    }),
    audienceUri: t.exposeString('audience_uri', {
      description: 'Audience to be entered at the identity provider: assertions must be meant for it.',
    }),
    alternativeAcsUrl: t.expose('alternative_acs_url', {
      type: 'URL',
      nullable: true,
      description: 'Address of yours that stands in for `acsUrl` while you move from another system; null for none.',
    }),
    alternativeAudienceUri: t.exposeString('alternative_audience_uri', {
      nullable: true,
      description: 'Audience that is accepted too while you move from another system; null for none.',
    }),
    nameidFormat: t.exposeString('nameid_format', {
      description: 'Form of the name by which the identity provider is to call people, as a URN of SAML.',
    }),
    attributeMapping: t.expose('attribute_mapping', {
      type: 'JSONObject',
      nullable: true,
      description:
        'Where assertions hold `email`, `full_name` or `first_name` and `last_name`, and `groups` if groups are to give roles.',
    }),
    signingCertificates: t.expose('signing_certificates', {
      type: [X509Certificate],
      description: 'Certificates to be entered at the identity provider: Stytch signs its requests with them.',
    }),
    verificationCertificates: t.expose('verification_certificates', {
      type: [X509Certificate],
      description: 'Certificates of the identity provider that assertions are checked against; five at most.',
    }),
    encryptionPrivateKeys: t.expose('encryption_private_keys', {
      type: [EncryptionPrivateKey],
      description: 'Keys that encrypted assertions are read with; none where they come in the clear.',
    }),
    connectionImplicitRoleAssignments: t.field({
      type: [SsoConnectionImplicitRoleAssignment],
      extensions: { exposed: 'saml_connection_implicit_role_assignments' },
      description: 'Roles for everybody who signs in through it.',
      resolve: samlConnectionRoles,
    }),
    groupImplicitRoleAssignments: t.field({
      type: [SsoGroupImplicitRoleAssignment],
      extensions: { exposed: 'saml_group_implicit_role_assignments' },
      description: 'Roles that come with groups of the identity provider.',
      resolve: samlGroupRoles,
    }),
    idpInitiatedAuthDisabled: t.exposeBoolean('idp_initiated_auth_disabled', {
      description: 'Whether sign-ins are refused that begin at the identity provider instead of your application.',
    }),
    allowGatewayCallback: t.exposeBoolean('allow_gateway_callback', {
      description: 'Whether assertions may come by way of a gateway; Stytch documents no more of it.',
    }),
  }),
});

mutation('createSamlConnection', {
  access: { resource: 'stytch.sso', action: 'create', signedIn: 'permitted' },
  operations: ['post /v1/b2b/sso/saml/{organization_id}'],
  description:
    'Begins a single sign-on connection by SAML. It stays pending until `updateSamlConnection` has told the rest.',
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
      description: 'The new connection, with what is to be entered at the identity provider.',
      resolve: answeredConnection({ type: 'CreateSamlConnectionPayload', field: 'samlConnection' }),
    }),
  }),
});

mutation('updateSamlConnection', {
  clearing: { encryptionPrivateKey: 'deleteSamlEncryptionKey', x509Certificate: 'deleteSamlVerificationCertificate' },
  access: { resource: 'stytch.sso', action: 'update', signedIn: 'permitted' },
  operations: ['put /v1/b2b/sso/saml/{organization_id}/connections/{connection_id}'],
  description: 'Changes a SAML connection. What is not given stays as it is.',
  input: (t) => ({
    ...ssoConnectionKeyInput(t),
    displayName: displayName(t),
    identityProvider: identityProvider(t),
    idpEntityId: t.string({ description: 'What the identity provider calls itself in assertions.' }),
    idpSsoUrl: t.field({ type: 'URL', description: 'Where members are sent to sign in.' }),
    attributeMapping: t.field({
      type: 'JSONObject',
      description:
        'Where assertions hold `email`, `full_name` or `first_name` and `last_name`, and `groups` if groups are to give roles.',
    }),
    x509Certificate: t.string({
      description: 'Certificate of the identity provider in PEM, to check assertions against, beside those there are.',
    }),
    signingPrivateKey: t.string({
      secret: true,
      description:
        'RSA key in PKCS #1 PEM for Stytch to sign requests with; a new certificate in `signingCertificates` follows from it.',
    }),
    encryptionPrivateKey: t.string({
      secret: true,
      description: 'RSA key in PKCS #1 PEM to read encrypted assertions with, beside those there are.',
    }),
    nameidFormat: t.string({
      description:
        'Form of the name by which the identity provider is to call people, as a URN of SAML; an email address at first.',
    }),
    // Text, so that an empty one can take it away again.
    alternativeAcsUrl: t.string({
      description: 'Address of yours to stand in for `acsUrl` while you move here, which passes on what comes to it.',
    }),
    alternativeAudienceUri: t.string({
      description: 'Audience to be accepted too while you move from another system.',
    }),
    ...implicitRoleAssignments(t, '; replaces the list'),
    idpInitiatedAuthDisabled: t.boolean({
      description: 'Refuse sign-ins that begin at the identity provider instead of your application.',
    }),
    allowGatewayCallback: t.boolean({
      description: 'Let assertions come by way of a gateway; Stytch documents no more of it.',
    }),
  }),
  resolve: updateSamlConnection,
  payload: (t) => ({
    samlConnection: t.field({
      type: SamlConnection,
      extensions: { exposed: 'connection', derived: true },
      description: 'The connection as it now stands.',
      resolve: answeredConnection({ type: 'UpdateSamlConnectionPayload', field: 'samlConnection' }),
    }),
  }),
});

mutation('updateSamlConnectionByMetadataUrl', {
  clearing: {},
  access: { resource: 'stytch.sso', action: 'update', signedIn: 'permitted' },
  operations: ['put /v1/b2b/sso/saml/{organization_id}/connections/{connection_id}/url'],
  description:
    'Has Stytch read entity id, address and certificate from the metadata of the identity provider. The attribute mapping is still yours to set.',
  input: (t) => ({
    ...ssoConnectionKeyInput(t),
    metadataUrl: t.field({ type: 'URL', required: true, description: 'Where the identity provider publishes it.' }),
  }),
  resolve: updateSamlConnectionByMetadataUrl,
  payload: (t) => ({
    samlConnection: t.field({
      type: SamlConnection,
      extensions: { exposed: 'connection', derived: true },
      description: 'The connection as it now stands.',
      resolve: answeredConnection({ type: 'UpdateSamlConnectionByMetadataUrlPayload', field: 'samlConnection' }),
    }),
  }),
});

/** The connection after something in it was deleted, of which Stytch answers no more than that it is gone. */
const samlConnection = (t: PayloadFieldBuilder<SsoConnectionKey>) =>
  t.field({
    type: SamlConnection,
    nullable: true,
    access: ssoReadAccess,
    operations: ['get /v1/b2b/sso/{organization_id}'],
    description: 'The connection as it now stands, asked for by itself.',
    resolve: samlConnectionOf,
  });

mutation('deleteSamlVerificationCertificate', {
  access: { resource: 'stytch.sso', action: 'update', signedIn: 'permitted' },
  operations: [
    'delete /v1/b2b/sso/saml/{organization_id}/connections/{connection_id}/verification_certificates/{certificate_id}',
  ],
  description:
    'Takes a certificate of the identity provider out of a SAML connection, once it is replaced. The last one of an active connection stays.',
  input: (t) => ({
    ...ssoConnectionKeyInput(t),
    certificateId: t.id({ required: true, idOf: 'X509Certificate', description: 'Id of the certificate.' }),
  }),
  resolve: deleteSamlVerificationCertificate,
  payload: (t) => ({
    deletedId: deletedId(t, 'X509Certificate', ({ certificate_id }) => [certificate_id]),
    certificateId: t.exposeString('certificate_id', { description: 'Stytch id of the certificate that is gone.' }),
    samlConnection: samlConnection(t),
  }),
});

mutation('deleteSamlEncryptionKey', {
  access: { resource: 'stytch.sso', action: 'update', signedIn: 'permitted' },
  operations: [
    'delete /v1/b2b/sso/saml/{organization_id}/connections/{connection_id}/encryption_private_keys/{private_key_id}',
  ],
  description: 'Takes a key out of a SAML connection; assertions encrypted for it can no longer be read.',
  input: (t) => ({
    ...ssoConnectionKeyInput(t),
    privateKeyId: t.id({ required: true, idOf: 'EncryptionPrivateKey', description: 'Id of the key.' }),
  }),
  resolve: deleteSamlEncryptionKey,
  payload: (t) => ({
    deletedId: deletedId(t, 'EncryptionPrivateKey', ({ private_key_id }) => [private_key_id]),
    privateKeyId: t.exposeString('private_key_id', { description: 'Stytch id of the key that is gone.' }),
    samlConnection: samlConnection(t),
  }),
});
