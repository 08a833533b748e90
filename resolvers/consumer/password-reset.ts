import { forward } from '../forward.ts';
import { discreetMail, inActingSession } from './sign-in.ts';

export const startUserPasswordReset = discreetMail(
  forward('post', '/v1/passwords/email/reset/start', { emailAddress: 'email' }),
);
export const resetUserPassword = inActingSession(forward('post', '/v1/passwords/email/reset'));
