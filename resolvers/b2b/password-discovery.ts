import { forward } from '../forward.ts';
import { guess, sendTo } from './discreet.ts';

export const authenticateDiscoveryPassword = guess(forward('post', '/v1/b2b/passwords/discovery/authenticate'));
export const startDiscoveryPasswordReset = sendTo(forward('post', '/v1/b2b/passwords/discovery/email/reset/start'));
export const resetDiscoveryPassword = forward('post', '/v1/b2b/passwords/discovery/email/reset');
