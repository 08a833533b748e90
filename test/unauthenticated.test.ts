import { afterAll, beforeAll } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { gatewayOverSandbox, type SandboxGateway, unlimitedThrottle } from './gateway.ts';
import { createRefusal } from './refusal.ts';
import { targetValues } from './safety/request.ts';
import { describeSessionsOver } from './unauthenticated.ts';

const refusal = createRefusal(404);
let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ between: refusal.between, tries: unlimitedThrottle() });
});
afterAll(() => g.close());

const ORGANIZATION = 'organization-test-00000000-0000-4000-8000-000000000000';
const MEMBER = 'member-test-00000000-0000-4000-8000-000000000000';

describeSessionsOver(schema, {
  given: targetValues(ORGANIZATION, MEMBER),
  refusal,
  gateway: () => g,
  own: {
    name: 'updateMember',
    input: () => {
      const { organization_id: organizationId, member_id: memberId } = g.world.credentials.admin;
      return { organizationId, memberId, name: 'Ada' };
    },
    as: 'admin',
  },
});
