import { forward } from '../forward.ts';

export const authenticateMemberOauth = forward('post', '/v1/b2b/oauth/authenticate', {
  codeVerifier: 'pkce_code_verifier',
});
export const authenticateDiscoveryOauth = forward('post', '/v1/b2b/oauth/discovery/authenticate', {
  codeVerifier: 'pkce_code_verifier',
});
