/** `node` returns the object of every `id` in the graph, however often a document selects it. */
import { isInterfaceType } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { defaultLimits } from '../src/limits/limits.ts';
import { gatewayOverSandbox, type SandboxGateway } from './gateway.ts';

interface Node {
  id: string;
  __typename: string;
}

let g: SandboxGateway;
let nodes: Node[];
beforeAll(async () => {
  g = await gatewayOverSandbox({ limits: { ...defaultLimits, calls: 100_000, nodes: 1_000_000 } });
  const { organization } = await g.data<{
    organization: { organizationId: string; ssoConnections: { connectionId: string }[] };
  }>('{ organization(by: { slug: "northgate-bank" }) { organizationId ssoConnections { connectionId } } }');
  const { organizationId, ssoConnections } = organization;
  const connectionId = ssoConnections[0]?.connectionId;
  await g.data(`mutation { createExternalConnection(input: {
    organizationId: "organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0", externalOrganizationId: "${organizationId}", externalConnectionId: "${connectionId}"
  }) { __typename } }`);
  nodes = await walk();
});
afterAll(() => g.close());

const NODE = '__typename id';
const EVERY_STATUS = 'filter: { statuses: [ACTIVE, DELETED, INVITED, PENDING] }';

/** Every node of the sandbox's world. */
async function walk(): Promise<Node[]> {
  const data = await g.data(`{
    viewer { ${NODE} }
    organizations(first: 100) { nodes {
      ${NODE}
      members(first: 100, ${EVERY_STATUS}) { nodes { ${NODE} sessions { ${NODE} } } }
      ssoConnections { ${NODE} } scimConnection { ${NODE} } connectedApps { ${NODE} }
    } }
    connectedApps(first: 100) { nodes { ${NODE} } }
    m2mClients(first: 100) { nodes { ${NODE} } }
  }`);
  const found = new Map<string, Node>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('id' in value && '__typename' in value) found.set(String(value.id), value as Node);
    for (const inner of Object.values(value)) look(inner);
  };
  look(data);
  return [...found.values()];
}

const ofType = (typename: string) => nodes.filter((node) => node.__typename === typename);
const node = schema.getType('Node');
const typenames = isInterfaceType(node) ? schema.getPossibleTypes(node).map(({ name }) => name) : [];

/** A field of each type in addition to its id, so that the node is fetched. */
const MORE = `
  ... on Organization { createdAt } ... on Member { emailAddressVerified } ... on MemberSession { expiresAt }
  ... on SsoConnection { displayName } ... on ScimConnection { baseUrl } ... on ConnectedApp { redirectUrls }
  ... on M2mClient { scopes } ... on Viewer { kind } ... on OrganizationConnectedApp { clientType }`;

it('the world has every type of node, and deleted members', () => {
  expect(typenames.filter((typename) => ofType(typename).length === 0)).toEqual([]);
  expect(typenames).toHaveLength(11);
});

it('every id resolves', async () => {
  const missing: Node[] = [];
  for (let from = 0; from < nodes.length; from += 100) {
    const page = nodes.slice(from, from + 100);
    const data = await g.data<{ nodes: (Node | null)[] }>(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { ${NODE} ${MORE} } }`,
      {
        variables: { ids: page.map(({ id }) => id) },
      },
    );
    for (const [index, wanted] of page.entries()) {
      const got = data.nodes[index];
      if (got?.id !== wanted.id || got.__typename !== wanted.__typename) missing.push(wanted);
    }
  }
  expect(missing).toEqual([]);
  expect(nodes.length).toBeGreaterThan(40);
});

it('a deleted member resolves beside one that lives', async () => {
  const { organization } = await g.data<{
    organization: { members: { nodes: { id: string; status: string }[] } };
  }>(
    `{ organization(by: { slug: "fernhill-bakery" }) { members(first: 100, ${EVERY_STATUS}) { nodes { id status } } } }`,
  );
  const deleted = organization.members.nodes.filter(({ status }) => status === 'DELETED');
  const [living] = organization.members.nodes.filter(({ status }) => status === 'ACTIVE');
  expect(deleted.length).toBeGreaterThan(0);
  const wanted = [...deleted, living].map((member) => member?.id);
  const ask =
    'query ($ids: [ID!]!, $id: ID!) { nodes(ids: $ids) { id ... on Member { status } } node(id: $id) { id } }';
  const data = await g.data<{ nodes: Node[]; node: Node }>(ask, { variables: { ids: wanted, id: wanted[0] } });
  expect(data.nodes.map((one) => one?.id)).toEqual(wanted);
  expect(data.node?.id).toBe(wanted[0]);
});

it.each(typenames)('%s is in each place of overlapping `nodes` and of `node` beside them', async (typename) => {
  const [first, second = first] = ofType(typename);
  const ids = [first?.id, second?.id];
  const data = await g.data(
    `query ($x: [ID!]!, $y: [ID!]!, $id: ID!) {
      first: nodes(ids: $x) { ${NODE} } second: nodes(ids: $y) { ${NODE} ${MORE} } one: node(id: $id) { ${NODE} }
      third: nodes(ids: $y) { ${NODE} } other: node(id: $id) { ${NODE} ${MORE} }
    }`,
    { variables: { x: ids, y: [second?.id], id: second?.id } },
  );
  const last = { id: second?.id, __typename: typename };
  expect(data).toMatchObject({
    first: [{ id: first?.id }, last],
    second: [last],
    one: last,
    third: [last],
    other: last,
  });
});
