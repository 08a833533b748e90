import type { Schemas } from '../../src/stytch/contract/types.ts';
import { pickOrDefault, unbatchedLoader } from '../batch.ts';
import { defineLoader } from '../loader.ts';
import type { MemberKey } from './member.ts';

type MemberSession = Schemas['api_b2b_session_v1_MemberSession'];

/** The active sessions of a member; empty if the member does not exist. One call per member. */
export const memberSessionsLoader = defineLoader(({ stytch, faults }) =>
  unbatchedLoader(
    (key: MemberKey): Promise<readonly MemberSession[]> =>
      pickOrDefault(
        stytch.call('get', '/v1/b2b/sessions', key),
        (answer) => faults.list(answer.member_sessions, { type: 'Member', field: 'sessions' }, answer),
        [],
      ),
  ),
);

/** The public keys that verify session JWTs of the project. */
export const jwksLoader = defineLoader(({ stytch, faults }) =>
  unbatchedLoader(async (projectId: string) => {
    const answer = await stytch.call('get', '/v1/b2b/sessions/jwks/{project_id}', { projectId });
    return faults.list(answer.keys, { type: 'Query', field: 'jwks' }, answer);
  }),
);
