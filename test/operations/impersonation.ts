import { OUTCOME } from '../mutation.ts';
import type { OperationExample } from './index.ts';
import { playProvider } from './oauth.ts';

export const operations: OperationExample[] = [
  {
    id: 'api_b2b_impersonation_v1_Authenticate',
    document: `mutation ($token: String!) { authenticateMemberImpersonation(input: { impersonationToken: $token }) {
      ... on AuthenticateMemberImpersonationPayload { member { memberId } ${OUTCOME} } ... on MutationError { errorType } } }`,
    variables: async (g) => {
      const { organization_id, member_id } = g.world.credentials.member;
      return { token: (await playProvider(g, 'impersonation', { organization_id, member_id }))['impersonation_token'] };
    },
    as: null,
  },
];
