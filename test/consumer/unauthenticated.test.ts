import { afterAll, beforeAll, expect, it } from 'vitest';
import { schema } from '../../schema/consumer/index.ts';
import { createRefusal } from '../refusal.ts';
import { sampleId } from '../sample-id.ts';
import { describeSessionsOver } from '../unauthenticated.ts';
import { type ConsumerGateway, gatewayOverSandbox, unhurried } from './gateway.ts';

const refusal = createRefusal(404);
let g: ConsumerGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ between: refusal.between, tries: unhurried() });
});
afterAll(() => g.close());

describeSessionsOver(schema, { given: { userId: sampleId('User') }, refusal, gateway: () => g });

it('a user whose own session has ended is UNAUTHENTICATED', async () => {
  refusal.word = 'session_not_found';
  const { errors } = await g.query(
    'mutation { updateUser(input: { name: { firstName: "Ada" } }) { ... on Error { code path } } }',
    { as: 'ada' },
  );
  refusal.word = '';
  expect(errors.map(({ extensions, path }) => [extensions.code, path])).toEqual([['UNAUTHENTICATED', ['updateUser']]]);
});
