import { forward } from '../forward.ts';
import { inActingSession } from './sign-in.ts';

export const authenticateUserSession = forward('post', '/v1/sessions/authenticate');
export const migrateUserSession = forward('post', '/v1/sessions/migrate', { externalSessionToken: 'session_token' });
export const exchangeUserAccessToken = forward('post', '/v1/sessions/exchange_access_token');
export const attestUserSession = inActingSession(forward('post', '/v1/sessions/attest'));
