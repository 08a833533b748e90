import type { LimitKey } from '../stytch/resilience/keyed-semaphore.ts';
import type { Vertical } from '../vertical/vertical.ts';
import type { Caller } from './caller.ts';

/** Whom the calls of a request count for, where callers share what there is of Stytch. */
export function limitKeyOf(caller: Caller, vertical: Vertical): LimitKey {
  if (caller.kind === 'server') return { caller: `server ${caller.name}`, tenant: `tenant ${caller.name}` };
  return caller.kind === 'visitor' ? { caller, tenant: 'visitors' } : vertical.partyOf(caller);
}
