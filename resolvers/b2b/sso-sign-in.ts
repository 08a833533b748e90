import { forward } from '../../src/forward.ts';

export const authenticateMemberSso = forward('post', '/v1/b2b/sso/authenticate');
