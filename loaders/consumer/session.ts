import type { Schemas } from '../../src/stytch/contract/types.ts';
import { pickOrDefault, unbatchedLoader } from '../batch.ts';
import { defineLoader } from '../loader.ts';

type Session = Schemas['api_session_v1_Session'];

/** The active sessions of a user; empty if the user does not exist. */
export const userSessionsLoader = defineLoader(({ stytch, faults }) =>
  unbatchedLoader(
    (userId: string): Promise<readonly Session[]> =>
      pickOrDefault(
        stytch.call('get', '/v1/sessions', { userId }),
        (answer) => faults.list(answer.sessions, { type: 'User', field: 'sessions' }, answer),
        [],
      ),
  ),
);

/** The public keys that verify session JWTs of the project. */
export const jwksLoader = defineLoader(({ stytch, faults }) =>
  unbatchedLoader(async (projectId: string) => {
    const answer = await stytch.call('get', '/v1/sessions/jwks/{project_id}', { projectId });
    return faults.list(answer.keys, { type: 'Query', field: 'jwks' }, answer);
  }),
);
