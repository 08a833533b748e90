import { forward } from '../forward.ts';
import { preventMailEnumeration, preventSignInEnumeration } from './enumeration-prevention.ts';

export const authenticateDiscoveryPassword = preventSignInEnumeration(
  forward('post', '/v1/b2b/passwords/discovery/authenticate'),
);
export const startDiscoveryPasswordReset = preventMailEnumeration(
  forward('post', '/v1/b2b/passwords/discovery/email/reset/start', { codeChallenge: 'pkce_code_challenge' }),
);
export const resetDiscoveryPassword = forward('post', '/v1/b2b/passwords/discovery/email/reset', {
  codeVerifier: 'pkce_code_verifier',
});
