import type { PersonClaims } from '../kind.ts';
import { present } from '../oauth-server/claims.ts';
import { rbacVariables } from '../shared/rbac.ts';
import type { ConsumerStore } from './store.ts';

/** Claims of an active user for connected apps, by scope; undefined for any other user. */
export const claimsOf = (store: ConsumerStore, userId: string): PersonClaims | undefined => {
  const user = store.users.get(userId);
  if (user?.status !== 'active') return undefined;
  const { first_name: given_name, middle_name, last_name: family_name } = user.name ?? {};
  const [email, phone] = [user.emails[0], user.phone_numbers[0]];
  const account = user.providers.find(({ profile_picture_url }) => profile_picture_url);
  return {
    byScope: {
      profile: present({
        name: [given_name, middle_name, family_name].filter(Boolean).join(' '),
        given_name,
        middle_name,
        family_name,
        picture: account?.profile_picture_url,
        locale: account?.locale,
      }),
      email: present({ email: email?.email, email_verified: email?.verified }),
      phone: present({ phone_number: phone?.phone_number, phone_number_verified: phone?.verified }),
    },
    token: {},
    variables: () => ({ user: { ...user, rbac: rbacVariables(store.policy, store.policy.roles, user.roles) } }),
  };
};
