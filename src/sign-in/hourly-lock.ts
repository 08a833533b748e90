/**
 * The gateway's own account lock: rejects sign-in for the rest of an hour, before Stytch's lock does. Stytch locks an
 * account after ten consecutive failed attempts, and only an existing account; this lock is the same for accounts that
 * do not exist (enumeration prevention).
 */
import { StytchError } from '../stytch/error.ts';
import { type Account, accountKey, type NameKind } from './account.ts';
import type { Count, OpenCounter } from './counter.ts';

const HOUR = 3_600;

/** Counts failed attempts per hour. */
export interface HourlyLock {
  /**
   * Counts an attempt.
   *
   * @throws StytchError LOCKED with `retryAfter`
   */
  take(account: Account): Promise<void>;
  /** Subtracts an attempt whose result says nothing about the credential. */
  takeBack(account: Account): Promise<void>;
  /** Clears the failed attempts of an account, without those of the same address elsewhere. */
  clear(account: Account): Promise<void>;
  /** Clears the failed attempts of an address outside of tenants, and the counter of its attempts in all tenants. */
  clearOutside(address: string): Promise<void>;
  /** The time at which the last lock of a person ends, by their identifiers; undefined if there is none. */
  lockedUntil(names: readonly Account[]): Promise<Date | undefined>;
}

/** Max failed attempts per hour by kind of identifier. */
export type HourlyLimits = Readonly<Record<NameKind, number>>;

/**
 * Creates the lock. An address is also counted outside of tenants, where people sign in before they choose a tenant: an
 * attempt there and one in a tenant may concern the same person. Attempts in a tenant and outside share the limit of
 * the address, while two tenants do not affect each other.
 *
 * @param person word for a person in messages
 */
export function createHourlyLock(open: OpenCounter, limits: HourlyLimits, person: string): HourlyLock {
  const counts = open('guess:hour', HOUR);
  /** Attempts for an address in all tenants together, compared with its attempts outside of tenants. */
  const inAll = open('guess:hour:tenants', HOUR);

  const isInTenant = ({ kind, tenant }: Account): boolean => kind === 'address' && tenant !== undefined;
  const anywhere = (account: Account): Account => ({ ...account, tenant: undefined });

  /** The counter under another identifier that may mean the same person. */
  const elsewhere = (account: Account): Promise<Count> | undefined => {
    if (account.kind !== 'address') return undefined;
    return isInTenant(account) ? counts.get(accountKey(anywhere(account))) : inAll.get(accountKey(account));
  };

  const take = async (account: Account): Promise<void> => {
    const key = accountKey(account);
    // Increment both before reading either, so that concurrent attempts see each other.
    const [own] = await Promise.all([
      counts.add(key),
      isInTenant(account) ? inAll.add(accountKey(anywhere(account))) : undefined,
    ]);
    const wait = msUntilBelow([own, await elsewhere(account)], limits[account.kind] + 1);
    if (wait > 0) throw locked(account, person, Math.max(1, Math.ceil(wait / 1_000)));
  };

  const takeBack = async (account: Account): Promise<void> => {
    await counts.takeBack(accountKey(account));
    if (isInTenant(account)) await inAll.takeBack(accountKey(anywhere(account)));
  };

  const msLocked = async (account: Account): Promise<number> =>
    msUntilBelow(await Promise.all([counts.get(accountKey(account)), elsewhere(account)]), limits[account.kind]);

  return {
    take,
    takeBack,
    async clear(account) {
      const key = accountKey(account);
      const { consumedPoints } = await counts.get(key);
      // Only the call that deleted the counter subtracts its points, so that they are not subtracted twice.
      const removed = await counts.clear(key);
      if (removed && isInTenant(account)) {
        await inAll.takeBack(accountKey(anywhere(account)), consumedPoints);
      }
    },
    async clearOutside(name) {
      const key = accountKey({ kind: 'address', name });
      await Promise.all([counts.clear(key), inAll.clear(key)]);
    },
    async lockedUntil(names) {
      const ms = Math.max(0, ...(await Promise.all(names.map(msLocked))));
      return ms > 0 ? new Date(Date.now() + ms) : undefined;
    },
  };
}

/** Milliseconds until the sum of the counts is below a limit; 0 if it is now. Each count expires as a whole. */
function msUntilBelow(counts: readonly (Count | undefined)[], limit: number): number {
  const present = counts.filter((count) => count !== undefined).sort((a, b) => a.msBeforeNext - b.msBeforeNext);
  let sum = present.reduce((total, { consumedPoints }) => total + consumedPoints, 0);
  let ms = 0;
  for (const count of present) {
    if (sum < limit) break;
    sum -= count.consumedPoints;
    ms = count.msBeforeNext;
  }
  return ms;
}

/** Names the locked credential and the alternatives. The same for accounts that do not exist. */
const locked = ({ kind }: Account, person: string, retryAfter: number) =>
  new StytchError({
    code: 'LOCKED',
    message: closed(kind, person),
    retryAfter,
  });

function closed(kind: NameKind, person: string): string {
  switch (kind) {
    case 'id':
      return `Too many wrong codes: the second factors of this ${person} are locked for up to an hour. Wait, or have an administrator unlock the ${person}.`;
    case 'method':
      return 'Too many wrong passcodes: sign-in by passcode is locked for up to an hour. Wait, or use another method, such as a magic link.';
    case 'publicKey':
      return 'Too many wrong signatures: sign-in by signature is locked for up to an hour. Wait, or use another method.';
    default:
      return 'Too many failed attempts: sign-in by password or passcode is locked for this address for up to an hour. Wait, or use a magic link or a password reset by email, which still work.';
  }
}
