/**
 * The second lock behind the access rules. They send a user's own id and no other, and for a visitor none; this guard looks at
 * the encoded request itself and refuses one that names any other user. It closes only when the first lock has failed, which is a bug, and so it
 * logs an error.
 */
import type { Operation, WireRequest } from '../../stytch/contract/operation.ts';
import { forbidden } from '../../stytch/error.ts';
import type { Log } from '../../stytch/log.ts';
import type { RequestGuard } from '../vertical.ts';

/**
 * The guard of one user, or of visitors.
 *
 * @param userId of the user; undefined for a visitor, who can never name one
 */
export const userGuard =
  (userId: string | undefined, log: Pick<Log, 'error'>): RequestGuard =>
  (operation, { owners }) => {
    if (staysWith(userId, operation, owners)) return undefined;
    // No ids: they may be another user's.
    log.error('user guard refused a request', { operation: operation.id });
    return forbidden();
  };

/** A search that names nobody goes over all users. Any other operation without a name takes the user from the session. */
function staysWith(userId: string | undefined, operation: Operation, owners: WireRequest['owners']): boolean {
  if (operation.class === 'search' && owners.length === 0) return false;
  return owners.every((name) => name === userId);
}
