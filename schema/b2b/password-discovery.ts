import {
  authenticateDiscoveryPassword,
  resetDiscoveryPassword,
  startDiscoveryPasswordReset,
} from '../../resolvers/b2b/password-discovery.ts';
import { mutation } from '../mutation.ts';
import { newPassword, resetToken } from '../shared/password-reset.ts';
import { discoveryPayload } from './discovery.ts';
import { passwordResetInput } from './password-reset.ts';
import { signInAccess } from './sign-in.ts';
import { discoveryResult } from './sign-in-outcome.ts';

mutation('authenticateDiscoveryPassword', {
  access: signInAccess({ password: 'password' }),
  operations: ['post /v1/b2b/passwords/discovery/authenticate'],
  description:
    'Verifies an email address with a password that is valid for all organizations. A wrong password counts as a failed attempt, as in `authenticateMemberPassword`.',
  input: (t) => ({
    emailAddress: t.field({ type: 'EmailAddress', required: true, description: 'Email address of the person.' }),
    password: t.string({ required: true, secret: true, description: 'The password.' }),
  }),
  resolve: authenticateDiscoveryPassword,
  ...discoveryResult,
  payload: discoveryPayload,
});

mutation('startDiscoveryPasswordReset', {
  access: 'anyone',
  operations: ['post /v1/b2b/passwords/discovery/email/reset/start'],
  description:
    'Sends a link by email to set a password that is valid for all organizations. The response does not say whether anyone has the address.',
  input: (t) => ({
    emailAddress: t.field({ type: 'EmailAddress', required: true, description: 'Email address of the person.' }),
    ...passwordResetInput(t),
    discoveryRedirectUrl: t.field({
      type: 'URL',
      description:
        'URL that the link for continuing without a new password opens. Default: the URL set in the project.',
    }),
    codeChallenge: t.string({
      description:
        'PKCE: SHA-256 hash of a verifier, in base64url. The link then works only for the client that has the verifier.',
    }),
  }),
  resolve: startDiscoveryPasswordReset,
});

mutation('resetDiscoveryPassword', {
  access: signInAccess({ passwordResetToken: 'token' }),
  operations: ['post /v1/b2b/passwords/discovery/email/reset'],
  description: 'Sets a password with the token of the link, for all organizations, and verifies the email address.',
  input: (t) => ({
    passwordResetToken: resetToken(t),
    password: newPassword(t),
    codeVerifier: t.string({
      secret: true,
      description: 'PKCE: the verifier whose hash was sent as `codeChallenge`. Required if there was one.',
    }),
  }),
  resolve: resetDiscoveryPassword,
  ...discoveryResult,
  payload: discoveryPayload,
});
