import { forward } from '../forward.ts';

export const authenticateMemberSession = forward('post', '/v1/b2b/sessions/authenticate');
export const exchangeMemberSession = forward('post', '/v1/b2b/sessions/exchange');
export const exchangeMemberAccessToken = forward('post', '/v1/b2b/sessions/exchange_access_token');
export const attestMemberSession = forward('post', '/v1/b2b/sessions/attest');
export const migrateMemberSession = forward('post', '/v1/b2b/sessions/migrate');
