import type { Party } from '../stytch/turns.ts';
import type { Caller } from './caller.ts';

/** Whom the calls of a request count for, where callers share what there is of Stytch. */
export function partyOf(caller: Caller): Party {
  if (caller.kind === 'member') {
    return { caller: `member ${caller.memberId}`, tenant: `organization ${caller.organizationId}` };
  }
  if (caller.kind === 'server') return { caller: `server ${caller.name}`, tenant: `tenant ${caller.name}` };
  return { caller, tenant: 'visitors' };
}
