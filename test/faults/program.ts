/** The gateway as deployed: a separate process, over a Stytch that it treats as a real project. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { Sandbox } from '../../src/sandbox/index.ts';

const root = join(import.meta.dirname, '../..');

/** What a server of the sandbox's world shows. */
export const SERVER_KEY = 'sgk_sandbox_admin';

/** Timeout for a gateway to become ready, in milliseconds. */
const MOST_PATIENCE = 30_000;

/** A running gateway. */
export interface GatewayProcess {
  readonly origin: string;
  readonly process: ChildProcess;
  /** Exit code after the end; null if it was killed. */
  readonly ended: Promise<number | null>;
  /** Its output up to now, on both streams. */
  printed(): string;
  /** The status of `GET /ready`; 0 without a listener. */
  ready(): Promise<number>;
}

/**
 * Starts a gateway and waits until it is ready. Its Stytch is a sandbox, called at `stytchOrigin`, such as a proxy's
 * origin.
 */
export async function startGatewayProcess(
  { projectId, secret }: Pick<Sandbox, 'projectId' | 'secret'>,
  stytchOrigin: string,
  settings: Readonly<Record<string, string>> = {},
  command: readonly string[] = ['src/process/main.js'],
): Promise<GatewayProcess> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, command, {
    cwd: root,
    // The last argument is for a program that reports its memory (bench/soak/gateway.ts).
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
