import { forward } from '../forward.ts';
import { inActingSession } from './sign-in.ts';
import { stepUp } from './step-up.ts';

export const startUserOauthAttachment = stepUp(inActingSession(forward('post', '/v1/oauth/attach')));
export const authenticateUserOauth = inActingSession(forward('post', '/v1/oauth/authenticate'));
