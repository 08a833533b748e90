import { forward } from '../../src/forward.ts';

export const authenticateMemberImpersonation = forward('post', '/v1/b2b/impersonation/authenticate');
