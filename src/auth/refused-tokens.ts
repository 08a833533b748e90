/**
 * Limits what refused tokens cost. Only calls to Stytch count: tokens that are checked here are not limited.
 *
 * - A refused token is remembered by its SHA-256 for `REFUSED_MS`, at most `MAX_TOKENS` of them. A session that Stytch
 *   refused never becomes valid again, so this keeps out no valid token.
 * - A client address may have so many refused tokens in a minute. After that an unknown token from there is RATE_LIMITED.
 * - A token that Stytch accepted before is not limited, and its checks count for its own person; other checks share what
 *   visitors get.
 * - An unknown token that is shown several times in parallel is asked about once if Stytch refuses it. If Stytch accepts
 *   it, each request has its own check: an accepted session may be revoked a moment later.
 */
import { hash } from 'node:crypto';
import { errors } from 'jose';
import { type Counter, countersIn, type TriesInRedis } from '../sign-in/counter.ts';
import { StytchError } from '../stytch/error.ts';
import type { LimitKey } from '../stytch/resilience/keyed-semaphore.ts';
import type { PersonCaller, Vertical } from '../vertical/vertical.ts';

/** Refused tokens per minute and client address: as many as failed sign-ins. */
export const REFUSED_TOKENS_PER_ADDRESS = 30;

const WINDOW_S = 60;
const REFUSED_MS = 5_000;
/** About 150 bytes each. Above this the oldest is forgotten, and is asked about again. */
const MAX_TOKENS = 10_000;

/** Asks Stytch about a token, as one of a party. Undefined means that Stytch refused the token. */
export type AskStytch = (party: LimitKey) => Promise<PersonCaller | undefined>;

/** What is known of tokens that only Stytch can check. */
export interface RefusedTokens {
  /**
   * Identifies the person behind a session token. Undefined if the token is refused.
   *
   * @throws StytchError RATE_LIMITED with `retryAfter`; what `ask` throws
   */
  identify(token: string, address: string, ask: AskStytch): Promise<PersonCaller | undefined>;
  /** Has Stytch confirm a session that was checked here. A failure counts for the address, but is never limited. */
  confirm(caller: PersonCaller, jwt: string, address: string, ask: AskStytch): Promise<PersonCaller | undefined>;
  /**
   * Looks up a public key that is not known here, for which Stytch may be asked. A key that does not exist counts.
   *
   * @throws StytchError RATE_LIMITED with `retryAfter`; what `find` throws
   */
  findKey<Key>(address: string, find: () => Promise<Key>): Promise<Key>;
}

/** Creates the memory of one gateway. Addresses are counted in Redis, if there is one. */
export function createRefusedTokens(
  vertical: Vertical,
  perAddress = REFUSED_TOKENS_PER_ADDRESS,
  shared?: TriesInRedis,
): RefusedTokens {
  const counter = countersIn(shared)('refused-token:address', WINDOW_S);
  /** When each token was refused, oldest first. */
  const refused = new Map<string, number>();
  /** The parties of tokens that Stytch accepted the last time. */
  const accepted = new Map<string, LimitKey>();
  /** First checks of tokens that are on their way. */
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

  /** Runs the first check of a token; the others wait for it and take over a refusal. */
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

/** Counts a check before it is made, so that many in parallel do not slip through. Only a refusal stays counted. */
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

/** Callers who are not identified yet share what visitors get, each address by itself. */
const visitorAt = (address: string): LimitKey => ({ caller: `visitor ${address}`, tenant: 'visitors' });

function tooMany(milliseconds: number): StytchError {
  const retryAfter = Math.max(1, Math.ceil(milliseconds / 1_000));
  const error = new StytchError({
    code: 'RATE_LIMITED',
    message: 'Too many invalid tokens came from this address. Wait, or send a valid session JWT.',
    retryAfter,
  });
  error.extensions['http'] = { status: 429, headers: { 'retry-after': String(retryAfter) } };
  return error;
}
