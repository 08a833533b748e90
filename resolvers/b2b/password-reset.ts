import { forward } from '../forward.ts';
import { sendTo } from './discreet.ts';

export const startMemberPasswordReset = sendTo(forward('post', '/v1/b2b/passwords/email/reset/start'));
export const resetMemberPassword = forward('post', '/v1/b2b/passwords/email/reset');
export const requireMemberPasswordReset = forward('post', '/v1/b2b/passwords/email/require_reset');
