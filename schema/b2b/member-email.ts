import { startMemberEmailUpdate, unlinkRetiredMemberEmail } from '../../resolvers/b2b/member-email.ts';
import { wordEnum } from '../builder.ts';
import { mutation } from '../mutation.ts';
import { Locale } from '../shared/locale.ts';
import { memberIdInput, organizationIdInput } from './ids.ts';
import { Member } from './member.ts';

const EmailDeliveryMethod = wordEnum(
  'EmailDeliveryMethod',
  'How an address is verified by mail.',
  {
    EMAIL_MAGIC_LINK: { value: 'EMAIL_MAGIC_LINK', description: 'A link to follow.' },
    EMAIL_OTP: { value: 'EMAIL_OTP', description: 'A passcode to type in.' },
  },
  'inputOnly',
);

mutation('startMemberEmailUpdate', {
  access: { resource: 'stytch.member', action: 'update.info.email', signedIn: 'permittedOrSelf' },
  operations: ['post /v1/b2b/organizations/{organization_id}/members/{member_id}/start_email_update'],
  description:
    'Begins to change an active member’s address: mail goes to the new one, and once it is answered, within five minutes, the address changes.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    memberId: memberIdInput(t),
    emailAddress: t.field({
      type: 'EmailAddress',
      required: true,
      description: 'New address; nobody else in the organization may have it or have retired it.',
    }),
    deliveryMethod: t.field({
      type: EmailDeliveryMethod,
      description: 'How the new address is verified; by EMAIL_MAGIC_LINK when not given.',
    }),
    loginRedirectUrl: t.field({
      type: 'URL',
      description: 'Where the link leads; the project’s default when not given.',
    }),
    loginTemplateId: t.string({
      description: 'Template of the project for the mail; its default when not given.',
    }),
    locale: t.field({ type: Locale, description: 'Language of the mail; EN when not given.' }),
  }),
  resolve: startMemberEmailUpdate,
  payload: (t) => ({
    member: t.expose('member', { type: Member, description: 'The member, still with the address before.' }),
  }),
});

mutation('unlinkRetiredMemberEmail', {
  access: { resource: 'stytch.member', action: 'update.info.unlink.retired-email', signedIn: 'permittedOrSelf' },
  operations: ['post /v1/b2b/organizations/{organization_id}/members/{member_id}/unlink_retired_email'],
  description: 'Lets go of an address that a member used before, so that others in the organization can take it.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    memberId: memberIdInput(t),
    emailId: t.id({ idOf: 'RetiredEmail', description: 'Id of the address.' }),
    emailAddress: t.field({
      type: 'EmailAddress',
      description: 'The address itself, in place of `emailId`; where both are given they must agree.',
    }),
  }),
  resolve: unlinkRetiredMemberEmail,
  payload: (t) => ({ member: t.expose('member', { type: Member, description: 'The member as they now stand.' }) }),
});
