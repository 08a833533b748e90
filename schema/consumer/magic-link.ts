import {
  authenticateUserMagicLink,
  createUserMagicLink,
  inviteUser,
  loginOrCreateUserByMagicLink,
  revokeUserInvitation,
  sendUserMagicLink,
} from '../../resolvers/consumer/magic-link.ts';
import { builder } from '../builder.ts';
import { type InputFieldBuilder, mutation } from '../mutation.ts';
import {
  linkMinutes,
  linkRedirect,
  linkToken,
  mailLocale,
  mailTemplate,
  pkceChallenge,
  pkceVerifier,
} from '../shared/magic-link.ts';
import { actingSessionInput } from '../shared/session.ts';
import { attributesInput } from './client-attributes.ts';
import { userIdInput } from './ids.ts';
import {
  addedToInput,
  mailPayload,
  openAccess,
  pendingInput,
  resetSessionsPayload,
  sessionWishesInput,
  signInAccess,
  signInResult,
  telemetryIdInput,
  userCreatedPayload,
  userDevicePayload,
} from './sign-in.ts';
import { userEdge } from './user.ts';
import { UserNameInput } from './user-factor-type.ts';

const emailAddressInput = (t: InputFieldBuilder, description: string) =>
  t.field({ type: 'EmailAddress', required: true, description });

const ACTIVE = 'the link for an active user';
const OTHERS = 'the link for a first sign-in';

/** Inputs that both mutations for sign-in links share. */
const mailInput = (t: InputFieldBuilder) => ({
  emailAddress: emailAddressInput(t, 'Email address to which the link is sent.'),
  loginMagicLinkUrl: linkRedirect(t, ACTIVE),
  signupMagicLinkUrl: linkRedirect(t, OTHERS),
  codeChallenge: pkceChallenge(t),
  loginTemplateId: mailTemplate(t, 'the email to an active user', 'optional'),
  signupTemplateId: mailTemplate(t, 'the email for a first sign-in', 'optional'),
  locale: mailLocale(t),
  loginExpirationMinutes: linkMinutes(t, ACTIVE),
  signupExpirationMinutes: linkMinutes(t, OTHERS, '10080'),
  ...attributesInput(t),
});

mutation('sendUserMagicLink', {
  access: openAccess('send'),
  operations: ['post /v1/magic_links/email/send', 'get /v1/users/{user_id}'],
  description:
    'Sends a magic link by email that signs an existing user in. If a user calls this, an address that they do not have is added to them, unverified, and removed unless the link is followed within five minutes. The response says only to servers whether a user has the address; all other callers get a success in both cases.',
  input: (t) => ({
    ...mailInput(t),
    ...addedToInput(t, 'email address'),
  }),
  resolve: sendUserMagicLink,
  payload: mailPayload,
});

mutation('loginOrCreateUserByMagicLink', {
  access: openAccess('send'),
  operations: ['post /v1/magic_links/email/login_or_create'],
  description:
    'Sends a magic link by email that signs in. Creates the user if none has the address. The response says only to servers whether a user had it.',
  input: (t) => ({
    ...mailInput(t),
    ...pendingInput(t),
  }),
  resolve: loginOrCreateUserByMagicLink,
  payload: (t) => ({ ...mailPayload(t), ...userCreatedPayload(t) }),
});

const DeviceMatchInput = builder.inputType('DeviceMatchInput', {
  description: 'Which device attributes must match those of the request for the link or passcode.',
  fields: (t) => ({
    ipMatchRequired: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Whether the IP address must match.',
    }),
    userAgentMatchRequired: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Whether the `User-Agent` must match.',
    }),
  }),
});

/** Device match, for all sign-ins with a message. */
export const matchInput = (t: InputFieldBuilder) => ({
  options: t.field({
    type: DeviceMatchInput,
    description: 'Which device attributes must match those of the request for the message. Default: none.',
  }),
});

mutation('authenticateUserMagicLink', {
  access: signInAccess({ token: 'token' }),
  operations: ['post /v1/magic_links/authenticate'],
  description:
    'Signs in with the token of a magic link, which is valid once. The email address becomes verified, and a PENDING user becomes ACTIVE.',
  input: (t) => ({
    token: linkToken(t),
    codeVerifier: pkceVerifier(t),
    ...matchInput(t),
    ...actingSessionInput(t),
    ...sessionWishesInput(t),
    ...telemetryIdInput(t),
    ...attributesInput(t),
  }),
  resolve: authenticateUserMagicLink,
  ...signInResult,
  payload: (t) => ({
    ...userDevicePayload(t),
    methodId: t.exposeString('method_id', {
      nullable: true,
      description: 'Stytch id of the verified email address. Null for a link that Stytch did not send.',
    }),
    ...resetSessionsPayload(t),
  }),
});

mutation('createUserMagicLink', {
  access: { resource: 'stytch.user', action: 'create.magic-link', signedIn: 'none' },
  operations: ['post /v1/magic_links'],
  description:
    'Creates the token of an embeddable magic link, which you deliver yourself. It verifies no email address. The token suffices to sign in as the user. Servers only.',
  input: (t) => ({
    userId: userIdInput(t),
    expirationMinutes: linkMinutes(t, 'the link'),
    ...attributesInput(t),
  }),
  resolve: createUserMagicLink,
  payload: (t) => ({
    token: t.exposeString('token', {
      secret: true,
      description: 'Token for `authenticateUserMagicLink`, valid once. Shown only once.',
    }),
    user: t.field({ ...userEdge, description: 'The user whom the token signs in.' }),
  }),
});

mutation('inviteUser', {
  access: { resource: 'stytch.user', action: 'invite', signedIn: 'none' },
  operations: ['post /v1/magic_links/email/invite'],
  description:
    'Invites a person by email: creates a user with the status PENDING until the person follows the link. `revokeUserInvitation` withdraws the invitation. Servers only.',
  input: (t) => ({
    emailAddress: emailAddressInput(t, 'Email address of the person. No active user may have it.'),
    name: t.field({ type: UserNameInput, description: 'Name of the person.' }),
    inviteMagicLinkUrl: linkRedirect(t, 'the invitation link'),
    inviteTemplateId: mailTemplate(t, 'the invitation email'),
    locale: mailLocale(t),
    inviteExpirationMinutes: linkMinutes(t, 'the invitation link'),
    trustedMetadata: t.field({
      type: 'JSONObject',
      description: 'Your own data about the user. The user can read it.',
    }),
    untrustedMetadata: t.field({
      type: 'JSONObject',
      description: 'Data about the user that the user can write, too.',
    }),
    ...attributesInput(t),
  }),
  resolve: inviteUser,
  payload: (t) => ({
    emailId: t.exposeString('email_id', { description: 'Stytch id of the email address.' }),
    user: t.field({ ...userEdge, description: 'The person as a pending user.' }),
  }),
});

mutation('revokeUserInvitation', {
  access: { resource: 'stytch.user', action: 'invite', signedIn: 'none' },
  operations: ['post /v1/magic_links/email/revoke_invite'],
  description: 'Revokes an invitation: its links stop working. Servers only.',
  input: (t) => ({ emailAddress: emailAddressInput(t, 'Email address that was invited.') }),
  resolve: revokeUserInvitation,
});
