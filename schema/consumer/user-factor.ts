import type { UserShape } from '../../resolvers/consumer/user.ts';
import {
  deleteUserBiometricRegistration,
  deleteUserCryptoWallet,
  deleteUserEmail,
  deleteUserOauthRegistration,
  deleteUserPassword,
  deleteUserPhoneNumber,
  deleteUserTotp,
  deleteUserWebauthnRegistration,
} from '../../resolvers/consumer/user-factor.ts';
import type { Action } from '../../src/vertical/actions.ts';
import { deletedId } from '../builder.ts';
import type { IdKindName } from '../id.ts';
import { type InputFieldBuilder, mutation, type PayloadFieldBuilder } from '../mutation.ts';
import { STEP_UP } from './step-up.ts';
import { User } from './user.ts';

/**
 * Users delete their own factors. The resolvers check the owner of the factor and the session before they call Stytch.
 */
const removal = (action: Action) =>
  ({ resource: 'stytch.user', action, signedIn: 'self', impliedTarget: 'own' }) as const;

const factorIdInput = (t: InputFieldBuilder, idOf: IdKindName, description: string) =>
  t.id({ required: true, idOf, description });

/** Payload fields of all deletions. */
const remaining = (t: PayloadFieldBuilder<{ user: UserShape }>) => ({
  user: t.expose('user', { type: User, description: 'The updated user.' }),
});

mutation('deleteUserEmail', {
  access: removal('update.info.delete.email'),
  operations: ['delete /v1/users/emails/{email_id}', 'get /v1/users/{user_id}'],
  description: `Deletes an email address of a user. ${STEP_UP}`,
  input: (t) => ({ emailId: factorIdInput(t, 'UserEmail', 'Id of the email address.') }),
  resolve: deleteUserEmail,
  payload: (t) => ({
    deletedId: deletedId(t, 'UserEmail', ({ email_id }) => [email_id]),
    emailId: t.exposeString('email_id', { description: 'Stytch id of the deleted email address.' }),
    ...remaining(t),
  }),
});

mutation('deleteUserPhoneNumber', {
  access: removal('update.info.delete.phone-number'),
  operations: ['delete /v1/users/phone_numbers/{phone_id}', 'get /v1/users/{user_id}'],
  description: `Deletes a phone number of a user. ${STEP_UP}`,
  input: (t) => ({ phoneId: factorIdInput(t, 'UserPhoneNumber', 'Id of the phone number.') }),
  resolve: deleteUserPhoneNumber,
  payload: (t) => ({
    deletedId: deletedId(t, 'UserPhoneNumber', ({ phone_id }) => [phone_id]),
    phoneId: t.exposeString('phone_id', { description: 'Stytch id of the deleted phone number.' }),
    ...remaining(t),
  }),
});

mutation('deleteUserWebauthnRegistration', {
  access: removal('update.info.delete.webauthn-registration'),
  operations: ['delete /v1/users/webauthn_registrations/{webauthn_registration_id}', 'get /v1/users/{user_id}'],
  description: `Deletes a passkey or security key of a user. ${STEP_UP}`,
  input: (t) => ({ webauthnRegistrationId: factorIdInput(t, 'WebauthnRegistration', 'Id of the registration.') }),
  resolve: deleteUserWebauthnRegistration,
  payload: (t) => ({
    deletedId: deletedId(t, 'WebauthnRegistration', ({ webauthn_registration_id }) => [webauthn_registration_id]),
    webauthnRegistrationId: t.exposeString('webauthn_registration_id', {
      description: 'Stytch id of the deleted registration.',
    }),
    ...remaining(t),
  }),
});

mutation('deleteUserBiometricRegistration', {
  access: removal('update.info.delete.biometric-registration'),
  operations: ['delete /v1/users/biometric_registrations/{biometric_registration_id}', 'get /v1/users/{user_id}'],
  description: `Deletes the registration of a mobile app for biometrics. ${STEP_UP}`,
  input: (t) => ({ biometricRegistrationId: factorIdInput(t, 'UserBiometricRegistration', 'Id of the registration.') }),
  resolve: deleteUserBiometricRegistration,
  payload: (t) => ({
    deletedId: deletedId(t, 'UserBiometricRegistration', ({ biometric_registration_id }) => [
      biometric_registration_id,
    ]),
    biometricRegistrationId: t.exposeString('biometric_registration_id', {
      description: 'Stytch id of the deleted registration.',
    }),
    ...remaining(t),
  }),
});

mutation('deleteUserTotp', {
  access: removal('update.info.delete.totp'),
  operations: ['delete /v1/users/totps/{totp_id}', 'get /v1/users/{user_id}'],
  description: `Deletes an authenticator app of a user, with its recovery codes. ${STEP_UP}`,
  input: (t) => ({ totpId: factorIdInput(t, 'UserTotp', 'Id of the app.') }),
  resolve: deleteUserTotp,
  payload: (t) => ({
    deletedId: deletedId(t, 'UserTotp', ({ totp_id }) => [totp_id]),
    totpId: t.exposeString('totp_id', { description: 'Stytch id of the deleted app.' }),
    ...remaining(t),
  }),
});

mutation('deleteUserCryptoWallet', {
  access: removal('update.info.delete.crypto-wallet'),
  operations: ['delete /v1/users/crypto_wallets/{crypto_wallet_id}', 'get /v1/users/{user_id}'],
  description: `Deletes a crypto wallet of a user. ${STEP_UP}`,
  input: (t) => ({ cryptoWalletId: factorIdInput(t, 'UserCryptoWallet', 'Id of the wallet.') }),
  resolve: deleteUserCryptoWallet,
  payload: (t) => ({
    deletedId: deletedId(t, 'UserCryptoWallet', ({ crypto_wallet_id }) => [crypto_wallet_id]),
    cryptoWalletId: t.exposeString('crypto_wallet_id', { description: 'Stytch id of the deleted wallet.' }),
    ...remaining(t),
  }),
});

mutation('deleteUserPassword', {
  access: removal('update.info.delete.password'),
  operations: ['delete /v1/users/passwords/{password_id}', 'get /v1/users/{user_id}'],
  description: `Deletes the password of a user. ${STEP_UP}`,
  input: (t) => ({ passwordId: factorIdInput(t, 'UserPassword', 'Id of the password.') }),
  resolve: deleteUserPassword,
  payload: (t) => ({
    deletedId: deletedId(t, 'UserPassword', ({ password_id }) => [password_id]),
    passwordId: t.exposeString('password_id', { description: 'Stytch id of the deleted password.' }),
    ...remaining(t),
  }),
});

mutation('deleteUserOauthRegistration', {
  access: removal('update.info.delete.oauth-registration'),
  operations: ['delete /v1/users/oauth/{oauth_user_registration_id}', 'get /v1/users/{user_id}'],
  description: `Deletes an account at an OAuth provider from a user, with its tokens. ${STEP_UP}`,
  input: (t) => ({ oauthUserRegistrationId: factorIdInput(t, 'UserOauthRegistration', 'Id of the registration.') }),
  resolve: deleteUserOauthRegistration,
  payload: (t) => ({
    deletedId: deletedId(t, 'UserOauthRegistration', ({ oauth_user_registration_id }) => [oauth_user_registration_id]),
    oauthUserRegistrationId: t.exposeString('oauth_user_registration_id', {
      description: 'Stytch id of the deleted registration.',
    }),
    ...remaining(t),
  }),
});
