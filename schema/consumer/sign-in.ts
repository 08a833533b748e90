/** What all ways to sign in share: who may, what they take, what they answer. */
import {
  type MailResult,
  type MessageResult,
  receiver,
  type SignInShape,
  sessionOf,
  signInOutcome,
  type TextResult,
  type UserSignInOutcomeShape,
} from '../../resolvers/consumer/sign-in.ts';
import { keepSession } from '../../resolvers/shared/sign-in-outcome.ts';
import type { AccessRule } from '../../src/auth/access.ts';
import type { Proofs } from '../../src/auth/proof.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Action } from '../../src/vertical/actions.ts';
import { builder } from '../builder.ts';
import type { InputFieldBuilder, PayloadFieldBuilder } from '../mutation.ts';
import { Device } from '../shared/device.ts';
import { actingSessionInput, deviceInput, sessionClaimsInput } from '../shared/session.ts';
import { sessionTokensPayload } from '../shared/sign-in-outcome.ts';
import { actedForUserIdInput } from './ids.ts';
import { UserSession } from './session.ts';
import { User, userEdge } from './user.ts';

/** Who may sign in: anyone who gives one of these inputs, which Stytch checks. */
export const signInAccess = (proof: Proofs): AccessRule => ({
  resource: 'stytch.user',
  action: 'sign-in',
  signedIn: 'none',
  proof,
});

/**
 * What anyone may ask for, such as a message to an address; servers need no scope either, but for the inputs that only they may
 * give.
 *
 * @param action that a server needs for those inputs
 */
export const openAccess = (action: Action): AccessRule => ({
  resource: 'stytch.user',
  action,
  signedIn: 'none',
  visitors: true,
});

/** How long the session lasts and what it carries. Frontends expect a session, so that one is asked for if nothing else is said. */
export const sessionWishesInput = (t: InputFieldBuilder) => ({
  sessionDurationMinutes: t.int({
    defaultValue: 60,
    description:
      'Minutes until the session ends, from now: 5 to 527040. If the user has a session already, its end moves, also if that is sooner. Null creates no session, and leaves the end of one that the user has.',
  }),
  ...sessionClaimsInput(t, 'optional'),
});

/** The device, for projects that use device fingerprinting. */
export const telemetryIdInput = (t: InputFieldBuilder) => ({ telemetryId: deviceInput(t, 'userDevice') });

const outcomeRef = (kind: UserSignInOutcomeShape['kind']) => builder.objectRef<UserSignInOutcomeShape>(kind);

const session = (t: PayloadFieldBuilder<UserSignInOutcomeShape>) =>
  t.field({
    type: UserSession,
    nullable: true,
    extensions: { exposed: 'session', alsoExposed: ['user_session'], derived: true },
    description: 'The session. Null if Stytch sent its tokens only.',
    resolve: sessionOf,
  });

const UserSignedIn = outcomeRef('UserSignedIn').implement({
  description: 'The user has a session.',
  fields: (t) => ({ ...sessionTokensPayload(t, 'UserSignedIn'), session: session(t) }),
});

const UserSignedInByCookie = outcomeRef('UserSignedInByCookie').implement({
  description:
    'The user has a session, and its tokens are in cookies of the response, not in its body. Only if the gateway sets session cookies.',
  fields: (t) => ({ session: session(t) }),
});

const UserAuthenticated = outcomeRef('UserAuthenticated').implement({
  description: 'The credentials are right, and no session was asked for.',
  fields: (t) => ({
    userId: t.exposeString('user_id', { description: 'Stytch id of the user whose credentials they are.' }),
  }),
});

const UserSignInOutcome = builder.unionType('UserSignInOutcome', {
  description: 'The result of a sign-in: a session, or the fact that the credentials are right.',
  types: [UserSignedIn, UserSignedInByCookie, UserAuthenticated],
  resolveType: ({ kind }) => kind,
});

const SignIn = builder.interfaceRef<SignInShape>('SignIn').implement({
  description: 'What every mutation that signs a user in answers. One fragment on it drives one sign-in screen.',
  fields: (t) => ({
    outcome: t.field({
      type: UserSignInOutcome,
      description: 'A session, or the fact that the credentials are right.',
      resolve: (response, _, context) => signInOutcome(response, context),
    }),
    user: t.expose('user', {
      type: User,
      nullable: true,
      expected: true,
      description: 'The user whose credentials they are. Null if Stytch sent the session only.',
    }),
    requestId: t.exposeString('request_id', { description: 'Id of the call at Stytch, to be named to its support.' }),
  }),
});

/** Of a mutation that signs in: a response that does not tell what it came to is an error. */
export const signInResult = {
  interfaces: [SignIn],
  verify: (response: SignInShape, context: Context): void => {
    signInOutcome(response, context);
    keepSession(response, context);
  },
};

/** The device, of an operation that can be told of one. */
export const userDevicePayload = (t: PayloadFieldBuilder<SignInShape>) => ({
  userDevice: t.expose('user_device', {
    type: Device,
    nullable: true,
    description: 'The device that the user signs in with. Null unless a `telemetryId` was given and recognized.',
  }),
});

/** Whether a sign-in made the account safe from whoever had it before. */
export const resetSessionsPayload = (t: PayloadFieldBuilder<{ reset_sessions: boolean }>) => ({
  resetSessions: t.exposeBoolean('reset_sessions', {
    description:
      'Whether Stytch ended all other sessions of the user: the account had a password, but nobody had proved to own its email address before.',
  }),
});

/** Anyone can have something sent to an address, which tells them nothing: only servers learn whose it is. */
const serversOnlyAccess = { resource: 'stytch.user', action: 'search', signedIn: 'none' } as const satisfies AccessRule;

/** Whom a message went to, or whom a sign-in is begun for. */
export const receiverPayload = (
  t: PayloadFieldBuilder<MessageResult>,
  description = 'Whom the message is for. Servers only, since nothing is proved yet.',
) => ({
  user: t.field({
    type: User,
    nullable: true,
    access: serversOnlyAccess,
    operations: userEdge.operations,
    description,
    resolve: receiver,
  }),
});

/** What a mail to an address answers. */
export const mailPayload = (t: PayloadFieldBuilder<MailResult>) => ({
  emailId: t.exposeString('email_id', { description: 'Stytch id of the address.' }),
  ...receiverPayload(t),
});

/** What a text message to a number answers. */
export const textPayload = (t: PayloadFieldBuilder<TextResult>) => ({
  phoneId: t.exposeString('phone_id', { description: 'Stytch id of the number.' }),
  ...receiverPayload(t),
});

/** Whether a user who is created for a message is active at once. */
export const pendingInput = (t: InputFieldBuilder) => ({
  createUserAsPending: t.boolean({
    serversOnly: 'optional',
    description: 'Whether a new user is PENDING until their first sign-in. Default: false. Servers only.',
  }),
});

/** The user to whom a message may add the address or number that it goes to. */
export const addedToInput = (t: InputFieldBuilder, added: string) => ({
  userId: actedForUserIdInput(t, `User to add the ${added} to.`),
  ...actingSessionInput(t, `Session of the user to add the ${added} to. Users leave it out: they act in their own.`),
});

/** Whether the user was created for a message. */
export const userCreatedPayload = (t: PayloadFieldBuilder<MessageResult>) => ({
  userCreated: t.exposeBoolean('user_created', {
    nullable: true,
    access: serversOnlyAccess,
    description: 'Whether the user was created for this. Servers only.',
  }),
});
