import { afterAll, beforeAll, beforeEach } from 'vitest';
import { schema } from '../../schema/consumer/index.ts';
import { describeInvalidInput } from '../invalid-input.ts';
import { type ConsumerGateway, gatewayOverSandbox } from './gateway.ts';

let g: ConsumerGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ debug: true });
});
beforeEach(() => {
  g.calls.length = 0;
  g.logged.length = 0;
});
afterAll(() => g.close());

describeInvalidInput(schema, {}, () => g);
