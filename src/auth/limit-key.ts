import type { LimitKey } from '../stytch/resilience/keyed-semaphore.ts';
import type { Vertical } from '../vertical/vertical.ts';
import type { Caller } from './caller.ts';

/** The key for which the calls of a request count in the fair sharing of Stytch's capacity: caller and tenant. */
export function limitKeyOf(caller: Caller, vertical: Vertical): LimitKey {
  if (caller.kind === 'server') return { caller: `server ${caller.name}`, tenant: `tenant ${caller.name}` };
  return caller.kind === 'visitor' ? { caller, tenant: 'visitors' } : vertical.partyOf(caller);
}
