import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

it('says whose credentials the gateway holds', async () => {
  g.calls.length = 0;
  expect(await g.data('{ whoami { projectId name } again: whoami { projectId } }')).toEqual({
    whoami: { projectId: g.world.project_id, name: expect.any(String) },
    again: { projectId: g.world.project_id },
  });
  expect(g.calls.map(({ id }) => id)).toEqual(['api_debug_v1_Whoami']);
});

it.each(['admin', 'member', null] as const)('not to %s', async (as) => {
  g.calls.length = 0;
  const { errors } = await g.query('{ whoami { projectId } }', { as });
  expect(errors.map(({ extensions }) => extensions.code)).toEqual([as ? 'FORBIDDEN' : 'UNAUTHENTICATED']);
  expect(g.calls).toEqual([]);
});
