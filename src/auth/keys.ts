/** JSON Web Key Set (JWKS) of the project, with which session JWTs are verified locally. */
import { type CryptoKey, errors, importJWK, type JWTVerifyGetKey, type ResolvedKey } from 'jose';
import * as v from 'valibot';
import type { StytchApi } from '../stytch/client/client.ts';
import { StytchError } from '../stytch/error.ts';
import type { Log } from '../stytch/log.ts';
import type { Vertical } from '../vertical/vertical.ts';
import { createKept, type TimeSource, untold } from './cached.ts';

/** Lifetime of the cached keys in milliseconds: the time for which a key that Stytch removed may still be accepted. */
const LIFE = 10 * 60_000;
/** Timeout of the fetch in milliseconds: half of the default request deadline, since a request may wait for it. */
const PATIENCE = 5_000;
/** Max keys in a set. Stytch publishes two or three; a set of a thousand is not from Stytch. */
const MOST_KEYS = 100;

/** The keys of one project. */
export interface Jwks {
  /**
   * Returns the key for a token. Rejects with an error of jose if no key matches, with StytchError if the keys could
   * not be fetched.
   */
  readonly get: JWTVerifyGetKey;
  /** Whether a key id may cause a refresh: it has the form of Stytch's key ids and is not cached. */
  isUnknown(id: string | undefined): boolean;
  /** Whether the cached key set still holds this key. Does not wait for a fetch. */
  hasKey(id: string, key: ResolvedKey['key']): boolean;
  /** Fetches the keys before the first token arrives. */
  warm(): Promise<void>;
}

/** Options of the key cache. */
export interface KeysOptions extends TimeSource {
  readonly stytch: StytchApi;
  readonly vertical: Vertical;
  readonly projectId: string;
  readonly log: Log;
  /** Max age in milliseconds of the keys while fetching fails. */
  readonly maxStaleMs: number;
}

/**
 * Form of Stytch's key ids. An id of another form causes no refresh; if Stytch publishes one, the scheduled refresh
 * finds it.
 */
const stytchKeyId = /^jwk-(test|live)-[\w-]{1,100}$/;

/** An RSA signing key of the set. Keys of other kinds are skipped. */
const publicKey = v.object({
  kty: v.literal('RSA'),
  use: v.optional(v.literal('sig')),
  kid: v.pipe(v.string(), v.nonEmpty(), v.maxLength(256)),
  /** 2,048 to 8,192 bits in base64url: a shorter modulus is insecure, a longer one is slow to verify. */
  n: v.pipe(v.string(), v.regex(/^[\w-]{342,1366}$/)),
  e: v.pipe(v.string(), v.regex(/^[\w-]{1,8}$/)),
});

interface PublicKey {
  readonly key: CryptoKey;
  /** The JWK values from which the key was imported. */
  readonly n: string;
  readonly e: string;
}

type KeySet = ReadonlyMap<string, PublicKey>;

/**
 * Caches the keys and refreshes them if a token names an unknown key. An empty or unreadable set never replaces valid
 * keys.
 */
export function createKeys({ stytch, vertical, projectId, log, maxStaleMs, ...rhythm }: KeysOptions): Jwks {
  let latest: KeySet = new Map();

  const fetch = async (): Promise<KeySet> => {
    const options = { deadline: Date.now() + PATIENCE, noRetry: true, observe: untold };
    const found = await readKeys(await vertical.project.fetchKeys(stytch, projectId, options), latest);
    if (found === undefined) {
      throw new StytchError({
        code: 'BAD_UPSTREAM_RESPONSE',
        message: 'The public keys from Stytch are malformed.',
      });
    }
    latest = found;
    return found;
  };
  const failureMessage = 'public keys could not be fetched';
  const kept = createKept({ fetch, ttlMs: LIFE, maxStaleMs, log, failureMessage, ...rhythm });

  return {
    get: async ({ kid }) => {
      if (typeof kid !== 'string') throw new errors.JWKSNoMatchingKey();
      const missing = async () => (stytchKeyId.test(kid) ? kept.getFresh((keys) => keys.has(kid)) : undefined);
      const known = (await kept.get()).get(kid) ?? (await missing())?.get(kid);
      if (!known) throw new errors.JWKSNoMatchingKey();
      return known.key;
    },
    // Before the first fetch no key is unknown: the token waits for that fetch instead.
    isUnknown: (id) => latest.size > 0 && id !== undefined && stytchKeyId.test(id) && !latest.has(id),
    hasKey: (id, key) => {
      const keys = kept.get();
      if (!(keys instanceof Promise)) return keys.get(id)?.key === key;
      // The next `get` reports the error.
      keys.catch(() => {});
      return false;
    },
    warm: async () => {
      await kept.warm();
    },
  };
}

/** The keys of a response by id; undefined if it has no usable key, or more than `MOST_KEYS`. */
async function readKeys(published: unknown, before: KeySet): Promise<KeySet | undefined> {
  if (!Array.isArray(published) || published.length > MOST_KEYS) return undefined;
  const keys = new Map<string, PublicKey>();
  for (const each of published) {
    const known = await readKey(each, before);
    if (known) keys.set(...known);
  }
  return keys.size > 0 ? keys : undefined;
}

/** Imports one key. An unchanged key stays the same object, so that cached verifications against it stay valid. */
async function readKey(published: unknown, before: KeySet): Promise<[string, PublicKey] | undefined> {
  if (!v.is(publicKey, published)) return undefined;
  const { kid, n, e } = published;
  const same = before.get(kid);
  if (same?.n === n && same.e === e) return [kid, same];
  try {
    const key = await importJWK({ kty: 'RSA', n, e }, 'RS256');
    return key instanceof Uint8Array ? undefined : [kid, { key, n, e }];
  } catch {
    return undefined;
  }
}
