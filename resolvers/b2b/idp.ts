import { forward } from '../forward.ts';
import { forCode } from '../shared/idp.ts';

export const prepareConnectedAppAuthorization = forCode(forward('post', '/v1/b2b/idp/oauth/authorize/start'));
export const authorizeConnectedApp = forCode(forward('post', '/v1/b2b/idp/oauth/authorize'));
