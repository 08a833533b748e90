/** Changes of factors. Stytch's calls contain the factor id but no user id, so the owner is checked before the call. */
import { forbidden } from '../../src/stytch/error.ts';
import { remove } from '../forward.ts';
import { around, type MutationResolver } from '../shared/enumeration-prevention.ts';
import { actingUser, stepUp } from './step-up.ts';
import type { UserShape } from './user.ts';

/**
 * Restricts a user to changes of their own factors.
 *
 * @param idOf the factor id in the input
 * @param idsOf the ids of the user's factors of that kind
 */
export const ofOwn = <Input, Answer>(
  resolve: MutationResolver<Input, Answer>,
  idOf: (input: Input) => string,
  idsOf: (user: UserShape) => readonly string[],
) =>
  around<Input, Answer>(resolve, async (root, args, context) => {
    const acting = await actingUser(context);
    if (acting && !idsOf(acting.user).includes(idOf(args.input))) throw forbidden();
    return resolve(root, args, context);
  });

/** The same for a removal, with step-up. */
const removalOfOwn = <Input, Answer>(
  removal: MutationResolver<Input, Answer>,
  idOf: (input: Input) => string,
  idsOf: (user: UserShape) => readonly string[],
) => ofOwn(stepUp(removal), idOf, idsOf);

export const deleteUserEmail = removalOfOwn(
  remove('delete', '/v1/users/emails/{email_id}'),
  ({ emailId }) => emailId,
  ({ emails }) => emails.map(({ email_id }) => email_id),
);

export const deleteUserPhoneNumber = removalOfOwn(
  remove('delete', '/v1/users/phone_numbers/{phone_id}'),
  ({ phoneId }) => phoneId,
  ({ phone_numbers }) => phone_numbers.map(({ phone_id }) => phone_id),
);

export const deleteUserWebauthnRegistration = removalOfOwn(
  remove('delete', '/v1/users/webauthn_registrations/{webauthn_registration_id}'),
  ({ webauthnRegistrationId }) => webauthnRegistrationId,
  ({ webauthn_registrations }) =>
    webauthn_registrations.map(({ webauthn_registration_id }) => webauthn_registration_id),
);

export const deleteUserBiometricRegistration = removalOfOwn(
  remove('delete', '/v1/users/biometric_registrations/{biometric_registration_id}'),
  ({ biometricRegistrationId }) => biometricRegistrationId,
  ({ biometric_registrations }) =>
    biometric_registrations.map(({ biometric_registration_id }) => biometric_registration_id),
);

export const deleteUserTotp = removalOfOwn(
  remove('delete', '/v1/users/totps/{totp_id}'),
  ({ totpId }) => totpId,
  ({ totps }) => totps.map(({ totp_id }) => totp_id),
);

export const deleteUserCryptoWallet = removalOfOwn(
  remove('delete', '/v1/users/crypto_wallets/{crypto_wallet_id}'),
  ({ cryptoWalletId }) => cryptoWalletId,
  ({ crypto_wallets }) => crypto_wallets.map(({ crypto_wallet_id }) => crypto_wallet_id),
);

export const deleteUserPassword = removalOfOwn(
  remove('delete', '/v1/users/passwords/{password_id}'),
  ({ passwordId }) => passwordId,
  ({ password }) => (password ? [password.password_id] : []),
);

export const deleteUserOauthRegistration = removalOfOwn(
  remove('delete', '/v1/users/oauth/{oauth_user_registration_id}'),
  ({ oauthUserRegistrationId }) => oauthUserRegistrationId,
  ({ providers }) => providers.map(({ oauth_user_registration_id }) => oauth_user_registration_id),
);
