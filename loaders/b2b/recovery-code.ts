import { pickOrDefault, unbatchedLoader } from '../batch.ts';
import { defineLoader } from '../loader.ts';
import type { MemberKey } from './member.ts';

/** The unused recovery codes of a member; null without an authenticator app. */
export const recoveryCodesLoader = defineLoader(({ stytch, faults }) =>
  unbatchedLoader(
    ({ organizationId, memberId }: MemberKey): Promise<readonly string[] | null> =>
      pickOrDefault(
        stytch.call('get', '/v1/b2b/recovery_codes/{organization_id}/{member_id}', { organizationId, memberId }),
        (answer) => faults.texts(answer.recovery_codes, { type: 'Member', field: 'recoveryCodes' }, answer),
        null,
      ),
  ),
);
