import type { Schemas } from '../../stytch/contract/types.ts';
import { IndexedMap } from '../shared/indexed-map.ts';
import type { KeptPassword } from '../shared/kept-password.ts';
import type { PlayedProvider } from '../shared/oauth-account.ts';
import type { SentCode } from '../shared/passcode.ts';
import type { AppSecret, Grant, OauthAccount, ProjectStore, ProviderTokens } from '../store.ts';
import { readWallet } from './wallet-signature.ts';

export type User = Schemas['api_user_v1_User'];
export type Session = Schemas['api_session_v1_Session'];

/** A session with its opaque token. Revoking deletes the record. */
export type SessionRecord = { session: Session; token: string };

/** Consent of a user to a connected app, by `consentKey`. */
export type Consent = Grant & { user_id: string };

/** IP address and user agent of a person's device, as a request reports them. */
export type Attributes = Schemas['api_attribute_v1_Attributes'];

/** A magic link of a user. */
export type UserLink = {
  user_id: string;
  /** Address that the link was emailed to; empty for an embeddable link. */
  email_id: string;
  /** Only for an embeddable link. */
  embedded_id?: string;
  expires_at: string;
  code_challenge?: string;
  /** Device that requested the link. */
  attributes?: Attributes;
  invites?: true;
  used?: boolean;
};

/** A pending WebAuthn challenge, for a registration or an authentication. */
export type WebauthnCeremony = {
  domain: string;
  /** Absent if any user may sign in. */
  user_id?: string;
  /** Registration that the ceremony completes; absent for an authentication. */
  registration_id?: string;
  /** User handle that the authenticator stores. */
  handle?: string;
  expires_at: string;
};

/** A registered WebAuthn credential. */
export type WebauthnCredential = {
  user_id: string;
  registration_id: string;
  domain: string;
  handle: string;
  /** COSE key. */
  publicKey: Uint8Array;
  /** Signature counter of the authenticator. */
  counter: number;
};

/** A message that awaits a wallet's signature. */
export type WalletChallenge = {
  user_id: string;
  /** Set if the user was created for the wallet. */
  created?: true;
  message: string;
  expires_at: string;
  /** Parameters of a Sign-In with Ethereum message. */
  siwe?: SiweParams;
};

/** Parameters of a Sign-In with Ethereum message. */
export type SiweParams = Schemas['api_crypto_wallet_v1_SIWEParams'];

/** A pending password reset. */
export type UserPasswordReset = {
  user_id: string;
  /** Address that the link was emailed to. */
  email_id: string;
  expires_at: string;
  code_challenge?: string;
  /** Device that requested the link. */
  attributes?: Attributes;
};

/** Provider account of a user, from the redirect until `Authenticate`. */
export type UserArrival = OauthAccount & {
  provider: UserProvider;
  /** User who attaches the account. */
  attach_to?: string;
  code_challenge?: string;
};

/** A pending attachment of an OAuth account to a user. */
export type OauthAttachment = { user_id: string; provider: UserProvider; expires_at: string };

/** OAuth provider of users. */
export type UserProvider = Exclude<PlayedProvider, 'hubspot'>;

/** A passcode of a user, with its channel. */
export type UserPasscode = SentCode & {
  channel: 'email' | 'sms' | 'whatsapp';
  /** Device that requested the passcode. */
  attributes?: Attributes;
};

/** An authenticator app; `expires_at` only until it is verified. */
export type UserApp = AppSecret & { recovery_codes: string[]; expires_at?: string };

/** Data of a user that is not in the User object. */
export type UserSecrets = {
  /** Plain text or migrated hash. */
  password?: KeptPassword;
  /** By `totp_id`. */
  totps: Record<string, UserApp>;
  /** By `oauth_user_registration_id`. */
  oauth_tokens: Record<string, ProviderTokens>;
  /** Expiry of added, unverified addresses and numbers, by their ids. */
  deadlines: Record<string, string>;
};

/** State of a consumer project. Records are objects of the contract and immutable: replace them with `map.set`. */
export type ConsumerStore = ProjectStore<Consent> & {
  /** By id. Deleted users are removed. */
  users: ReturnType<typeof newUsers>;
  userSecrets: Map<string, UserSecrets>;
  sessions: Map<string, SessionRecord>;
  /** By token. */
  magicLinks: Map<string, UserLink>;
  /** By challenge. */
  webauthnCeremonies: Map<string, WebauthnCeremony>;
  /** By credential id. */
  webauthnCredentials: Map<string, WebauthnCredential>;
  /** By type and address of the wallet. */
  walletChallenges: Map<string, WalletChallenge>;
  /** By link token. */
  passwordResets: Map<string, UserPasswordReset>;
  /** Identifies the project in redirects to an OAuth provider. Not a secret. */
  publicToken: string;
  /** By OAuth token. */
  oauthArrivals: Map<string, UserArrival>;
  /** By OAuth attach token. */
  oauthAttachments: Map<string, OauthAttachment>;
  /** Project setting: whether a user's last primary factor can be deleted. */
  deletesLastPrimaryFactor: boolean;
  /** Project setting: whether the project has default URLs for links in emails. */
  hasDefaultRedirectUrls: boolean;
  /** By id of the address or number: a new code replaces the previous one of any channel. */
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

/** Secrets of a user; empty if none are stored. */
export const secretsOf = (store: ConsumerStore, userId: string): UserSecrets =>
  store.userSecrets.get(userId) ?? { totps: {}, oauth_tokens: {}, deadlines: {} };
