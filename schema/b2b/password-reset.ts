import {
  requireMemberPasswordReset,
  resetMemberPassword,
  startMemberPasswordReset,
} from '../../resolvers/b2b/password-reset.ts';
import { type InputFieldBuilder, mutation } from '../mutation.ts';
import { Locale } from '../shared/locale.ts';
import { newPassword, resetLoginInput, resetMailInput, resetToken } from '../shared/password-reset.ts';
import { joinedSessionInput, sessionWishes } from '../shared/session.ts';
import { organizationNameInput } from './ids.ts';
import { Member } from './member.ts';
import { Organization } from './organization.ts';
import { serversOnlyAccess, signInAccess, telemetryId } from './sign-in.ts';
import { devicePayload, signInResult } from './sign-in-outcome.ts';

/** The mail that leads to a new password. */
export const passwordResetInput = (t: InputFieldBuilder) => ({
  ...resetMailInput(t),
  verifyEmailTemplateId: t.string({
    description:
      'Template for the mail to an address whose first password this is, where passwords hold across organizations; the project’s default when not given.',
  }),
});

mutation('startMemberPasswordReset', {
  access: 'anyone',
  operations: ['post /v1/b2b/passwords/email/reset/start'],
  description:
    'Mails a link by which a member sets a password, the first or a new one. Only servers learn whether anybody has the address; to others it always looks as if the mail had gone out.',
  input: (t) => ({
    organizationId: organizationNameInput(t),
    emailAddress: t.field({ type: 'EmailAddress', required: true, description: 'Address of the member.' }),
    ...passwordResetInput(t),
    ...resetLoginInput(t),
    codeChallenge: t.string({
      description: 'PKCE: SHA-256 of a verifier, in base64url, so that the link only works where it was asked for.',
    }),
  }),
  resolve: startMemberPasswordReset,
  payload: (t) => ({
    member: t.expose('member', {
      type: Member,
      nullable: true,
      access: serversOnlyAccess,
      description: 'Who was mailed. Servers only.',
    }),
    emailId: t.exposeString('member_email_id', {
      nullable: true,
      access: serversOnlyAccess,
      description: 'Stytch id of the address. Servers only.',
    }),
  }),
});

mutation('resetMemberPassword', {
  access: signInAccess({ passwordResetToken: 'token' }),
  operations: ['post /v1/b2b/passwords/email/reset'],
  description:
    'Sets a password by the link that was mailed, and signs in. The address counts as verified; all other sessions of the member end.',
  input: (t) => ({
    passwordResetToken: resetToken(t),
    password: newPassword(t),
    codeVerifier: t.string({ secret: true, description: 'PKCE: what `codeChallenge` was made from, if it was given.' }),
    intermediateSessionToken: t.string({
      secret: true,
      description: 'Token of a sign-in under way, if the password is to be added to it.',
    }),
    ...joinedSessionInput(t),
    ...sessionWishes(t),
    locale: t.field({
      type: Locale,
      description: 'Language of the passcode that is texted where a second factor is missing; English when not given.',
    }),
    telemetryId: telemetryId(t),
  }),
  resolve: resetMemberPassword,
  ...signInResult,
  payload: (t) => ({
    emailId: t.exposeString('member_email_id', {
      nullable: true,
      description: 'Stytch id of the address that was mailed.',
    }),
    ...devicePayload(t),
  }),
});

mutation('requireMemberPasswordReset', {
  access: { resource: 'stytch.member', action: 'update.info.delete.password', signedIn: 'permitted' },
  operations: ['post /v1/b2b/passwords/email/require_reset'],
  description:
    'Voids the password of an address wherever it holds, until it is reset by email. Only where passwords hold across organizations; members name their own organization.',
  input: (t) => ({
    emailAddress: t.field({ type: 'EmailAddress', required: true, description: 'The address.' }),
    organizationId: t.id({
      idOf: 'Organization',
      description: 'Id of an organization where somebody has the address; servers may leave it out.',
    }),
    memberId: t.id({ idOf: 'Member', description: 'Id of the member who has the address there.' }),
  }),
  resolve: requireMemberPasswordReset,
  payload: (t) => ({
    member: t.expose('member', {
      type: Member,
      nullable: true,
      description: 'Who has the address; null where no organization was named.',
    }),
    organization: t.expose('organization', {
      type: Organization,
      nullable: true,
      description: 'Their organization; null where none was named.',
    }),
  }),
});
