import { forward } from '../forward.ts';
import { preventMailEnumeration } from './enumeration-prevention.ts';

export const sendMemberSmsPasscode = forward('post', '/v1/b2b/otps/sms/send');
export const authenticateMemberSmsPasscode = forward('post', '/v1/b2b/otps/sms/authenticate');

export const sendMemberEmailPasscode = preventMailEnumeration(forward('post', '/v1/b2b/otps/email/login_or_signup'));
export const authenticateMemberEmailPasscode = forward('post', '/v1/b2b/otps/email/authenticate');

export const sendDiscoveryEmailPasscode = preventMailEnumeration(forward('post', '/v1/b2b/otps/email/discovery/send'));
export const authenticateDiscoveryEmailPasscode = forward('post', '/v1/b2b/otps/email/discovery/authenticate');
