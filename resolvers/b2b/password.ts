import { forward } from '../forward.ts';
import { preventSignInEnumeration } from './enumeration-prevention.ts';

export const checkPasswordStrength = forward('post', '/v1/b2b/passwords/strength_check');
export const migrateMemberPassword = forward('post', '/v1/b2b/passwords/migrate', { roleIds: 'roles' });
export const authenticateMemberPassword = preventSignInEnumeration(forward('post', '/v1/b2b/passwords/authenticate'));
export const resetMemberPasswordByExistingPassword = preventSignInEnumeration(
  forward('post', '/v1/b2b/passwords/existing_password/reset'),
);
export const resetMemberPasswordBySession = forward('post', '/v1/b2b/passwords/session/reset');
