/** The initial tabs of GraphiQL over a sandbox succeed without changes. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultTabs } from '../../src/vertical/consumer/tabs.ts';
import { type ActAs, type ConsumerGateway, gatewayOverSandbox } from './gateway.ts';

const ADA = 'user-test-00000000-0000-4000-8000-000000000000';

let g: ConsumerGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

const callers: Readonly<Record<string, ActAs>> = { ada: 'ada', user: 'user', server: 'server', visitor: null };

it.each(defaultTabs({ userId: ADA }))('$operationName', async ({ operationName, credential }) => {
  const tab = defaultTabs({ userId: g.world.credentials.ada.user_id }).find(
    (each) => each.operationName === operationName,
  );
  const as = callers[credential];
  if (!tab || as === undefined) throw new Error(`there is no ${operationName} for ${credential}`);
  const variables: Record<string, unknown> = tab.variables === '' ? {} : JSON.parse(tab.variables);
  const data = await g.data<Record<string, { code?: string } | null>>(tab.query, { variables, as });
  const codes = Object.values(data).flatMap((result) => result?.code ?? []);
  expect(codes).toEqual(operationName === 'AnError' ? ['NOT_FOUND'] : []);
  expect(Object.values(data)).not.toContain(null);
});
