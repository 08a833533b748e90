/** Two gateways behind HAProxy with deploy/haproxy.cfg: each is stopped and started again, and no request is lost. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { Pool } from 'undici';
import { afterAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../src/sandbox/index.ts';
import { type GatewayProcess, SERVER_KEY, startGatewayProcess } from './faults/program.ts';
import { startProxy } from './faults/proxy.ts';
import { freePort } from './port.ts';
import { isInstalled } from './programs.ts';

const root = join(import.meta.dirname, '..');
const installed = isInstalled('haproxy', 'a rolling restart behind HAProxy');

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** HAProxy in front of two gateways; returns a function that returns its log. */
function startBalancer(port: number, [one = 0, two = 0]: readonly number[]): () => string {
  const { PATH = '' } = process.env;
  const addresses = { PORT: `${port}`, GATEWAY_ONE: `127.0.0.1:${one}`, GATEWAY_TWO: `127.0.0.1:${two}` };
  const child = spawn('haproxy', ['-db', '-f', 'deploy/haproxy.cfg'], { cwd: root, env: { PATH, ...addresses } });
  children.push(child);
  let logged = '';
  const take = (chunk: Buffer): void => {
    logged += chunk;
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return () => logged;
}

describe('two gateways behind HAProxy', () => {
  it.skipIf(!installed)('lose nothing while each is replaced', { timeout: 90_000 }, async () => {
    const sandbox = await startSandbox({ port: 0 });
    const proxy = await startProxy(sandbox.origin);
    const ports = [await freePort(), await freePort()];
    const start = async (port: number): Promise<GatewayProcess> => {
      const program = await startGatewayProcess(sandbox, proxy.origin, {
        PORT: `${port}`,
        SHUTDOWN_DELAY_MS: '5000',
        TRUSTED_PROXY_HOPS: '1',
        // On a busy machine the gateway would reject some requests, which other tests cover.
        MAX_EVENT_LOOP_LAG_MS: '10000',
      });
      children.push(program.process);
      return program;
    };
    const gateways = new Map(await Promise.all(ports.map(async (port) => [port, await start(port)] as const)));
    const port = await freePort();
    const logged = startBalancer(port, ports);
    const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 20 });
    const ask = async (query: string): Promise<string> => {
      const { statusCode, body } = await pool.request({
        path: '/graphql',
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${SERVER_KEY}` },
        body: JSON.stringify({ query }),
      });
      return `${statusCode} ${await body.text()}`;
    };
    const listening = () =>
      ask('{ viewer { kind } }').then(
        (answer) => answer.startsWith('200'),
        () => false,
      );
    await expect.poll(listening, { timeout: 10_000 }).toBe(true);

    const lost: string[] = [];
    let right = 0;
    let written = 0;
    let sending = true;
    const send = async (document: string, wanted: string): Promise<void> => {
      const answer = await ask(document).catch(String);
      if (answer.startsWith('200') && answer.includes(wanted) && !answer.includes('errors')) right += 1;
      else lost.push(answer);
    };
    const clients = Array.from({ length: 20 }, async (_, client) => {
      while (sending) {
        if (client % 4 === 0) {
          written += 1;
          const name = `marker-${written}`;
          const change = `updateOrganization(input: { organizationId: "organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0", name: "${name}" })`;
          await send(`mutation { ${change} { ... on UpdateOrganizationPayload { organization { name } } } }`, name);
        } else await send('{ organization(by: { slug: "fernhill-bakery" }) { name } }', 'name');
        await after(20);
      }
    });
    for (const [name, each] of [
      ['one', ports[0] ?? 0],
      ['two', ports[1] ?? 0],
    ] as const) {
      const gateway = gateways.get(each);
      gateway?.process.kill('SIGTERM');
      expect(await gateway?.ended).toBe(0);
      expect(logged(), 'the balancer noticed before').toContain(`Server gateways/${name} is DOWN`);
      await start(each);
      await expect.poll(logged, { timeout: 20_000 }).toContain(`Server gateways/${name} is UP`);
    }
    sending = false;
    await Promise.all(clients);

    expect(lost).toEqual([]);
    expect(right).toBeGreaterThan(200);
    const { writes, twice } = proxy.delivered();
    expect({ writes, twice }).toEqual({ writes: written, twice: 0 });
    await pool.close();
    await proxy.close();
    await sandbox.close();
  });

  it.skipIf(!installed)('know the caller’s address from HAProxy alone', async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      const { 'x-forwarded-for': forwarded } = request.headers;
      if (request.url === '/graphql') seen.push(String(forwarded));
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const behind = typeof address === 'object' && address ? address.port : 0;
    const port = await freePort();
    startBalancer(port, [behind, behind]);
    const ask = () =>
      fetch(`http://127.0.0.1:${port}/graphql`, { headers: { 'x-forwarded-for': '203.0.113.9' } }).then(
        ({ status }) => status,
        () => 0,
      );
    await expect.poll(ask, { timeout: 10_000 }).toBe(200);
    expect(seen).toEqual(['127.0.0.1']);
    server.close();
    server.closeAllConnections();
  });
});
