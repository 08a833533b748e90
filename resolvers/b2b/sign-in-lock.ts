import type { Context } from '../../src/graphql/context.ts';
import { accountsOf } from '../../src/sign-in/account.ts';
import type { RestInput, Schemas } from '../../src/stytch/contract/types.ts';
import { lockedUntil, nameOf } from '../shared/sign-in-lock.ts';

type Member = Schemas['api_organization_v1_Member'];

const GET_MEMBER = '/v1/b2b/organizations/{organization_id}/member';

const namesOf = (member: Partial<Member> | null | undefined) =>
  Object.values(
    accountsOf({
      tenant: nameOf(member?.organization_id),
      id: nameOf(member?.member_id),
      emailAddress: nameOf(member?.email_address),
    }),
  );

export const signInLockedUntil = lockedUntil<Member>(namesOf);

/**
 * Unlocks a member. Only servers also unlock the address for discovery, whose failures concern other organizations too.
 */
export const unlockMemberSignIn = async (
  _: unknown,
  { input }: { input: Required<Pick<RestInput<'get', typeof GET_MEMBER>, 'organizationId' | 'memberId'>> },
  { stytch, signInThrottle, caller }: Context,
) => {
  const found = await stytch.call('get', GET_MEMBER, input);
  await signInThrottle.unlock(namesOf(found.member), caller.kind === 'server');
  return found;
};
