/** Tokens that were found to be right, so that one that is shown again costs a hash and no arithmetic. */
import { hash } from 'node:crypto';
import type { JWTPayload, ResolvedKey } from 'jose';
import type { Jwks } from './keys.ts';

/** Seconds by which the clocks of Stytch and of this machine may differ. */
export const CLOCK_TOLERANCE_S = 30;
/** Tokens remembered at a time, about 600 bytes each. Beyond that the one that was shown longest ago is forgotten. */
const MOST = 10_000;

/** What checking a token found out. */
export interface VerifiedToken {
  readonly payload: JWTPayload;
  /** The key that it was signed with, and the id of that key. */
  readonly key: ResolvedKey['key'];
  readonly keyId: string;
}

/** Remembers tokens by their SHA-256, with what a caller is made of; never the tokens themselves. */
export interface TokenCache<Claims> {
  /**
   * The claims of a token that was found right and would be again: it has begun, has not ended, and its key is still one of
   * the project's. Undefined for any other, which is then checked in full and refused for its own reason.
   */
  find(token: string): Claims | undefined;
  /** Remembers a token that was just found right. */
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
 * An empty memory of tokens checked against these keys.
 *
 * @param clock milliseconds since the epoch
 */
export function createVerified<Claims>(
  keys: Pick<Jwks, 'holds'>,
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
      if (!isInTime || !keys.holds(entry.keyId, entry.key)) return undefined;
      // Put back at the end: the first of all is then the one shown longest ago.
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
