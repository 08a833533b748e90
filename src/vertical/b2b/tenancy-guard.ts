/**
 * The second check of tenancy. The access rules (access.ts) replace any name of a member's own organization by its id;
 * this guard checks the encoded request and rejects one that names another organization. It only rejects if an access
 * rule failed, which is a bug, so it logs an error.
 */

import type { RestOperation, WireRequest } from '../../stytch/contract/operation.ts';
import { forbidden } from '../../stytch/error.ts';
import type { Log } from '../../stytch/log.ts';
import type { RequestGuard } from '../vertical.ts';

/** Creates the guard of a member. */
export const tenancyGuard =
  (organizationId: string, log: Pick<Log, 'error'>): RequestGuard =>
  (operation, { owners }) => {
    if (staysWithin(organizationId, operation, owners)) return undefined;
    // Ids are not logged: they may belong to another tenant.
    log.error('tenancy guard rejected a request', { operation: operation.id });
    return forbidden();
  };

/** An operation that can name organizations must name one: a search without a name covers all organizations. */
function staysWithin(organizationId: string, { ownership }: RestOperation, owners: WireRequest['owners']): boolean {
  if (ownership !== 'named') return ownership === 'none';
  if (owners.length === 1) return owners[0] === organizationId;
  return owners.length > 0 && owners.every((name) => name === organizationId);
}
