import { afterAll, beforeAll, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { gatewayOverSandbox, type SandboxGateway, unhurried } from './gateway.ts';
import { createRefusal } from './refusal.ts';
import { about } from './safety/request.ts';
import { describeSessionsOver } from './unauthenticated.ts';

const refusal = createRefusal(404);
let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ between: refusal.between, tries: unhurried() });
});
afterAll(() => g.close());

const ORGANIZATION = 'organization-test-00000000-0000-4000-8000-000000000000';
const MEMBER = 'member-test-00000000-0000-4000-8000-000000000000';

describeSessionsOver(schema, { given: about(ORGANIZATION, MEMBER), refusal, gateway: () => g });

it('a member whose own session is over is UNAUTHENTICATED', async () => {
  const { organization_id: organizationId, member_id: memberId } = g.world.credentials.admin;
  refusal.word = 'session_not_found';
  const { data } = await g.query(
    `mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { ... on Error { code path } } }`,
    { variables: { input: { organizationId, memberId, name: 'Ada' } }, as: 'admin' },
  );
  refusal.word = '';
  expect(data).toEqual({ updateMember: { code: 'UNAUTHENTICATED', path: null } });
});
