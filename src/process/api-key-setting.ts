/** `GATEWAY_API_KEYS`: `name:sha256:scopes`, joined by commas. */
import type { ApiKey } from '../auth/caller.ts';

const NAME = 'GATEWAY_API_KEYS';

/** `admin`, or `resource:action`; `*` matches any resource or any action. */
const scopeForm = /^(admin|[^\s:]+:[^\s:]+)$/;

/**
 * Reads the keys. Messages identify an entry by its position, because a key pasted in place of its name must not be
 * printed.
 *
 * @param faults receives one line per fault
 */
export function readApiKeys(text: string | undefined, faults: string[]): readonly ApiKey[] {
  if (text === undefined) return [];
  const keys = text.split(',').map((entry, at) => readApiKey(entry, at + 1, faults));
  refuseEqual(keys, 'name', faults);
  refuseEqual(keys, 'sha256', faults);
  return keys;
}

function readApiKey(entry: string, position: number, faults: string[]): ApiKey {
  const [name = '', hash = '', ...rest] = entry.trim().split(':');
  const sha256 = hash.toLowerCase();
  const scopes = rest.join(':').split(/\s+/).filter(Boolean);
  const fault = faultOf(name, sha256, scopes);
  if (fault) faults.push(`${NAME} must be ${fault}; entry ${position} is invalid.`);
  return { name, sha256, scopes };
}

function faultOf(name: string, sha256: string, scopes: readonly string[]): string | undefined {
  if (name === '' || sha256 === '' || scopes.length === 0) return '`name:sha256:scopes`, several joined by commas';
  if (!/^[0-9a-f]{64}$/.test(sha256)) return '`name:sha256:scopes` with a SHA-256 hash of 64 hexadecimal digits';
  if (!scopes.every((scope) => scopeForm.test(scope))) {
    return '`name:sha256:scopes` with scopes that are `admin` or `resource:action`, joined by spaces';
  }
  return undefined;
}

/** Rejects duplicates: servers are counted by the name of their key, and a key is looked up by its hash. */
function refuseEqual(keys: readonly ApiKey[], property: 'name' | 'sha256', faults: string[]): void {
  for (const [at, key] of keys.entries()) {
    const first = keys.findIndex((other) => other[property] !== '' && other[property] === key[property]);
    if (first !== -1 && first < at) {
      const what = property === 'name' ? 'names' : 'hashes';
      faults.push(`${NAME} must be keys with different ${what}; entries ${first + 1} and ${at + 1} have the same.`);
    }
  }
}
