/** The connection to Redis, and what the operator is told of it. */
import { Redis } from 'ioredis';
import { connectionCause } from '../stytch/client/connection-cause.ts';
import type { Log } from '../stytch/log.ts';

/** How long an answer of Redis is waited for, in milliseconds. */
const PATIENCE = 250;
/** Milliseconds between two lines about a Redis that cannot be reached. */
const REPORT_MS = 10_000;
/** Milliseconds after which that is an error. */
const OUTAGE_ERROR_MS = 60_000;

/** How Redis is connected to. */
export interface RedisOptions {
  /** Is told of failures to connect, and of their end. */
  readonly log?: Log | undefined;
  /** Milliseconds for an answer. */
  readonly patience?: number | undefined;
  /** Milliseconds on a clock that never goes back; tests set it. */
  readonly now?: () => number;
}

/**
 * Opens the connection that everything shared between gateways is counted over: attempts to sign in, and calls to Stytch.
 * It reconnects automatically; what fails meanwhile fails at once. The caller closes it.
 */
export function connectRedis(url: string, { log, patience = PATIENCE, now }: RedisOptions = {}): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: patience,
    // One that hangs is hung up on, so that the commands after the first do not wait for it.
    socketTimeout: patience,
    connectTimeout: 5_000,
    retryStrategy: (times) => Math.min(times * 200, 5_000),
  });
  const reports = log && createRedisReports(new URL(url).host, log, now);
  // An error event without a listener would end the process.
  redis.on('error', (error: unknown) => reports?.failed(error));
  redis.on('ready', () => reports?.ready());
  return redis;
}

/** Reports a Redis that cannot be reached: at first, then every ten seconds, and when it is reached again. */
export function createRedisReports(host: string, log: Log, now: () => number = () => performance.now()) {
  let since: number | undefined;
  let reported = Number.NEGATIVE_INFINITY;
  return {
    failed(error: unknown): void {
      const at = now();
      since ??= at;
      if (at - reported < REPORT_MS) return;
      reported = at;
      const level = at - since >= OUTAGE_ERROR_MS ? 'error' : 'warn';
      log[level]('redis could not be reached', {
        host,
        cause: connectionCause(error),
        outageSeconds: Math.round((at - since) / 1_000),
      });
    },
    ready(): void {
      if (since !== undefined) log.warn('redis is reached again', { host });
      since = undefined;
      reported = Number.NEGATIVE_INFINITY;
    },
  };
}
