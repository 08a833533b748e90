import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
let own: string;
let other: string;
beforeAll(async () => {
  g = await gatewayOverSandbox();
  own = g.world.credentials.admin.organization_id;
  other = g.world.organizations.map(({ organization_id }) => organization_id).find((id) => id !== own) ?? '';
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});
const asked = () => g.calls.map(({ id }) => id);

describe('organization', () => {
  it('is found by id, slug and external id, and is the same object', async () => {
    const { organization_slug, organization_external_id } =
      g.world.organizations.find(({ organization_id }) => organization_id === own) ?? {};
    const data = await g.data(
      `query ($id: ID!, $slug: String!, $external: String!) {
        byId: organization(by: { id: $id }) { id name }
        bySlug: organization(by: { slug: $slug }) { id name }
        byExternalId: organization(by: { externalId: $external }) { id name }
      }`,
      { variables: { id: own, slug: organization_slug, external: organization_external_id } },
    );
    expect(data['bySlug']).toEqual(data['byId']);
    expect(data['byExternalId']).toEqual(data['byId']);
  });

  it('is null if unknown', async () => {
    const data = await g.data(
      '{ organization(by: { id: "organization-test-00000000-0000-4000-8000-000000000000" }) { id } }',
    );
    expect(data).toEqual({ organization: null });
  });

  it('is fetched once per request, for any number of fields', async () => {
    await g.data(
      'query ($id: ID!) { a: organization(by: { id: $id }) { id } b: organization(by: { id: $id }) { slug } }',
      {
        variables: { id: own },
      },
    );
    expect(asked()).toEqual(['api_organization_v1_Get']);
  });

  it('is one search for several ids', async () => {
    const data = await g.data(
      'query ($a: ID!, $b: ID!) { a: organization(by: { id: $a }) { organizationId } b: organization(by: { id: $b }) { organizationId } none: organization(by: { id: "organization-test-00000000-0000-4000-8000-000000000000" }) { id } }',
      { variables: { a: own, b: other } },
    );
    expect(data).toEqual({ a: { organizationId: own }, b: { organizationId: other }, none: null });
    expect(asked()).toEqual(['api_organization_v1_Search']);
  });

  it('is returned to its members and rejected for others without a call', async () => {
    const { data, errors } = await g.query(
      'query ($own: ID!, $other: ID!) { own: organization(by: { id: $own }) { organizationId } other: organization(by: { id: $other }) { id } none: organization(by: { slug: "none" }) { id } }',
      { as: 'member', variables: { own, other } },
    );
    expect(data).toEqual({ own: { organizationId: own }, other: null, none: null });
    expect(errors.map(({ extensions, path }) => [path, extensions.code])).toEqual([
      [['other'], 'FORBIDDEN'],
      [['none'], 'FORBIDDEN'],
    ]);
    expect(errors[0]?.message).toBe(errors[1]?.message);
    expect(asked()).toEqual(['api_organization_v1_Get']);
  });
});

describe('organizations', () => {
  it('have a cursor for every row', async () => {
    const all = await g.data<{
      organizations: { totalCount: number; edges: { cursor: string; node: { id: string } }[] };
    }>('{ organizations { totalCount edges { cursor node { id } } } }');
    expect(all.organizations.totalCount).toBe(all.organizations.edges.length);
    const [first, second] = all.organizations.edges;
    const rest = await g.data<typeof all & { organizations: { pageInfo: object } }>(
      'query ($after: String) { organizations(first: 1, after: $after) { edges { node { id } } pageInfo { hasNextPage hasPreviousPage } } }',
      { variables: { after: first?.cursor } },
    );
    expect(rest.organizations.edges).toEqual([{ node: { id: second?.node.id } }]);
    expect(rest.organizations.pageInfo).toMatchObject({ hasPreviousPage: true });
  });

  it('are filtered, by filters that are sent to Stytch', async () => {
    await g.data('{ organizations(filter: { nameFuzzy: "bak", organizationIds: [] }) { nodes { name } } }');
    expect(g.calls[0]?.body).toMatchObject({
      query: {
        operator: 'AND',
        operands: [
          { filter_name: 'organization_name_fuzzy', filter_value: 'bak' },
          { filter_name: 'organization_ids', filter_value: [] },
        ],
      },
    });
  });

  it.each([
    ['{ organizations(filter: { nameFuzzy: "ab" }) { totalCount } }', /nameFuzzy.*three/],
    ['{ organizations(after: "nonsense") { totalCount } }', /after/],
    ['{ organizations(first: 0) { totalCount } }', /first/],
    ['{ organizations(first: 1001) { totalCount } }', /first/],
  ])('reject %s without a call', async (document, message) => {
    const { errors } = await g.query(document);
    expect(errors[0]?.message).toMatch(message);
    expect(errors[0]?.extensions.code).toBe('INVALID_INPUT');
    expect(asked()).toEqual([]);
  });

  it('is for servers only', async () => {
    const { errors } = await g.query('{ organizations { totalCount } }', { as: 'admin' });
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect(asked()).toEqual([]);
  });
});

describe('mutations', () => {
  const result = '__typename ... on MutationError { code errorType message }';

  it('create, update and delete an organization', async () => {
    const created = await g.data<{ createOrganization: { organization: { organizationId: string } } }>(
      `mutation { createOrganization(input: { name: "Tidewater", slug: "tidewater", authMethods: { allowance: RESTRICTED, allowed: [SSO, GOOGLE_OAUTH] }, trustedMetadata: { plan_tier: "gold" } }) {
        ... on CreateOrganizationPayload { requestId organization { organizationId name slug authMethods { allowance allowed } trustedMetadata } } ${result}
      } }`,
    );
    expect(created.createOrganization).toMatchObject({
      organization: {
        name: 'Tidewater',
        slug: 'tidewater',
        authMethods: { allowance: 'RESTRICTED', allowed: ['SSO', 'GOOGLE_OAUTH'] },
        trustedMetadata: { plan_tier: 'gold' },
      },
    });
    expect(g.calls[0]?.body).toEqual({
      organization_name: 'Tidewater',
      organization_slug: 'tidewater',
      auth_methods: 'RESTRICTED',
      allowed_auth_methods: ['sso', 'google_oauth'],
      trusted_metadata: { plan_tier: 'gold' },
    });
    const { organizationId } = created.createOrganization.organization;

    const updated = await g.data(
      `mutation ($organizationId: ID!) { updateOrganization(input: { organizationId: $organizationId, name: "Tidewater Ltd", trustedMetadata: { plan_tier: null } }) {
        ... on UpdateOrganizationPayload { organization { name trustedMetadata } } ${result}
      } }`,
      { variables: { organizationId } },
    );
    expect(updated['updateOrganization']).toMatchObject({
      organization: { name: 'Tidewater Ltd', trustedMetadata: {} },
    });

    const deleted = await g.data(
      `mutation ($organizationId: ID!) { deleteOrganization(input: { organizationId: $organizationId }) { ... on DeleteOrganizationPayload { organizationId } ${result} } }`,
      { variables: { organizationId } },
    );
    expect(deleted['deleteOrganization']).toMatchObject({ organizationId });
    expect(
      await g.data('query ($id: ID!) { organization(by: { id: $id }) { id } }', {
        variables: { id: organizationId },
      }),
    ).toEqual({
      organization: null,
    });
  });

  it('return errors of Stytch as results', async () => {
    const data = await g.data(
      `mutation ($slug: String!) { createOrganization(input: { name: "Twin", slug: $slug }) { ${result} } }`,
      { variables: { slug: g.world.organizations[0]?.organization_slug } },
    );
    expect(data['createOrganization']).toMatchObject({ __typename: 'MutationError', code: 'CONFLICT' });
  });

  it('are visible in a later read of the same request', async () => {
    const data = await g.data<Record<string, { organization: { logoUrl: string | null } }>>(
      `mutation ($id: ID!) {
        a: updateOrganization(input: { organizationId: $id, logoUrl: "https://example.com/a" }) { ... on UpdateOrganizationPayload { organization { logoUrl } } }
        b: updateOrganization(input: { organizationId: $id, logoUrl: "https://example.com/b" }) { ... on UpdateOrganizationPayload { organization { logoUrl } } }
      }`,
      { variables: { id: own } },
    );
    expect([data['a'], data['b']]).toEqual([
      { organization: { logoUrl: 'https://example.com/a' } },
      { organization: { logoUrl: 'https://example.com/b' } },
    ]);
  });

  it('permit an admin the name but not trusted metadata, and a plain member neither', async () => {
    const rename = `mutation ($id: ID!) { updateOrganization(input: { organizationId: $id, name: "Renamed" }) { ... on UpdateOrganizationPayload { organization { name } } ${result} } }`;
    const trust = `mutation ($id: ID!) { updateOrganization(input: { organizationId: $id, trustedMetadata: { a: 1 } }) { ${result} } }`;
    const options = { variables: { id: own } };
    expect((await g.data(rename, { ...options, as: 'admin' }))['updateOrganization']).toMatchObject({
      organization: { name: 'Renamed' },
    });
    expect(g.calls[0]?.headers['X-Stytch-Member-SessionJWT']).toBe(g.world.credentials.admin.session_jwt);
    g.calls.length = 0;
    expect((await g.data(trust, { ...options, as: 'admin' }))['updateOrganization']).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect((await g.data(rename, { ...options, as: 'member' }))['updateOrganization']).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(asked()).toEqual([]);
    const { errors } = await g.query(rename, { ...options, as: null });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked()).toEqual([]);
  });
});
