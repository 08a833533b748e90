import { organizationRbacPolicyLoader } from '../../loaders/b2b/organization.ts';
import type { TenantRole } from '../../src/auth/policy.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Place } from '../../src/stytch/client/response-faults.ts';
import type { RestInput, RestOutput, Schemas } from '../../src/stytch/contract/types.ts';
import { forward } from '../forward.ts';

type Organization = Schemas['api_organization_v1_Organization'];

/** The roles that an organization defined for itself, each with whose it is. */
export interface OwnPolicy {
  readonly roles: TenantRole[];
}

export const organizationRoles = ({ organization_id, custom_roles }: Organization): TenantRole[] =>
  custom_roles.map((role) => ({ ...role, tenantId: organization_id }));

const ownPolicy = (
  tenantId: string,
  policy: Schemas['api_b2b_rbac_v1_OrgPolicy'],
  place: Place,
  faults: Context['faults'],
): OwnPolicy => ({ roles: faults.list(policy.roles, place, policy).map((role) => ({ ...role, tenantId })) });

export const organizationRbacPolicy = async (
  { organization_id }: Organization,
  _: unknown,
  { loaders, faults }: Context,
): Promise<OwnPolicy> => {
  const policy = await loaders.get(organizationRbacPolicyLoader).load(organization_id);
  return ownPolicy(organization_id, policy, { type: 'OrganizationRbacPolicy', field: 'roles' }, faults);
};

const PATH = '/v1/b2b/rbac/organizations/{organization_id}';
const replace = forward('put', PATH);

type PolicyAnswer = RestOutput<'put', typeof PATH> & Pick<Organization, 'organization_id'>;

export const setOrganizationRbacPolicy = async (
  root: unknown,
  args: { input: RestInput<'put', typeof PATH> },
  context: Context,
): Promise<PolicyAnswer> => {
  const answer = await replace(root, args, context);
  context.policy.forgetTenants();
  return { ...answer, organization_id: args.input.organizationId };
};

export const rbacPolicySet = (answer: PolicyAnswer, _: unknown, { faults }: Context): OwnPolicy => {
  const place = { type: 'SetOrganizationRbacPolicyPayload', field: 'rbacPolicy' };
  return ownPolicy(answer.organization_id, faults.object(answer.org_policy, place, answer), place, faults);
};
