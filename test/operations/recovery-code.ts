import { secretsOf } from '../../src/sandbox/b2b/store.ts';
import { OUTCOME } from '../mutation.ts';
import type { OperationExample } from './index.ts';
import { memberKeyOf, seededMember } from './totp.ts';

const error = '... on MutationError { errorType }';
const key = '$organizationId: ID!, $memberId: ID!';
const input = 'organizationId: $organizationId, memberId: $memberId';

export const operations: OperationExample[] = [
  {
    id: 'api_b2b_recovery_codes_v1_Get',
    document: `query (${key}) { member(organizationId: $organizationId, by: { id: $memberId }) { recoveryCodes } }`,
    variables: (g) => memberKeyOf(seededMember(g, 'ada@fernhill.example')),
    as: 'admin',
  },
  {
    id: 'api_b2b_recovery_codes_v1_Recover',
    document: `mutation (${key}, $recoveryCode: String!, $sessionToken: String!) { recoverMember(input: { ${input}, recoveryCode: $recoveryCode, credential: { sessionToken: $sessionToken } }) {
      ... on RecoverMemberPayload { ${OUTCOME} recoveryCodesRemaining } ${error} } }`,
    variables: (g) => {
      const ada = seededMember(g, 'ada@fernhill.example');
      const [recoveryCode] = secretsOf(g.sandbox.store, ada.member_id).recovery_codes;
      return { ...memberKeyOf(ada), recoveryCode, sessionToken: g.world.credentials.admin.session_token };
    },
    as: null,
  },
  {
    id: 'api_b2b_recovery_codes_v1_Rotate',
    document: `mutation (${key}) { rotateRecoveryCodes(input: { ${input} }) {
      ... on RotateRecoveryCodesPayload { recoveryCodes } ${error} } }`,
    variables: (g) => memberKeyOf(seededMember(g, 'ada@fernhill.example')),
    as: 'admin',
  },
];
