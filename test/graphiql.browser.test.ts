import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { createGateway } from '../src/gateway.ts';
import { graphiql } from '../src/graphiql/index.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/index.ts';
import { createTries, defaultThrottleLimits } from '../src/sign-in/throttle.ts';
import { createStytch } from '../src/stytch/client/client.ts';
import { createLog, stderrStream } from '../src/telemetry/log.ts';
import { introduction } from '../src/vertical/b2b/introduction.ts';
import { b2b } from '../src/vertical/b2b.ts';
import { openGraphiql } from './graphiql-page.ts';

let sandbox: Sandbox;
let origin: string;
let stop: () => Promise<unknown>;

beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  const { projectId, secret, origin: baseUrl } = sandbox;
  const world = await sandbox.world();
  const log = createLog('warn', stderrStream());
  const gateway = createGateway({
    schema,
    stytch: createStytch({ projectId, secret, baseUrl, telemetryUrl: baseUrl, log }),
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
    tries: createTries(defaultThrottleLimits, b2b),
    trustProxy: 0,
    page: graphiql({
      project: 'sandbox',
      tabs: introduction.tabs(world),
      vertical: 'b2b',
      credentials: async () => introduction.credentialsOf(await sandbox.world()),
    }),
  });
  const server = gateway.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stop = async () => {
    server.close();
    server.closeAllConnections();
    await sandbox.close();
  };
});

afterAll(() => stop?.());

const open = async () => {
  const page = await openGraphiql(`${origin}/graphql`);
  onTestFinished(() => page.close());
  return page;
};

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

it('says who one is, as whomever one chooses to be', { timeout: 60_000 }, async () => {
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

  // The choice outlives a reload, and no token is ever kept.
  await graphiql.actAs('server');
  await graphiql.reload();
  expect((await graphiql.run()).data?.['viewer']).toMatchObject({ kind: 'SERVER' });
  const stored = String(await graphiql.page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }])'));
  expect(stored).toContain('WhoAmI');
  for (const secret of [server_key, admin.session_jwt, member.session_jwt]) expect(stored).not.toContain(secret);
  expect(stored).not.toContain('eyJ');
  expect(graphiql.problems).toEqual([]);
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
