import { forward } from '../forward.ts';

export const authenticateUserImpersonation = forward('post', '/v1/impersonation/authenticate');
