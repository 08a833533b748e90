import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { createGateway } from '../src/gateway.ts';
import { createGraphiqlHandler } from '../src/graphiql/index.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/index.ts';
import { createTries, defaultThrottleLimits } from '../src/sign-in/throttle.ts';
import { createStytchClient } from '../src/stytch/client/client.ts';
import { createLog, stderrStream } from '../src/telemetry/log.ts';
import { introduction } from '../src/vertical/b2b/introduction.ts';
import { b2b } from '../src/vertical/b2b.ts';
import { type GraphiqlBrowser, type GraphiqlPage, launchGraphiql } from './graphiql-page.ts';

let sandbox: Sandbox;
let origin: string;
let browser: GraphiqlBrowser;
let stop: () => Promise<unknown>;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  const { projectId, secret, origin: baseUrl } = sandbox;
  const world = await sandbox.world();
  const log = createLog('warn', stderrStream());
  const gateway = createGateway({
    schema,
    stytch: createStytchClient({ projectId, secret, baseUrl, telemetryUrl: baseUrl, log }),
    baseUrl,
    apiKeys: [
      {
        name: 'sandbox',
        sha256: createHash('sha256').update(world.credentials.server_key).digest('hex'),
        scopes: ['admin'],
      },
    ],
    log,
    timeout: 10_000,
    introspection: 'on',
    explain: 'callers',
    tries: createTries(defaultThrottleLimits, b2b),
    trustProxy: 0,
    page: createGraphiqlHandler({
      project: 'sandbox',
      tabs: introduction.tabs(world),
      vertical: 'b2b',
      credentials: async () => introduction.credentialsOf(await sandbox.world()),
    }),
  });
  const server = gateway.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchGraphiql(`${origin}/graphql`);
  stop = async () => {
    await browser.close();
    server.close();
    server.closeAllConnections();
    await sandbox.close();
  };
});

afterAll(() => stop?.());

const open = (viewport?: { width: number; height: number }) => browser.open(viewport);

const MEGABYTE = 1024 * 1024;

it('opens within 2 MB from nowhere but the gateway, and from the cache after that', { timeout: 60_000 }, async () => {
  const graphiql = await open();
  expect(await graphiql.tabTitles()).toEqual(introduction.tabs(await sandbox.world()).map((tab) => tab.operationName));

  const first = graphiql.traffic.received;
  expect(first).toBeLessThanOrEqual(2 * MEGABYTE);
  await graphiql.reload();
  const second = graphiql.traffic.received - first;
  expect(second).toBeLessThanOrEqual(first / 2);
  console.info(`GraphiQL: ${first} bytes on the first load, ${second} on the second`);

  expect([...graphiql.traffic.hosts]).toEqual([new URL(origin).host]);
  expect(graphiql.problems).toEqual([]);
});

it('shows the chosen caller', { timeout: 60_000 }, async () => {
  const graphiql = await open();
  const { admin, member, server_key } = (await sandbox.world()).credentials;

  expect((await graphiql.run()).data?.['viewer']).toMatchObject({ kind: 'MEMBER', member: { name: admin.name } });
  await expect.poll(graphiql.shown, { timeout: 10_000 }).toContain(`"name": "${admin.name}"`);

  await graphiql.actAs('member');
  expect((await graphiql.run()).data?.['viewer']).toMatchObject({ kind: 'MEMBER', member: { name: member.name } });
  await expect.poll(graphiql.shown, { timeout: 10_000 }).toContain(`"name": "${member.name}"`);

  await graphiql.actAs('visitor');
  expect((await graphiql.run()).data?.['viewer']).toMatchObject({ kind: 'VISITOR', member: null });

  await graphiql.actAs('custom');
  await graphiql.useToken(server_key);
  expect((await graphiql.run()).data?.['viewer']).toMatchObject({ kind: 'SERVER' });

  // The choice survives a reload; a token is never stored.
  await graphiql.actAs('server');
  await graphiql.reload();
  expect((await graphiql.run()).data?.['viewer']).toMatchObject({ kind: 'SERVER' });
  const stored = String(await graphiql.page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])'));
  expect(stored).toContain('WhoAmI');
  for (const secret of [server_key, admin.session_jwt, member.session_jwt]) expect(stored).not.toContain(secret);
  expect(stored).not.toContain('eyJ');
  expect(graphiql.problems).toEqual([]);
});

it('sends no cookie of the browser with the requests of a visitor', { timeout: 60_000 }, async () => {
  const graphiql = await open();
  const { page } = graphiql;
  await page.context().addCookies([{ name: 'a-session', value: 'secret', url: page.url() }]);
  await graphiql.actAs('visitor');
  const posted = page.waitForRequest((request) => request.method() === 'POST');
  await graphiql.run();
  expect((await (await posted).allHeaders())['cookie']).toBeUndefined();
});

it('opens with tabs that run green', { timeout: 60_000 }, async () => {
  const graphiql = await open();
  for (const title of await graphiql.tabTitles()) {
    await graphiql.openTab(title);
    const { data, errors } = await graphiql.run();
    expect(errors, title).toBeUndefined();
    const failed = Object.values(data ?? {}).filter(
      (value) => value === null || Object.hasOwn(Object(value), 'errorType'),
    );
    expect(failed, title).toHaveLength(title === 'AnError' ? 1 : 0);
  }
  expect(graphiql.problems).toEqual([]);
});

describe('the cost of a request', () => {
  /** A list without `first`, and a search per organization. */
  const DOCUMENT = `query Shops {
  organizations(first: 2) {
    nodes { name members { nodes { name sessions { memberSessionId } } } }
  }
}`;
  const write = (graphiql: GraphiqlPage, document: string) =>
    graphiql.page.evaluate(
      `__MONACO.editor.getModels().find(({ uri }) => uri.path.endsWith('operation.graphql')).setValue(${JSON.stringify(document)})`,
    );

  it('stands beside the response, with hints that save calls', { timeout: 60_000 }, async () => {
    const graphiql = await open();
    const { page } = graphiql;
    await graphiql.actAs('server');
    const panel = page.getByRole('region', { name: 'Explain' });
    expect(await panel.innerText()).toContain('Run the operation');
    await write(graphiql, DOCUMENT);
    const { extensions } = await graphiql.run();
    const calls = extensions?.explain?.calls ?? [];
    const ofSessions = calls.filter(({ fields }) => fields.includes('organizations.nodes.members.nodes.sessions'));
    expect(ofSessions.length).toBeGreaterThan(1);

    await expect.poll(() => panel.innerText()).toContain('3 rounds');
    const text = await panel.innerText();
    expect(text).toContain(`of 110 estimated, ${calls.length} made`);
    expect(text).toContain(`Round 3: ${ofSessions.length} calls`);
    expect(text).toMatch(/GET \/v1\/b2b\/sessions\s+× \d/);
    expect(await page.locator('.explain .hints li').allInnerTexts()).toEqual([
      `organizations.nodes.members has no first, and its rows led to ${ofSessions.length} calls. Ask with first for as many rows as you need.`,
      'organizations.nodes.members was searched 2 times, once for each parent. members(organizationIds: […]) asks for all of them in one search, as one list.',
    ]);
    const [response, explain] = [await page.locator('.graphiql-response').boundingBox(), await panel.boundingBox()];
    expect(explain?.x).toBeGreaterThanOrEqual((response?.x ?? 0) + (response?.width ?? 0));
    expect(await panel.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    expect(await graphiql.shown()).not.toContain('explain');

    // Each tab has its own explanation; a new tab has none.
    const [, other = ''] = await graphiql.tabTitles();
    await graphiql.openTab(other);
    await expect.poll(() => panel.innerText()).toContain('Run the operation');
    expect(graphiql.problems).toEqual([]);
  });

  it('is true: with what a hint asks for there are fewer calls, and then no hint', { timeout: 60_000 }, async () => {
    const graphiql = await open();
    await graphiql.actAs('server');
    const ids = (await sandbox.world()).organizations.map(({ organization_id }) => `"${organization_id}"`).join();
    await write(
      graphiql,
      `query Shops { members(organizationIds: [${ids}], first: 2) { nodes { name sessions { memberSessionId } } } }`,
    );
    const { extensions } = await graphiql.run();
    expect(extensions?.explain?.calls).toHaveLength(3);
    await expect.poll(() => graphiql.page.locator('.explain').innerText()).toContain('2 rounds');
    expect(await graphiql.page.locator('.explain .hints').count()).toBe(0);
  });

  it('shows no failure where there is no such thing', { timeout: 60_000 }, async () => {
    const graphiql = await open();
    await graphiql.actAs('server');
    const missing = 'organization-test-00000000-0000-4000-8000-000000000000';
    await write(graphiql, `query Missing { organization(by: { id: "${missing}" }) { name } }`);
    expect((await graphiql.run()).data).toEqual({ organization: null });
    await expect.poll(() => graphiql.page.locator('.explain .bar').count()).toBe(1);
    expect(await graphiql.page.locator('.explain .bar.failed').count()).toBe(0);
  });

  it('is opened and closed by the keyboard, and requested only while it is open', { timeout: 60_000 }, async () => {
    const graphiql = await open();
    const { page } = graphiql;
    const toggle = page.getByRole('button', { name: 'Explain', exact: true });
    const panel = page.locator('.explain');
    expect((await graphiql.run()).extensions?.explain).toBeDefined();
    const call = panel.locator('.operation summary').first();
    await call.focus();
    await page.keyboard.press('Enter');
    await panel.locator('.request-id').first().waitFor({ state: 'visible' });

    await toggle.focus();
    await page.keyboard.press('Space');
    expect(await panel.isVisible()).toBe(false);
    expect(await toggle.getAttribute('aria-expanded')).toBe('false');
    expect((await graphiql.run()).extensions).toBeUndefined();
    await graphiql.reload();
    expect(await panel.isVisible()).toBe(false);
    await toggle.focus();
    await page.keyboard.press('Enter');
    expect(await panel.isVisible()).toBe(true);

    await graphiql.actAs('visitor');
    expect((await graphiql.run()).extensions).toEqual({ warnings: [expect.any(String)] });
    await expect.poll(() => panel.innerText()).toContain('X-Explain was ignored: sign in');
  });

  it('is neither shown nor requested on a phone', { timeout: 60_000 }, async () => {
    const graphiql = await open({ width: 390, height: 844 });
    await graphiql.page.evaluate("localStorage.setItem('stytch-graphql:explain', 'on')");
    await graphiql.reload();
    expect((await graphiql.run()).extensions).toBeUndefined();
    expect(await graphiql.page.locator('.explain').isVisible()).toBe(false);
    expect(await graphiql.page.locator('.explain-toggle').isVisible()).toBe(false);
  });
});

it('finds an operation by its path or id and opens its document', { timeout: 60_000 }, async () => {
  const { page, run, tabTitles, problems } = await open();
  const search = page.getByLabel('Find by REST name');
  const before = (await tabTitles()).length;

  await search.fill('GET /v1/b2b/organizations/{organization_id}/member');
  await search.press('Enter');
  await page.locator('.graphiql-tab-active', { hasText: 'Member' }).waitFor();
  expect((await run()).data).toMatchObject({ member: { name: expect.any(String) } });

  await search.fill('api_organization_v1_Metrics');
  await search.press('Enter');
  await page.locator('.graphiql-tab-active', { hasText: 'OrganizationMetrics' }).waitFor();
  expect(await run()).toMatchObject({ data: { organization: { metrics: expect.any(Object) } } });

  await search.fill('no such operation');
  await search.press('Enter');
  await page.getByText('No operation has this name or path.').waitFor();
  expect((await tabTitles()).length).toBe(before + 2);
  expect(problems).toEqual([]);
});
