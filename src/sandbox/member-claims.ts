import type { PersonClaims } from './kind.ts';
import { present } from './oauth-claims.ts';
import type { Store } from './store.ts';
import { organizationClaims } from './tokens.ts';

/** What connected apps may know of an active member. */
export const claimsOf = (store: Store, memberId: string): PersonClaims | undefined => {
  const member = store.members.get(memberId);
  const organization = store.organizations.get(member?.organization_id ?? '');
  if (member?.status !== 'active' || !organization) return undefined;
  const account = member.oauth_registrations.find(({ profile_picture_url }) => profile_picture_url);
  return {
    byScope: {
      profile: present({ name: member.name, picture: account?.profile_picture_url, locale: account?.locale }),
      email: present({ email: member.email_address, email_verified: member.email_address_verified }),
      phone: present({
        phone_number: member.mfa_phone_number,
        phone_number_verified: member.mfa_phone_number ? member.mfa_phone_number_verified : undefined,
      }),
    },
    token: organizationClaims(organization),
  };
};
