/** The kind of a single sign-on connection is that of its list in the response, whatever properties it lacks. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { type Json, replacing } from '../spoil.ts';

const LISTS = {
  saml_connections: 'SamlConnection',
  oidc_connections: 'OidcConnection',
  external_connections: 'ExternalConnection',
};

let change = (body: Json): Json => body;
let g: SandboxGateway;
let organizationId: string;
let connectionIds: string[];
beforeEach(async () => {
  change = (body) => body;
  g = await gatewayOverSandbox({
    between: replacing(
      (id) => id === 'api_sso_v1_GetConnections',
      (body) => Buffer.from(JSON.stringify(change(body))),
    ),
  });
  const bank = '{ organization(by: { slug: "northgate-bank" }) { organizationId ssoConnections { connectionId } } }';
  const found = await g.data<{ organization: { organizationId: string; ssoConnections: { connectionId: string }[] } }>(
    bank,
  );
  ({ organizationId } = found.organization);
  connectionIds = found.organization.ssoConnections.map(({ connectionId }) => connectionId);
  await g.data(
    `mutation ($o: ID!, $c: ID!) { createExternalConnection(input: {
      organizationId: "organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0", externalOrganizationId: $o, externalConnectionId: $c }) { __typename } }`,
    { variables: { o: organizationId, c: connectionIds[0] } },
  );
});
afterEach(() => g.close());

const OF_ONE = `
  ssoConnections { __typename id connectionId } ssoDefaultConnection { __typename connectionId }
  ssoActiveConnections { connection { __typename connectionId } }`;
const ALL = `{
  bank: organization(by: { slug: "northgate-bank" }) { ${OF_ONE} }
  bakery: organization(by: { slug: "fernhill-bakery" }) { ${OF_ONE} }
}`;

interface Connection {
  __typename: string;
  id: string;
  connectionId: string;
}
interface OfOne {
  ssoConnections: Connection[];
  ssoDefaultConnection: Connection | null;
  ssoActiveConnections: { connection: Connection | null }[];
}

/** The connections of both organizations, and each path that leads to one. */
async function connections(): Promise<{ listed: Connection[]; everywhere: Connection[] }> {
  const { bank, bakery } = await g.data<{ bank: OfOne; bakery: OfOne }>(ALL);
  const listed = [...bank.ssoConnections, ...bakery.ssoConnections];
  const alone = [bank, bakery].flatMap(({ ssoDefaultConnection, ssoActiveConnections }) => [
    ssoDefaultConnection,
    ...ssoActiveConnections.map(({ connection }) => connection),
  ]);
  return { listed, everywhere: [...listed, ...alone.flatMap((one) => one ?? [])] };
}

it('is kept if any property except the id is missing, at every path', async () => {
  const properties = new Set<string>();
  change = (body) => {
    JSON.stringify(body, (name, value) => {
      if (!(name in LISTS) && !/^\d*$/.test(name)) properties.add(name);
      return value;
    });
    return body;
  };
  const whole = await connections();
  const kinds = new Map(whole.listed.map(({ connectionId, __typename }) => [connectionId, __typename]));
  expect([...new Set(kinds.values())].sort()).toEqual(Object.values(LISTS).sort());
  expect(properties.size).toBeGreaterThan(20);
  expect(whole.everywhere.length).toBeGreaterThan(whole.listed.length);
  for (const property of properties) {
    if (property === 'connection_id' || property === 'organization_id') continue;
    change = (body) => JSON.parse(JSON.stringify(body), (name, value) => (name === property ? undefined : value));
    const { listed, everywhere } = await connections();
    for (const { connectionId, __typename } of everywhere) {
      expect(`${property}: ${__typename}`).toBe(`${property}: ${kinds.get(connectionId)}`);
    }
    expect(everywhere).toHaveLength(whole.everywhere.length);
    const { nodes } = await g.data<{ nodes: Connection[] }>(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }',
      {
        variables: { ids: listed.map(({ id }) => id) },
      },
    );
    expect(nodes.map(({ __typename }) => __typename)).toEqual(listed.map(({ __typename }) => __typename));
  }
});

it('of one list is kept if another list is missing', async () => {
  for (const missing of Object.keys(LISTS)) {
    change = (body) => ({ ...Object(body), [missing]: undefined });
    const { listed } = await connections();
    const others = Object.entries(LISTS).filter(([name]) => name !== missing);
    expect([...new Set(listed.map(({ __typename }) => __typename))].sort()).toEqual(
      others.map(([, kind]) => kind).sort(),
    );
  }
});
