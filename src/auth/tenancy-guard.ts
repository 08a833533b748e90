/**
 * The second lock of tenancy. The access rules (access.ts) send a member's own organization id, whatever name was given;
 * this guard looks at the encoded request itself and refuses one that names any other organization. It closes only when
 * the first lock has failed, which is a bug, and so it logs an error.
 */
import { forbidden, type StytchError } from '../stytch/error.ts';
import type { Operation, WireRequest } from '../stytch/operation.ts';
import type { Log } from '../telemetry/log.ts';

/** The refusal of a request that is made for a member and leaves the member's organization; undefined for any other. */
export type TenancyGuard = (operation: Operation, request: WireRequest) => StytchError | undefined;

/** The guard of one member. */
export const tenancyGuard =
  (organizationId: string, log: Pick<Log, 'error'>): TenancyGuard =>
  (operation, { organizations }) => {
    if (staysWithin(organizationId, operation, organizations)) return undefined;
    // No ids: they may be another tenant's.
    log.error('tenancy guard refused a request', { operation: operation.id });
    return forbidden();
  };

/** An operation that can name organizations has to: unnamed, a search goes over all of them. */
function staysWithin(
  organizationId: string,
  { tenancy }: Operation,
  organizations: WireRequest['organizations'],
): boolean {
  if (tenancy !== 'named') return tenancy === 'none';
  if (organizations.length === 1) return organizations[0] === organizationId;
  return organizations.length > 0 && organizations.every((name) => name === organizationId);
}
