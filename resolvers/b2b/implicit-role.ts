import { type AccessRule, accessDenied, isAllowed } from '../../src/auth/access.ts';
import type { Context } from '../../src/graphql/context.ts';

/** A role assigned by a group or a connection, with the organization id. */
export interface ImplicitRole {
  role_id: string;
  organization_id: string;
}

/** Finds the role among those of the project and of the organization. */
export const implicitRole = async ({ organization_id, role_id }: ImplicitRole, _: unknown, { policy }: Context) => {
  const roles = await policy.roles(organization_id);
  return roles.find((role) => role.role_id === role_id) ?? null;
};

/** The type of resolvers that `forward` creates. */
type Forwarded<Taken, Answer> = ((root: unknown, args: { input: Taken }, context: Context) => Promise<Answer>) & {
  readonly renames: Readonly<Record<string, string>>;
};

const rule: AccessRule = {
  resource: 'stytch.organization',
  action: 'update.settings.implicit-roles',
  signedIn: 'permitted',
};

/**
 * Wraps a resolver so that these input fields require an additional permission: otherwise a member who may edit
 * connections could make themself an admin.
 */
export const requireImplicitRoleRight = <Taken extends { readonly organizationId: string }, Answer>(
  resolve: Forwarded<Taken, Answer>,
  ...fields: (keyof Taken)[]
): Forwarded<Taken, Answer> =>
  Object.assign(
    async (root: unknown, args: { input: Taken }, context: Context) => {
      const { input } = args;
      if (fields.some((field) => input[field])) {
        const allowed = await isAllowed(context.caller, context, rule, { organizationId: input.organizationId }, {});
        if (!allowed) throw accessDenied(context.caller, context.vertical);
      }
      return resolve(root, args, context);
    },
    { renames: resolve.renames },
  );
