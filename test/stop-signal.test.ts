/** O2: a signal at any time during the start ends the program, also as the first process of a container. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { volume } from './volume.ts';

const root = join(import.meta.dirname, '..');
/** Times at which a signal is sent, evenly distributed over a start and a little longer. */
const MOMENTS = volume(2, 20);
/** Maximum time until a stopped program has ended, in milliseconds, with a margin for a busy machine. */
const MOST = 20_000;

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

const NAMESPACE = ['unshare', '--fork', '--pid', '--mount-proc', '--kill-child'];
const [unshare = '', ...unshareOptions] = NAMESPACE;
/** Whether this machine permits a PID namespace. */
const hasNamespaces = spawnSync(unshare, [...unshareOptions, 'true']).status === 0;

interface Started {
  /** The process id of the program, outside its namespace. */
  readonly pid: number;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly printed: () => string;
}

async function start(
  program: string,
  { first, env = {} }: { first: boolean; env?: Readonly<Record<string, string>> },
): Promise<Started> {
  const { PATH = '' } = process.env;
  const command = [...(first ? NAMESPACE : []), process.execPath, ...program.split(' ')];
  const [name = '', ...args] = command;
  const child = spawn(name, args, { cwd: root, env: { PATH, PORT: '0', SANDBOX_PORT: '0', ...env } });
  running.push(child);
  let printed = '';
  for (const output of [child.stdout, child.stderr]) {
    output.on('data', (chunk: Buffer) => {
      printed += chunk;
    });
  }
  const ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  const outer = child.pid ?? 0;
  return { pid: first ? await childOf(outer) : outer, ended, printed: () => printed };
}

async function childOf(pid: number): Promise<number> {
  for (;;) {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    if (child) return Number(child);
    await after(1);
  }
}

/**
 * Has a program print a line once it listens for both signals. Before that no code of it runs: Node's own handler
 * resets the terminal and raises the signal again, which the kernel keeps from the first process of a namespace.
 */
const TELLS = {
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`
    import { writeSync } from 'node:fs';
    const { on } = process;
    process.on = (name, listener) => {
      on.call(process, name, listener);
      if (process.listenerCount('SIGTERM') > 0 && process.listenerCount('SIGINT') > 0 && process.on !== on) {
        process.on = on;
        writeSync(1, 'listens for signals');
      }
      return process;
    };`)}`,
};

/** Whether a process group has processes. */
function hasProcesses(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

const within = <Value>(promise: Promise<Value>): Promise<Value | 'still running'> =>
  Promise.race([promise, after(MOST, 'still running' as const, { ref: false })]);

/** Time from a start until the program is ready, in milliseconds. */
async function timeOfStart(first: boolean): Promise<number> {
  const began = performance.now();
  const { pid, ended, printed } = await start('src/process/main.js', { first });
  while (!printed().includes('member   ')) await after(5);
  process.kill(pid, 'SIGTERM');
  expect(await within(ended)).toEqual({ code: 0, signal: null });
  return performance.now() - began;
}

describe('O2 a signal to stop', () => {
  it(`ends the first process of a PID namespace at ${MOMENTS} moments of its start`, { timeout: 300_000 }, async ({
    skip,
  }) => {
    if (!hasNamespaces) return skip('this machine lets nobody but root make a PID namespace');
    const whole = await timeOfStart(true);
    for (let moment = 0; moment < MOMENTS; moment += 1) {
      const { pid, ended, printed } = await start('src/process/main.js', { first: true, env: TELLS });
      while (!printed().includes('listens for signals')) await after(1);
      await after((1.1 * whole * moment) / MOMENTS);
      process.kill(pid, moment % 2 ? 'SIGINT' : 'SIGTERM');
      expect([moment, await within(ended), printed()]).toEqual([moment, { code: 0, signal: null }, expect.anything()]);
      expect(printed()).not.toMatch(/Error|error/);
    }
  });

  it('ends a plain process, also before it listens for signals', { timeout: 120_000 }, async () => {
    for (const [moment, signal] of (['SIGTERM', 'SIGINT', 'SIGTERM', 'SIGINT', 'SIGTERM'] as const).entries()) {
      const { pid, ended } = await start('src/process/main.js', { first: false });
      await after(moment * 40);
      process.kill(pid, signal);
      expect([
        { code: 0, signal: null },
        { code: null, signal },
      ]).toContainEqual(await within(ended));
    }
  });

  it('that arrives when the HTTP server is made ends it', { timeout: 60_000 }, async () => {
    const code = `
      import http from 'node:http';
      import { syncBuiltinESMExports } from 'node:module';
      const { createServer } = http;
      let sent = 0;
      http.createServer = (...args) => {
        // The first is the sandbox's.
        if (++sent === 2) process.kill(process.pid, 'SIGTERM');
        return createServer(...args);
      };
      syncBuiltinESMExports();`;
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(code)}`;
    const { ended } = await start('src/process/main.js', { first: false, env: { NODE_OPTIONS } });
    expect(await within(ended)).toEqual({ code: 0, signal: null });
  });

  it('ends it while Stytch and Redis are awaited, and a second one does no harm', { timeout: 90_000 }, async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket.resume().on('error', () => {}))).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    for (const signals of [['SIGTERM'], ['SIGTERM', 'SIGTERM'], ['SIGINT', 'SIGTERM']] as const) {
      const { pid, ended, printed } = await start('src/process/main.js', {
        first: hasNamespaces,
        env: {
          STYTCH_PROJECT_ID: 'project-test-1',
          STYTCH_SECRET: 'secret-test-1',
          STYTCH_BASE_URL: `http://127.0.0.1:${port}`,
          REDIS_URL: `redis://127.0.0.1:${port}`,
          SHUTDOWN_DELAY_MS: '300',
        },
      });
      while (!printed().includes('GraphQL over')) await after(5);
      for (const signal of signals) {
        process.kill(pid, signal);
        await after(20);
      }
      expect(await within(ended)).toEqual({ code: 0, signal: null });
      for (const socket of sockets.splice(0)) socket.destroy();
    }
    silent.close();
  });

  it.each([
    ['start', 'member   '],
    ['sandbox', 'outbox'],
    ['dev', 'member   '],
  ])('that npm gets ends what `npm run %s` runs', { timeout: 120_000 }, async (script, printedAtLast) => {
    const { PATH = '' } = process.env;
    const npm = spawn('npm', ['run', script], {
      cwd: root,
      env: { PATH, PORT: '0', SANDBOX_PORT: '0' },
      detached: true,
    });
    const group = npm.pid ?? 0;
    running.push(npm);
    let printed = '';
    npm.stdout.on('data', (chunk: Buffer) => {
      printed += chunk;
    });
    const exited = once(npm, 'exit');
    try {
      while (!printed.includes(printedAtLast)) await after(5);
      npm.kill('SIGTERM');
      expect(await within(exited)).not.toBe('still running');
      const began = performance.now();
      while (hasProcesses(group) && performance.now() - began < MOST) await after(20);
      expect(hasProcesses(group)).toBe(false);
    } finally {
      if (hasProcesses(group)) process.kill(-group, 'SIGKILL');
    }
  });

  it('ends the sandbox alone', { timeout: 60_000 }, async () => {
    const { pid, ended, printed } = await start('src/process/main.js sandbox', { first: hasNamespaces });
    while (!printed().includes('outbox')) await after(5);
    process.kill(pid, 'SIGTERM');
    expect(await within(ended)).toEqual({ code: 0, signal: null });
  });
});
