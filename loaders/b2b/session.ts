import type { Stytch } from '../../src/stytch/client.ts';
import type { ResponseFaults } from '../../src/stytch/response-faults.ts';
import type { Schemas } from '../../src/stytch/rest.ts';
import { each, partOr } from '../batch.ts';
import type { MemberKey } from './member.ts';

type MemberSession = Schemas['api_b2b_session_v1_MemberSession'];

/** The open sessions of a member; none where there is no such member. Stytch gives them one member at a time. */
export const memberSessionsLoader = (stytch: Stytch, faults: ResponseFaults) =>
  each(
    (key: MemberKey): Promise<readonly MemberSession[]> =>
      partOr(
        stytch.call('get', '/v1/b2b/sessions', key),
        (answer) => faults.list(answer.member_sessions, { type: 'Member', field: 'sessions' }, answer),
        [],
      ),
  );

/** The keys that session JWTs of a project are signed with. */
export const jwksLoader = (stytch: Stytch, faults: ResponseFaults) =>
  each(async (projectId: string) => {
    const answer = await stytch.call('get', '/v1/b2b/sessions/jwks/{project_id}', { projectId });
    return faults.list(answer.keys, { type: 'Query', field: 'jwks' }, answer);
  });
