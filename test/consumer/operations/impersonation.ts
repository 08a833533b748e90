import { type ConsumerGateway, seededUser } from '../gateway.ts';
import type { OperationExample } from './index.ts';
import { mutationOf } from './mutation.ts';
import { playProvider } from './play.ts';

/** The token of a support agent who is about to act as a seeded user. */
export const impersonationTokenOf = async (g: ConsumerGateway, first = 'Ben', said: object = {}): Promise<string> =>
  (await playProvider(g, 'impersonation', { user_id: seededUser(g, first).user_id, ...said }))['impersonation_token'] ??
  '';

export const operations: readonly OperationExample[] = [
  {
    id: 'api_impersonation_v1_Authenticate',
    document: mutationOf(
      'authenticateUserImpersonation',
      'user { userId } outcome { __typename ... on UserSignedIn { sessionToken session { authenticationFactors { __typename } } } }',
    ),
    variables: async (g) => ({ input: { impersonationToken: await impersonationTokenOf(g) } }),
    as: null,
  },
];
