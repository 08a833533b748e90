/** The gateway as it is deployed: a process of its own, over a Stytch that it knows as a real project. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { Sandbox } from '../../src/sandbox/index.ts';

const root = join(import.meta.dirname, '../..');

/** What a server of the sandbox's world shows. */
export const SERVER_KEY = 'sgk_sandbox_admin';

/** Milliseconds for a gateway to become ready. */
const MOST_PATIENCE = 30_000;

/** A running gateway. */
export interface GatewayProcess {
  readonly origin: string;
  readonly process: ChildProcess;
  /** Its exit code, once it has ended; null for one that was killed. */
  readonly ended: Promise<number | null>;
  /** All that it printed up to now, on both outputs. */
  printed(): string;
  /** The status of `GET /ready`; 0 where nobody listens. */
  ready(): Promise<number>;
}

/** Starts a gateway and waits until it is ready. The Stytch is a sandbox, seen from `stytchOrigin`, such as a proxy's. */
export async function startGatewayProcess(
  { projectId, secret }: Pick<Sandbox, 'projectId' | 'secret'>,
  stytchOrigin: string,
  settings: Readonly<Record<string, string>> = {},
  command: readonly string[] = ['src/process/main.js'],
): Promise<GatewayProcess> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, command, {
    cwd: root,
    // The last is for a program that can be asked what it holds (bench/soak/gateway.ts).
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      PATH,
      PORT: '0',
      STYTCH_PROJECT_ID: projectId,
      STYTCH_SECRET: secret,
      STYTCH_BASE_URL: stytchOrigin,
      UPSTREAM_SEARCHES_PER_MINUTE: '999999',
      GATEWAY_API_KEYS: `test:${createHash('sha256').update(SERVER_KEY).digest('hex')}:admin`,
      ...settings,
    },
  });
  let printed = '';
  const ended = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null));
  const origin = await new Promise<string>((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      printed += chunk;
      const port = /^GraphQL over \S+: \S+:(\d+)\/graphql$/m.exec(printed)?.[1];
      if (port) resolve(`http://127.0.0.1:${port}`);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    void ended.then(() => reject(new Error(`the gateway ended before it listened:\n${printed}`)));
  });
  const ready = (): Promise<number> =>
    fetch(`${origin}/ready`).then(
      ({ status }) => status,
      () => 0,
    );
  const began = performance.now();
  while ((await ready()) !== 200) {
    if (performance.now() - began > MOST_PATIENCE || child.exitCode !== null)
      throw new Error(`the gateway is not ready:\n${printed}`);
    await after(20);
  }
  return { origin, process: child, ended, printed: () => printed, ready };
}
