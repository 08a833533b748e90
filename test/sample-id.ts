/** Ids of no existing object, in the format that arguments accept. */
import type { IdKindName } from '../schema/id.ts';

const unique = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const prefixes: Record<IdKindName, string> = {
  Organization: 'organization',
  Member: 'member',
  MemberSession: 'session',
  SsoConnection: 'saml-connection',
  ScimConnection: 'scim-connection',
  ScimGroup: 'scim-group',
  RetiredEmail: 'email',
  X509Certificate: 'saml-certificate',
  EncryptionPrivateKey: 'saml-encryption-private-key',
  ConnectedApp: 'connected-app',
  M2mClient: 'm2m-client',
  UserSession: 'session',
  User: 'user',
  UserEmail: 'email',
  UserPhoneNumber: 'phone-number',
  UserMethod: 'phone-number',
  UserPassword: 'password',
  UserOauthRegistration: 'oauth-user',
  WebauthnRegistration: 'webauthn-registration',
  UserTotp: 'totp',
  UserCryptoWallet: 'crypto-wallet',
  UserBiometricRegistration: 'biometric-registration',
  Role: 'role',
};

/** An id of a kind; different for each number. */
export const sampleId = (kind: IdKindName, n = 0): string => `${prefixes[kind]}-test-${unique(n)}`;
