/** What the gateway makes of the failures that a B2B sandbox is told to have. */
import { beforeEach, expect, test } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
// Of its own for each: the circuit breaker remembers failures.
beforeEach(async () => {
  g = await gatewayOverSandbox();
  return () => g.close();
});

const read = () => g.query('{ organization(by: { slug: "fernhill-bakery" }) { slug } viewer { kind } }');
const good = { organization: { slug: 'fernhill-bakery' }, viewer: { kind: 'SERVER' } };
const operation = 'api_organization_v1_Get';

test.each([
  [{ fault: 'delay', milliseconds: 50 }],
  [{ fault: 'reset' }],
  [{ fault: 'error', error_type: 'internal_server_error' }],
])('a read that meets %j once has its data', async (failure) => {
  g.sandbox.failures.add({ ...failure, operation });
  expect(await read()).toMatchObject({ data: good, errors: [] });
  expect(g.sandbox.failures.list()).toEqual([]);
});

test.each([
  [{ fault: 'error', error_type: 'internal_server_error', next: 9 }, 'UPSTREAM_ERROR'],
  [{ fault: 'error', error_type: 'too_many_requests', retry_after: 30 }, 'RATE_LIMITED'],
  [{ fault: 'broken_json', next: 9 }, 'BAD_UPSTREAM_RESPONSE'],
] as const)('%j is %s, and its siblings keep their data', async (failure, code) => {
  g.sandbox.failures.add({ ...failure, operation });
  const { data, errors } = await read();
  expect(errors).toMatchObject([{ path: ['organization'], extensions: { code } }]);
  expect(data).toEqual({ organization: null, viewer: { kind: 'SERVER' } });
});

test.each([
  [{ fault: 'reset', when: 'after' }, 'OUTCOME_UNKNOWN'],
  [{ fault: 'cut' }, 'OUTCOME_UNKNOWN'],
] as const)('a change that meets %j is %s', async (failure, code) => {
  g.sandbox.failures.add({ ...failure, operation: 'api_organization_v1_Update' });
  const { updateOrganization } = await g.data(
    `mutation { updateOrganization(input: { organizationId: "${g.world.organizations[0]?.organization_id}", name: "New" }) {
       ... on MutationError { code } } }`,
  );
  expect(updateOrganization).toMatchObject({ code });
});
