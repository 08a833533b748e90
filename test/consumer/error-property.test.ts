import { afterAll, beforeAll, expect, it } from 'vitest';
import { schema } from '../../schema/consumer/index.ts';
import { describeErrorProperties } from '../error-property.ts';
import { createRefusal } from '../refusal.ts';
import { sampleId } from '../sample-id.ts';
import { type ConsumerGateway, gatewayOverSandbox, unlimitedThrottle } from './gateway.ts';

const refusal = createRefusal(400);
let g: ConsumerGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ between: refusal.between, tries: unlimitedThrottle() });
});
afterAll(() => g.close());

const given = { userId: sampleId('User') };

describeErrorProperties(schema, { given, refusal, least: 200, gateway: () => g });

it('the sandbox uses the same names as Stytch', async () => {
  const { data } = await g.query(`mutation {
    duplicate: createUser(input: { emailAddress: "ada@lovelace.example" }) { ... on Error { code path } }
    absent: deleteUser(input: { userId: "${given.userId}" }) { ... on Error { code path } }
    role: createUser(input: { emailAddress: "new@example.com", roleIds: ["nobody"] }) { ... on Error { code path } }
  }`);
  expect(data).toEqual({
    duplicate: { code: 'CONFLICT', path: ['emailAddress'] },
    absent: { code: 'NOT_FOUND', path: ['userId'] },
    role: { code: 'INVALID_INPUT', path: ['roleIds'] },
  });
});
