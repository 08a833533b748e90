import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { findMember, findOrganization, memberResult } from './find.ts';
import { saveMember } from './save.ts';
import { type Member, type Organization, type Store, secretsOf } from './store.ts';

/** Second factors that a member has. */
export const mfaMethodsOf = ({ totp_registration_id, mfa_phone_number }: Member) => [
  ...(totp_registration_id ? ['totp'] : []),
  ...(mfa_phone_number ? ['sms_otp'] : []),
];

/**
 * Corrects the default second factor: unchanged if the member has it, else the first one that the member has, else
 * empty.
 */
export const resolveDefaultMfa = (member: Member): Member => {
  const methods = mfaMethodsOf(member);
  const kept = methods.includes(member.default_mfa_method) ? member.default_mfa_method : undefined;
  return { ...member, default_mfa_method: kept ?? methods[0] ?? '' };
};

/** Deletes a member's password, if any. */
export const dropPassword = (store: Store, memberId: string) => {
  const { password: _, ...rest } = secretsOf(store, memberId);
  store.memberSecrets.set(memberId, rest);
};

const memberOfPassword = (store: Store, { organization_id }: Organization, passwordId: string) =>
  store.members
    .with('password', passwordId)
    .find((member) => member.organization_id === organization_id && member.status !== 'deleted');

/** Deleting a factor ends no session; the next sign-in needs another factor. */
export const memberFactor = {
  api_organization_v1_organizations_members_DeleteMFAPhoneNumber: {
    needs: {
      resource: 'stytch.member',
      action: 'update.info.delete.mfa-phone',
      self: ({ params }) => params.member_id,
    },
    answer: ({ store, params }) => {
      const member = findMember(store, findOrganization(store, params.organization_id), params.member_id);
      if (!member.mfa_phone_number) fail(404, 'member_phone_number_not_found', 'The member has no phone number.');
      const without = { ...member, mfa_phone_number: '', mfa_phone_number_verified: false };
      return memberResult(store, saveMember(store, resolveDefaultMfa(without)));
    },
  },

  api_organization_v1_organizations_members_DeleteTOTP: {
    needs: {
      resource: 'stytch.member',
      action: 'update.info.delete.mfa-totp',
      self: ({ params }) => params.member_id,
    },
    answer: ({ store, params }) => {
      const member = findMember(store, findOrganization(store, params.organization_id), params.member_id);
      const { totp, ...rest } = secretsOf(store, member.member_id);
      if (!totp) fail(404, 'totp_not_found', 'The member has no authenticator app.');
      // Recovery codes are only valid with an authenticator app.
      store.memberSecrets.set(member.member_id, { ...rest, recovery_codes: [] });
      return memberResult(store, saveMember(store, resolveDefaultMfa({ ...member, totp_registration_id: '' })));
    },
  },

  api_organization_v1_organizations_members_DeletePassword: {
    needs: {
      resource: 'stytch.member',
      action: 'update.info.delete.password',
      self: ({ store, params }) =>
        memberOfPassword(store, findOrganization(store, params.organization_id), params.member_password_id)?.member_id,
    },
    answer: ({ store, params }) => {
      if (store.crossOrganizationPasswords) {
        fail(
          400,
          'cross_org_passwords_enabled',
          'A password that holds across organizations waits for a reset instead.',
        );
      }
      const organization = findOrganization(store, params.organization_id);
      const member = memberOfPassword(store, organization, params.member_password_id);
      if (!member) return fail(404, 'member_password_not_found', 'No member has a password of this id.');
      dropPassword(store, member.member_id);
      return memberResult(store, saveMember(store, { ...member, member_password_id: '' }));
    },
  },
} satisfies DomainHandlers;
