/** `extensions.explain`: what a request may have cost and which calls it made, compared with the calls that Stytch received. */
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { loadSubgraph } from '../schema/index.ts';
import type { ApiKey } from '../src/auth/caller.ts';
import { defaultLimits } from '../src/limits/limits.ts';
import { EXPLAIN_ON, explained, shape } from './explained.ts';
import { type As, gatewayOverSandbox, type SandboxGateway } from './gateway.ts';

const key = (token: string, scopes: string[]): ApiKey => ({
  name: token,
  sha256: createHash('sha256').update(token).digest('hex'),
  scopes,
});

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});
const start = async (settings: Parameters<typeof gatewayOverSandbox>[0] = {}): Promise<SandboxGateway> => {
  const g = await gatewayOverSandbox(settings);
  ({ close } = g);
  return g;
};

const ids = ({ world }: SandboxGateway) => {
  const { organization_id: organizationId, member_id: memberId } = world.credentials.admin;
  return { organizationId, memberId, other: world.organizations[1]?.organization_id ?? '' };
};

const BASE = '/v1/b2b/organizations';

describe('a query', () => {
  it('shows each call with its operation, its round and the fields that want it', async () => {
    const g = await start();
    const explain = await explained(
      g,
      `query ($organizationId: ID!) {
        shop: organization(by: { id: $organizationId }) { name members(first: 3) { nodes { name sessions { memberSessionId } } } }
      }`,
      { variables: ids(g) },
    );
    expect(shape(explain)).toEqual([
      { call: `POST ${BASE}/members/search`, round: 1, fields: ['shop.members'] },
      { call: `GET ${BASE}/{organization_id}`, round: 1, fields: ['shop'], batchedIds: 1 },
      ...g.calls
        .filter(({ path }) => path.startsWith('/v1/b2b/sessions?'))
        .map(() => ({ call: 'GET /v1/b2b/sessions', round: 2, fields: ['shop.members.nodes.sessions'] })),
    ]);
    const { cost, calls } = explain;
    expect(cost).toEqual({
      calls: { estimated: 5, limit: 110, dearest: { path: 'shop.members.nodes.sessions', count: 3 } },
      objects: { estimated: expect.any(Number), limit: 20_000, dearest: { path: expect.any(String), count: expect.any(Number) } },
    });
    for (const call of calls) {
      expect(call).toMatchObject({ outcome: 'ok', status: 200, shared: false });
      expect(call.requestId).toMatch(/^request-id-/);
      expect(call.ms).toBeGreaterThanOrEqual(0);
      expect(call.startMs).toBeGreaterThanOrEqual(0);
    }
  });

  it('counts the ids that one search stands for, and names every field that gave one', async () => {
    const g = await start();
    const explain = await explained(
      g,
      `query ($organizationId: ID!, $other: ID!) {
        a: organization(by: { id: $organizationId }) { name }
        b: organization(by: { id: $other }) { name }
        again: organization(by: { id: $other }) { slug }
      }`,
      { variables: ids(g) },
    );
    expect(shape(explain)).toEqual([
      { call: `POST ${BASE}/search`, round: 1, fields: ['a', 'b', 'again'], batchedIds: 2 },
    ]);
  });

  it('names both fields of equal reads', async () => {
    const g = await start();
    const explain = await explained(
      g,
      `query ($organizationId: ID!) {
        a: organization(by: { id: $organizationId }) { metrics: scimConnections { connectionId } }
        b: organization(by: { id: $organizationId }) { scimConnections { connectionId } }
      }`,
      { variables: ids(g) },
    );
    expect(shape(explain)).toContainEqual({
      call: 'GET /v1/b2b/scim/{organization_id}/connection',
      round: 1,
      fields: ['a.metrics', 'b.scimConnections'],
    });
  });

  it('shows what a response brought along without a call', async () => {
    const g = await start();
    const explain = await explained(
      g,
      `query ($organizationId: ID!) { member(organizationId: $organizationId, by: { emailAddress: "${g.world.credentials.admin.email_address ?? ''}" }) { name organization { name } } }`,
      { variables: ids(g) },
    );
    expect(explain.calls).toHaveLength(1);
    expect(explain.reused).toEqual([
      { field: 'member.organization', operation: 'api_organization_v1_Get', count: 1 },
    ]);
  });
});
