import type { MemberKey } from '../../loaders/b2b/member.ts';
import { memberLoader } from '../../loaders/b2b/member.ts';
import type { Context } from '../../src/graphql/context.ts';
import { StytchError } from '../../src/stytch/error.ts';
import { forward } from '../forward.ts';

export const deleteMemberMfaPhoneNumber = forward(
  'delete',
  '/v1/b2b/organizations/{organization_id}/members/mfa_phone_numbers/{member_id}',
);

export const deleteMemberTotp = forward('delete', '/v1/b2b/organizations/{organization_id}/members/{member_id}/totp');

/** Stytch requires the id of the password; the mutation takes the id of the member and looks it up. */
export const deleteMemberPassword = async (
  _: unknown,
  { input: { organizationId, memberId } }: { input: MemberKey },
  { stytch, loaders }: Context,
) => {
  const member = await loaders.get(memberLoader).load({ organizationId, memberId });
  if (!member?.member_password_id) {
    throw new StytchError({ code: 'NOT_FOUND', message: 'Member not found, or the member has no password.' });
  }
  return stytch.call('delete', '/v1/b2b/organizations/{organization_id}/members/passwords/{member_password_id}', {
    organizationId,
    memberPasswordId: member.member_password_id,
  });
};
