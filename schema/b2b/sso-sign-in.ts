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
    'Signs in with the token of the SSO redirect. Creates the member if just-in-time provisioning allows it.',
  input: (t) => ({
    ssoToken: t.string({
      required: true,
      secret: true,
      description: 'Token from the URL to which the browser was redirected, valid once.',
    }),
    codeVerifier: t.string({
      secret: true,
      description:
        'PKCE: the verifier of a sign-in that started with a code challenge. Proves that it ends on the same device.',
    }),
    intermediateSessionToken: t.string({
      secret: true,
      description: 'Token of a sign-in that needs another first factor.',
    }),
    ...joinedSessionInput(t),
    ...sessionWishes(t),
    locale: t.field({
      type: SmsLocale,
      description: 'Language of the text message if a passcode is sent as second factor. Default: EN.',
    }),
    telemetryId: telemetryId(t),
  }),
  resolve: authenticateMemberSso,
  ...signInResult,
  payload: devicePayload,
});
