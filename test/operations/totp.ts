import { Secret, TOTP } from 'otpauth';
import { type Member, secretsOf } from '../../src/sandbox/b2b/store.ts';
import type { SandboxGateway } from '../gateway.ts';
import { OUTCOME } from '../mutation.ts';
import type { OperationExample } from './index.ts';

/** A seeded member of the bakery. */
export const seededMember = (g: SandboxGateway, email: string): Member => {
  const home = g.world.credentials.admin.organization_id;
  const member = [...g.sandbox.store.members.values()].find(
    ({ organization_id, email_address }) => organization_id === home && email_address === email,
  );
  if (!member) throw new Error(`nobody in the bakery has the address ${email}`);
  return member;
};

/** The input that identifies a member. */
export const memberKeyOf = ({ organization_id, member_id }: Member) => ({
  organizationId: organization_id,
  memberId: member_id,
});

/** The current code of an authenticator app. */
export const totpCodeOf = (g: SandboxGateway, secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: g.sandbox.store.now().getTime() });

/** The secret of a member's authenticator app. */
export const totpSecretOf = (g: SandboxGateway, { member_id }: Member) =>
  secretsOf(g.sandbox.store, member_id).totp?.secret ?? '';

const error = '... on MutationError { errorType }';
const key = '$organizationId: ID!, $memberId: ID!';
const input = 'organizationId: $organizationId, memberId: $memberId';

export const operations: OperationExample[] = [
  {
    id: 'api_b2b_totp_v1_Create',
    document: `mutation (${key}) { createMemberTotp(input: { ${input} }) {
      ... on CreateMemberTotpPayload { totpRegistrationId secret qrCode recoveryCodes } ${error} } }`,
    variables: (g) => memberKeyOf(seededMember(g, 'hiro@fernhill.example')),
  },
  {
    id: 'api_b2b_totp_v1_Authenticate',
    document: `mutation (${key}, $code: String!, $sessionToken: String!) { authenticateMemberTotp(input: { ${input}, code: $code, credential: { sessionToken: $sessionToken } }) {
      ... on AuthenticateMemberTotpPayload { ${OUTCOME} } ${error} } }`,
    variables: (g) => {
      const ada = seededMember(g, 'ada@fernhill.example');
      return {
        ...memberKeyOf(ada),
        code: totpCodeOf(g, totpSecretOf(g, ada)),
        sessionToken: g.world.credentials.admin.session_token,
      };
    },
    as: null,
  },
  {
    id: 'api_b2b_totp_v1_Migrate',
    document: `mutation (${key}) { migrateMemberTotp(input: { ${input}, secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", recoveryCodes: [] }) {
      ... on MigrateMemberTotpPayload { totpRegistrationId recoveryCodes } ${error} } }`,
    variables: (g) => memberKeyOf(seededMember(g, 'hiro@fernhill.example')),
  },
];
