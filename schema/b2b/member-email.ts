import { startMemberEmailUpdate, unlinkRetiredMemberEmail } from '../../resolvers/b2b/member-email.ts';
import { wordEnum } from '../builder.ts';
import { mutation } from '../mutation.ts';
import { Locale } from '../shared/locale.ts';
import { memberIdInput, organizationIdInput } from './ids.ts';
import { Member } from './member.ts';

const EmailDeliveryMethod = wordEnum(
  'EmailDeliveryMethod',
  'How a new email address is verified.',
  {
    EMAIL_MAGIC_LINK: { value: 'EMAIL_MAGIC_LINK', description: 'A magic link.' },
    EMAIL_OTP: { value: 'EMAIL_OTP', description: 'A one-time passcode.' },
  },
  'inputOnly',
);

mutation('startMemberEmailUpdate', {
  access: { resource: 'stytch.member', action: 'update.info.email', signedIn: 'permittedOrSelf' },
  operations: ['post /v1/b2b/organizations/{organization_id}/members/{member_id}/start_email_update'],
  description:
    'Starts a change of an active member’s email address: Stytch sends an email to the new address, which replaces the old one when it is verified within five minutes.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    memberId: memberIdInput(t),
    emailAddress: t.field({
      type: 'EmailAddress',
      required: true,
      description:
        'The new email address. No other member of the organization may have it, or have it as a retired address.',
    }),
    deliveryMethod: t.field({
      type: EmailDeliveryMethod,
      description: 'How the new address is verified. Default: EMAIL_MAGIC_LINK.',
    }),
    loginRedirectUrl: t.field({
      type: 'URL',
      description: 'URL that the link opens. Default: the URL set in the project.',
    }),
    loginTemplateId: t.string({
      description: 'Id of the project’s template for the email. Default: the template set in the project.',
    }),
    locale: t.field({ type: Locale, description: 'Language of the email. Default: EN.' }),
  }),
  resolve: startMemberEmailUpdate,
  payload: (t) => ({
    member: t.expose('member', { type: Member, description: 'The member, still with the old address.' }),
  }),
});

mutation('unlinkRetiredMemberEmail', {
  access: { resource: 'stytch.member', action: 'update.info.unlink.retired-email', signedIn: 'permittedOrSelf' },
  operations: ['post /v1/b2b/organizations/{organization_id}/members/{member_id}/unlink_retired_email'],
  description: 'Unlinks a retired email address from a member, so that another member of the organization can use it.',
  input: (t) => ({
    organizationId: organizationIdInput(t),
    memberId: memberIdInput(t),
    emailId: t.id({ idOf: 'RetiredEmail', description: 'Id of the retired address.' }),
    emailAddress: t.field({
      type: 'EmailAddress',
      description: 'The retired address, instead of `emailId`. If both are given they must match.',
    }),
  }),
  resolve: unlinkRetiredMemberEmail,
  payload: (t) => ({ member: t.expose('member', { type: Member, description: 'The updated member.' }) }),
});
