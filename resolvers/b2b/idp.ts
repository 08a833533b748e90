import { forward } from '../forward.ts';

export const prepareConnectedAppAuthorization = forward('post', '/v1/b2b/idp/oauth/authorize/start');
export const authorizeConnectedApp = forward('post', '/v1/b2b/idp/oauth/authorize');
