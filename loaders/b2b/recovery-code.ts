import type { Stytch } from '../../src/stytch/client.ts';
import { isNotFound } from '../../src/stytch/error.ts';
import { each } from '../batch.ts';
import type { MemberKey } from './member.ts';

/** The recovery codes that a member has left; null where there is no authenticator app that they would stand in for. */
export const recoveryCodesLoader = (stytch: Stytch) =>
  each(async ({ organizationId, memberId }: MemberKey): Promise<readonly string[] | null> => {
    try {
      const answer = await stytch.call('get', '/v1/b2b/recovery_codes/{organization_id}/{member_id}', {
        organizationId,
        memberId,
      });
      return answer.recovery_codes;
    } catch (cause) {
      if (isNotFound(cause)) return null;
      throw cause;
    }
  });
