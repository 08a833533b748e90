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

const ACTIVE = 'login of an active user';
const OTHERS = 'first login of anybody else';

/** What both mutations that mail a link to sign in by take. */
const mailInput = (t: InputFieldBuilder) => ({
  emailAddress: emailAddressInput(t, 'Address that the link is mailed to.'),
  loginMagicLinkUrl: linkRedirect(t, ACTIVE),
  signupMagicLinkUrl: linkRedirect(t, OTHERS),
  codeChallenge: pkceChallenge(t),
  loginTemplateId: mailTemplate(t, 'mail to an active user', 'optional'),
  signupTemplateId: mailTemplate(t, 'mail to anybody else', 'optional'),
  locale: mailLocale(t),
  loginExpirationMinutes: linkMinutes(t, ACTIVE),
  signupExpirationMinutes: linkMinutes(t, OTHERS, 'a week'),
  ...attributesInput(t),
});

mutation('sendUserMagicLink', {
  access: openAccess('send'),
  operations: ['post /v1/magic_links/email/send', 'get /v1/users/{user_id}'],
  description:
    'Mails a link that signs an existing user in. If a user acts, an address that is not theirs yet is added to them, unverified: it stays if the link is followed within five minutes. Only servers are told whether somebody has the address; everybody else sees a success either way.',
  input: (t) => ({
    ...mailInput(t),
    ...addedToInput(t, 'address'),
  }),
  resolve: sendUserMagicLink,
  payload: mailPayload,
});

mutation('loginOrCreateUserByMagicLink', {
  access: openAccess('send'),
  operations: ['post /v1/magic_links/email/login_or_create'],
  description:
    'Mails a link that signs in, and creates the user if nobody has the address. Only servers are told whether somebody has it.',
  input: (t) => ({
    ...mailInput(t),
    ...pendingInput(t),
  }),
  resolve: loginOrCreateUserByMagicLink,
  payload: (t) => ({ ...mailPayload(t), ...userCreatedPayload(t) }),
});

const DeviceMatchInput = builder.inputType('DeviceMatchInput', {
  description: 'What has to be the same when a link or a passcode is used as when it was asked for.',
  fields: (t) => ({
    ipMatchRequired: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Whether the IP address has to be the same.',
    }),
    userAgentMatchRequired: t.boolean({
      required: true,
      defaultValue: false,
      description: 'Whether the `User-Agent` has to be the same.',
    }),
  }),
});

/** What has to match, for everything that is done by a message. */
export const matchInput = (t: InputFieldBuilder) => ({
  options: t.field({
    type: DeviceMatchInput,
    description: 'What has to be the same as when the message was asked for. Default: nothing.',
  }),
});

mutation('authenticateUserMagicLink', {
  access: signInAccess({ token: 'token' }),
  operations: ['post /v1/magic_links/authenticate'],
  description:
    'Signs in by the token of a link that was followed. The address is verified by it, and a PENDING user becomes ACTIVE. A link works once.',
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
      description:
        'Stytch id of the address that was shown to be theirs. Null for a link that was not mailed by Stytch.',
    }),
    ...resetSessionsPayload(t),
  }),
});

mutation('createUserMagicLink', {
  access: { resource: 'stytch.user', action: 'create.magic-link', signedIn: 'none' },
  operations: ['post /v1/magic_links'],
  description:
    'Creates the token of a link that you send yourself (an embeddable magic link). It verifies no address. Servers only, since whoever has the token is the user.',
  input: (t) => ({
    userId: userIdInput(t),
    expirationMinutes: linkMinutes(t, 'login'),
    ...attributesInput(t),
  }),
  resolve: createUserMagicLink,
  payload: (t) => ({
    token: t.exposeString('token', {
      secret: true,
      description: 'Signs in by `authenticateUserMagicLink`, once. Shown only once.',
    }),
    user: t.field({ ...userEdge, description: 'Whom it signs in.' }),
  }),
});

mutation('inviteUser', {
  access: { resource: 'stytch.user', action: 'invite', signedIn: 'none' },
  operations: ['post /v1/magic_links/email/invite'],
  description:
    'Invites a person by mail: creates a user with the status PENDING until they follow the link. `revokeUserInvitation` takes it back. Servers only.',
  input: (t) => ({
    emailAddress: emailAddressInput(t, 'Address of the person. No active user may have it.'),
    name: t.field({ type: UserNameInput, description: 'What the person is called.' }),
    inviteMagicLinkUrl: linkRedirect(t, 'invitation'),
    inviteTemplateId: mailTemplate(t, 'invitation'),
    locale: mailLocale(t),
    inviteExpirationMinutes: linkMinutes(t, 'invitation'),
    trustedMetadata: t.field({
      type: 'JSONObject',
      description: 'Your own data about the user, which they can read.',
    }),
    untrustedMetadata: t.field({ type: 'JSONObject', description: 'Data about the user that they may write too.' }),
    ...attributesInput(t),
  }),
  resolve: inviteUser,
  payload: (t) => ({
    emailId: t.exposeString('email_id', { description: 'Stytch id of the address.' }),
    user: t.field({ ...userEdge, description: 'The person, as a pending user.' }),
  }),
});

mutation('revokeUserInvitation', {
  access: { resource: 'stytch.user', action: 'invite', signedIn: 'none' },
  operations: ['post /v1/magic_links/email/revoke_invite'],
  description: 'Takes an invitation back: its links stop working. Servers only.',
  input: (t) => ({ emailAddress: emailAddressInput(t, 'Address that was invited.') }),
  resolve: revokeUserInvitation,
});
