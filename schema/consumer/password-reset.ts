import { resetUserPassword, startUserPasswordReset } from '../../resolvers/consumer/password-reset.ts';
import { mutation } from '../mutation.ts';
import { pkceChallenge, pkceVerifier } from '../shared/magic-link.ts';
import { newPassword, resetLoginInput, resetMailInput, resetToken } from '../shared/password-reset.ts';
import { actingSessionInput } from '../shared/session.ts';
import { attributesInput } from './client-attributes.ts';
import { matchInput } from './magic-link.ts';
import {
  mailPayload,
  openAccess,
  sessionWishesInput,
  signInAccess,
  signInResult,
  telemetryIdInput,
  userDevicePayload,
} from './sign-in.ts';

mutation('startUserPasswordReset', {
  access: openAccess('send'),
  operations: ['post /v1/passwords/email/reset/start'],
  description:
    'Sends a link by email with which a user sets a first or new password (`resetUserPassword`). A second link in the email signs in without a new password (`authenticateUserMagicLink`). The response says only to servers whether a user has the address; all other callers get a success in both cases.',
  input: (t) => ({
    emailAddress: t.field({ type: 'EmailAddress', required: true, description: 'Email address of the user.' }),
    ...resetMailInput(t, 'optional'),
    ...resetLoginInput(t),
    codeChallenge: pkceChallenge(t),
    ...attributesInput(t),
  }),
  resolve: startUserPasswordReset,
  payload: mailPayload,
});

mutation('resetUserPassword', {
  access: signInAccess({ token: 'token' }),
  operations: ['post /v1/passwords/email/reset'],
  description:
    'Sets a password with the token of the link, and signs in. The email address becomes verified. All other sessions of the user are revoked.',
  input: (t) => ({
    token: resetToken(t),
    password: newPassword(t),
    codeVerifier: pkceVerifier(t),
    ...matchInput(t),
    ...actingSessionInput(t),
    ...sessionWishesInput(t),
    ...telemetryIdInput(t),
    ...attributesInput(t),
  }),
  resolve: resetUserPassword,
  ...signInResult,
  payload: userDevicePayload,
});
