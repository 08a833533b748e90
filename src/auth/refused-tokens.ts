/**
 * Limits the cost of rejected tokens. Only calls to Stytch count: tokens that are verified locally are not limited.
 *
 * - A rejected token is remembered by its SHA-256 for `REFUSED_MS`, at most `MAX_TOKENS` of them. A session that Stytch
 *   rejected never becomes valid again, so this rejects no valid token.
 * - A client address may send `REFUSED_TOKENS_PER_ADDRESS` rejected tokens per minute. After that an unknown token from
 *   it is RATE_LIMITED.
 * - A token that Stytch accepted before is not limited, and its checks count for its own person; other checks share the
 *   capacity of visitors.
 * - Concurrent requests with the same unknown token share one check if Stytch rejects it. If Stytch accepts it, each
 *   request has its own check: an accepted session may be revoked a moment later.
 */
import { hash } from 'node:crypto';
import { errors } from 'jose';
import { type Counter, countersIn, type ThrottleRedis } from '../sign-in/counter.ts';
import { StytchError } from '../stytch/error.ts';
import type { LimitKey } from '../stytch/resilience/keyed-semaphore.ts';
import type { PersonCaller, Vertical } from '../vertical/vertical.ts';

/** Rejected tokens per minute and client address: as many as failed sign-ins. */
export const REFUSED_TOKENS_PER_ADDRESS = 30;

const WINDOW_S = 60;
const REFUSED_MS = 5_000;
/** About 150 bytes each. Beyond the max the oldest is evicted, and checked again when it is sent again. */
const MAX_TOKENS = 10_000;

/** Has Stytch check a token, counted for a limit key. Undefined if Stytch rejects the token. */
export type AskStytch = (limitKey: LimitKey) => Promise<PersonCaller | undefined>;

/** Checks of tokens that only Stytch can verify. */
export interface RefusedTokens {
  /**
   * Identifies the person of an opaque session token. Undefined if the token is rejected.
   *
   * @throws StytchError RATE_LIMITED with `retryAfter`; what `ask` throws
   */
  identify(token: string, address: string, ask: AskStytch): Promise<PersonCaller | undefined>;
  /**
   * Has Stytch check a session whose JWT was verified locally. A rejection counts for the address, but no limit
   * applies.
   */
  confirm(caller: PersonCaller, jwt: string, address: string, ask: AskStytch): Promise<PersonCaller | undefined>;
  /**
   * Fetches an unknown public key. A key that does not exist counts for the address.
   *
   * @throws StytchError RATE_LIMITED with `retryAfter`; what `find` throws
   */
  findKey<Key>(address: string, find: () => Promise<Key>): Promise<Key>;
}

/** Creates the checks of one gateway. With Redis, rejections per address are counted across gateways. */
export function createRefusedTokens(
  vertical: Vertical,
  perAddress = REFUSED_TOKENS_PER_ADDRESS,
  shared?: ThrottleRedis,
): RefusedTokens {
  const counter = countersIn(shared)('refused-token:address', WINDOW_S);
  /** Time of rejection by token, oldest first. */
  const refused = new Map<string, number>();
  /** Limit key by token that Stytch accepted in the last check. */
  const accepted = new Map<string, LimitKey>();
  /** First checks in progress, by token. */
  const first = new Map<string, Promise<PersonCaller | undefined>>();

  const isRefused = (key: string): boolean => {
    const at = refused.get(key);
    return at !== undefined && Math.abs(Date.now() - at) < REFUSED_MS;
  };
  const note = (key: string, caller: PersonCaller | undefined): PersonCaller | undefined => {
    refused.delete(key);
    accepted.delete(key);
    if (caller) remember(accepted, key, vertical.partyOf(caller));
    else remember(refused, key, Date.now());
    return caller;
  };

  /**
   * Runs the first check of a token. Concurrent callers await it: a rejection holds for all, otherwise each checks
   * again.
   */
  const afterFirst = async (
    name: string,
    check: () => Promise<PersonCaller | undefined>,
    checkAgain: () => Promise<PersonCaller | undefined>,
  ): Promise<PersonCaller | undefined> => {
    const running = first.get(name);
    if (running) return (await running) && checkAgain();
    const own = check();
    first.set(name, own);
    try {
      return await own;
    } finally {
      first.delete(name);
    }
  };

  return {
    async identify(token, address, ask) {
      const key = keyOf(token);
      if (isRefused(key)) return undefined;
      const checkAgain = async () => note(key, await ask(accepted.get(key) ?? visitorAt(address)));
      if (accepted.has(key)) return checkAgain();
      const check = () => limited(counter, perAddress, address, async () => note(key, await ask(visitorAt(address))));
      return afterFirst(`${address} ${key}`, check, checkAgain);
    },

    async confirm(caller, jwt, address, ask) {
      const key = keyOf(jwt);
      if (isRefused(key)) return undefined;
      const check = async (): Promise<PersonCaller | undefined> => {
        const confirmed = note(key, await ask(vertical.partyOf(caller)));
        if (!confirmed) await counter.add(address);
        return confirmed;
      };
      return afterFirst(key, check, check);
    },

    async findKey(address, find) {
      const { consumedPoints, msBeforeNext } = await counter.get(address);
      if (consumedPoints >= perAddress) throw tooMany(msBeforeNext);
      try {
        return await find();
      } catch (cause) {
        // If the keys could not be fetched, the token may be valid.
        if (cause instanceof errors.JWKSNoMatchingKey) await counter.add(address);
        throw cause;
      }
    },
  };
}

/**
 * Counts a check before it is sent, so that concurrent checks cannot exceed the limit. Only a rejection stays counted.
 */
async function limited(
  counter: Counter,
  perAddress: number,
  address: string,
  check: () => Promise<PersonCaller | undefined>,
): Promise<PersonCaller | undefined> {
  const { consumedPoints, msBeforeNext } = await counter.add(address);
  if (consumedPoints > perAddress) throw tooMany(msBeforeNext);
  let refused = false;
  try {
    const caller = await check();
    refused = !caller;
    return caller;
  } finally {
    if (!refused) await counter.takeBack(address);
  }
}

const keyOf = (token: string): string => hash('sha256', token, 'base64');

function remember<Value>(entries: Map<string, Value>, key: string, value: Value): void {
  entries.set(key, value);
  const [oldest] = entries.keys();
  if (entries.size > MAX_TOKENS && oldest !== undefined) entries.delete(oldest);
}

/** Unidentified callers share the capacity of visitors; each address has its own limit key. */
const visitorAt = (address: string): LimitKey => ({ caller: `visitor ${address}`, tenant: 'visitors' });

function tooMany(milliseconds: number): StytchError {
  const retryAfter = Math.max(1, Math.ceil(milliseconds / 1_000));
  const error = new StytchError({
    code: 'RATE_LIMITED',
    message: 'Too many invalid tokens from this client address. Wait, or send a valid session JWT.',
    retryAfter,
  });
  error.extensions['http'] = { status: 429, headers: { 'retry-after': String(retryAfter) } };
  return error;
}
