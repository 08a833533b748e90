import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
const client = (name: string) => {
  const found = [...g.sandbox.store.m2mClients.values()].find(({ client: { client_name } }) => client_name === name);
  return found?.client.client_id ?? '';
};
let reports: string;
let importer: string;
beforeAll(async () => {
  g = await gatewayOverSandbox();
  reports = client('Nightly reports');
  importer = client('Document importer');
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});
const asked = () => g.calls.map(({ id }) => id.replace('api_m2m_v1_m2m_clients_', ''));
const result = '__typename ... on MutationError { code errorType }';

describe('M2M clients', () => {
  it('are found by client id, null when there is none', async () => {
    const one = `query ($clientId: ID!) { m2mClient(clientId: $clientId) {
      clientId name description status scopes clientSecretLastFour nextClientSecretLastFour trustedMetadata } }`;
    expect(await g.data(one, { variables: { clientId: client('Old synchronisation') } })).toEqual({
      m2mClient: {
        clientId: client('Old synchronisation'),
        name: 'Old synchronisation',
        description: 'Switched off, kept for the record.',
        status: 'INACTIVE',
        scopes: ['read:documents'],
        clientSecretLastFour: expect.stringMatching(/^.{4}$/),
        nextClientSecretLastFour: null,
        trustedMetadata: { team: 'retired-sync' },
      },
    });
    expect(await g.data(one, { variables: { clientId: 'm2m-client-test-none' } })).toEqual({ m2mClient: null });
    expect(asked()).toEqual(['Get', 'Get']);
  });

  it('asked for several at a time are one search', async () => {
    const node = Buffer.from(`M2mClient:${reports}`).toString('base64url');
    const data = await g.data(
      `query ($a: ID!, $b: ID!, $node: ID!) {
        a: m2mClient(clientId: $a) { name } again: m2mClient(clientId: $a) { clientId } b: m2mClient(clientId: $b) { name }
        none: m2mClient(clientId: "of-my-own-making") { name } node(id: $node) { ... on M2mClient { name } }
      }`,
      { variables: { a: reports, b: importer, node } },
    );
    expect(data).toEqual({
      a: { name: 'Nightly reports' },
      again: { clientId: reports },
      b: { name: 'Document importer' },
      none: null,
      node: { name: 'Nightly reports' },
    });
    expect(asked()).toEqual(['Search']);
    expect(g.calls[0]?.body).toEqual({
      limit: 3,
      query: {
        operator: 'AND',
        operands: [{ filter_name: 'client_id', filter_value: [reports, importer, 'of-my-own-making'] }],
      },
    });
  });

  it('page, and are narrowed by every filter', async () => {
    type Page = { m2mClients: { totalCount: number; edges: { cursor: string; node: { clientId: string } }[] } };
    const search = `query ($first: Int, $after: String, $filter: M2mClientFilter) {
      m2mClients(first: $first, after: $after, filter: $filter) { totalCount edges { cursor node { clientId } } } }`;
    const { m2mClients: all } = await g.data<Page>(search);
    expect(all.totalCount).toBe(all.edges.length);
    const { m2mClients: rest } = await g.data<Page>(search, {
      variables: { first: 1, after: all.edges[0]?.cursor },
    });
    expect(rest.edges.map(({ node }) => node)).toEqual([all.edges[1]?.node]);

    g.calls.length = 0;
    const filter = { clientIds: [reports, importer], names: ['Document importer'], scopes: ['write:documents'] };
    const { m2mClients: few } = await g.data<Page>(search, { variables: { filter } });
    expect(few.edges.map(({ node }) => node.clientId)).toEqual([importer]);
    expect(g.calls[0]?.body).toEqual({
      limit: 50,
      query: {
        operator: 'AND',
        operands: [
          { filter_name: 'client_id', filter_value: [reports, importer] },
          { filter_name: 'client_name', filter_value: ['Document importer'] },
          { filter_name: 'scopes', filter_value: ['write:documents'] },
        ],
      },
    });
  });

  it.each(['admin', 'member', null] as const)('are not for %s', async (as) => {
    const node = Buffer.from(`M2mClient:${reports}`).toString('base64url');
    for (const field of [`m2mClient(clientId: "${reports}")`, `node(id: "${node}")`, 'm2mClients']) {
      const { errors } = await g.query(`{ ${field} { __typename } }`, { as });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual([as ? 'FORBIDDEN' : 'UNAUTHENTICATED']);
    }
    expect(asked()).toEqual([]);
  });
});

describe('the life of an M2M client', () => {
  it('is created with a secret, changed, given another secret and deleted', async () => {
    type Client = { clientId: string; clientSecretLastFour: string; nextClientSecretLastFour: string | null };
    const { createM2mClient: created } = await g.data<{ createM2mClient: { clientSecret: string; m2mClient: Client } }>(
      `mutation { createM2mClient(input: {
        name: "Oven watch", description: "Reads thermometers", scopes: ["read:ovens"], trustedMetadata: { ovenCount: 3 }
      }) { ... on CreateM2mClientPayload {
        requestId clientSecret m2mClient { clientId name description status scopes trustedMetadata clientSecretLastFour }
      } ${result} } }`,
    );
    expect(g.calls[0]?.body).toEqual({
      client_name: 'Oven watch',
      client_description: 'Reads thermometers',
      scopes: ['read:ovens'],
      trusted_metadata: { ovenCount: 3 },
    });
    expect(created).toMatchObject({
      requestId: expect.stringContaining('request-'),
      m2mClient: {
        name: 'Oven watch',
        status: 'ACTIVE',
        scopes: ['read:ovens'],
        trustedMetadata: { ovenCount: 3 },
        clientSecretLastFour: created.clientSecret.slice(-4),
      },
    });
    expect(asked()).toEqual(['Create']);

    const of = { variables: { clientId: created.m2mClient.clientId } };
    expect(
      await g.data(
        `mutation ($clientId: ID!) { answer: updateM2mClient(input: {
          clientId: $clientId, status: INACTIVE, scopes: ["read:ovens", "write:ovens"], trustedMetadata: { town: "Graz" }
        }) { ... on UpdateM2mClientPayload { m2mClient { name status scopes trustedMetadata } } ${result} } }`,
        of,
      ),
    ).toMatchObject({
      answer: {
        m2mClient: {
          name: 'Oven watch',
          status: 'INACTIVE',
          scopes: ['read:ovens', 'write:ovens'],
          trustedMetadata: { ovenCount: 3, town: 'Graz' },
        },
      },
    });

    const secrets = 'm2mClient { clientSecretLastFour nextClientSecretLastFour }';
    type Started = { startM2mClientSecretRotation: { nextClientSecret: string; m2mClient: Client } };
    const start = `mutation ($clientId: ID!) { startM2mClientSecretRotation(input: { clientId: $clientId }) {
      ... on StartM2mClientSecretRotationPayload { nextClientSecret ${secrets} } ${result} } }`;
    const { startM2mClientSecretRotation: called } = await g.data<Started>(start, of);
    expect(called.m2mClient).toEqual({
      clientSecretLastFour: created.clientSecret.slice(-4),
      nextClientSecretLastFour: called.nextClientSecret.slice(-4),
    });
    expect((await g.data(start, of))['startM2mClientSecretRotation']).toMatchObject({ code: 'CONFLICT' });
    expect(
      await g.data(
        `mutation ($clientId: ID!) { answer: cancelM2mClientSecretRotation(input: { clientId: $clientId }) {
          ... on CancelM2mClientSecretRotationPayload { ${secrets} } ${result} } }`,
        of,
      ),
    ).toMatchObject({
      answer: { m2mClient: { clientSecretLastFour: created.clientSecret.slice(-4), nextClientSecretLastFour: null } },
    });
    const { startM2mClientSecretRotation: again } = await g.data<Started>(start, of);
    expect(
      await g.data(
        `mutation ($clientId: ID!) { answer: completeM2mClientSecretRotation(input: { clientId: $clientId }) {
          ... on CompleteM2mClientSecretRotationPayload { ${secrets} } ${result} } }`,
        of,
      ),
    ).toMatchObject({
      answer: { m2mClient: { clientSecretLastFour: again.nextClientSecret.slice(-4), nextClientSecretLastFour: null } },
    });

    expect(
      await g.data(
        `mutation ($clientId: ID!) { answer: deleteM2mClient(input: { clientId: $clientId }) {
          ... on DeleteM2mClientPayload { clientId } ${result} } }`,
        of,
      ),
    ).toMatchObject({ answer: of.variables });
    expect(await g.data('query ($clientId: ID!) { m2mClient(clientId: $clientId) { id } }', of)).toEqual({
      m2mClient: null,
    });
  });

  it('may begin elsewhere: with an id and a secret of one’s own', async () => {
    const secret = 'rye-Sourdough-41-levain';
    const data = await g.data(
      `mutation ($secret: String!) { answer: createM2mClient(input: {
        clientId: "bakery-import", clientSecret: $secret, scopes: []
      }) { ... on CreateM2mClientPayload { clientSecret m2mClient { clientId clientSecretLastFour name } } ${result} } }`,
      { variables: { secret } },
    );
    expect(g.calls[0]?.body).toEqual({ client_id: 'bakery-import', client_secret: secret, scopes: [] });
    expect(data).toMatchObject({
      answer: {
        clientSecret: secret,
        m2mClient: { clientId: 'bakery-import', clientSecretLastFour: 'vain', name: null },
      },
    });
  });

  it.each(['admin', 'member', null] as const)('is not in the hands of %s', async (as) => {
    const one = `input: { clientId: "${reports}" }`;
    for (const mutation of [
      'createM2mClient(input: { scopes: [], name: "x" })',
      `updateM2mClient(input: { clientId: "${reports}", name: "x" })`,
      `deleteM2mClient(${one})`,
      `startM2mClientSecretRotation(${one})`,
      `completeM2mClientSecretRotation(${one})`,
      `cancelM2mClientSecretRotation(${one})`,
    ]) {
      const { data, errors } = await g.query<{ answer: { code: string } | null }>(
        `mutation { answer: ${mutation} { ${result} } }`,
        { as },
      );
      expect(data?.answer?.code ?? errors[0]?.extensions.code).toBe(as ? 'FORBIDDEN' : 'UNAUTHENTICATED');
    }
    expect(asked()).toEqual([]);
  });
});
