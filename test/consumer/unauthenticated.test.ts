import { afterAll, beforeAll } from 'vitest';
import { schema } from '../../schema/consumer/index.ts';
import { createRefusal } from '../refusal.ts';
import { sampleId } from '../sample-id.ts';
import { describeSessionsOver } from '../unauthenticated.ts';
import { type ConsumerGateway, gatewayOverSandbox, unlimitedThrottle } from './gateway.ts';

const refusal = createRefusal(404);
let g: ConsumerGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ between: refusal.between, tries: unlimitedThrottle() });
});
afterAll(() => g.close());

describeSessionsOver(schema, {
  given: { userId: sampleId('User') },
  refusal,
  gateway: () => g,
  own: { name: 'updateUser', input: () => ({ name: { firstName: 'Ada' } }), as: 'ada' },
});
