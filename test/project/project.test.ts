import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, gatewayOverStubs, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterEach(() => {
  g.calls.length = 0;
});
afterAll(() => g.close());

it('says whose credentials the gateway holds', async () => {
  expect(await g.data('{ project { projectId name } again: project { projectId } }')).toEqual({
    project: { projectId: g.world.project_id, name: expect.any(String) },
    again: { projectId: g.world.project_id },
  });
  expect(g.calls.map(({ id }) => id)).toEqual(['api_debug_v1_Whoami']);
});

it('says how much there is in the project, in one call for each request', async () => {
  const { store } = g.sandbox;
  const present = [...store.members.values()].filter(({ status }) => status !== 'deleted');
  expect(
    await g.data(
      '{ projectMetrics { projectId organizationCount memberCount m2mClientCount } again: projectMetrics { projectId } }',
    ),
  ).toEqual({
    projectMetrics: {
      projectId: g.world.project_id,
      organizationCount: g.world.organizations.length,
      memberCount: present.length,
      m2mClientCount: g.world.m2m_clients.length,
    },
    again: { projectId: g.world.project_id },
  });
  expect(g.calls.map(({ id }) => id)).toEqual(['api_project_v1_Metrics']);
});

describe.each(['project', 'projectMetrics'])('%s', (field) => {
  it.each(['admin', 'member', null] as const)('is not for %s', async (as) => {
    const { errors } = await g.query(`{ ${field} { projectId } }`, { as });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual([as ? 'FORBIDDEN' : 'UNAUTHENTICATED']);
    expect(g.calls).toEqual([]);
  });
});

describe('a figure', () => {
  const counts = async (metrics: unknown) => {
    const stubbed = await gatewayOverStubs();
    stubbed.stytch
      .intercept({ path: '/v1/projects/metrics', method: 'GET' })
      .reply(200, { request_id: 'r', status_code: 200, project_id: 'project-test-1', metrics });
    const { data, errors } = await stubbed.query('{ projectMetrics { organizationCount memberCount m2mClientCount } }');
    await stubbed.close();
    expect(errors).toEqual([]);
    return { ...Object(data)['projectMetrics'], logged: stubbed.logged.map((line) => JSON.parse(line).field) };
  };

  it('that is left out is null, and one without a number is zero, as servers leave out zeros', async () => {
    expect(await counts([{ metric_type: 'MEMBER_COUNT', count: 7 }, { metric_type: 'ORGANIZATION_COUNT' }])).toEqual({
      organizationCount: 0,
      memberCount: 7,
      m2mClientCount: null,
      logged: [],
    });
  });

  it('that is no whole number is null and logged', async () => {
    expect(await counts([{ metric_type: 'MEMBER_COUNT', count: 'many' }, null])).toMatchObject({
      memberCount: null,
      logged: expect.arrayContaining(['ProjectMetrics.memberCount']),
    });
  });
});
