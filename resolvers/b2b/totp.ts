import { forward } from '../forward.ts';

export const createMemberTotp = forward('post', '/v1/b2b/totp');
export const authenticateMemberTotp = forward('post', '/v1/b2b/totp/authenticate');
export const migrateMemberTotp = forward('post', '/v1/b2b/totp/migrate');
