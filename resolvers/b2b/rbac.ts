import { organizationRbacPolicyLoader } from '../../loaders/b2b/organization.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { RestOutput, Schemas } from '../../src/stytch/contract/types.ts';
import { forward } from '../forward.ts';

type Organization = Schemas['api_organization_v1_Organization'];

export const rbacPolicy = (_: unknown, _args: unknown, { policy }: Context) => policy.project();

export const organizationRbacPolicy = ({ organization_id }: Organization, _: unknown, { loaders }: Context) =>
  loaders.get(organizationRbacPolicyLoader).load(organization_id);

const PATH = '/v1/b2b/rbac/organizations/{organization_id}';
const replace = forward('put', PATH, { rbacPolicy: 'org_policy' });

export const setOrganizationRbacPolicy = Object.assign(
  async (
    root: unknown,
    args: Parameters<typeof replace>[1],
    context: Context,
  ): Promise<RestOutput<'put', typeof PATH>> => {
    const answer = await replace(root, args, context);
    context.policy.forgetTenants();
    return answer;
  },
  { renames: replace.renames },
);
