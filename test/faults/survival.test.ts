/** Unexpected errors: F27. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { freePort } from '../port.ts';
import { unsolicitedData } from './fault-kinds.ts';
import { countByCode, type FaultyGateway, faultyGateway, measureRecovery, runMany, waitUntil } from './harness.ts';
import { startFaultTally } from './tally.ts';

const tally = startFaultTally();
const root = join(import.meta.dirname, '../..');

describe('F27 within the gateway:', () => {
  let g: FaultyGateway;
  afterEach(() => g.close());

  test('an exception in a request ends that request, and no other', async () => {
    let throws = true;
    const page = async (): Promise<null> => {
      if (throws) throw new TypeError('canary of a plugin');
      return null;
    };
    const ready = (): boolean => {
      if (throws) throw new Error('canary of a probe');
      return true;
    };
    g = await faultyGateway({ page, ready });
    for (const path of ['/ready', '/graphql', '/nowhere']) {
      const response = await fetch(`${g.address}${path}`, { headers: { accept: 'text/html' } });
      expect(response.status, path).toBe(500);
      expect(await response.text()).not.toContain('canary');
    }
    throws = false;
    const { milliseconds, right } = await measureRecovery(g);
    expect(right).toBe(100);
    expect((await fetch(`${g.address}/ready`)).status).toBe(200);
    tally('F27', { calls: 3, right: 3, recovery: milliseconds });
  });

  test('a Stytch that sends more bytes after its response affects neither this call nor the next', async () => {
    g = await faultyGateway();
    g.proxy.fail(unsolicitedData, { share: 0.1 });
    const outcomes = await runMany(200, 16, (nth) => g.read(nth));
    // Bytes that Stytch sends between two responses may be read as the next response. It lacks the requested data and
    // is rejected.
    const { ok = 0, BAD_UPSTREAM_RESPONSE: unasked = 0 } = countByCode(outcomes);
    expect(ok + unasked).toBe(200);
    expect(unasked).toBeLessThan(20);
    const { milliseconds, right } = await measureRecovery(g);
    expect(right).toBeGreaterThan(70);
    tally('F27', { calls: 200, right: 200, recovery: milliseconds });
  });
});

describe('F27 the program:', () => {
  let child: ChildProcess;
  afterEach(() => child.kill('SIGKILL'));

  const start = async () => {
    const [port, sandboxPort, metricsPort] = [await freePort(), await freePort(), await freePort()];
    const { PATH = '' } = process.env;
    const environment = { PATH, PORT: `${port}`, SANDBOX_PORT: `${sandboxPort}`, METRICS_PORT: `${metricsPort}` };
    child = spawn(process.execPath, ['--import=./test/faults/crash-on-signal.ts', 'src/process/main.js'], {
      cwd: root,
      env: { ...environment, SHUTDOWN_DELAY_MS: '500' },
    });
    let printed = '';
    for (const output of [child.stdout, child.stderr])
      output?.on('data', (chunk: Buffer) => {
        printed += chunk;
      });
    const address = `http://127.0.0.1:${port}`;
    const isReady = async () => (await fetch(`${address}/ready`).catch(() => undefined))?.status === 200;
    while (!(await isReady())) await new Promise((resolve) => setTimeout(resolve, 100));
    const ask = async (): Promise<{ code: string }> => {
      const response = await fetch(`${address}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer sgk_sandbox_admin' },
        body: '{"query":"{ organization(by: { slug: \\"fernhill-bakery\\" }) { name } }"}',
      });
      return { code: (await response.text()).includes('"Fernhill Bakery"') ? 'ok' : 'wrong' };
    };
    const metrics = async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    return { ask, metrics, printed: () => printed };
  };

  test('survives unhandled rejections, and counts them', async () => {
    const { ask, metrics, printed } = await start();
    for (let nth = 1; nth <= 5; nth += 1) {
      child.kill('SIGUSR2');
      expect(await waitUntil(() => printed().split('uncaught error').length === nth + 1)).toBe(true);
      expect(await ask()).toEqual({ code: 'ok' });
    }
    expect(countByCode(await runMany(100, 10, ask))).toEqual({ ok: 100 });
    expect(await metrics()).toContain('stytch_graphql_uncaught_total{what="rejection"} 5');
    expect(printed()).not.toContain('canary');
    expect(child.exitCode).toBeNull();
    tally('F27', { calls: 105, right: 105, recovery: 0 });
  });

  test('logs an uncaught exception, finishes requests in flight, and exits with 1', async () => {
    const { ask, printed } = await start();
    const exited = once(child, 'exit');
    child.kill('SIGHUP');
    const outcomes = await runMany(20, 20, ask);
    expect(countByCode(outcomes)).toEqual({ ok: 20 });
    expect((await exited)[0]).toBe(1);
    expect(printed()).toContain('uncaught error');
    expect(printed()).not.toContain('canary');
    tally('F27', { calls: 20, right: 20 });
  });
});
