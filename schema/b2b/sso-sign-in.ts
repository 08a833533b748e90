import { authenticateMemberSso } from '../../resolvers/b2b/sso-sign-in.ts';
import { mutation } from '../mutation.ts';
import { SmsLocale } from '../shared/locale.ts';
import { joinedSessionInput, sessionWishes } from '../shared/session.ts';
import { signInAccess, telemetryId } from './sign-in.ts';
import { devicePayload, signInResult } from './sign-in-outcome.ts';

mutation('authenticateMemberSso', {
  access: signInAccess({ ssoToken: 'token' }),
  operations: ['post /v1/b2b/sso/authenticate'],
  description:
    'Signs in whom an identity provider sent back with a token. Who is new becomes a member, where the organization takes those whom the connection brings.',
  input: (t) => ({
    ssoToken: t.string({
      required: true,
      secret: true,
      description: 'Token that the person brought back in the redirect; it works once.',
    }),
    codeVerifier: t.string({
      secret: true,
      description: 'What the sign-in began with, where it began with PKCE: shows that it ends on the same device.',
    }),
    intermediateSessionToken: t.string({
      secret: true,
      description: 'Token of a sign-in that asked for another first factor, to be gone on with.',
    }),
    ...joinedSessionInput(t),
    ...sessionWishes(t),
    locale: t.field({
      type: SmsLocale,
      description: 'Language of the passcode that is texted where a second factor is missing; English when not given.',
    }),
    telemetryId: telemetryId(t),
  }),
  resolve: authenticateMemberSso,
  ...signInResult,
  payload: devicePayload,
});
