import {
  deleteMemberMfaPhoneNumber,
  deleteMemberPassword,
  deleteMemberTotp,
} from '../../resolvers/b2b/member-factor.ts';
import { mutation } from '../mutation.ts';
import { memberIdInput, organizationIdInput } from './ids.ts';
import { Member } from './member.ts';

mutation('deleteMemberMfaPhoneNumber', {
  access: { resource: 'stytch.member', action: 'update.info.delete.mfa-phone', signedIn: 'permittedOrSelf' },
  operations: ['delete /v1/b2b/organizations/{organization_id}/members/mfa_phone_numbers/{member_id}'],
  description: 'Deletes a member’s phone number as a second factor. Their sessions continue.',
  input: (t) => ({ organizationId: organizationIdInput(t), memberId: memberIdInput(t) }),
  resolve: deleteMemberMfaPhoneNumber,
  payload: (t) => ({ member: t.expose('member', { type: Member, description: 'The updated member.' }) }),
});

mutation('deleteMemberTotp', {
  access: { resource: 'stytch.member', action: 'update.info.delete.mfa-totp', signedIn: 'permittedOrSelf' },
  operations: ['delete /v1/b2b/organizations/{organization_id}/members/{member_id}/totp'],
  description: 'Deletes a member’s authenticator app as a second factor. Their sessions continue.',
  input: (t) => ({ organizationId: organizationIdInput(t), memberId: memberIdInput(t) }),
  resolve: deleteMemberTotp,
  payload: (t) => ({ member: t.expose('member', { type: Member, description: 'The updated member.' }) }),
});

mutation('deleteMemberPassword', {
  access: { resource: 'stytch.member', action: 'update.info.delete.password', signedIn: 'permittedOrSelf' },
  operations: [
    'delete /v1/b2b/organizations/{organization_id}/members/passwords/{member_password_id}',
    'get /v1/b2b/organizations/{organization_id}/member',
  ],
  description:
    'Deletes a member’s password. Only for projects in which a password belongs to one organization, not to all of them.',
  input: (t) => ({ organizationId: organizationIdInput(t), memberId: memberIdInput(t) }),
  resolve: deleteMemberPassword,
  payload: (t) => ({ member: t.expose('member', { type: Member, description: 'The updated member.' }) }),
});
