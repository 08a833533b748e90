import { useQuery } from '@apollo/client/react';
import { RolesDocument } from '../gql/graphql.ts';
import { Loaded } from '../ui/loaded.tsx';
import { roleName } from '../ui/words.ts';

/** Role that every member has. */
const DEFAULT_ROLE = 'stytch_member';

/** The roles that a form has chosen. */
export const rolesIn = (form: FormData): string[] => form.getAll('roleIds').map(String);

/** Boxes for the roles of the project and of the organization. */
export function RoleChoice({ chosen = [] }: { chosen?: readonly string[] }) {
  const query = useQuery(RolesDocument);
  return (
    <fieldset className="boxes">
      <legend>Roles</legend>
      <Loaded query={query} lines={4}>
        {({ rbacPolicy, viewer }) =>
          [...(rbacPolicy?.roles ?? []), ...(viewer.organization?.customRoles ?? [])]
            .filter(({ roleId }) => roleId !== DEFAULT_ROLE)
            .map(({ roleId, description }) => (
              <label key={roleId}>
                <input type="checkbox" name="roleIds" value={roleId} defaultChecked={chosen.includes(roleId)} />
                <span>
                  <b>{roleName(roleId)}</b>
                  <small>{description}</small>
                </span>
              </label>
            ))
        }
      </Loaded>
    </fieldset>
  );
}
