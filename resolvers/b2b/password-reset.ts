import { forward } from '../forward.ts';
import { preventMailEnumeration } from './enumeration-prevention.ts';

export const startMemberPasswordReset = preventMailEnumeration(forward('post', '/v1/b2b/passwords/email/reset/start'));
export const resetMemberPassword = forward('post', '/v1/b2b/passwords/email/reset');
export const requireMemberPasswordReset = forward('post', '/v1/b2b/passwords/email/require_reset');
