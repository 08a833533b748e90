import { totpRecoveryCodesLoader } from '../../loaders/consumer/totp.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { forward } from '../forward.ts';
import { discreetSignIn, inActingSession } from './sign-in.ts';
import { actingUser, checkStepUp, stepUp } from './step-up.ts';
import type { UserShape } from './user.ts';

export type TotpRecoveryCodesShape = Schemas['api_totp_v1_TOTP'];

/** Recovery codes authenticate as the user, so reading them requires the same step-up as a change of factors. */
export const userTotpRecoveryCodes = async (
  { user_id }: Pick<UserShape, 'user_id'>,
  _: unknown,
  context: Context,
): Promise<readonly TotpRecoveryCodesShape[] | null> => {
  const acting = await actingUser(context);
  if (acting) checkStepUp(acting.factors, acting.user, context.now());
  return context.loaders.get(totpRecoveryCodesLoader).load(user_id);
};

export const createUserTotp = stepUp(forward('post', '/v1/totps'));
export const authenticateUserTotp = discreetSignIn(inActingSession(forward('post', '/v1/totps/authenticate')));
export const recoverUser = discreetSignIn(inActingSession(forward('post', '/v1/totps/recover')));
