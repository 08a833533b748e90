/** How often a person may try to sign in, or have something sent. */
import { StytchError } from '../stytch/error.ts';
import type { ErrorCode } from '../stytch/error-code.ts';
import type { Vertical } from '../vertical/vertical.ts';
import { type Account, accountKey } from './account.ts';
import { type Counter, countersIn, type TriesInRedis } from './counter.ts';
import { createHourlyLock } from './hourly-lock.ts';
import type { SignInAttempt } from './sign-in-attempt.ts';

/** How many attempts there may be; failed attempts and messages are counted apart. */
export interface ThrottleLimits {
  /** A minute, for one account. */
  perAccount: number;
  /** Failed attempts an hour, for all names of one account together. */
  perAccountHour: number;
  /** A minute, from one address of a caller; also messages of one person. */
  perAddress: number;
}

/**
 * - Five a minute: more than a person mistypes.
 * - Nine failed ones an hour, shared out among the names of a person: Stytch locks an account after ten in a row, and only one
 *   that exists. One fewer, and whoever guesses here is stopped without locking anybody out there, and without learning who
 *   has an account.
 * - Thirty a minute from one address: an office behind one address mistypes less, and a success does not count.
 */
export const defaultThrottleLimits: ThrottleLimits = { perAccount: 5, perAccountHour: 9, perAddress: 30 };

/** From where an attempt comes. */
export interface Origin {
  /** The address of the caller; null for servers that act by a right of their own: they stand for many people. */
  readonly address: string | null;
  /** The person who has a message sent; undefined where none is known. */
  readonly sender?: string | undefined;
  /** Gives the id behind the name of a tenant. */
  readonly tenantId: (name: string) => Promise<string>;
}

/** What attempts are counted by. */
export interface SignInThrottle {
  /**
   * Makes an attempt. An attempt at a person counts before it is made, so that many in parallel do not slip through, and is
   * taken back if it succeeds or fails for reasons that say nothing about the credential. An attempt by a token counts
   * afterwards, if it failed: a page may show its session many times in parallel.
   *
   * @throws StytchError RATE_LIMITED or LOCKED with `retryAfter`, without having made the attempt
   */
  make<T>(attempt: SignInAttempt, origin: Origin, act: () => T | Promise<T>): Promise<T>;
  /** When the gateway's own lock of a person ends, whom these names mean; undefined if there is none. */
  lockedUntil(names: readonly Account[]): Promise<Date | undefined>;
  /**
   * Lifts the gateway's own lock of a person, by each of their names.
   *
   * @param everywhere also what addresses earned outside of tenants, which is about other tenants too
   */
  unlock(names: readonly Account[], everywhere: boolean): Promise<void>;
}

const MINUTE = 60;

/** Failures after which no message went out. */
const sentNothing: readonly ErrorCode[] = ['NOT_CONFIGURED', 'UPSTREAM_UNAVAILABLE', 'TIMEOUT', 'RATE_LIMITED'];

/**
 * Failures that say nothing, by the kind of attempt. OUTCOME_UNKNOWN is none of them: the attempt may have been made. After an
 * error of Stytch a message may have gone out, while a credential was not judged.
 */
const saysNothing: Readonly<Record<SignInAttempt['kind'], ReadonlySet<ErrorCode>>> = {
  guess: new Set([...sentNothing, 'UPSTREAM_ERROR', 'BAD_UPSTREAM_RESPONSE']),
  message: new Set(sentNothing),
};

/** Something that is counted for an attempt. */
interface Counted {
  readonly counter: Counter;
  readonly name: string;
  readonly limit: number;
}

/** Counts in memory, or in Redis. */
export function createTries(
  limits: ThrottleLimits,
  { person, signIn }: Vertical,
  shared?: TriesInRedis,
): SignInThrottle {
  const open = countersIn(shared);
  const ofKind = (kind: SignInAttempt['kind']) => ({
    account: open(`${kind}:account`, MINUTE),
    address: open(`${kind}:address`, MINUTE),
  });
  const perMinute = { guess: ofKind('guess'), message: ofKind('message') };
  const senders = open('message:sender', MINUTE);
  /** Passcodes that Stytch texted in the course of sign-ins. */
  const texts = open('guess:text', MINUTE);
  const lock = createHourlyLock(open, signIn.hourlyLimits(limits.perAccountHour), person);

  /** Who sends and from where. It is counted first, so that an address cannot have many names resolved. */
  const originsOf = ({ kind }: SignInAttempt, { address, sender }: Origin): Counted[] => [
    ...(address === null ? [] : [{ counter: perMinute[kind].address, name: address, limit: limits.perAddress }]),
    ...(kind === 'message' && sender !== undefined
      ? [{ counter: senders, name: sender, limit: limits.perAddress }]
      : []),
  ];

  const receiversOf = ({ kind }: SignInAttempt, names: readonly string[]): Counted[] =>
    names.map((name) => ({ counter: perMinute[kind].account, name, limit: limits.perAccount }));

  const textsOf = (names: readonly string[]): Counted[] =>
    names.map((name) => ({ counter: texts, name, limit: limits.perAccount }));

  /** Counts the text that a sign-in caused: for the next sign-in and for who asks for a text. */
  const countText = async (response: unknown, names: readonly string[]): Promise<void> => {
    const texted = signIn.textedAccount(response);
    if (!texted) return;
    const received = { counter: perMinute.message.account, name: accountKey(texted), limit: limits.perAccount };
    await Promise.all([...textsOf(names), received].map(({ counter, name }) => counter.add(name)));
  };

  const clearProven = async ({ provesMailbox }: SignInAttempt, response: unknown): Promise<void> => {
    const proven = provesMailbox ? signIn.provenAccounts(response) : [];
    for (const account of proven) await lock.clear(account);
    const address = proven.find(({ kind }) => kind === 'address');
    if (address) await lock.clearOutside(address.name);
  };

  /** An attempt by a token, which is too long to guess. */
  const show = async <T>(attempt: SignInAttempt, origin: Origin, act: () => T | Promise<T>): Promise<T> => {
    const names = [attempt.credential ?? ''];
    const counted = [...originsOf(attempt, origin), ...receiversOf(attempt, names)];
    for (const each of [...counted, ...textsOf(names)]) await look(each);
    try {
      const response = await act();
      await Promise.all([countText(response, names), clearProven(attempt, response)]);
      return response;
    } catch (cause) {
      if (!isNoVerdict(cause, 'guess')) await Promise.allSettled(counted.map(take));
      throw cause;
    }
  };

  const resolved = async (account: Account, { tenantId }: Origin): Promise<Account> =>
    account.tenant === undefined ? account : { ...account, tenant: await tenantId(account.tenant) };

  const isNoVerdict = (cause: unknown, kind: SignInAttempt['kind']): boolean => {
    if (!(cause instanceof StytchError)) return false;
    const { code, errorType } = cause.facts;
    // With an input that is not valid, or for a tenant that is none, no message is sent, whoever has the address.
    const sendsNothing = kind === 'message' && (code === 'INVALID_INPUT' || signIn.sendsNothing.has(errorType));
    return saysNothing[kind].has(code) || sendsNothing;
  };

  /** Whether Stytch refused the session beside what was attempted at a person. */
  const isAboutSession = (cause: unknown): boolean =>
    cause instanceof StytchError && signIn.sessionRefusals.has(cause.facts.errorType);

  /** A message, which counts unless it certainly was not sent. */
  const send = async <T>(attempt: SignInAttempt, origin: Origin, act: () => T | Promise<T>): Promise<T> => {
    const origins = originsOf(attempt, origin);
    for (const each of origins) await take(each);
    const accounts = await Promise.all(attempt.accounts.map((account) => resolved(account, origin)));
    const receivers = receiversOf(attempt, accounts.map(accountKey));
    for (const each of receivers) await take(each);
    try {
      return await act();
    } catch (cause) {
      // The caller's own counters stay: a visitor can have Stytch refuse a redirect URL as often as they like.
      if (isNoVerdict(cause, 'message') || isAboutSession(cause)) await takeBack(receivers);
      throw cause;
    }
  };

  /** An attempt at a person, who has something short to guess. */
  const guess = async <T>(
    attempt: SignInAttempt,
    named: Account,
    origin: Origin,
    act: () => T | Promise<T>,
  ): Promise<T> => {
    const origins = originsOf(attempt, origin);
    for (const each of origins) await take(each);
    const account = await resolved(named, origin);
    const names = [accountKey(account)];
    const receivers = receiversOf(attempt, names);
    for (const each of receivers) await take(each);
    for (const each of textsOf(names)) await look(each);
    await lock.take(account);
    try {
      const response = await act();
      await Promise.all([takeBack([...origins, ...receivers]), lock.clear(account), countText(response, names)]);
      await clearProven(attempt, response);
      return response;
    } catch (cause) {
      if (isNoVerdict(cause, 'guess') || isAboutSession(cause)) {
        await Promise.all([takeBack(receivers), lock.takeBack(account)]);
      }
      throw cause;
    }
  };

  return {
    make(attempt, origin, act) {
      const [account] = attempt.accounts;
      if (attempt.kind === 'message') return send(attempt, origin, act);
      return account ? guess(attempt, account, origin, act) : show(attempt, origin, act);
    },
    lockedUntil: lock.lockedUntil,
    async unlock(names, everywhere) {
      for (const account of names) await lock.clear(account);
      if (!everywhere) return;
      for (const { kind, name } of names) if (kind === 'address') await lock.clearOutside(name);
    },
  };
}

async function take({ counter, name, limit }: Counted): Promise<void> {
  const { consumedPoints, msBeforeNext } = await counter.add(name);
  if (consumedPoints > limit) throw tooFast(msBeforeNext);
}

async function look({ counter, name, limit }: Counted): Promise<void> {
  const { consumedPoints, msBeforeNext } = await counter.get(name);
  if (consumedPoints >= limit) throw tooFast(msBeforeNext);
}

const takeBack = async (counted: readonly Counted[]): Promise<void> => {
  await Promise.all(counted.map(({ counter, name }) => counter.takeBack(name)));
};

const tooFast = (ms: number) =>
  new StytchError({
    code: 'RATE_LIMITED',
    message: 'Too many attempts in a short time. Wait before the next one.',
    retryAfter: Math.max(1, Math.ceil(ms / 1_000)),
  });
