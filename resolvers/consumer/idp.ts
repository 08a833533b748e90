import { forward } from '../forward.ts';
import { forCode } from '../shared/idp.ts';
import { inActingSession } from './sign-in.ts';
import { unlessImpersonated } from './step-up.ts';

export const prepareConnectedAppAuthorization = inActingSession(
  forCode(forward('post', '/v1/idp/oauth/authorize/start')),
);
export const authorizeConnectedApp = unlessImpersonated(
  inActingSession(forCode(forward('post', '/v1/idp/oauth/authorize'))),
);
