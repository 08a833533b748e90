import type { Schemas } from '../../stytch/contract/types.ts';
import { IndexedMap } from '../shared/indexed-map.ts';
import type { KeptPassword } from '../shared/kept-password.ts';
import type { PlayedProvider } from '../shared/oauth-account.ts';
import type { SentCode } from '../shared/passcode.ts';
import type { AppSecret, Grant, OauthAccount, ProjectStore, ProviderTokens } from '../store.ts';
import { readWallet } from './wallet-signature.ts';

export type User = Schemas['api_user_v1_User'];
export type Session = Schemas['api_session_v1_Session'];

/** A session and its opaque token. Revoking deletes the record. */
export type SessionRecord = { session: Session; token: string };

/** A user's standing consent to a connected app, keyed by `consentKey`. */
export type Consent = Grant & { user_id: string };

/** What a request told of the device of a person. */
export type Attributes = Schemas['api_attribute_v1_Attributes'];

/** A magic link of a user. */
export type UserLink = {
  user_id: string;
  /** The address that it was mailed to; empty if it is embeddable. */
  email_id: string;
  /** Of an embeddable link. */
  embedded_id?: string;
  expires_at: string;
  code_challenge?: string;
  /** The device from which it was asked for. */
  attributes?: Attributes;
  invites?: true;
  used?: boolean;
};

/** A challenge that waits for a browser to answer it, by a new key or by one that was registered. */
export type WebauthnCeremony = {
  domain: string;
  /** Absent where any user may sign in. */
  user_id?: string;
  /** Of the registration that it completes. */
  registration_id?: string;
  /** What the authenticator keeps as the id of the user. */
  handle?: string;
  expires_at: string;
};

/** A key that a browser has registered. */
export type WebauthnCredential = {
  user_id: string;
  registration_id: string;
  domain: string;
  handle: string;
  /** In COSE. */
  publicKey: Uint8Array;
  /** How often the authenticator says it has signed. */
  counter: number;
};

/** A message that waits for the signature of a wallet. */
export type WalletChallenge = {
  user_id: string;
  /** The user was created for the wallet. */
  created?: true;
  message: string;
  expires_at: string;
  /** What the message says, in the form of Sign-In with Ethereum. */
  siwe?: SiweParams;
};

/** The parameters of a message in the form of Sign-In with Ethereum. */
export type SiweParams = Schemas['api_crypto_wallet_v1_SIWEParams'];

/** A password reset that waits for its link. */
export type UserPasswordReset = {
  user_id: string;
  /** The address that it was mailed to. */
  email_id: string;
  expires_at: string;
  code_challenge?: string;
  /** The device from which it was asked for. */
  attributes?: Attributes;
};

/** What an OAuth provider said of a user, on its way from the redirect to `Authenticate`. */
export type UserArrival = OauthAccount & {
  provider: UserProvider;
  /** The user who wants the account as another factor. */
  attach_to?: string;
  code_challenge?: string;
};

/** A user who is about to sign in at a provider to have the account as another factor. */
export type OauthAttachment = { user_id: string; provider: UserProvider; expires_at: string };

/** A provider by which users can sign in. */
export type UserProvider = Exclude<PlayedProvider, 'hubspot'>;

/** A one-time passcode of a user, and how it was sent. */
export type UserPasscode = SentCode & {
  channel: 'email' | 'sms' | 'whatsapp';
  /** The device from which it was asked for. */
  attributes?: Attributes;
};

/** An authenticator app: `expires_at` only while it waits for its first code. */
export type UserApp = AppSecret & { recovery_codes: string[]; expires_at?: string };

/** What is known of a user and never in the User object. */
export type UserSecrets = {
  /** As it was set here, or the hash that was brought along. */
  password?: KeptPassword;
  /** By `totp_id`. */
  totps: Record<string, UserApp>;
  /** By `oauth_user_registration_id`. */
  oauth_tokens: Record<string, ProviderTokens>;
  /** By the id of an address or number that was added and not verified: when it is taken away again. */
  deadlines: Record<string, string>;
};

/**
 * Everything the sandbox knows of a consumer project. Records are the contract's own objects and are never changed in place:
 * make a new one and put it back with `map.set`.
 */
export type ConsumerStore = ProjectStore<Consent> & {
  /** By id. A deleted user is not among them. */
  users: ReturnType<typeof newUsers>;
  userSecrets: Map<string, UserSecrets>;
  sessions: Map<string, SessionRecord>;
  /** By token. */
  magicLinks: Map<string, UserLink>;
  /** By challenge. */
  webauthnCeremonies: Map<string, WebauthnCeremony>;
  /** By credential id. */
  webauthnCredentials: Map<string, WebauthnCredential>;
  /** By kind and address of the wallet. */
  walletChallenges: Map<string, WalletChallenge>;
  /** By the token of the mailed link. */
  passwordResets: Map<string, UserPasswordReset>;
  /** What a page names the project by when it sends a browser to an OAuth provider. It is no secret. */
  publicToken: string;
  /** By OAuth token. */
  oauthArrivals: Map<string, UserArrival>;
  /** By OAuth attach token. */
  oauthAttachments: Map<string, OauthAttachment>;
  /** A setting of the project: whether the last way of a user to begin a sign-in can be deleted. */
  deletesLastPrimaryFactor: boolean;
  /** A setting of the project: whether it has default URLs for the links in its mails. */
  hasDefaultRedirectUrls: boolean;
  /** By the id of the address or number: a new one replaces the one before, however that was sent. */
  passcodes: Map<string, UserPasscode>;
};

/** How users are found by the account that they have at a provider. */
export const accountKey = (provider: string, subject: string) => `${provider.toLowerCase()} ${subject}`;

/** Ids of what a user signs in with. */
const factorIdsOf = (user: User): string[] => [
  ...user.emails.map(({ email_id }) => email_id),
  ...user.phone_numbers.map(({ phone_id }) => phone_id),
  ...user.providers.map(({ oauth_user_registration_id }) => oauth_user_registration_id),
  ...user.webauthn_registrations.map(({ webauthn_registration_id }) => webauthn_registration_id),
  ...user.biometric_registrations.map(({ biometric_registration_id }) => biometric_registration_id),
  ...user.totps.map(({ totp_id }) => totp_id),
  ...user.crypto_wallets.map(({ crypto_wallet_id }) => crypto_wallet_id),
  ...(user.password ? [user.password.password_id] : []),
];

export const newUsers = () =>
  new IndexedMap<User, 'email' | 'phone' | 'externalId' | 'account' | 'wallet' | 'factor' | 'locked'>({
    email: ({ emails }) => emails.map(({ email }) => email.toLowerCase()),
    phone: ({ phone_numbers }) => phone_numbers.map(({ phone_number }) => phone_number),
    externalId: ({ external_id }) => (external_id === undefined ? [] : [external_id]),
    account: ({ providers }) =>
      providers.map(({ provider_type, provider_subject }) => accountKey(provider_type, provider_subject)),
    wallet: ({ crypto_wallets }) => crypto_wallets.map((wallet) => readWallet(wallet).key),
    factor: factorIdsOf,
    locked: ({ is_locked }) => (is_locked ? ['true'] : []),
  });

/** The secret side of a user, empty when nothing was ever kept. */
export const secretsOf = (store: ConsumerStore, userId: string): UserSecrets =>
  store.userSecrets.get(userId) ?? { totps: {}, oauth_tokens: {}, deadlines: {} };
