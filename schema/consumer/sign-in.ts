/** Access rules, inputs and payloads that all sign-in methods share. */
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

/** Anyone who sends one of these credentials may sign in: Stytch verifies them. */
export const signInAccess = (proof: Proofs): AccessRule => ({
  resource: 'stytch.user',
  action: 'sign-in',
  signedIn: 'none',
  proof,
});

/**
 * Access rule of operations that anyone may call, such as sending a message. Servers need no scope either, except for
 * inputs that only servers may send.
 *
 * @param action the action that a server needs for those inputs
 */
export const openAccess = (action: Action): AccessRule => ({
  resource: 'stytch.user',
  action,
  signedIn: 'none',
  visitors: true,
});

/**
 * Lifetime and custom claims of a session. Unlike Stytch, the gateway creates a session by default: frontends expect
 * one.
 */
export const sessionWishesInput = (t: InputFieldBuilder) => ({
  sessionDurationMinutes: t.int({
    defaultValue: 60,
    description:
      'Lifetime of the session from now: 5 to 527040 minutes. For an existing session it replaces the end, even by an earlier one. Null creates no session and leaves an existing one unchanged.',
  }),
  ...sessionClaimsInput(t, 'optional'),
});

/** Input of device fingerprinting, for projects that use it. */
export const telemetryIdInput = (t: InputFieldBuilder) => ({ telemetryId: deviceInput(t, 'userDevice') });

const outcomeRef = (kind: UserSignInOutcomeShape['kind']) => builder.objectRef<UserSignInOutcomeShape>(kind);

const session = (t: PayloadFieldBuilder<UserSignInOutcomeShape>) =>
  t.field({
    type: UserSession,
    nullable: true,
    extensions: { exposed: 'session', alsoExposed: ['user_session'], derived: true },
    description: 'The session. Null if Stytch sent only its tokens.',
    resolve: sessionOf,
  });

const UserSignedIn = outcomeRef('UserSignedIn').implement({
  description: 'The sign-in is complete: the user has a session.',
  fields: (t) => ({ ...sessionTokensPayload(t, 'UserSignedIn'), session: session(t) }),
});

const UserSignedInByCookie = outcomeRef('UserSignedInByCookie').implement({
  description:
    'The sign-in is complete. The session tokens are in cookies of the response, not in its body. Only if the gateway is configured to set session cookies.',
  fields: (t) => ({ session: session(t) }),
});

const UserAuthenticated = outcomeRef('UserAuthenticated').implement({
  description: 'The credentials are valid, and no session was requested.',
  fields: (t) => ({
    userId: t.exposeString('user_id', { description: 'Stytch id of the user.' }),
  }),
});

const UserSignInOutcome = builder.unionType('UserSignInOutcome', {
  description: 'Result of a sign-in: a session, or only the fact that the credentials are valid.',
  types: [UserSignedIn, UserSignedInByCookie, UserAuthenticated],
  resolveType: ({ kind }) => kind,
});

const SignIn = builder.interfaceRef<SignInShape>('SignIn').implement({
  description: 'Interface of the payloads of all mutations that sign in. One fragment on it handles every sign-in.',
  fields: (t) => ({
    outcome: t.field({
      type: UserSignInOutcome,
      description: 'A session, or only the fact that the credentials are valid.',
      resolve: (response, _, context) => signInOutcome(response, context),
    }),
    user: t.expose('user', {
      type: User,
      nullable: true,
      expected: true,
      description: 'The user who signs in. Null if Stytch sent only the session.',
    }),
    requestId: t.exposeString('request_id', { description: 'Id of the call to Stytch, for its support.' }),
  }),
});

/** Result options of mutations that sign in. A response without an outcome is an error. */
export const signInResult = {
  interfaces: [SignIn],
  verify: (response: SignInShape, context: Context): void => {
    signInOutcome(response, context);
    keepSession(response, context);
  },
};

/** The device, for operations that accept a `telemetryId`. */
export const userDevicePayload = (t: PayloadFieldBuilder<SignInShape>) => ({
  userDevice: t.expose('user_device', {
    type: Device,
    nullable: true,
    description: 'The device of the sign-in. Null unless `telemetryId` was given and recognized.',
  }),
});

/** Whether a sign-in revoked sessions that a previous holder of the account may have. */
export const resetSessionsPayload = (t: PayloadFieldBuilder<{ reset_sessions: boolean }>) => ({
  resetSessions: t.exposeBoolean('reset_sessions', {
    description:
      'Whether Stytch revoked all other sessions of the user. It does so if the account has a password but its email address was never verified before.',
  }),
});

/** Enumeration prevention: anyone may send a message to an address, so only servers learn who has it. */
const serversOnlyAccess = { resource: 'stytch.user', action: 'search', signedIn: 'none' } as const satisfies AccessRule;

/** The user who receives a message, or for whom a sign-in starts. */
export const receiverPayload = (
  t: PayloadFieldBuilder<MessageResult>,
  description = 'The user who receives the message. Servers only: nothing is verified yet.',
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

/** Payload of an email. */
export const mailPayload = (t: PayloadFieldBuilder<MailResult>) => ({
  emailId: t.exposeString('email_id', { description: 'Stytch id of the email address.' }),
  ...receiverPayload(t),
});

/** Payload of a text message. */
export const textPayload = (t: PayloadFieldBuilder<TextResult>) => ({
  phoneId: t.exposeString('phone_id', { description: 'Stytch id of the phone number.' }),
  ...receiverPayload(t),
});

/** Status of a user who is created for a message. */
export const pendingInput = (t: InputFieldBuilder) => ({
  createUserAsPending: t.boolean({
    serversOnly: 'optional',
    description:
      'Whether a new user is PENDING until the first sign-in. Default: false, the user is ACTIVE immediately. Servers only.',
  }),
});

/** The user to whom the address or number of a message is added. */
export const addedToInput = (t: InputFieldBuilder, added: string) => ({
  userId: actedForUserIdInput(t, `User to whom the ${added} is added.`),
  ...actingSessionInput(t, `Session of the user to whom the ${added} is added. Users omit it: they act in their own.`),
});

/** Whether the user was created for a message. */
export const userCreatedPayload = (t: PayloadFieldBuilder<MessageResult>) => ({
  userCreated: t.exposeBoolean('user_created', {
    nullable: true,
    access: serversOnlyAccess,
    description: 'Whether the user was created by this call. Servers only.',
  }),
});
