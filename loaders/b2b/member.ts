import type { StytchApi } from '../../src/stytch/client/client.ts';
import type { ResponseFaults } from '../../src/stytch/client/response-faults.ts';
import { isRecord } from '../../src/stytch/contract/record.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { batchById, batchLoader, nullIfNotFound, pickOrDefault, unbatchedLoader } from '../batch.ts';
import { defineEmbeddedLoader, inside } from '../embedded.ts';
import { defineLoader, type LoaderTools } from '../loader.ts';
import { isOrganizationId } from './organization.ts';

type Member = Schemas['api_organization_v1_Member'];

/** The key of a member: the organization (id, slug or external id) and the member's id or external id. */
export interface MemberKey {
  readonly organizationId: string;
  readonly memberId: string;
}

/** The cache key of a member. */
export const memberCacheKey = ({ organizationId, memberId }: MemberKey): string => `${organizationId}/${memberId}`;

/** Whether an id is a Stytch id; otherwise it is an external id. */
export const isMemberId = (id: string): boolean => id.startsWith('member-');

const found = (lookup: Promise<{ member: Member }>, faults: ResponseFaults): Promise<Member | null> =>
  pickOrDefault(lookup, (answer) => faults.object(answer.member, { type: 'Query', field: 'member' }, answer), null);

const get = (
  stytch: StytchApi,
  faults: ResponseFaults,
  key: { organizationId: string; memberId?: string; emailAddress?: string },
) => found(stytch.call('get', '/v1/b2b/organizations/{organization_id}/member', key), faults);

/**
 * Members by organization and id; null if not found. Several Stytch ids are one search across their organizations.
 * Search omits deleted members; external ids and slugs are fetched by GET.
 */
const fetchMembers = ({ stytch, batching, faults, trace }: LoaderTools) => {
  const fetchOne = ({ organizationId, memberId }: MemberKey) => get(stytch, faults, { organizationId, memberId });
  const search = async (
    organizationIds: readonly string[],
    memberIds: readonly string[],
  ): Promise<readonly Member[]> => {
    const answer = await nullIfNotFound(
      stytch.call('post', '/v1/b2b/organizations/members/search', {
        organizationIds,
        limit: memberIds.length,
        query: { operator: 'AND', operands: [{ filter_name: 'member_ids', filter_value: memberIds }] },
      }),
    );
    if (answer) return faults.list(answer.members, { type: 'MemberConnection', field: 'nodes' }, answer);
    // A search fails if one of its organizations does not exist, so each organization is searched separately.
    if (organizationIds.length <= 1) return [];
    return (await Promise.all(organizationIds.map((organizationId) => search([organizationId], memberIds)))).flat();
  };
  const fetchMany = (keys: readonly MemberKey[]) =>
    search(
      [...new Set(keys.map(({ organizationId }) => organizationId))],
      [...new Set(keys.map(({ memberId }) => memberId))],
    );
  return batchLoader(
    batchById(
      {
        isId: ({ organizationId, memberId }: MemberKey) => isOrganizationId(organizationId) && isMemberId(memberId),
        id: memberCacheKey,
        idOf: ({ organization_id, member_id }: Member) =>
          organization_id && member_id ? memberCacheKey({ organizationId: organization_id, memberId: member_id }) : '',
        type: 'Member',
        faults,
        fetchOne,
        fetchMany,
      },
      batching,
    ),
    trace,
    memberCacheKey,
  );
};

/** Properties of responses that contain members. */
interface Holder {
  readonly member?: Member;
  readonly members?: readonly Member[];
  readonly discovered_organizations?: readonly Schemas['api_discovery_v1_DiscoveredOrganization'][];
}

/** Members, which many responses contain. */
export const memberLoader = defineEmbeddedLoader<MemberKey, Member>({
  make: fetchMembers,
  places: ['member', 'members', 'discovered_organizations'] satisfies (keyof Holder)[],
  find({ member, members, discovered_organizations }: Holder, found) {
    found(member);
    for (const one of inside(members)) found(one);
    for (const one of inside(discovered_organizations)) if (isRecord(one)) found(one.membership?.member);
  },
  idOf: ({ member_id }) => member_id,
  idIn: ({ memberId }) => (isMemberId(memberId) ? memberId : undefined),
  // If the key has the slug of the organization, only Stytch can tell whether it matches.
  is: (one, { organizationId, memberId }) =>
    (one.member_id === memberId || one.external_id === memberId) && one.organization_id === organizationId,
});

/** Members by organization and email address; null if not found. */
export const memberByEmailLoader = defineLoader(({ stytch, faults }) =>
  unbatchedLoader((key: { organizationId: string; emailAddress: string }) => get(stytch, faults, key)),
);

/** Members by Stytch id in any organization; deleted members only if requested. */
export const memberAnywhereLoader = defineLoader(({ stytch, faults }) =>
  unbatchedLoader((key: { memberId: string; includeDeleted: boolean }) =>
    found(stytch.call('get', '/v1/b2b/organizations/members/dangerously_get/{member_id}', key), faults),
  ),
);

/**
 * Deleted members by organization and id; null if not found. One search per organization, for all its ids of a batch.
 */
export const deletedMemberLoader = defineLoader(({ stytch, faults, trace }) => {
  const search = async (organizationId: string, memberIds: readonly string[]): Promise<readonly Member[]> => {
    const answer = await nullIfNotFound(
      stytch.call('post', '/v1/b2b/organizations/members/search', {
        organizationIds: [organizationId],
        limit: memberIds.length,
        query: {
          operator: 'AND',
          operands: [
            { filter_name: 'member_ids', filter_value: memberIds },
            { filter_name: 'statuses', filter_value: ['deleted'] },
          ],
        },
      }),
    );
    return answer ? faults.list(answer.members, { type: 'MemberConnection', field: 'nodes' }, answer) : [];
  };
  return batchLoader(
    async (keys: readonly MemberKey[], traced): Promise<(Member | null | Error)[]> => {
      const byOrganization = Map.groupBy(keys, ({ organizationId }) => organizationId);
      const found = new Map<string, Promise<readonly Member[]>>();
      for (const [organizationId, wanted] of byOrganization) {
        const find = () => search(organizationId, [...new Set(wanted.map(({ memberId }) => memberId))]);
        found.set(organizationId, traced ? traced.during(wanted, find) : find());
      }
      return Promise.all(
        keys.map(async ({ organizationId, memberId }) => {
          try {
            const members = (await found.get(organizationId)) ?? [];
            return faults.find(members, 'member_id', memberId, { type: 'Member', field: 'memberId' });
          } catch (cause) {
            return cause instanceof Error ? cause : new Error('a search failed', { cause });
          }
        }),
      );
    },
    trace,
    memberCacheKey,
  );
});
