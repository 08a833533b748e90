import { forward } from '../forward.ts';
import { discreetMail, discreetSignIn, inActingSession } from './sign-in.ts';
import { hasEmail, stepUpForNew } from './step-up.ts';

const EMAIL = { emailAddress: 'email' } as const;

export const sendUserMagicLink = stepUpForNew(
  discreetMail(inActingSession(forward('post', '/v1/magic_links/email/send', EMAIL))),
  hasEmail,
);
export const loginOrCreateUserByMagicLink = forward('post', '/v1/magic_links/email/login_or_create', EMAIL);
export const authenticateUserMagicLink = discreetSignIn(
  inActingSession(forward('post', '/v1/magic_links/authenticate')),
);
export const createUserMagicLink = forward('post', '/v1/magic_links');
export const inviteUser = forward('post', '/v1/magic_links/email/invite', EMAIL);
export const revokeUserInvitation = forward('post', '/v1/magic_links/email/revoke_invite', EMAIL);
