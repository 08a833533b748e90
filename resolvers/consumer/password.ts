import { forward } from '../forward.ts';
import { discreetSignIn, inActingSession } from './sign-in.ts';

const EMAIL = { emailAddress: 'email' } as const;

export const checkPasswordStrength = forward('post', '/v1/passwords/strength_check', EMAIL);
export const createUserWithPassword = forward('post', '/v1/passwords', EMAIL);
export const migrateUserPassword = forward('post', '/v1/passwords/migrate', { ...EMAIL, roleIds: 'roles' });
export const authenticateUserPassword = discreetSignIn(
  inActingSession(forward('post', '/v1/passwords/authenticate', EMAIL)),
);
export const resetUserPasswordByExistingPassword = discreetSignIn(
  inActingSession(forward('post', '/v1/passwords/existing_password/reset', EMAIL)),
);
export const resetUserPasswordBySession = inActingSession(forward('post', '/v1/passwords/session/reset'));
