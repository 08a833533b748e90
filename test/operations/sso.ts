import { generateKeyPairSync } from 'node:crypto';
import { createSsoCallback } from '../../src/sandbox/b2b/identity-provider.ts';
import type { SsoRecord } from '../../src/sandbox/b2b/store.ts';
import type { SandboxGateway } from '../gateway.ts';
import { OUTCOME } from '../mutation.ts';
import type { OperationExample } from './index.ts';

/** The input that identifies a connection, as variables of a query. */
export interface ConnectionKey {
  organizationId: string;
  connectionId: string;
  [more: string]: unknown;
}

/** The bank’s seeded connection of one kind. */
export const seededConnection = (g: SandboxGateway, kind: SsoRecord['kind']): ConnectionKey => {
  const record = [...g.sandbox.store.ssoConnections.values()].find((known) => known.kind === kind);
  if (!record) throw new Error(`the sandbox has no ${kind} connection`);
  const { organization_id: organizationId, connection_id: connectionId } = record.connection;
  return { organizationId, connectionId };
};

/** The token in the redirect after a sign-in at the identity provider. */
export const returnFromProvider = (g: SandboxGateway, sent: Record<string, unknown>): string =>
  createSsoCallback(g.sandbox.store, sent).sso_token;

/** A private key in the form that SAML connections accept. */
export const rsaKey = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();

/** The admin’s organization, which has no connection yet. */
const own = (g: SandboxGateway) => ({ organizationId: g.world.credentials.admin.organization_id });

const error = '... on MutationError { errorType }';
const variables = '($organizationId: ID!, $connectionId: ID!)';
const key = 'organizationId: $organizationId, connectionId: $connectionId';

/** The bank’s OIDC connection, lent to the bakery. */
const loan = (g: SandboxGateway) => {
  const { organizationId: externalOrganizationId, connectionId: externalConnectionId } = seededConnection(g, 'oidc');
  return { ...own(g), externalOrganizationId, externalConnectionId };
};
const lend = `mutation ($organizationId: ID!, $externalOrganizationId: ID!, $externalConnectionId: ID!) {
  createExternalConnection(input: {
    organizationId: $organizationId, externalOrganizationId: $externalOrganizationId, externalConnectionId: $externalConnectionId
  }) { ... on CreateExternalConnectionPayload { externalConnection { connectionId status } } ${error} } }`;
const borrowed = async (g: SandboxGateway) => {
  await g.data(lend, { variables: loan(g) });
  return seededConnection(g, 'external');
};

const updateSaml = `mutation ($input: UpdateSamlConnectionInput!) { updateSamlConnection(input: $input) {
  ... on UpdateSamlConnectionPayload { samlConnection { displayName encryptionPrivateKeys { privateKeyId } } } ${error} } }`;

const readMetadata = `mutation ($organizationId: ID!, $connectionId: ID!, $metadataUrl: URL!) {
  updateSamlConnectionByMetadataUrl(input: { ${key}, metadataUrl: $metadataUrl }) {
    ... on UpdateSamlConnectionByMetadataUrlPayload { samlConnection { idpEntityId verificationCertificates { certificateId issuer } } } ${error} } }`;
const metadata = (g: SandboxGateway) => ({
  ...seededConnection(g, 'saml'),
  metadataUrl: 'https://northgate.okta.example/app/metadata',
});

const saml = (g: SandboxGateway) => {
  const record = g.sandbox.store.ssoConnections.get(seededConnection(g, 'saml').connectionId);
  if (record?.kind !== 'saml') throw new Error('the SAML connection is gone');
  return record.connection;
};

export const operations: OperationExample[] = [
  {
    id: 'api_sso_v1_GetConnections',
    document: `query ($organizationId: ID!) { organization(by: { id: $organizationId }) {
      ssoConnections { __typename connectionId displayName status isDefault } } }`,
    variables: (g) => seededConnection(g, 'saml'),
  },
  {
    id: 'api_sso_v1_DeleteConnection',
    document: `mutation ${variables} { deleteSsoConnection(input: { ${key} }) {
      ... on DeleteSsoConnectionPayload { connectionId } ${error} } }`,
    variables: (g) => seededConnection(g, 'oidc'),
  },
  {
    id: 'api_sso_v1_Authenticate',
    document: `mutation ($ssoToken: String!) { authenticateMemberSso(input: { ssoToken: $ssoToken }) {
      ... on SignIn { ${OUTCOME} member { emailAddress } organization { slug } } ${error} } }`,
    variables: (g) => ({
      ssoToken: returnFromProvider(g, {
        connection_id: seededConnection(g, 'saml').connectionId,
        email_address: 'viktor.petrov@northgate.example',
      }),
    }),
    as: null,
  },
  {
    id: 'api_sso_v1_sso_oidc_CreateConnection',
    document: `mutation ($organizationId: ID!) { createOidcConnection(input: { organizationId: $organizationId, identityProvider: OKTA }) {
      ... on CreateOidcConnectionPayload { oidcConnection { connectionId status redirectUrl } } ${error} } }`,
    variables: own,
    as: 'admin',
  },
  {
    id: 'api_sso_v1_sso_oidc_UpdateConnection',
    document: `mutation ${variables} { updateOidcConnection(input: { ${key}, issuer: "https://login.northgate.example", clientSecret: "new" }) {
      ... on UpdateOidcConnectionPayload { warning oidcConnection { status issuer tokenUrl } } ${error} } }`,
    variables: (g) => seededConnection(g, 'oidc'),
  },
  {
    id: 'api_sso_v1_sso_saml_CreateConnection',
    document: `mutation ($organizationId: ID!) { createSamlConnection(input: { organizationId: $organizationId, displayName: "Staff" }) {
      ... on CreateSamlConnectionPayload { samlConnection { connectionId status acsUrl audienceUri signingCertificates { certificate } } } ${error} } }`,
    variables: own,
    as: 'admin',
  },
  {
    id: 'api_sso_v1_sso_saml_UpdateConnection',
    document: updateSaml,
    variables: (g) => ({ input: { ...seededConnection(g, 'saml'), displayName: 'Okta for staff' } }),
  },
  { id: 'api_sso_v1_sso_saml_UpdateByURL', document: readMetadata, variables: metadata },
  {
    id: 'api_sso_v1_sso_saml_DeleteVerificationCertificate',
    document: `mutation ($organizationId: ID!, $connectionId: ID!, $certificateId: ID!) {
      deleteSamlVerificationCertificate(input: { ${key}, certificateId: $certificateId }) {
        ... on DeleteSamlVerificationCertificatePayload { certificateId samlConnection { verificationCertificates { certificateId } } } ${error} } }`,
    variables: async (g) => {
      const certificateId = saml(g).verification_certificates[0]?.certificate_id;
      await g.data(readMetadata, { variables: metadata(g) });
      return { ...seededConnection(g, 'saml'), certificateId };
    },
  },
  {
    id: 'api_sso_v1_sso_saml_DeleteEncryptionPrivateKey',
    document: `mutation ($organizationId: ID!, $connectionId: ID!, $privateKeyId: ID!) {
      deleteSamlEncryptionKey(input: { ${key}, privateKeyId: $privateKeyId }) {
        ... on DeleteSamlEncryptionKeyPayload { privateKeyId samlConnection { encryptionPrivateKeys { privateKeyId } } } ${error} } }`,
    variables: async (g) => {
      await g.data(updateSaml, {
        variables: { input: { ...seededConnection(g, 'saml'), encryptionPrivateKey: rsaKey() } },
      });
      return { ...seededConnection(g, 'saml'), privateKeyId: saml(g).encryption_private_keys[0]?.private_key_id };
    },
  },
  { id: 'api_sso_v1_sso_external_CreateConnection', document: lend, variables: loan },
  {
    id: 'api_sso_v1_sso_external_UpdateConnection',
    document: `mutation ${variables} { updateExternalConnection(input: { ${key}, displayName: "By way of the bank" }) {
      ... on UpdateExternalConnectionPayload { externalConnection { displayName } } ${error} } }`,
    variables: borrowed,
  },
];
