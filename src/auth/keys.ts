/** The project's public keys, against which session JWTs are checked here. */
import { type CryptoKey, errors, importJWK, type JWTVerifyGetKey, type ResolvedKey } from 'jose';
import * as v from 'valibot';
import type { StytchApi } from '../stytch/client/client.ts';
import { StytchError } from '../stytch/error.ts';
import type { Log } from '../stytch/log.ts';
import type { Vertical } from '../vertical/vertical.ts';
import { createKept, type TimeSource, untold } from './cached.ts';

/** Milliseconds for which a key is believed that Stytch may have taken back meanwhile. */
const LIFE = 10 * 60_000;
/** Milliseconds that fetching them may take; half of what a request usually has, since one may wait for it. */
const PATIENCE = 5_000;
/** Keys in one set. Stytch publishes two or three; a thousand is no set of Stytch's. */
const MOST_KEYS = 100;

/** The keys of one project. */
export interface Jwks {
  /**
   * Gives the key for a token. Rejects with jose's errors for a token that none fits, with StytchError where nobody can tell
   * because the keys could not be had.
   */
  readonly get: JWTVerifyGetKey;
  /** Whether Stytch may be asked for a key of this id: it has the form of one, and is not among the keys known here. */
  isUnknown(id: string | undefined): boolean;
  /** Whether this is still a key of the project, as far as is known without asking. */
  holds(id: string, key: ResolvedKey['key']): boolean;
  /** Fetches the keys ahead of the first token. */
  warm(): Promise<void>;
}

/** What keys are kept by. */
export interface KeysOptions extends TimeSource {
  readonly stytch: StytchApi;
  readonly vertical: Vertical;
  readonly projectId: string;
  readonly log: Log;
  /** Milliseconds for which old keys serve while no new ones can be had. */
  readonly bound: number;
}

/** How Stytch names its keys. Stytch is not asked for one of another name; should it ever give one, it comes by itself. */
const stytchKeyId = /^jwk-(test|live)-[\w-]{1,100}$/;

/** One key as it was published; a set may hold others, which are for something else. */
const publicKey = v.object({
  kty: v.literal('RSA'),
  use: v.optional(v.literal('sig')),
  kid: v.pipe(v.string(), v.nonEmpty(), v.maxLength(256)),
  /** 2,048 to 8,192 bits in base64url: a shorter one proves nothing, a longer one takes long to check. */
  n: v.pipe(v.string(), v.regex(/^[\w-]{342,1366}$/)),
  e: v.pipe(v.string(), v.regex(/^[\w-]{1,8}$/)),
});

interface PublicKey {
  readonly key: CryptoKey;
  /** What it was made of. */
  readonly n: string;
  readonly e: string;
}

type KeySet = ReadonlyMap<string, PublicKey>;

/** Keeps the keys, looks for new ones where a token names a key that is not among them, and never gives up good ones for nothing. */
export function createKeys({ stytch, vertical, projectId, log, bound, ...rhythm }: KeysOptions): Jwks {
  let latest: KeySet = new Map();

  const fetch = async (): Promise<KeySet> => {
    const options = { deadline: Date.now() + PATIENCE, noRetry: true, observe: untold };
    const found = await readKeys(await vertical.project.fetchKeys(stytch, projectId, options), latest);
    if (found === undefined) {
      throw new StytchError({
        code: 'BAD_UPSTREAM_RESPONSE',
        message: 'The public keys of the project could not be read.',
      });
    }
    latest = found;
    return found;
  };
  const complaint = 'public keys could not be fetched';
  const kept = createKept({ fetch, ttlMs: LIFE, bound, log, complaint, ...rhythm });

  return {
    get: async ({ kid }) => {
      if (typeof kid !== 'string') throw new errors.JWKSNoMatchingKey();
      const missing = async () => (stytchKeyId.test(kid) ? kept.getFresh((keys) => keys.has(kid)) : undefined);
      const known = (await kept.get()).get(kid) ?? (await missing())?.get(kid);
      if (!known) throw new errors.JWKSNoMatchingKey();
      return known.key;
    },
    // Without any key the first fetch is due, whatever the token says.
    isUnknown: (id) => latest.size > 0 && id !== undefined && stytchKeyId.test(id) && !latest.has(id),
    holds: (id, key) => {
      const keys = kept.get();
      if (!(keys instanceof Promise)) return keys.get(id)?.key === key;
      // Whoever asks next is told why.
      keys.catch(() => {});
      return false;
    },
    warm: async () => {
      await kept.warm();
    },
  };
}

/** The keys of an answer by their ids; undefined where there are none, or more than can be. */
async function readKeys(published: unknown, before: KeySet): Promise<KeySet | undefined> {
  if (!Array.isArray(published) || published.length > MOST_KEYS) return undefined;
  const keys = new Map<string, PublicKey>();
  for (const each of published) {
    const known = await readKey(each, before);
    if (known) keys.set(...known);
  }
  return keys.size > 0 ? keys : undefined;
}

/** One key. One that has not changed stays the same object, by which what was checked against it is known. */
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
