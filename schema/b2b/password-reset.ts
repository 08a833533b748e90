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

/** The email with the reset link. */
export const passwordResetInput = (t: InputFieldBuilder) => ({
  ...resetMailInput(t),
  verifyEmailTemplateId: t.string({
    description:
      'Id of the project’s template for the email that also verifies the address: for a first password, in projects in which passwords are valid for all organizations. Default: the template set in the project.',
  }),
});

mutation('startMemberPasswordReset', {
  access: 'anyone',
  operations: ['post /v1/b2b/passwords/email/reset/start'],
  description:
    'Sends a link by email with which a member sets a first or new password. The response says only to servers whether a member has the address; all other callers get a success in both cases.',
  input: (t) => ({
    organizationId: organizationNameInput(t),
    emailAddress: t.field({ type: 'EmailAddress', required: true, description: 'Email address of the member.' }),
    ...passwordResetInput(t),
    ...resetLoginInput(t),
    codeChallenge: t.string({
      description:
        'PKCE: SHA-256 hash of a verifier, in base64url. The link then works only for the client that has the verifier.',
    }),
  }),
  resolve: startMemberPasswordReset,
  payload: (t) => ({
    member: t.expose('member', {
      type: Member,
      nullable: true,
      access: serversOnlyAccess,
      description: 'The member who has the address. Null if there is none. Servers only.',
    }),
    emailId: t.exposeString('member_email_id', {
      nullable: true,
      access: serversOnlyAccess,
      description: 'Stytch id of the email address. Null if unknown. Servers only.',
    }),
  }),
});

mutation('resetMemberPassword', {
  access: signInAccess({ passwordResetToken: 'token' }),
  operations: ['post /v1/b2b/passwords/email/reset'],
  description:
    'Sets a password with the token of the link, and signs in. The email address becomes verified. All other sessions of the member are revoked.',
  input: (t) => ({
    passwordResetToken: resetToken(t),
    password: newPassword(t),
    codeVerifier: t.string({
      secret: true,
      description: 'PKCE: the verifier whose hash was sent as `codeChallenge`. Required if there was one.',
    }),
    intermediateSessionToken: t.string({
      secret: true,
      description: 'Token of an unfinished sign-in to which the password adds a factor.',
    }),
    ...joinedSessionInput(t),
    ...sessionWishes(t),
    locale: t.field({
      type: Locale,
      description: 'Language of the text message if a passcode is sent as second factor. Default: EN.',
    }),
    telemetryId: telemetryId(t),
  }),
  resolve: resetMemberPassword,
  ...signInResult,
  payload: (t) => ({
    emailId: t.exposeString('member_email_id', {
      nullable: true,
      description: 'Stytch id of the email address that received the link. Null if unknown.',
    }),
    ...devicePayload(t),
  }),
});

mutation('requireMemberPasswordReset', {
  access: { resource: 'stytch.member', action: 'update.info.delete.password', signedIn: 'permitted' },
  operations: ['post /v1/b2b/passwords/email/require_reset'],
  description:
    'Invalidates the password of an email address in all organizations until it is reset by email. Only for projects in which passwords are valid for all organizations. Members must name their own organization.',
  input: (t) => ({
    emailAddress: t.field({
      type: 'EmailAddress',
      required: true,
      description: 'Email address whose password becomes invalid.',
    }),
    organizationId: t.id({
      idOf: 'Organization',
      description: 'Id of an organization in which a member has the address. Optional for servers.',
    }),
    memberId: t.id({ idOf: 'Member', description: 'Id of that member.' }),
  }),
  resolve: requireMemberPasswordReset,
  payload: (t) => ({
    member: t.expose('member', {
      type: Member,
      nullable: true,
      description: 'The member who has the address. Null if no organization was named.',
    }),
    organization: t.expose('organization', {
      type: Organization,
      nullable: true,
      description: 'The organization of that member. Null if none was named.',
    }),
  }),
});
