import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

it('says how much there is in the project, in one call for each request', async () => {
  g.calls.length = 0;
  const { projectMetrics, again } = await g.data<{ projectMetrics: { metrics: object[] }; again: object }>(
    '{ projectMetrics { projectId metrics { type count } } again: projectMetrics { projectId } }',
  );
  expect(again).toEqual({ projectId: g.world.project_id });
  expect(projectMetrics).toMatchObject({ projectId: g.world.project_id });
  expect(projectMetrics.metrics).toContainEqual({ type: 'ORGANIZATION_COUNT', count: g.world.organizations.length });
  expect(projectMetrics.metrics).toContainEqual({ type: 'M2M_CLIENT_COUNT', count: g.world.m2m_clients.length });
  expect(g.calls.map(({ id }) => id)).toEqual(['api_project_v1_Metrics']);
});

it.each(['admin', 'member', null] as const)('is not for %s', async (as) => {
  g.calls.length = 0;
  const { errors } = await g.query('{ projectMetrics { projectId } }', { as });
  expect(errors.map(({ extensions }) => extensions.code)).toEqual([as ? 'FORBIDDEN' : 'UNAUTHENTICATED']);
  expect(g.calls).toEqual([]);
});
