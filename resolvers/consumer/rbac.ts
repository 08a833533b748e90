import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';

/** The parts of a role holder that are read. */
type RoleHolder = Pick<Schemas['api_user_v1_User'], 'user_id' | 'roles'>;

/** The definitions of the roles of a user or a session. */
const rolesAt =
  (type: string) =>
  async (holder: RoleHolder, _: unknown, { policy, faults }: Context) => {
    const ids = new Set(faults.list(holder.roles, { type, field: 'roles' }, holder));
    return (await policy.project()).roles.filter(({ role_id }) => ids.has(role_id));
  };

export const userRoles = rolesAt('User');
export const userSessionRoles = rolesAt('UserSession');
