import { Redis } from 'ioredis';

/** How long an answer of Redis is waited for, in milliseconds. */
const PATIENCE = 250;

/**
 * Opens the connection that everything shared between gateways is counted over: attempts to sign in, and calls to Stytch.
 * It comes back by itself; what fails meanwhile fails at once. Whoever opened it closes it.
 */
export function connectRedis(url: string, patience = PATIENCE): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: patience,
    // One that hangs is hung up on, so that the commands after the first do not wait for it.
    socketTimeout: patience,
    connectTimeout: 5_000,
    retryStrategy: (times) => Math.min(times * 200, 5_000),
  });
  // Whoever asks is told by the command that fails; an error event that nobody hears would end the process.
  redis.on('error', () => {});
  return redis;
}
