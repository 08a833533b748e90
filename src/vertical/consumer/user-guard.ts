/**
 * The second check behind the access rules. They only let a user's own id through, and none for a visitor; this guard
 * checks the encoded request and rejects one that names another user. It only rejects if an access rule failed, which
 * is a bug, so it logs an error.
 */
import type { RestOperation, WireRequest } from '../../stytch/contract/operation.ts';
import { forbidden } from '../../stytch/error.ts';
import type { Log } from '../../stytch/log.ts';
import type { RequestGuard } from '../vertical.ts';

/**
 * Creates the guard of a user, or of visitors.
 *
 * @param userId of the user; undefined for a visitor, who may name no user
 */
export const userGuard =
  (userId: string | undefined, log: Pick<Log, 'error'>): RequestGuard =>
  (operation, { owners }) => {
    if (staysWith(userId, operation, owners)) return undefined;
    // Ids are not logged: they may belong to another user.
    log.error('user guard rejected a request', { operation: operation.id });
    return forbidden();
  };

/** A search without a name covers all users. Any other operation without a name takes the user from the session. */
function staysWith(userId: string | undefined, operation: RestOperation, owners: WireRequest['owners']): boolean {
  if (operation.class === 'search' && owners.length === 0) return false;
  return owners.every((name) => name === userId);
}
