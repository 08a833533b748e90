import { forward } from '../forward.ts';
import { forCode } from '../shared/idp.ts';
import { inActingSession } from './sign-in.ts';
import { notImpersonated } from './step-up.ts';

export const prepareConnectedAppAuthorization = inActingSession(
  forCode(forward('post', '/v1/idp/oauth/authorize/start')),
);
export const authorizeConnectedApp = notImpersonated(
  inActingSession(forCode(forward('post', '/v1/idp/oauth/authorize'))),
);
