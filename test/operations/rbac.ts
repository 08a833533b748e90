import type { SandboxGateway } from '../gateway.ts';
import type { OperationExample } from './index.ts';

const own = (g: SandboxGateway) => ({ organizationId: g.world.credentials.admin.organization_id });

export const operations: OperationExample[] = [
  {
    id: 'api_b2b_rbac_v1_Policy',
    document: '{ rbacPolicy { roles { roleId permissions { resourceId actions } } } }',
  },
  {
    id: 'api_b2b_rbac_v1_b2b_rbac_organizations_GetOrgPolicy',
    document:
      'query ($organizationId: ID!) { organization(by: { id: $organizationId }) { rbacPolicy { roles { roleId } } } }',
    variables: own,
    as: 'member',
  },
  {
    id: 'api_b2b_rbac_v1_b2b_rbac_organizations_SetOrgPolicy',
    document: `mutation ($organizationId: ID!) {
      setOrganizationRbacPolicy(input: { organizationId: $organizationId, rbacPolicy: { roles: [
        { roleId: "greeter", description: "Greets", permissions: [{ resourceId: "stytch.member", actions: ["search"] }] }
      ] } }) { ... on SetOrganizationRbacPolicyPayload { rbacPolicy { roles { roleId } } } ... on MutationError { errorType } }
    }`,
    variables: own,
  },
];
