/** What users prove themselves with. On the wire a factor does not name its user, so none of these is a node. */
import { builder, cacheId, contractObject, wordEnum } from '../builder.ts';
import { CryptoWalletType } from '../shared/authentication-factor.ts';
import { oauthAccountFields } from '../shared/oauth-provider.ts';

export const UserEmail = contractObject('UserEmail', 'api_user_v1_Email').implement({
  description: 'An email address of a user.',
  fields: (t) => ({
    id: cacheId(t, 'UserEmail', ({ email_id }) => [email_id]),
    emailId: t.exposeString('email_id', { description: 'Stytch id of the address.' }),
    emailAddress: t.expose('email', { type: 'EmailAddress', description: 'The address.' }),
    verified: t.exposeBoolean('verified', {
      description: 'Whether the user has proved that they read mail at the address.',
    }),
  }),
});

export const UserPhoneNumber = contractObject('UserPhoneNumber', 'api_user_v1_PhoneNumber').implement({
  description: 'A phone number of a user.',
  fields: (t) => ({
    id: cacheId(t, 'UserPhoneNumber', ({ phone_id }) => [phone_id]),
    phoneId: t.exposeString('phone_id', { description: 'Stytch id of the number.' }),
    phoneNumber: t.expose('phone_number', { type: 'PhoneNumber', description: 'The number.' }),
    verified: t.exposeBoolean('verified', {
      description: 'Whether the user has proved that they read messages to the number.',
    }),
  }),
});

export const UserPassword = contractObject('UserPassword', 'api_user_v1_Password').implement({
  description: 'The password of a user, of which only the existence can be seen.',
  fields: (t) => ({
    id: cacheId(t, 'UserPassword', ({ password_id }) => [password_id]),
    passwordId: t.exposeString('password_id', { description: 'Stytch id of the password.' }),
    requiresReset: t.exposeBoolean('requires_reset', {
      description: 'Whether it works only after a reset, for example because somebody else may know it.',
    }),
  }),
});

export const UserOauthRegistration = contractObject('UserOauthRegistration', 'api_user_v1_OAuthProvider').implement({
  description: 'An account at an OAuth provider with which a user has signed in.',
  fields: (t) => ({
    id: cacheId(t, 'UserOauthRegistration', ({ oauth_user_registration_id }) => [oauth_user_registration_id]),
    oauthUserRegistrationId: t.exposeString('oauth_user_registration_id', {
      description: 'Stytch id of the registration.',
    }),
    ...oauthAccountFields(t),
  }),
});

export const WebauthnAuthenticatorType = wordEnum('WebauthnAuthenticatorType', 'Where a WebAuthn key is kept.', {
  PLATFORM: { value: 'platform', description: 'In the device itself, unlocked by fingerprint, face or PIN.' },
  CROSS_PLATFORM: { value: 'cross-platform', description: 'In a security key that works with several devices.' },
});

export const WebauthnRegistration = contractObject(
  'WebauthnRegistration',
  'api_user_v1_WebAuthnRegistration',
).implement({
  description: 'A passkey or security key of a user.',
  fields: (t) => ({
    id: cacheId(t, 'WebauthnRegistration', ({ webauthn_registration_id }) => [webauthn_registration_id]),
    webauthnRegistrationId: t.exposeString('webauthn_registration_id', {
      description: 'Stytch id of the registration.',
    }),
    domain: t.exposeString('domain', { description: 'Domain that the key works for.' }),
    name: t.exposeString('name', { nullable: true, description: 'What the user calls it. Null until it is named.' }),
    userAgent: t.exposeString('user_agent', {
      nullable: true,
      description: 'Browser that registered it. Null if it was not told.',
    }),
    authenticatorType: t.expose('authenticator_type', {
      type: WebauthnAuthenticatorType,
      nullable: true,
      description: 'Where the key is kept. Null if any place was allowed.',
    }),
    verified: t.exposeBoolean('verified', { description: 'Whether the registration was completed.' }),
  }),
});

export const UserTotp = contractObject('UserTotp', 'api_user_v1_TOTP').implement({
  description: 'An authenticator app of a user, which shows a new code every 30 seconds.',
  fields: (t) => ({
    id: cacheId(t, 'UserTotp', ({ totp_id }) => [totp_id]),
    totpId: t.exposeString('totp_id', { description: 'Stytch id of the app.' }),
    verified: t.exposeBoolean('verified', { description: 'Whether a first right code has completed the enrolment.' }),
  }),
});

export const UserCryptoWallet = contractObject('UserCryptoWallet', 'api_user_v1_CryptoWallet').implement({
  description: 'A crypto wallet of a user, which signs challenges.',
  fields: (t) => ({
    id: cacheId(t, 'UserCryptoWallet', ({ crypto_wallet_id }) => [crypto_wallet_id]),
    cryptoWalletId: t.exposeString('crypto_wallet_id', { description: 'Stytch id of the wallet.' }),
    address: t.exposeString('crypto_wallet_address', { description: 'Address of the wallet on its blockchain.' }),
    type: t.expose('crypto_wallet_type', { type: CryptoWalletType, description: 'The blockchain.' }),
    verified: t.exposeBoolean('verified', { description: 'Whether the wallet has signed a challenge.' }),
  }),
});

export const UserBiometricRegistration = contractObject(
  'UserBiometricRegistration',
  'api_user_v1_BiometricRegistration',
).implement({
  description: 'A mobile app that signs a user in by fingerprint or face. Mobile SDKs of Stytch register it.',
  fields: (t) => ({
    id: cacheId(t, 'UserBiometricRegistration', ({ biometric_registration_id }) => [biometric_registration_id]),
    biometricRegistrationId: t.exposeString('biometric_registration_id', {
      description: 'Stytch id of the registration.',
    }),
    verified: t.exposeBoolean('verified', { description: 'Whether the registration was completed.' }),
  }),
});

export const UserName = contractObject('UserName', 'api_user_v1_Name').implement({
  description: 'What a user is called, in parts.',
  fields: (t) => ({
    firstName: t.exposeString('first_name', { nullable: true, description: 'First name. Null if it is not known.' }),
    middleName: t.exposeString('middle_name', {
      nullable: true,
      description: 'Middle names. Null if there are none, or they are not known.',
    }),
    lastName: t.exposeString('last_name', { nullable: true, description: 'Last name. Null if it is not known.' }),
  }),
});

export const UserNameInput = builder.inputType('UserNameInput', {
  description: 'What a user is called, in parts.',
  fields: (t) => ({
    firstName: t.string({ description: 'First name.' }),
    middleName: t.string({ description: 'Middle names.' }),
    lastName: t.string({ description: 'Last name.' }),
  }),
});
