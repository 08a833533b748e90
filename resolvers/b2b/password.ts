import type { Context } from '../../src/graphql/context.ts';
import type { RestInput } from '../../src/stytch/contract/types.ts';
import { forward } from '../forward.ts';
import { preventSignInEnumeration } from './discreet.ts';

const STRENGTH_CHECK = '/v1/b2b/passwords/strength_check';

export const passwordStrength = (_: unknown, args: RestInput<'post', typeof STRENGTH_CHECK>, { stytch }: Context) =>
  stytch.call('post', STRENGTH_CHECK, args);

export const migrateMemberPassword = forward('post', '/v1/b2b/passwords/migrate', { roleIds: 'roles' });
export const authenticateMemberPassword = preventSignInEnumeration(forward('post', '/v1/b2b/passwords/authenticate'));
export const resetMemberPasswordByExistingPassword = preventSignInEnumeration(
  forward('post', '/v1/b2b/passwords/existing_password/reset'),
);
export const resetMemberPasswordBySession = forward('post', '/v1/b2b/passwords/session/reset');
