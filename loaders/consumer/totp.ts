import { StytchError } from '../../src/stytch/error.ts';
import { nullIfNotFound, unbatchedLoader } from '../batch.ts';
import { defineLoader } from '../loader.ts';

/** Whether Stytch reports a user without an authenticator app as an error instead of an empty list. */
const hasNoApp = (cause: unknown): boolean =>
  cause instanceof StytchError && cause.facts.errorType === 'totps_not_found_for_user';

/** The recovery codes of a user by authenticator app: empty without an app, null if the user does not exist. */
export const totpRecoveryCodesLoader = defineLoader(({ stytch, faults }) => {
  const fetchCodes = async (userId: string) => {
    const answer = await stytch.call('post', '/v1/totps/recovery_codes', { userId }).catch((cause: unknown) => {
      if (hasNoApp(cause)) return undefined;
      throw cause;
    });
    return answer ? faults.list(answer.totps, { type: 'User', field: 'totpRecoveryCodes' }, answer) : [];
  };
  return unbatchedLoader((userId: string) => nullIfNotFound(fetchCodes(userId)));
});
