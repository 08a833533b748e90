/** The calls by which members are loaded. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SandboxGateway } from '../gateway.ts';
import { asked, startMembers, stored } from './members.ts';

let g: SandboxGateway;
let own: string;
let other: string;
let ada: string;
let plain: string;
beforeAll(async () => {
  ({ g, own, other, ada, plain } = await startMembers());
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});

describe('calls', () => {
  it('are one search for twenty members, and a GET for one', async () => {
    const ids = stored(g, own)
      .slice(0, 20)
      .map(({ member_id }) => member_id);
    const lookups = ids.map((id, n) => `m${n}: member(organizationId: "${own}", by: { id: "${id}" }) { memberId }`);
    const data = await g.data<Record<string, { memberId: string }>>(`{ ${lookups.join(' ')} }`);
    expect(Object.values(data).map(({ memberId }) => memberId)).toEqual(ids);
    expect(ids.length).toBeGreaterThan(15);
    expect(asked(g)).toEqual(['members_Search']);
    g.calls.length = 0;
    await g.data(`{ a: ${lookups[0]?.slice(4)} b: ${lookups[0]?.slice(4)} }`);
    expect(asked(g)).toEqual(['members_Get']);
  });

  it('are one search for any number of nodes, of both organizations', async () => {
    const people = [...stored(g, own), ...stored(g, other)];
    const id = (organizationId: string, memberId: string) =>
      Buffer.from(`Member:${organizationId}/${memberId}`).toString('base64url');
    const ids = people.map(({ organization_id, member_id }) => id(organization_id, member_id));
    const nodes = Array.from({ length: 100 }, (_, n) => ids[n % ids.length] ?? id(own, 'none'));
    const data = await g.data<{ nodes: { id: string }[] }>('query ($nodes: [ID!]!) { nodes(ids: $nodes) { id } }', {
      variables: { nodes },
    });
    expect(data.nodes.map((node) => node.id)).toEqual(nodes);
    expect(asked(g)).toEqual(['members_Search']);
    expect(g.calls[0]?.body).toMatchObject({ organization_ids: [own, other], limit: ids.length });
  });

  it('fail only for the members of an organization that was deleted', async () => {
    const data = await g.data(
      `query ($own: ID!, $ada: ID!) {
        here: member(organizationId: $own, by: { id: $ada }) { memberId }
        gone: member(organizationId: "organization-test-00000000-0000-4000-8000-000000000000", by: { id: "member-test-00000000-0000-4000-8000-000000000000" }) { memberId } }`,
      { variables: { own, ada } },
    );
    expect(data).toEqual({ here: { memberId: ada }, gone: null });
  });

  it('are one for the viewer, their member and its organization', async () => {
    const data = await g.data<{ viewer: { member: object } }>(
      '{ viewer { member { memberId organization { organizationId name } } } }',
      { as: 'member' },
    );
    expect(data.viewer.member).toMatchObject({ memberId: plain, organization: { organizationId: own } });
    expect(asked(g)).toEqual(['Get']);
  });

  it('are one for members of an organization with the edge back to it', async () => {
    const data = await g.data<{ members: { nodes: { organization: { organizationId: string } }[] } }>(
      'query ($own: ID!) { members(organizationIds: [$own]) { nodes { organization { organizationId } } } }',
      { variables: { own } },
    );
    expect(new Set(data.members.nodes.map(({ organization }) => organization.organizationId))).toEqual(new Set([own]));
    expect(asked(g)).toEqual(['members_Search']);
  });
});
