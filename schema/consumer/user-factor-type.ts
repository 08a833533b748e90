/** The factors of users. Stytch's objects do not name the user of a factor, so no factor type is a node. */
import { builder, cacheId, contractObject, wordEnum } from '../builder.ts';
import { CryptoWalletType } from '../shared/authentication-factor.ts';
import { oauthAccountFields } from '../shared/oauth-provider.ts';

export const UserEmail = contractObject('UserEmail', 'api_user_v1_Email').implement({
  description: 'An email address of a user.',
  fields: (t) => ({
    id: cacheId(t, 'UserEmail', ({ email_id }) => [email_id]),
    emailId: t.exposeString('email_id', { description: 'Stytch id of the email address.' }),
    emailAddress: t.expose('email', { type: 'EmailAddress', description: 'The email address.' }),
    verified: t.exposeBoolean('verified', {
      description: 'Whether the user has verified the email address.',
    }),
  }),
});

export const UserPhoneNumber = contractObject('UserPhoneNumber', 'api_user_v1_PhoneNumber').implement({
  description: 'A phone number of a user.',
  fields: (t) => ({
    id: cacheId(t, 'UserPhoneNumber', ({ phone_id }) => [phone_id]),
    phoneId: t.exposeString('phone_id', { description: 'Stytch id of the phone number.' }),
    phoneNumber: t.expose('phone_number', { type: 'PhoneNumber', description: 'The phone number.' }),
    verified: t.exposeBoolean('verified', {
      description: 'Whether the user has verified the phone number.',
    }),
  }),
});

export const UserPassword = contractObject('UserPassword', 'api_user_v1_Password').implement({
  description: 'The password of a user. The password itself is never returned.',
  fields: (t) => ({
    id: cacheId(t, 'UserPassword', ({ password_id }) => [password_id]),
    passwordId: t.exposeString('password_id', { description: 'Stytch id of the password.' }),
    requiresReset: t.exposeBoolean('requires_reset', {
      description: 'Whether the password must be reset before it works, for example because it leaked.',
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

export const WebauthnAuthenticatorType = wordEnum('WebauthnAuthenticatorType', 'Storage location of a WebAuthn key.', {
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
    domain: t.exposeString('domain', { description: 'Domain for which the key is registered.' }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'Name that the user gave the key. Null if none is set.',
    }),
    userAgent: t.exposeString('user_agent', {
      nullable: true,
      description: 'User agent of the browser that registered the key. Null if unknown.',
    }),
    authenticatorType: t.expose('authenticator_type', {
      type: WebauthnAuthenticatorType,
      nullable: true,
      description: 'Storage location of the key. Null if any location was allowed.',
    }),
    verified: t.exposeBoolean('verified', { description: 'Whether the registration was completed.' }),
  }),
});

export const UserTotp = contractObject('UserTotp', 'api_user_v1_TOTP').implement({
  description: 'An authenticator app of a user. It shows a new passcode every 30 seconds.',
  fields: (t) => ({
    id: cacheId(t, 'UserTotp', ({ totp_id }) => [totp_id]),
    totpId: t.exposeString('totp_id', { description: 'Stytch id of the app.' }),
    verified: t.exposeBoolean('verified', {
      description: 'Whether the enrolment was completed with a first valid passcode.',
    }),
  }),
});

export const UserCryptoWallet = contractObject('UserCryptoWallet', 'api_user_v1_CryptoWallet').implement({
  description: 'A crypto wallet of a user.',
  fields: (t) => ({
    id: cacheId(t, 'UserCryptoWallet', ({ crypto_wallet_id }) => [crypto_wallet_id]),
    cryptoWalletId: t.exposeString('crypto_wallet_id', { description: 'Stytch id of the wallet.' }),
    address: t.exposeString('crypto_wallet_address', { description: 'Address of the wallet on its blockchain.' }),
    type: t.expose('crypto_wallet_type', { type: CryptoWalletType, description: 'Blockchain of the wallet.' }),
    verified: t.exposeBoolean('verified', { description: 'Whether the user has signed in with the wallet.' }),
  }),
});

export const UserBiometricRegistration = contractObject(
  'UserBiometricRegistration',
  'api_user_v1_BiometricRegistration',
).implement({
  description: 'A mobile app that signs a user in by fingerprint or face. Stytch’s mobile SDKs register it.',
  fields: (t) => ({
    id: cacheId(t, 'UserBiometricRegistration', ({ biometric_registration_id }) => [biometric_registration_id]),
    biometricRegistrationId: t.exposeString('biometric_registration_id', {
      description: 'Stytch id of the registration.',
    }),
    verified: t.exposeBoolean('verified', { description: 'Whether the registration was completed.' }),
  }),
});

export const UserName = contractObject('UserName', 'api_user_v1_Name').implement({
  description: 'The components of a user’s name.',
  fields: (t) => ({
    firstName: t.exposeString('first_name', { nullable: true, description: 'First name. Null if unknown.' }),
    middleName: t.exposeString('middle_name', {
      nullable: true,
      description: 'Middle names. Null if there are none or if unknown.',
    }),
    lastName: t.exposeString('last_name', { nullable: true, description: 'Last name. Null if unknown.' }),
  }),
});

export const UserNameInput = builder.inputType('UserNameInput', {
  description: 'The components of a user’s name.',
  fields: (t) => ({
    firstName: t.string({ description: 'First name.' }),
    middleName: t.string({ description: 'Middle names.' }),
    lastName: t.string({ description: 'Last name.' }),
  }),
});
