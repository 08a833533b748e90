/** Removal of factors. Stytch is told a factor and no user, so whose it is has to be found out before. */
import type { Context } from '../../src/graphql/context.ts';
import { forbidden } from '../../src/stytch/error.ts';
import { remove } from '../forward.ts';
import { actingUser, checkStepUp } from './step-up.ts';
import type { UserShape } from './user.ts';

type Resolver<Input, Answer> = (root: unknown, args: { input: Input }, context: Context) => Promise<Answer>;

/**
 * A removal that a user makes of their own factors only, with step-up.
 *
 * @param idOf the factor that the input names
 * @param idsOf the factors of that kind that a user has
 */
const ofOwn =
  <Input, Answer>(
    removal: Resolver<Input, Answer>,
    idOf: (input: Input) => string,
    idsOf: (user: UserShape) => readonly string[],
  ): Resolver<Input, Answer> =>
  async (root, args, context) => {
    const acting = await actingUser(context);
    if (acting) {
      if (!idsOf(acting.user).includes(idOf(args.input))) throw forbidden();
      checkStepUp(acting.factors, acting.user, context.now());
    }
    return removal(root, args, context);
  };

export const deleteUserEmail = ofOwn(
  remove('delete', '/v1/users/emails/{email_id}'),
  ({ emailId }) => emailId,
  ({ emails }) => emails.map(({ email_id }) => email_id),
);

export const deleteUserPhoneNumber = ofOwn(
  remove('delete', '/v1/users/phone_numbers/{phone_id}'),
  ({ phoneId }) => phoneId,
  ({ phone_numbers }) => phone_numbers.map(({ phone_id }) => phone_id),
);

export const deleteUserWebauthnRegistration = ofOwn(
  remove('delete', '/v1/users/webauthn_registrations/{webauthn_registration_id}'),
  ({ webauthnRegistrationId }) => webauthnRegistrationId,
  ({ webauthn_registrations }) =>
    webauthn_registrations.map(({ webauthn_registration_id }) => webauthn_registration_id),
);

export const deleteUserBiometricRegistration = ofOwn(
  remove('delete', '/v1/users/biometric_registrations/{biometric_registration_id}'),
  ({ biometricRegistrationId }) => biometricRegistrationId,
  ({ biometric_registrations }) =>
    biometric_registrations.map(({ biometric_registration_id }) => biometric_registration_id),
);

export const deleteUserTotp = ofOwn(
  remove('delete', '/v1/users/totps/{totp_id}'),
  ({ totpId }) => totpId,
  ({ totps }) => totps.map(({ totp_id }) => totp_id),
);

export const deleteUserCryptoWallet = ofOwn(
  remove('delete', '/v1/users/crypto_wallets/{crypto_wallet_id}'),
  ({ cryptoWalletId }) => cryptoWalletId,
  ({ crypto_wallets }) => crypto_wallets.map(({ crypto_wallet_id }) => crypto_wallet_id),
);

export const deleteUserPassword = ofOwn(
  remove('delete', '/v1/users/passwords/{password_id}'),
  ({ passwordId }) => passwordId,
  ({ password }) => (password ? [password.password_id] : []),
);

export const deleteUserOauthRegistration = ofOwn(
  remove('delete', '/v1/users/oauth/{oauth_user_registration_id}'),
  ({ oauthUserRegistrationId }) => oauthUserRegistrationId,
  ({ providers }) => providers.map(({ oauth_user_registration_id }) => oauth_user_registration_id),
);
