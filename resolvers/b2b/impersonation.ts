import { forward } from '../forward.ts';

export const authenticateMemberImpersonation = forward('post', '/v1/b2b/impersonation/authenticate');
