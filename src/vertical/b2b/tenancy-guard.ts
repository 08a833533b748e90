/**
 * The second lock of tenancy. The access rules (access.ts) send a member's own organization id, whatever name was given;
 * this guard looks at the encoded request itself and refuses one that names any other organization. It closes only when
 * the first lock has failed, which is a bug, and so it logs an error.
 */

import type { Operation, WireRequest } from '../../stytch/contract/operation.ts';
import { forbidden } from '../../stytch/error.ts';
import type { Log } from '../../stytch/log.ts';
import type { RequestGuard } from '../vertical.ts';

/** The guard of one member. */
export const tenancyGuard =
  (organizationId: string, log: Pick<Log, 'error'>): RequestGuard =>
  (operation, { owners }) => {
    if (staysWithin(organizationId, operation, owners)) return undefined;
    // No ids: they may be another tenant's.
    log.error('tenancy guard refused a request', { operation: operation.id });
    return forbidden();
  };

/** An operation that can name organizations has to: unnamed, a search goes over all of them. */
function staysWithin(organizationId: string, { ownership }: Operation, owners: WireRequest['owners']): boolean {
  if (ownership !== 'named') return ownership === 'none';
  if (owners.length === 1) return owners[0] === organizationId;
  return owners.length > 0 && owners.every((name) => name === organizationId);
}
