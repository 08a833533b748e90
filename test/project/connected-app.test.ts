import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
let desktop: string;
let cli: string;
beforeAll(async () => {
  g = await gatewayOverSandbox();
  const byType = (type: string) => g.world.connected_apps.find(({ client_type }) => client_type === type)?.client_id;
  desktop = byType('first_party') ?? '';
  cli = byType('first_party_public') ?? '';
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});
const asked = () => g.calls.map(({ id }) => id.replace('api_connectedapps_v1_connected_apps_clients_', ''));
const result = '__typename ... on MutationError { code errorType }';

describe('connected apps', () => {
  it('are found by client id, each once however often it is asked for; null when there is none', async () => {
    const data = await g.data(
      `query ($a: ID!, $b: ID!) {
        a: connectedApp(clientId: $a) { ...App } again: connectedApp(clientId: $a) { id }
        b: connectedApp(clientId: $b) { ...App } none: connectedApp(clientId: "connected-app-test-none") { id }
      }
      fragment App on ConnectedApp { clientId name description logoUrl clientType status creationMethod fullAccessAllowed
        redirectUrls postLogoutRedirectUrls bypassConsentForOfflineAccess accessTokenExpiryMinutes accessTokenCustomAudience
        accessTokenTemplateContent idTokenTemplateContent clientSecretLastFour nextClientSecretLastFour clientIdMetadataUrl }`,
      { variables: { a: desktop, b: cli } },
    );
    expect(data).toMatchObject({
      a: {
        name: 'Crumb for desktop',
        clientType: 'FIRST_PARTY',
        status: 'ACTIVE',
        creationMethod: 'API',
        fullAccessAllowed: true,
        accessTokenExpiryMinutes: 60,
        accessTokenTemplateContent: '{}',
        idTokenTemplateContent: '{}',
        clientSecretLastFour: expect.stringMatching(/^.{4}$/),
        nextClientSecretLastFour: null,
        clientIdMetadataUrl: null,
      },
      b: { clientType: 'FIRST_PARTY_PUBLIC', clientSecretLastFour: null, logoUrl: null },
      none: null,
    });
    expect(asked()).toEqual(['Get', 'Get', 'Get']);
  });

  it('page, and are found again by their id', async () => {
    type Page = { totalCount: number; edges: { cursor: string; node: { id: string; clientId: string } }[] };
    const { connectedApps: all } = await g.data<{ connectedApps: Page }>(
      '{ connectedApps { totalCount edges { cursor node { id clientId } } } }',
    );
    expect(all.totalCount).toBe(all.edges.length);
    const { connectedApps: rest } = await g.data<{ connectedApps: Page }>(
      'query ($after: String) { connectedApps(first: 1, after: $after) { totalCount edges { cursor node { id clientId } } } }',
      { variables: { after: all.edges[0]?.cursor } },
    );
    expect(rest.edges.map(({ node }) => node)).toEqual([all.edges[1]?.node]);
    const node = all.edges[0]?.node;
    expect(
      await g.data('query ($id: ID!) { node(id: $id) { ... on ConnectedApp { clientId } } }', {
        variables: { id: node?.id },
      }),
    ).toEqual({ node: { clientId: node?.clientId } });
  });

  it.each(['admin', 'member'] as const)('are not for a member: %s', async (as) => {
    const node = Buffer.from(`ConnectedApp:${desktop}`).toString('base64url');
    for (const field of [`connectedApp(clientId: "${desktop}")`, `node(id: "${node}")`, 'connectedApps']) {
      const { errors } = await g.query(`{ ${field} { __typename } }`, { as });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    }
    expect(asked()).toEqual([]);
  });
});

describe('the life of a connected app', () => {
  it('is created with a secret, changed, given another secret and deleted', async () => {
    type App = { clientId: string; clientSecretLastFour: string; nextClientSecretLastFour: string | null };
    const { createConnectedApp: created } = await g.data<{
      createConnectedApp: { clientSecret: string; connectedApp: App };
    }>(
      `mutation { createConnectedApp(input: {
        clientType: FIRST_PARTY, name: "Proofing", description: "Times the dough", redirectUrls: ["https://proofing.example/cb"],
        logoUrl: "https://proofing.example/logo.png", fullAccessAllowed: true, bypassConsentForOfflineAccess: true,
        accessTokenExpiryMinutes: 5, accessTokenCustomAudience: "https://api.proofing.example",
        accessTokenTemplateContent: "{\\"tier\\": 1}", idTokenTemplateContent: "{\\"tier\\": 2}", postLogoutRedirectUrls: ["https://proofing.example/bye"]
      }) { ... on CreateConnectedAppPayload {
        requestId clientSecret connectedApp { clientId name clientType clientSecretLastFour accessTokenExpiryMinutes }
      } ${result} } }`,
    );
    expect(g.calls[0]?.body).toEqual({
      client_type: 'first_party',
      client_name: 'Proofing',
      client_description: 'Times the dough',
      redirect_urls: ['https://proofing.example/cb'],
      logo_url: 'https://proofing.example/logo.png',
      full_access_allowed: true,
      bypass_consent_for_offline_access: true,
      access_token_expiry_minutes: 5,
      access_token_custom_audience: 'https://api.proofing.example',
      access_token_template_content: '{"tier": 1}',
      id_token_template_content: '{"tier": 2}',
      post_logout_redirect_urls: ['https://proofing.example/bye'],
    });
    expect(created.connectedApp).toMatchObject({
      name: 'Proofing',
      clientType: 'FIRST_PARTY',
      clientSecretLastFour: created.clientSecret.slice(-4),
      accessTokenExpiryMinutes: 5,
    });
    expect(asked()).toEqual(['Create']);

    const of = { variables: { clientId: created.connectedApp.clientId } };
    const { updateConnectedApp: updated } = await g.data(
      `mutation ($clientId: ID!) { updateConnectedApp(input: { clientId: $clientId, name: "Proofer" }) {
        ... on UpdateConnectedAppPayload { connectedApp { name description } } ${result} } }`,
      of,
    );
    expect(updated).toMatchObject({ connectedApp: { name: 'Proofer', description: 'Times the dough' } });
    // Stytch may reset what a PUT leaves out, so it holds every setting.
    expect(g.calls.find(({ id }) => id.endsWith('_Update'))?.body).toEqual({
      client_name: 'Proofer',
      client_description: 'Times the dough',
      redirect_urls: ['https://proofing.example/cb'],
      logo_url: 'https://proofing.example/logo.png',
      full_access_allowed: true,
      bypass_consent_for_offline_access: true,
      access_token_expiry_minutes: 5,
      access_token_custom_audience: 'https://api.proofing.example',
      access_token_template_content: '{"tier": 1}',
      id_token_template_content: '{"tier": 2}',
      post_logout_redirect_urls: ['https://proofing.example/bye'],
    });

    const secrets = 'connectedApp { clientSecretLastFour nextClientSecretLastFour }';
    type Started = { startConnectedAppSecretRotation: { nextClientSecret: string; connectedApp: App } };
    const start = `mutation ($clientId: ID!) { startConnectedAppSecretRotation(input: { clientId: $clientId }) {
      ... on StartConnectedAppSecretRotationPayload { nextClientSecret ${secrets} } ${result} } }`;
    const { startConnectedAppSecretRotation: called } = await g.data<Started>(start, of);
    expect(called.connectedApp).toEqual({
      clientSecretLastFour: created.clientSecret.slice(-4),
      nextClientSecretLastFour: called.nextClientSecret.slice(-4),
    });
    expect((await g.data(start, of))['startConnectedAppSecretRotation']).toMatchObject({ code: 'CONFLICT' });
    expect(
      await g.data(
        `mutation ($clientId: ID!) { answer: cancelConnectedAppSecretRotation(input: { clientId: $clientId }) {
          ... on CancelConnectedAppSecretRotationPayload { ${secrets} } ${result} } }`,
        of,
      ),
    ).toMatchObject({
      answer: {
        connectedApp: { clientSecretLastFour: created.clientSecret.slice(-4), nextClientSecretLastFour: null },
      },
    });
    const { startConnectedAppSecretRotation: again } = await g.data<Started>(start, of);
    expect(
      await g.data(
        `mutation ($clientId: ID!) { answer: completeConnectedAppSecretRotation(input: { clientId: $clientId }) {
          ... on CompleteConnectedAppSecretRotationPayload { ${secrets} } ${result} } }`,
        of,
      ),
    ).toMatchObject({
      answer: {
        connectedApp: { clientSecretLastFour: again.nextClientSecret.slice(-4), nextClientSecretLastFour: null },
      },
    });

    expect(
      await g.data(
        `mutation ($clientId: ID!) { answer: deleteConnectedApp(input: { clientId: $clientId }) {
          ... on DeleteConnectedAppPayload { clientId } ${result} } }`,
        of,
      ),
    ).toMatchObject({ answer: of.variables });
    expect(await g.data('query ($clientId: ID!) { connectedApp(clientId: $clientId) { id } }', of)).toEqual({
      connectedApp: null,
    });
  });

  it('has no secret where it can keep none', async () => {
    const data = await g.data(
      `mutation ($clientId: ID!) {
        createConnectedApp(input: { clientType: THIRD_PARTY_PUBLIC }) {
          ... on CreateConnectedAppPayload { clientSecret connectedApp { clientSecretLastFour creationMethod } } ${result}
        }
        startConnectedAppSecretRotation(input: { clientId: $clientId }) { ${result} }
      }`,
      { variables: { clientId: cli } },
    );
    expect(data).toMatchObject({
      createConnectedApp: { clientSecret: null, connectedApp: { clientSecretLastFour: null, creationMethod: 'API' } },
      startConnectedAppSecretRotation: { errorType: 'public_connected_apps_do_not_have_secrets' },
    });
    // How it came to be is not in the answer to its creation: it costs a call, and only who asks pays.
    expect(asked()).toEqual(['Create', 'Get', 'secrets_RotateStart']);
  });

  it.each(['admin', 'member', null] as const)('is not in the hands of %s', async (as) => {
    const one = `input: { clientId: "${desktop}" }`;
    for (const mutation of [
      'createConnectedApp(input: { clientType: FIRST_PARTY, name: "x" })',
      `updateConnectedApp(input: { clientId: "${desktop}", name: "x" })`,
      `deleteConnectedApp(${one})`,
      `startConnectedAppSecretRotation(${one})`,
      `completeConnectedAppSecretRotation(${one})`,
      `cancelConnectedAppSecretRotation(${one})`,
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
