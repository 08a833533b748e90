/** Keys of counters in Redis: a reader of the store learns no account, token or client address. */
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Hashes a name to a counter key. */
export type CounterKey = (name: string) => string;

/**
 * Creates a keyed hash (HMAC). All gateways with one project secret derive the same keys. An unkeyed hash would not
 * protect: all IPv4 addresses could be hashed and compared.
 *
 * @param secret the project secret; undefined for counters in memory, which get a random key
 */
export function createCounterKey(secret: string | undefined): CounterKey {
  const key =
    secret === undefined ? randomBytes(32) : Buffer.from(hkdfSync('sha256', secret, '', 'sign-in counter key', 32));
  return (name) => createHmac('sha256', key).update(name).digest('base64url');
}
