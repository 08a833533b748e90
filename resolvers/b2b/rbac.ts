import { organizationRbacPolicyLoader } from '../../loaders/b2b/organization.ts';
import type { TenantRole } from '../../src/auth/policy.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { RestOutput, Schemas } from '../../src/stytch/contract/types.ts';
import { forward } from '../forward.ts';

type Organization = Schemas['api_organization_v1_Organization'];

/** The roles that an organization adds to the policy of the project, with the organization id. */
export type OwnPolicy = Schemas['api_b2b_rbac_v1_OrgPolicy'] & { readonly tenantId: string };

export const organizationRoles = ({ organization_id, custom_roles }: Organization): TenantRole[] =>
  custom_roles.map((role) => ({ ...role, tenantId: organization_id }));

export const ownRoles = ({ roles, tenantId }: OwnPolicy): TenantRole[] => roles.map((role) => ({ ...role, tenantId }));

export const organizationRbacPolicy = async (
  { organization_id }: Organization,
  _: unknown,
  { loaders }: Context,
): Promise<OwnPolicy> => ({
  ...(await loaders.get(organizationRbacPolicyLoader).load(organization_id)),
  tenantId: organization_id,
});

const PATH = '/v1/b2b/rbac/organizations/{organization_id}';
const replace = forward('put', PATH, { rbacPolicy: 'org_policy' });

type PolicyAnswer = RestOutput<'put', typeof PATH> & Pick<Organization, 'organization_id'>;

export const setOrganizationRbacPolicy = Object.assign(
  async (root: unknown, args: Parameters<typeof replace>[1], context: Context): Promise<PolicyAnswer> => {
    const answer = await replace(root, args, context);
    context.policy.forgetTenants();
    return { ...answer, organization_id: args.input.organizationId };
  },
  { renames: replace.renames },
);

export const rbacPolicySet = (answer: PolicyAnswer, _: unknown, { faults }: Context): OwnPolicy => {
  const place = { type: 'SetOrganizationRbacPolicyPayload', field: 'rbacPolicy' };
  return { ...faults.object(answer.org_policy, place, answer), tenantId: answer.organization_id };
};
