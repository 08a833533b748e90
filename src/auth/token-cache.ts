/** Cache of verified JWTs: a repeated token costs one hash instead of a signature verification. */
import { hash } from 'node:crypto';
import type { JWTPayload, ResolvedKey } from 'jose';
import type { Jwks } from './keys.ts';

/** Clock tolerance in seconds for `nbf` and `exp`. */
export const CLOCK_TOLERANCE_S = 30;
/** Max cached tokens, about 600 bytes each. Beyond it the least recently used one is evicted. */
const MOST = 10_000;

/** Result of a verification. */
export interface VerifiedToken {
  readonly payload: JWTPayload;
  /** The key that signed the token, and its id. */
  readonly key: ResolvedKey['key'];
  readonly keyId: string;
}

/** Stores the claims of verified tokens by the SHA-256 of the token, never the tokens themselves. */
export interface TokenCache<Claims> {
  /**
   * The claims of a cached token that is still valid: its `nbf` has passed, it has not expired, and the project still
   * has its key. Otherwise undefined: full verification then yields the reason of the rejection.
   */
  find(token: string): Claims | undefined;
  /** Stores a token that was just verified. */
  keep(token: string, claims: Claims, checked: VerifiedToken): void;
}

interface Entry<Claims> {
  readonly claims: Claims;
  readonly key: ResolvedKey['key'];
  readonly keyId: string;
  /** Seconds since the epoch. */
  readonly begins: number;
  readonly ends: number;
}

/**
 * Creates an empty cache of tokens verified with these keys.
 *
 * @param clock milliseconds since the epoch
 */
export function createVerified<Claims>(
  keys: Pick<Jwks, 'hasKey'>,
  most = MOST,
  clock = () => Date.now(),
): TokenCache<Claims> {
  const entries = new Map<string, Entry<Claims>>();
  const nameOf = (token: string): string => hash('sha256', token, 'base64');

  return {
    find(token) {
      if (entries.size === 0) return undefined;
      const name = nameOf(token);
      const entry = entries.get(name);
      if (!entry) return undefined;
      entries.delete(name);
      const now = Math.floor(clock() / 1_000);
      const isInTime = entry.begins <= now + CLOCK_TOLERANCE_S && entry.ends > now - CLOCK_TOLERANCE_S;
      if (!isInTime || !keys.hasKey(entry.keyId, entry.key)) return undefined;
      // Move to the end: the first entry is then the least recently used.
      entries.set(name, entry);
      return entry.claims;
    },
    keep(token, claims, { payload: { nbf = 0, exp = 0 }, key, keyId }) {
      entries.set(nameOf(token), { claims, key, keyId, begins: nbf, ends: exp });
      const [first] = entries.keys();
      if (entries.size > most && first !== undefined) entries.delete(first);
    },
  };
}
