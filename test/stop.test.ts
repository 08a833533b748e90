/** F24: told to stop under load, the program loses nothing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from './port.ts';

const root = new URL('..', import.meta.url).pathname;
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

const start = async (environment: Record<string, string>) => {
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env: { PATH, PORT: `${port}`, SANDBOX_PORT: `${sandboxPort}`, ...environment },
  });
  running.push(child);
  const address = `http://127.0.0.1:${port}`;
  for (;;) {
    const ready = await fetch(`${address}/ready`).then(
      ({ status }) => status === 200,
      () => false,
    );
    if (ready) return { child, address };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

const ask = (address: string, dispatcher: Agent) =>
  request(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sgk_sandbox_admin' },
    body: '{"query":"{ organizations { totalCount } }"}',
    dispatcher,
  });

describe('F24: stopping', () => {
  it('says it is alive and ready, and who may ask that sees nothing else', async () => {
    const { address } = await start({});
    const [live, ready] = await Promise.all([fetch(`${address}/live`), fetch(`${address}/ready`)]);
    expect([live.status, await live.json()]).toEqual([200, { live: true }]);
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true }]);
  });

  it('loses no request of twenty clients that go by readiness, and ends with 0', async () => {
    const { child, address } = await start({ SHUTDOWN_NOTICE_MS: '3000' });
    const dispatcher = new Agent({ connections: 20 });
    let answered = 0;
    const lost: unknown[] = [];
    const exited = once(child, 'exit');
    let sending = true;
    const clients = Array.from({ length: 20 }, async () => {
      while (sending) {
        const { status, data } = await ask(address, dispatcher).then(
          async ({ statusCode, body }) => ({ status: statusCode, data: await body.text() }),
          (error: unknown) => ({ status: 0, data: String(error) }),
        );
        if (status === 200) answered += 1;
        else {
          lost.push(data);
          return;
        }
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill('SIGTERM');
    // What a load balancer does: it asks, sees that readiness is off, and sends no more.
    const unready = () => fetch(`${address}/ready`).then(({ status }) => status === 503);
    await expect.poll(unready, { timeout: 2_000 }).toBe(true);
    const before = answered;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(lost).toEqual([]);
    expect(answered, 'requests are still taken during the notice').toBeGreaterThan(before);
    sending = false;
    await Promise.all(clients);
    const [code] = await exited;
    expect({ lost, code }).toEqual({ lost: [], code: 0 });
    await dispatcher.close();
  });

  it('does not keep a person at a terminal waiting', async () => {
    const { child } = await start({ SHUTDOWN_NOTICE_MS: '20000' });
    const before = performance.now();
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});
