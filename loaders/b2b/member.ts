import DataLoader from 'dataloader';
import type { Stytch } from '../../src/stytch/client.ts';
import { isNotFound } from '../../src/stytch/error.ts';
import type { Schemas } from '../../src/stytch/rest.ts';
import { byId } from '../batch.ts';

type Member = Schemas['api_organization_v1_Member'];

/** What finds a member: the organization (id, slug or external id) and the member's id or external id. */
export interface MemberKey {
  readonly organizationId: string;
  readonly memberId: string;
}

/** The text a member is remembered under within a request. */
export const memberCacheKey = ({ organizationId, memberId }: MemberKey): string => `${organizationId}/${memberId}`;

const isOrganizationId = (id: string) => id.startsWith('organization-');
const isMemberId = (id: string) => id.startsWith('member-');

/**
 * Members by organization and id; null where there is none. Several asked for by id are one search over their
 * organizations; search leaves deleted members out, and an external id or a slug is fetched by itself.
 */
export const memberLoader = (stytch: Stytch): DataLoader<MemberKey, Member | null, string> => {
  const fetchOne = async ({ organizationId, memberId }: MemberKey): Promise<Member | null> => {
    try {
      const answer = await stytch.call('get', '/v1/b2b/organizations/{organization_id}/member', {
        organizationId,
        memberId,
      });
      return answer.member;
    } catch (cause) {
      if (isNotFound(cause)) return null;
      throw cause;
    }
  };
  const fetchMany = async (keys: readonly MemberKey[]): Promise<Member[]> => {
    const { members } = await stytch.call('post', '/v1/b2b/organizations/members/search', {
      organizationIds: [...new Set(keys.map(({ organizationId }) => organizationId))],
      limit: keys.length,
      query: {
        operator: 'AND',
        operands: [{ filter_name: 'member_ids', filter_value: keys.map(({ memberId }) => memberId) }],
      },
    });
    return members;
  };
  return new DataLoader(
    byId({
      isId: ({ organizationId, memberId }: MemberKey) => isOrganizationId(organizationId) && isMemberId(memberId),
      id: memberCacheKey,
      idOf: ({ organization_id, member_id }: Member) =>
        memberCacheKey({ organizationId: organization_id, memberId: member_id }),
      fetchOne,
      fetchMany,
    }),
    { cacheKeyFn: memberCacheKey, maxBatchSize: 1000 },
  );
};
