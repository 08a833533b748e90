import { forward } from '../forward.ts';

export const authenticateMemberSso = forward('post', '/v1/b2b/sso/authenticate', {
  codeVerifier: 'pkce_code_verifier',
});
