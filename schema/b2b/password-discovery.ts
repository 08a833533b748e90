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
    'Proves an address by a password that holds across organizations. A wrong one counts, as it does in `authenticateMemberPassword`.',
  input: (t) => ({
    emailAddress: t.field({ type: 'EmailAddress', required: true, description: 'Address of the person.' }),
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
    'Mails a link by which a password is set that holds across organizations, whether anybody has the address or not.',
  input: (t) => ({
    emailAddress: t.field({ type: 'EmailAddress', required: true, description: 'Address of the person.' }),
    ...passwordResetInput(t),
    discoveryRedirectUrl: t.field({
      type: 'URL',
      description: 'Where the link leads that goes on without a new password; the project’s default when not given.',
    }),
    codeChallenge: t.string({
      description: 'PKCE: SHA-256 of a verifier, in base64url, so that the link only works where it was asked for.',
    }),
  }),
  resolve: startDiscoveryPasswordReset,
});

mutation('resetDiscoveryPassword', {
  access: signInAccess({ passwordResetToken: 'token' }),
  operations: ['post /v1/b2b/passwords/discovery/email/reset'],
  description: 'Sets a password by the link that was mailed, for all organizations, and proves the address with it.',
  input: (t) => ({
    passwordResetToken: resetToken(t),
    password: newPassword(t),
    codeVerifier: t.string({
      secret: true,
      description: 'PKCE: what `codeChallenge` was made from, if it was given.',
    }),
  }),
  resolve: resetDiscoveryPassword,
  ...discoveryResult,
  payload: discoveryPayload,
});
