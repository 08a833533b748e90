/** A real Redis for a test, which can be killed, stopped and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { vi } from 'vitest';
import { connectRedis } from '../src/process/redis.ts';
import { freePort } from './port.ts';
import { isInstalled } from './programs.ts';

/** Whether Redis is installed. */
export const redisInstalled = isInstalled('redis-server', 'what gateways share in Redis');

/** A running Redis. */
export interface TestRedis {
  /**
   * Opens a connection, and waits until it is ready.
   *
   * @param patience response timeout in milliseconds; longer where a busy machine must not be mistaken for a Redis
   * failure
   */
  connect(patience?: number): Promise<Redis>;
  /** Waits until all open connections are ready again. */
  connected(): Promise<void>;
  /** Kills the server; its data is lost. */
  kill(): Promise<void>;
  /** Starts it again, empty. */
  start(): Promise<void>;
  /** Suspends its process, so that connections stay open without responses; `hang(false)` resumes it. */
  hang(hangs: boolean): void;
  /** Closes all connections and the server. */
  close(): Promise<void>;
}

/** Starts a Redis for one test. */
export async function startRedis(): Promise<TestRedis> {
  const directory = mkdtempSync(join(tmpdir(), 'stytch-graphql-redis-'));
  const port = await freePort();
  const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory];
  const connections: Redis[] = [];
  let server: ChildProcess | undefined;

  const ready = (redis: Redis): Promise<void> =>
    vi.waitFor(
      () => {
        if (redis.status !== 'ready') throw new Error(`the connection is ${redis.status}`);
      },
      { timeout: 15_000, interval: 20 },
    );
  const connect = async (patience?: number): Promise<Redis> => {
    const redis = connectRedis(`redis://127.0.0.1:${port}`, { patience });
    connections.push(redis);
    await ready(redis);
    return redis;
  };
  const start = async (): Promise<void> => {
    server = spawn('redis-server', settings, { stdio: 'ignore' });
    const first = connectRedis(`redis://127.0.0.1:${port}`);
    await ready(first);
    first.disconnect();
  };
  const kill = async (): Promise<void> => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };

  await start();
  return {
    connect,
    connected: async () => {
      await Promise.all(connections.map(ready));
    },
    kill,
    start,
    hang: (hangs) => {
      server?.kill(hangs ? 'SIGSTOP' : 'SIGCONT');
    },
    close: async () => {
      for (const redis of connections) redis.disconnect();
      await kill();
      rmSync(directory, { recursive: true });
    },
  };
}
