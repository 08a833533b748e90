import type { Stytch } from '../../src/stytch/client.ts';
import type { Schemas } from '../../src/stytch/rest.ts';
import { each, orNull } from '../batch.ts';
import { type MemberKey, memberCacheKey } from './member.ts';

type MemberSession = Schemas['api_b2b_session_v1_MemberSession'];

/** The open sessions of a member; none where there is no such member. Stytch gives them one member at a time. */
export const memberSessionsLoader = (stytch: Stytch) =>
  each(
    ({ organizationId, memberId }: MemberKey): Promise<readonly MemberSession[]> =>
      orNull(stytch.call('get', '/v1/b2b/sessions', { organizationId, memberId })).then(
        (answer) => answer?.member_sessions ?? [],
      ),
    memberCacheKey,
  );

/** The keys that session JWTs of a project are signed with. */
export const jwksLoader = (stytch: Stytch) =>
  each(
    async (projectId: string) => (await stytch.call('get', '/v1/b2b/sessions/jwks/{project_id}', { projectId })).keys,
  );
