import { forward } from '../forward.ts';
import { discreetMail, discreetSignIn, discreetText, inActingSession } from './sign-in.ts';
import { hasEmail, hasPhone, stepUpForNew } from './step-up.ts';

const EMAIL = { emailAddress: 'email' } as const;

export const sendUserSmsPasscode = stepUpForNew(
  discreetText(inActingSession(forward('post', '/v1/otps/sms/send'))),
  hasPhone,
);
export const sendUserWhatsappPasscode = stepUpForNew(
  discreetText(inActingSession(forward('post', '/v1/otps/whatsapp/send'))),
  hasPhone,
);
export const sendUserEmailPasscode = stepUpForNew(
  discreetMail(inActingSession(forward('post', '/v1/otps/email/send', EMAIL))),
  hasEmail,
);
export const loginOrCreateUserBySmsPasscode = forward('post', '/v1/otps/sms/login_or_create');
export const loginOrCreateUserByWhatsappPasscode = forward('post', '/v1/otps/whatsapp/login_or_create');
export const loginOrCreateUserByEmailPasscode = forward('post', '/v1/otps/email/login_or_create', EMAIL);
export const authenticateUserPasscode = discreetSignIn(inActingSession(forward('post', '/v1/otps/authenticate')));
