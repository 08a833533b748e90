import { waitForFragmentData } from 'relay-runtime/experimental.js';
import { expect } from 'vitest';
import { clientTest, present } from '../harness.ts';
import teamOrganization, { type team_organization$key } from './__generated__/team_organization.graphql.ts';
import team, { type teamQuery } from './__generated__/teamQuery.graphql.ts';
import { createEnvironment, load } from './store.ts';

const test = clientTest('Relay');

test('turns the pages of a connection', async ({ g }) => {
  const environment = createEnvironment(g.endpoint);
  const { organization } = await g.data<{ organization: { id: string } }>(
    '{ organization(organizationId: "fernhill-bakery") { id } }',
  );
  const { node } = await load<teamQuery>(environment, team, { id: organization.id, statuses: ['ACTIVE'] });
  const key: team_organization$key = present(present(node, 'the organization').team, 'the organization');
  const shown = await waitForFragmentData(environment, teamOrganization, key);
  expect(shown.members?.edges).toHaveLength(4);
});
