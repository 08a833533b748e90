import type { Stytch } from '../../src/stytch/client.ts';
import type { ResponseFaults } from '../../src/stytch/response-faults.ts';
import { each, partOr } from '../batch.ts';
import type { MemberKey } from './member.ts';

/** The recovery codes that a member has left; null where there is no authenticator app that they would stand in for. */
export const recoveryCodesLoader = (stytch: Stytch, faults: ResponseFaults) =>
  each(
    ({ organizationId, memberId }: MemberKey): Promise<readonly string[] | null> =>
      partOr(
        stytch.call('get', '/v1/b2b/recovery_codes/{organization_id}/{member_id}', { organizationId, memberId }),
        (answer) => faults.texts(answer.recovery_codes, { type: 'Member', field: 'recoveryCodes' }, answer),
        null,
      ),
  );
