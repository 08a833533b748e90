import { ConnectionHandler, type Environment } from 'relay-runtime';
import { observeFragment, waitForFragmentData } from 'relay-runtime/experimental.js';
import { describe, expect, onTestFinished } from 'vitest';
import { SERVER_KEY } from '../../gateway.ts';
import { type ClientGateway, clientTest, present } from '../harness.ts';
import memberFragment, { type team_member$key } from './__generated__/team_member.graphql.ts';
import organizationFragment, { type team_organization$key } from './__generated__/team_organization.graphql.ts';
import viewerFragment, { type team_viewer$key } from './__generated__/team_viewer.graphql.ts';
import teamAdd, { type teamAddMutation } from './__generated__/teamAddMutation.graphql.ts';
import teamErase, { type teamEraseMutation } from './__generated__/teamEraseMutation.graphql.ts';
import teamMember, { type teamMemberQuery } from './__generated__/teamMemberQuery.graphql.ts';
import teamPage, { type teamPageQuery } from './__generated__/teamPageQuery.graphql.ts';
import team, { type teamQuery } from './__generated__/teamQuery.graphql.ts';
import teamRemove, { type teamRemoveMutation } from './__generated__/teamRemoveMutation.graphql.ts';
import teamRename, { type teamRenameMutation } from './__generated__/teamRenameMutation.graphql.ts';
import teamSignOut, { type teamSignOutMutation } from './__generated__/teamSignOutMutation.graphql.ts';
import teamViewerNode, { type teamViewerNodeQuery } from './__generated__/teamViewerNodeQuery.graphql.ts';
import teamViewer, { type teamViewerQuery } from './__generated__/teamViewerQuery.graphql.ts';
import teamViewerRefetch, { type teamViewerRefetchQuery } from './__generated__/teamViewerRefetchQuery.graphql.ts';
import { change, createEnvironment, load } from './store.ts';

const test = clientTest('Relay');

const statuses = ['ACTIVE'] as const;

/** A page that shows the active members of an organization. */
async function openTeam(g: ClientGateway) {
  const environment = createEnvironment(g.endpoint, SERVER_KEY);
  const { organization } = await g.data<{ organization: { id: string } }>(
    '{ organization(by: { slug: "fernhill-bakery" }) { id } }',
  );
  g.received.length = 0;
  const { node } = await load<teamQuery>(environment, team, { id: organization.id, statuses });
  const key: team_organization$key = present(present(node, 'the organization').team, 'the organization');
  const shown = () => waitForFragmentData(environment, organizationFragment, key);
  return {
    environment,
    key,
    organizationId: organization.id,
    /** The connection in the store, which mutations name. */
    connections: [ConnectionHandler.getConnectionID(organization.id, 'team_members', { filter: { statuses } })],
    edges: async () => present((await shown()).members, 'members').edges,
    pageInfo: async () => present((await shown()).members, 'members').pageInfo,
  };
}

const memberOf = (environment: Environment, key: team_member$key | null | undefined) =>
  waitForFragmentData(environment, memberFragment, present(key, 'a member'));

describe('@connection', () => {
  test('turns pages, each member once, by the query of @refetchable', async ({ g }) => {
    const { environment, organizationId, edges, pageInfo } = await openTeam(g);
    const sizes = [(await edges()).length];
    for (let page = await pageInfo(); page.hasNextPage; page = await pageInfo()) {
      const variables = { id: organizationId, statuses, count: 4, cursor: present(page.endCursor, 'a cursor') };
      await load<teamPageQuery>(environment, teamPage, variables);
      sizes.push((await edges()).length);
    }
    const ids = (await edges()).map(({ node }) => node?.id);
    expect(sizes.slice(0, 3)).toEqual([4, 8, 12]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(g.received).toHaveLength(sizes.length);
  });

  test('keeps the pages of each filter apart', async ({ g }) => {
    const { environment, organizationId, edges } = await openTeam(g);
    const { node } = await load<teamQuery>(environment, team, { id: organizationId, statuses: ['INVITED'] });
    const key: team_organization$key = present(present(node, 'the organization').team, 'the organization');
    const invited = await waitForFragmentData(environment, organizationFragment, key);
    const ids = present(invited.members, 'members').edges.map((each) => each.node?.id);
    expect(ids.length).toBeGreaterThan(0);
    expect((await edges()).map((each) => each.node?.id)).not.toEqual(expect.arrayContaining(ids));
  });
});

describe('@appendEdge', () => {
  test('adds whom a mutation created to the list', async ({ g }) => {
    const { environment, organizationId, connections, edges } = await openTeam(g);
    const { createMember } = await change<teamAddMutation>(environment, teamAdd, {
      connections,
      input: { organizationId, emailAddress: 'newcomer@fernhill.example', name: 'Newcomer' },
    });
    expect(createMember?.code).toBeUndefined();
    const after = await edges();
    expect(after).toHaveLength(5);
    expect(await memberOf(environment, after.at(-1)?.node)).toMatchObject({ name: 'Newcomer' });
  });
});

describe('@deleteEdge', () => {
  test('takes whom a mutation deleted from the list, which is shown anew', async ({ g }) => {
    const { environment, key, organizationId, connections, edges } = await openTeam(g);
    const shown: (string | undefined)[][] = [];
    const { unsubscribe } = observeFragment(environment, organizationFragment, key).subscribe({
      next: (state) => {
        if (state.state === 'ok') shown.push(state.value.members?.edges.map(({ node }) => node?.id) ?? []);
      },
    });
    onTestFinished(unsubscribe);
    const memberId = present((await edges())[1]?.node, 'a member').id;
    const variables = { connections, input: { organizationId, memberId } };
    const { deleteMember } = await change<teamRemoveMutation>(environment, teamRemove, variables);
    expect(deleteMember).toMatchObject({ deletedId: memberId });
    expect((await edges()).map(({ node }) => node?.id)).not.toContain(memberId);
    expect(await edges()).toHaveLength(3);
    expect(shown.at(0)).toContain(memberId);
    expect(shown.at(-1)).not.toContain(memberId);
  });
});

describe('@deleteRecord', () => {
  test('takes whom a mutation deleted from the store', async ({ g }) => {
    const { environment, organizationId, edges } = await openTeam(g);
    const memberId = present((await edges())[1]?.node, 'a member').id;
    expect(environment.getStore().getSource().getStatus(memberId)).toBe('EXISTENT');
    await change<teamEraseMutation>(environment, teamErase, { input: { organizationId, memberId } });
    expect(environment.getStore().getSource().getStatus(memberId)).toBe('NONEXISTENT');
    expect((await edges()).flatMap(({ node }) => node?.id ?? [])).toHaveLength(3);
  });
});

describe('node', () => {
  test('fetches a fragment of its own anew', async ({ g }) => {
    const { environment, organizationId, edges } = await openTeam(g);
    const member = present((await edges())[0]?.node, 'a member');
    await g.data(
      `mutation ($organizationId: ID!, $memberId: ID!) {
        updateMember(input: { organizationId: $organizationId, memberId: $memberId, name: "Elsewhere" }) { __typename } }`,
      { variables: { organizationId, memberId: member.id } },
    );
    await load<teamMemberQuery>(environment, teamMember, { id: member.id });
    expect(await memberOf(environment, (await edges())[0]?.node)).toMatchObject({ id: member.id, name: 'Elsewhere' });
  });

  test('shows a change wherever its thing is', async ({ g }) => {
    const { environment, organizationId, edges } = await openTeam(g);
    const { id: memberId } = present((await edges())[0]?.node, 'a member');
    const input = { organizationId, memberId, name: 'Renamed' };
    await change<teamRenameMutation>(environment, teamRename, { input });
    expect(await memberOf(environment, (await edges())[0]?.node)).toMatchObject({ name: 'Renamed' });
    expect(g.received).toHaveLength(2);
  });

  test('finds the viewer, who can also be asked for anew', async ({ g }) => {
    const environment = createEnvironment(g.endpoint, g.world.credentials.admin.session_jwt);
    const { viewer } = await load<teamViewerQuery>(environment, teamViewer, {});
    const key: team_viewer$key = present(viewer, 'the viewer');
    const { id, member } = await waitForFragmentData(environment, viewerFragment, key);
    expect(member).toMatchObject({ name: 'Ada Okafor' });
    const { node } = await load<teamViewerNodeQuery>(environment, teamViewerNode, { id });
    const found: team_viewer$key = present(node?.viewer, 'the viewer');
    expect(await waitForFragmentData(environment, viewerFragment, found)).toMatchObject({ id });
    const { viewer: again } = await load<teamViewerRefetchQuery>(environment, teamViewerRefetch, {});
    const same: team_viewer$key = present(again, 'the viewer');
    expect(await waitForFragmentData(environment, viewerFragment, same)).toMatchObject({
      id,
      member: { id: member?.id },
    });
  });

  test('shows the sessions of the viewer without one that ended', async ({ g }) => {
    const environment = createEnvironment(g.endpoint, g.world.credentials.admin.session_jwt);
    const { viewer } = await load<teamViewerQuery>(environment, teamViewer, {});
    const key: team_viewer$key = present(viewer, 'the viewer');
    const sessions = async () =>
      present((await waitForFragmentData(environment, viewerFragment, key)).member?.sessions, 'sessions');
    const before = await sessions();
    const input = { memberSessionId: present(before[0], 'a session').id };
    const { revokeMemberSession } = await change<teamSignOutMutation>(environment, teamSignOut, { input });
    expect(revokeMemberSession?.code).toBeUndefined();
    await load<teamViewerRefetchQuery>(environment, teamViewerRefetch, {});
    expect(await sessions()).toEqual(before.slice(1));
  });
});
