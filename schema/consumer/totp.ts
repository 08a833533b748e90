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
  description: 'The recovery codes of an authenticator app. Each replaces a passcode of the app once.',
  fields: (t) => ({
    id: cacheId(t, 'TotpRecoveryCodes', ({ totp_id }: TotpRecoveryCodesShape) => [totp_id]),
    totpId: t.exposeString('totp_id', { description: 'Stytch id of the app.' }),
    verified: t.exposeBoolean('verified', { description: 'Whether the first passcode of the app was verified.' }),
    recoveryCodes: t.exposeStringList('recovery_codes', { secret: true, description: 'The unused codes.' }),
  }),
});

builder.objectField(User, 'totpRecoveryCodes', (t) =>
  t.field({
    type: [TotpRecoveryCodes],
    nullable: true,
    secret: true,
    // A recovery code authenticates the user.
    access: { resource: 'stytch.user', action: 'get.recovery-codes', signedIn: 'self' },
    byKey: true,
    operations: ['post /v1/totps/recovery_codes'],
    description: `Recovery codes by authenticator app. Empty if there is none. For the user and for servers only. ${STEP_UP}`,
    resolve: userTotpRecoveryCodes,
  }),
);

mutation('createUserTotp', {
  access: { resource: 'stytch.user', action: 'create.totp', signedIn: 'self' },
  operations: ['post /v1/totps', 'get /v1/users/{user_id}'],
  description: `Starts to enroll an authenticator app as a user’s second factor. The app is enrolled when \`authenticateUserTotp\` accepts its first passcode. ${STEP_UP}`,
  input: (t) => ({ userId: ownUserIdInput(t), expirationMinutes: enrolmentMinutes(t, '1440') }),
  resolve: createUserTotp,
  payload: (t) => ({
    totpId: t.exposeString('totp_id', { description: 'Stytch id of the app.' }),
    ...enrolmentPayload(t),
    user: t.expose('user', {
      type: User,
      nullable: true,
      expected: true,
      description: 'The user who enrolls the app.',
    }),
  }),
});

/**
 * A passcode or recovery code is a second factor and requires a session, of the bearer token or in the input. Stytch
 * accepts the code alone and would create a session from it, so only servers may omit the session.
 */
const secondFactorAccess = {
  resource: 'stytch.user',
  action: 'sign-in',
  signedIn: 'self',
} as const satisfies AccessRule;

/** Inputs that both mutations share, without the code. */
const secondFactorInput = (t: InputFieldBuilder) => ({
  userId: ownUserIdInput(t),
  ...actingSessionInput(
    t,
    'Session to which the factor is added, for callers without a bearer token. Users omit it: the factor is added to their own session. Required unless the caller is a server.',
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
    'Verifies a passcode of the authenticator app as second factor, and adds the factor to a session. The first one verifies the app. Too many wrong ones lock the user temporarily.',
  input: (t) => ({ ...secondFactorInput(t), totpCode: appCode(t) }),
  resolve: authenticateUserTotp,
  ...signInResult,
  payload: (t) => ({ ...userDevicePayload(t), ...totpIdPayload(t) }),
});

mutation('recoverUser', {
  access: secondFactorAccess,
  operations: ['post /v1/totps/recover'],
  description:
    'Adds a recovery code to a session, as second factor instead of a lost authenticator app. The code stops working.',
  input: (t) => ({ ...secondFactorInput(t), recoveryCode: recoveryCodeInput(t) }),
  resolve: recoverUser,
  ...signInResult,
  payload: (t) => ({ ...userDevicePayload(t), ...totpIdPayload(t) }),
});
