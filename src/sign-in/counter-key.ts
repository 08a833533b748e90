/** Keys of counters that leave the process: whoever reads the store learns no account, token or caller address. */
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** Hashes a name for a counter key. */
export type CounterKey = (name: string) => string;

/**
 * A keyed hash. All gateways with one project secret make the same keys; without the secret the addresses of IPv4 could be
 * hashed one by one and compared.
 *
 * @param secret the project secret; a random key where counters stay in this process
 */
export function createCounterKey(secret: string | undefined): CounterKey {
  const key =
    secret === undefined ? randomBytes(32) : Buffer.from(hkdfSync('sha256', secret, '', 'sign-in counter key', 32));
  return (name) => createHmac('sha256', key).update(name).digest('base64url');
}
