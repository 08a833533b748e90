import type { PersonClaims } from '../kind.ts';
import { present } from '../oauth-server/claims.ts';
import { rbacVariables } from '../shared/rbac.ts';
import type { Store } from './store.ts';
import { organizationClaims } from './tokens.ts';

/** Splits a member's name as Stytch documents it: first, middle and last name. */
const partsOf = (name: string) => {
  const [given_name, ...rest] = name.split(' ').filter(Boolean);
  const family_name = rest.pop();
  return { given_name, middle_name: rest.join(' '), family_name };
};

/** Claims of an active member for connected apps, by scope; undefined for any other member. */
export const claimsOf = (store: Store, memberId: string): PersonClaims | undefined => {
  const member = store.members.get(memberId);
  const organization = store.organizations.get(member?.organization_id ?? '');
  if (member?.status !== 'active' || !organization) return undefined;
  const account = member.oauth_registrations.find(({ profile_picture_url }) => profile_picture_url);
  return {
    byScope: {
      profile: present({
        name: member.name,
        ...partsOf(member.name),
        picture: account?.profile_picture_url,
        locale: account?.locale,
      }),
      email: present({ email: member.email_address, email_verified: member.email_address_verified }),
      phone: present({
        phone_number: member.mfa_phone_number,
        phone_number_verified: member.mfa_phone_number ? member.mfa_phone_number_verified : undefined,
      }),
    },
    token: organizationClaims(organization),
    variables: () => {
      const roles = [...store.policy.roles, ...organization.custom_roles];
      const roleIds = member.roles.map(({ role_id }) => role_id);
      return { member: { ...member, rbac: rbacVariables(store.policy, roles, roleIds) }, organization };
    },
  };
};
