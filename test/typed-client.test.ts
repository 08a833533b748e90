/** What a frontend team gets from the printed graph: operations whose variables and answers are typed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from './gateway.ts';
import { graphql } from './gql/gql.ts';
import type { TypedDocumentString } from './gql/graphql.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

const ask = <Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Data> => g.data<Data>(document.toString(), { variables });

const RenameOrganization = graphql(`
  mutation RenameOrganization($organizationId: ID!, $name: String!) {
    updateOrganization(input: { organizationId: $organizationId, name: $name }) {
      __typename
      ... on UpdateOrganizationPayload { organization { name mfaPolicy createdAt } }
      ... on MutationError { code errorType }
    }
  }
`);

it('narrows a result by its type', async () => {
  const organizationId = g.world.credentials.admin.organization_id;
  const { updateOrganization: renamed } = await ask(RenameOrganization, { organizationId, name: 'Renamed' });
  if (renamed?.__typename !== 'UpdateOrganizationPayload') throw new Error(renamed?.code);
  const name: string = renamed.organization.name;
  const createdAt: string | null | undefined = renamed.organization.createdAt;
  expect(name).toBe('Renamed');
  expect(createdAt).toMatch(/^\d{4}-/);

  const { updateOrganization: refused } = await ask(RenameOrganization, {
    organizationId: 'organization-test-00000000-0000-4000-8000-000000000000',
    name: 'Renamed',
  });
  if (refused?.__typename !== 'MutationError') throw new Error('there is no such organization');
  expect(refused).toMatchObject({ code: 'NOT_FOUND', errorType: 'organization_not_found' });
});
