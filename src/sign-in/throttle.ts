/** Rate limits for sign-in attempts and messages. */
import { StytchError } from '../stytch/error.ts';
import type { ErrorCode } from '../stytch/error-code.ts';
import type { Vertical } from '../vertical/vertical.ts';
import { type Account, accountKey } from './account.ts';
import { type Counter, countersIn, type ThrottleRedis } from './counter.ts';
import { createHourlyLock } from './hourly-lock.ts';
import type { SignInAttempt } from './sign-in-attempt.ts';

/** Max attempts; failed sign-ins and messages are counted separately. */
export interface ThrottleLimits {
  /** Per minute and account. */
  perAccount: number;
  /** Failed attempts per hour, for all identifiers of one account together. */
  perAccountHour: number;
  /** Per minute and client address; also messages per minute that one person has sent. */
  perAddress: number;
}

/**
 * - Five per minute: more than a person mistypes.
 * - Nine failures per hour, divided among the identifiers of a person. Stytch locks an account after ten consecutive
 *   failures, and only an existing one: with one fewer, guessing here locks no account at Stytch and does not reveal
 *   which exist.
 * - Thirty per minute and client address: an office behind one address mistypes less, and successes do not count.
 */
export const defaultThrottleLimits: ThrottleLimits = { perAccount: 5, perAccountHour: 9, perAddress: 30 };

/** Origin of an attempt. */
export interface Origin {
  /** Client address; null for servers that act by a permission of their own, since they stand for many people. */
  readonly address: string | null;
  /** The signed-in person who has a message sent; undefined if unknown. */
  readonly sender?: string | undefined;
  /** Resolves any id of a tenant to Stytch's id. */
  readonly tenantId: (name: string) => Promise<string>;
}

/** Counts and limits attempts. */
export interface SignInThrottle {
  /**
   * Makes an attempt. An attempt for an account is counted before it is made, so that concurrent attempts cannot exceed
   * the limit, and subtracted if it succeeds or fails for reasons that say nothing about the credential. An attempt
   * with a token is counted after it failed: a page may send its session many times in parallel.
   *
   * @throws StytchError RATE_LIMITED or LOCKED with `retryAfter`; the attempt is then not made
   */
  make<T>(attempt: SignInAttempt, origin: Origin, act: () => T | Promise<T>): Promise<T>;
  /** The time at which the gateway's own lock of a person ends, by their identifiers; undefined if there is none. */
  lockedUntil(names: readonly Account[]): Promise<Date | undefined>;
  /**
   * Lifts the gateway's own lock of a person, for each of their identifiers.
   *
   * @param everywhere also clears the attempts for their address outside of tenants, which concern other tenants too
   */
  unlock(names: readonly Account[], everywhere: boolean): Promise<void>;
}

const MINUTE = 60;

/** Errors after which no message was sent. */
const sentNothing: readonly ErrorCode[] = ['NOT_CONFIGURED', 'UPSTREAM_UNAVAILABLE', 'TIMEOUT', 'RATE_LIMITED'];

/**
 * Errors that say nothing about the attempt, by its kind. OUTCOME_UNKNOWN is not among them: the attempt may have been
 * made. After an internal error of Stytch a message may have been sent, while a credential was not checked.
 */
const saysNothing: Readonly<Record<SignInAttempt['kind'], ReadonlySet<ErrorCode>>> = {
  guess: new Set([...sentNothing, 'UPSTREAM_ERROR', 'BAD_UPSTREAM_RESPONSE']),
  message: new Set(sentNothing),
};

/** A counter of an attempt. */
interface Counted {
  readonly counter: Counter;
  readonly name: string;
  readonly limit: number;
}

/** Creates the throttle, in memory or in Redis. */
export function createTries(
  limits: ThrottleLimits,
  { person, signIn }: Vertical,
  shared?: ThrottleRedis,
): SignInThrottle {
  const open = countersIn(shared);
  const ofKind = (kind: SignInAttempt['kind']) => ({
    account: open(`${kind}:account`, MINUTE),
    address: open(`${kind}:address`, MINUTE),
  });
  const perMinute = { guess: ofKind('guess'), message: ofKind('message') };
  const senders = open('message:sender', MINUTE);
  /** Passcodes that Stytch texted during sign-ins. */
  const texts = open('guess:text', MINUTE);
  const lock = createHourlyLock(open, signIn.hourlyLimits(limits.perAccountHour), person);

  /** The counters of client address and sender. They come first, so that an address cannot have many names resolved. */
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

  /** Counts the text message that a sign-in caused: for the next sign-in, and as a message to the phone number. */
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

  /** An attempt with a token, which is too long to guess. */
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
    // Invalid input, or a tenant that does not exist: Stytch sends no message, whatever the address.
    const sendsNothing = kind === 'message' && (code === 'INVALID_INPUT' || signIn.sendsNothing.has(errorType));
    return saysNothing[kind].has(code) || sendsNothing;
  };

  /** Whether Stytch rejected the session sent with the attempt, not the attempt. */
  const isAboutSession = (cause: unknown): boolean =>
    cause instanceof StytchError && signIn.sessionRefusals.has(cause.facts.errorType);

  /** A message, which counts unless it was certainly not sent. */
  const send = async <T>(attempt: SignInAttempt, origin: Origin, act: () => T | Promise<T>): Promise<T> => {
    const origins = originsOf(attempt, origin);
    for (const each of origins) await take(each);
    const accounts = await Promise.all(attempt.accounts.map((account) => resolved(account, origin)));
    const receivers = receiversOf(attempt, accounts.map(accountKey));
    for (const each of receivers) await take(each);
    try {
      return await act();
    } catch (cause) {
      // The counters of the caller stay: a visitor can cause Stytch to reject a redirect URL any number of times.
      if (isNoVerdict(cause, 'message') || isAboutSession(cause)) await takeBack(receivers);
      throw cause;
    }
  };

  /** An attempt for an account, whose credential is short enough to guess. */
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
    message: 'Too many attempts in a short time. Retry after `retryAfter` seconds.',
    retryAfter: Math.max(1, Math.ceil(ms / 1_000)),
  });
