/** The gateway's own lock on sign-in, which Stytch knows nothing of. */

import type { Context } from '../../src/graphql/context.ts';
import type { CountedPerson } from '../../src/sign-in/account.ts';
import type { RestInput, Schemas } from '../../src/stytch/contract/types.ts';

type Member = Schemas['api_organization_v1_Member'];

const GET_MEMBER = '/v1/b2b/organizations/{organization_id}/member';

/** Nothing is counted by a name that Stytch left out or sent in another form than its contract has. */
const nameOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const counted = (member: Partial<Member> | null | undefined): CountedPerson => ({
  tenant: nameOf(member?.organization_id),
  id: nameOf(member?.member_id),
  emailAddress: nameOf(member?.email_address),
});

export const signInLockedUntil = async (member: Member, _: unknown, { tries }: Context): Promise<string | null> =>
  (await tries.lockedUntil(counted(member)))?.toISOString() ?? null;

/** Who unlocks for one organization does not lift what the address earned at discovery, which is about others too. */
export const unlockMemberSignIn = async (
  _: unknown,
  { input }: { input: Required<Pick<RestInput<'get', typeof GET_MEMBER>, 'organizationId' | 'memberId'>> },
  { stytch, tries, caller }: Context,
) => {
  const found = await stytch.call('get', GET_MEMBER, input);
  await tries.unlock(counted(found.member), caller.kind === 'server');
  return found;
};
