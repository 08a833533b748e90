/** The connection to Redis, with log lines about outages. */
import { Redis } from 'ioredis';
import { connectionCause } from '../stytch/client/connection-cause.ts';
import type { Log } from '../stytch/log.ts';

/** Timeout of a Redis command in milliseconds. */
const PATIENCE = 250;
/** Minimum milliseconds between two log lines about an outage. */
const REPORT_MS = 10_000;
/** Milliseconds of outage after which the log level is `error`. */
const OUTAGE_ERROR_MS = 60_000;

/** Options of the Redis connection. */
export interface RedisOptions {
  /** Receives lines about connection failures and about reconnection. */
  readonly log?: Log | undefined;
  /** Timeout of a command in milliseconds. Default: 250. */
  readonly patience?: number | undefined;
  /** Monotonic clock in milliseconds; tests replace it. */
  readonly now?: () => number;
}

/**
 * Opens the connection for the counters that gateways share: sign-in attempts and Stytch calls. It reconnects
 * automatically; commands fail immediately while disconnected. The caller closes it.
 */
export function connectRedis(url: string, { log, patience = PATIENCE, now }: RedisOptions = {}): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: patience,
    // A hanging connection is closed, so that later commands do not wait for it.
    socketTimeout: patience,
    connectTimeout: 5_000,
    retryStrategy: (times) => Math.min(times * 200, 5_000),
  });
  const reports = log && createRedisReports(new URL(url).host, log, now);
  // An `error` event without a listener would end the process.
  redis.on('error', (error: unknown) => reports?.failed(error));
  redis.on('ready', () => reports?.ready());
  return redis;
}

/** Logs an outage of Redis: immediately, then every ten seconds, and when Redis is reachable again. */
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
      log[level]('redis unreachable', {
        host,
        cause: connectionCause(error),
        outageSeconds: Math.round((at - since) / 1_000),
      });
    },
    ready(): void {
      if (since !== undefined) log.warn('redis reachable again', { host });
      since = undefined;
      reported = Number.NEGATIVE_INFINITY;
    },
  };
}
