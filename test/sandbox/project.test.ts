import { afterAll, beforeAll, expect, test } from 'vitest';
import { project } from '../../src/sandbox/b2b/project.ts';
import { debug } from '../../src/sandbox/project/debug.ts';
import { expectAllAnswered, type Harness, startHarness } from './harness.ts';

let stytch: Harness;
beforeAll(async () => {
  stytch = await startHarness();
});
afterAll(() => stytch.close());

const counts = async () => {
  const { metrics, project_id } = await stytch.ok('api_project_v1_Metrics', {});
  expect(project_id).toBe(stytch.sandbox.projectId);
  return Object.fromEntries(metrics.map(({ metric_type, count }) => [metric_type, count]));
};

test('metrics count the objects of the project and follow changes', async () => {
  const before = await counts();
  expect(before).toMatchObject({ USER_COUNT: 0, ORGANIZATION_COUNT: 2, M2M_CLIENT_COUNT: 3 });
  const { organization } = await stytch.ok('api_organization_v1_Create', { organization_name: 'Tidewater' });
  const { organization_id } = organization;
  const create = 'api_organization_v1_organizations_members_Create';
  const { member_id } = await stytch.ok(create, { organization_id, email_address: 'a@tidewater.example' });
  await stytch.ok(create, { organization_id, email_address: 'b@tidewater.example' });
  await stytch.ok('api_organization_v1_organizations_members_Delete', { organization_id, member_id });
  await stytch.ok('api_m2m_v1_m2m_clients_Create', { scopes: [] });
  const { MEMBER_COUNT = 0 } = before;
  expect(await counts()).toEqual({
    USER_COUNT: 0,
    ORGANIZATION_COUNT: 3,
    MEMBER_COUNT: MEMBER_COUNT + 1,
    M2M_CLIENT_COUNT: 4,
  });
});

test('whoami returns the project of the secret, and an error without a valid one', async () => {
  const { project_id, name } = await stytch.ok('api_debug_v1_Whoami', {});
  expect({ project_id, name }).toEqual({ project_id: stytch.sandbox.projectId, name: stytch.store.projectName });
  const unknown = await stytch.raw('GET', '/v1/debug/whoami', { headers: { authorization: 'Basic eDp5' } });
  expect(unknown).toMatchObject({ status: 401, body: { error_type: 'unauthorized_credentials' } });
});

test('every operation of the domain succeeds at least once', () => {
  for (const domain of [project, debug]) expectAllAnswered(domain);
});
