import {
  authenticateUserTotp,
  createUserTotp,
  recoverUser,
  type TotpRecoveryCodesShape,
  userTotpRecoveryCodes,
} from '../../resolvers/consumer/totp.ts';
import type { AccessRule } from '../../src/auth/access.ts';
import { builder, cacheId, contractObject } from '../builder.ts';
import { type InputFieldBuilder, mutation, type PayloadFieldBuilder } from '../mutation.ts';
import { actingSessionInput } from '../shared/session.ts';
import { appCode, enrolmentMinutes, enrolmentPayload, recoveryCodeInput } from '../shared/totp.ts';
import { ownUserIdInput } from './ids.ts';
import { sessionWishesInput, signInResult, telemetryIdInput, userDevicePayload } from './sign-in.ts';
import { STEP_UP } from './step-up.ts';
import { User } from './user.ts';

const TotpRecoveryCodes = contractObject('TotpRecoveryCodes', 'api_totp_v1_TOTP').implement({
  description: 'The recovery codes of an authenticator app, each of which stands in for a passcode of the app once.',
  fields: (t) => ({
    id: cacheId(t, 'TotpRecoveryCodes', ({ totp_id }: TotpRecoveryCodesShape) => [totp_id]),
    totpId: t.exposeString('totp_id', { description: 'Stytch id of the app.' }),
    verified: t.exposeBoolean('verified', { description: 'Whether the first passcode of the app was shown.' }),
    recoveryCodes: t.exposeStringList('recovery_codes', { secret: true, description: 'The codes that are left.' }),
  }),
});

builder.objectField(User, 'totpRecoveryCodes', (t) =>
  t.field({
    type: [TotpRecoveryCodes],
    nullable: true,
    secret: true,
    // A reader of the codes can pass for the user.
    access: { resource: 'stytch.user', action: 'get.recovery-codes', signedIn: 'self' },
    byKey: true,
    operations: ['post /v1/totps/recovery_codes'],
    description: `Recovery codes by authenticator app. Empty without an app. For the user and for servers only. ${STEP_UP}`,
    resolve: userTotpRecoveryCodes,
  }),
);

mutation('createUserTotp', {
  access: { resource: 'stytch.user', action: 'create.totp', signedIn: 'self' },
  operations: ['post /v1/totps', 'get /v1/users/{user_id}'],
  description: `Begins to enroll an authenticator app of a user. It counts once \`authenticateUserTotp\` was given its first passcode. ${STEP_UP}`,
  input: (t) => ({ userId: ownUserIdInput(t), expirationMinutes: enrolmentMinutes(t, 'a day') }),
  resolve: createUserTotp,
  payload: (t) => ({
    totpId: t.exposeString('totp_id', { description: 'Stytch id of the app.' }),
    ...enrolmentPayload(t),
    user: t.expose('user', { type: User, nullable: true, expected: true, description: 'The user whose app it is.' }),
  }),
});

/**
 * A code of an authenticator app, or one that stands in for it, is a second factor: it needs a session, of the bearer or in the
 * input. Stytch takes it without one, and would make a session that rests on the code alone; so only servers may leave it out.
 */
const secondFactorAccess = {
  resource: 'stytch.user',
  action: 'sign-in',
  signedIn: 'self',
} as const satisfies AccessRule;

/** What both take beside the code. */
const secondFactorInput = (t: InputFieldBuilder) => ({
  userId: ownUserIdInput(t),
  ...actingSessionInput(
    t,
    'Session to add this to, for callers without a bearer. Users leave it out: they add to their own. Only servers may give none.',
  ),
  ...sessionWishesInput(t),
  ...telemetryIdInput(t),
});

const totpIdPayload = (t: PayloadFieldBuilder<{ totp_id: string }>) => ({
  totpId: t.exposeString('totp_id', { description: 'Stytch id of the app.' }),
});

mutation('authenticateUserTotp', {
  access: secondFactorAccess,
  operations: ['post /v1/totps/authenticate'],
  description:
    'Adds a passcode of the authenticator app to a session, as second factor. The first one verifies the app. Too many wrong ones lock sign-in of the user for a while.',
  input: (t) => ({ ...secondFactorInput(t), totpCode: appCode(t) }),
  resolve: authenticateUserTotp,
  ...signInResult,
  payload: (t) => ({ ...userDevicePayload(t), ...totpIdPayload(t) }),
});

mutation('recoverUser', {
  access: secondFactorAccess,
  operations: ['post /v1/totps/recover'],
  description:
    'Adds a recovery code to a session, as second factor where the authenticator app is lost. A code works once.',
  input: (t) => ({ ...secondFactorInput(t), recoveryCode: recoveryCodeInput(t) }),
  resolve: recoverUser,
  ...signInResult,
  payload: (t) => ({ ...userDevicePayload(t), ...totpIdPayload(t) }),
});
