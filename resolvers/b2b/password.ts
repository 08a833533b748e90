import type { Context } from '../../src/graphql/context.ts';
import type { Input } from '../../src/stytch/contract/types.ts';
import { forward } from '../forward.ts';
import { guess } from './discreet.ts';

const STRENGTH_CHECK = '/v1/b2b/passwords/strength_check';

export const passwordStrength = (_: unknown, args: Input<'post', typeof STRENGTH_CHECK>, { stytch }: Context) =>
  stytch.call('post', STRENGTH_CHECK, args);

export const migrateMemberPassword = forward('post', '/v1/b2b/passwords/migrate');
export const authenticateMemberPassword = guess(forward('post', '/v1/b2b/passwords/authenticate'));
export const resetMemberPasswordByExistingPassword = guess(
  forward('post', '/v1/b2b/passwords/existing_password/reset'),
);
export const resetMemberPasswordBySession = forward('post', '/v1/b2b/passwords/session/reset');
