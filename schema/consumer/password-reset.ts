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
    'Mails a link by which a user sets a password, the first or a new one, by `resetUserPassword`. A second link in the mail signs in without one, by `authenticateUserMagicLink`. Only servers are told whether somebody has the address; everybody else sees a success either way.',
  input: (t) => ({
    emailAddress: t.field({ type: 'EmailAddress', required: true, description: 'Address of the user.' }),
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
    'Sets a password by the link that was mailed, and signs in. The address is verified by it. All other sessions of the user end.',
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
