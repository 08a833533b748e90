import { organizationLoader } from '../../loaders/b2b/organization.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { forward } from '../forward.ts';
import { requireImplicitRoleRight } from './implicit-role.ts';
import { type SsoGroupRoleShape, ssoConnectionOf } from './sso.ts';

type ExternalConnection = Schemas['api_sso_v1_Connection'];

export const externalConnectionRoles = ({ organization_id, ...connection }: ExternalConnection) =>
  connection.external_connection_implicit_role_assignments.map((assignment) => ({ ...assignment, organization_id }));

export const externalGroupRoles = ({ organization_id, ...connection }: ExternalConnection): SsoGroupRoleShape[] =>
  connection.external_group_implicit_role_assignments.map((assignment) => ({ ...assignment, organization_id }));

export const externalOrganization = (
  { external_organization_id }: ExternalConnection,
  _: unknown,
  { loaders }: Context,
) => loaders.get(organizationLoader).load(external_organization_id);

export const underlyingConnection = (
  { external_organization_id, external_connection_id }: ExternalConnection,
  args: unknown,
  context: Context,
) =>
  ssoConnectionOf({ organization_id: external_organization_id, connection_id: external_connection_id }, args, context);

export const createExternalConnection = requireImplicitRoleRight(
  forward('post', '/v1/b2b/sso/external/{organization_id}'),
  'connectionImplicitRoleAssignments',
  'groupImplicitRoleAssignments',
);
export const updateExternalConnection = requireImplicitRoleRight(
  forward('put', '/v1/b2b/sso/external/{organization_id}/connections/{connection_id}', {
    connectionImplicitRoleAssignments: 'external_connection_implicit_role_assignments',
    groupImplicitRoleAssignments: 'external_group_implicit_role_assignments',
  }),
  'connectionImplicitRoleAssignments',
  'groupImplicitRoleAssignments',
);
