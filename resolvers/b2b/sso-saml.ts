import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { forward, remove } from '../forward.ts';
import { requireImplicitRoleRight } from './implicit-role.ts';
import { loadSsoConnection, type SsoConnectionKey, type SsoGroupRoleShape } from './sso.ts';

type SamlConnection = Schemas['api_sso_v1_SAMLConnection'];

export const samlConnectionRoles = ({ organization_id, ...connection }: SamlConnection) =>
  connection.saml_connection_implicit_role_assignments.map((assignment) => ({ ...assignment, organization_id }));

export const samlGroupRoles = ({ organization_id, ...connection }: SamlConnection): SsoGroupRoleShape[] =>
  connection.saml_group_implicit_role_assignments.map((assignment) => ({ ...assignment, organization_id }));

const CONNECTION = '/v1/b2b/sso/saml/{organization_id}/connections/{connection_id}';

export const createSamlConnection = forward('post', '/v1/b2b/sso/saml/{organization_id}');
export const updateSamlConnectionByMetadataUrl = forward('put', `${CONNECTION}/url`);
export const updateSamlConnection = requireImplicitRoleRight(
  forward('put', CONNECTION, {
    connectionImplicitRoleAssignments: 'saml_connection_implicit_role_assignments',
    groupImplicitRoleAssignments: 'saml_group_implicit_role_assignments',
    encryptionPrivateKey: 'saml_encryption_private_key',
  }),
  'connectionImplicitRoleAssignments',
  'groupImplicitRoleAssignments',
);

export const deleteSamlVerificationCertificate = remove(
  'delete',
  `${CONNECTION}/verification_certificates/{certificate_id}`,
);
export const deleteSamlEncryptionKey = remove('delete', `${CONNECTION}/encryption_private_keys/{private_key_id}`);

export const samlConnectionOf = (key: SsoConnectionKey, _: unknown, context: Context) =>
  loadSsoConnection('SamlConnection', key, context);
