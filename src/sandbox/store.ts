import type { Schemas } from '../stytch/contract/types.ts';

export type AuthenticationFactor = Schemas['api_session_v1_AuthenticationFactor'];
export type Policy = Schemas['api_b2b_rbac_v1_Policy'];
export type ConnectedApp = Schemas['api_connectedapps_v1_ConnectedApp'];
export type M2mClient = Schemas['api_m2m_v1_M2MClient'];
export type FraudRule = Schemas['api_fraud_v1_Rule'];
export type VerdictReasonAction = Schemas['api_fraud_v1_VerdictReasonAction'];

/** Shared secret of an authenticator app. */
export type AppSecret = {
  /** Base32, as in the provisioning URI. */
  secret: string;
  /** Last accepted time step: a code can be used only once. */
  last_step?: number;
};

/** A connected app with its secrets; `next_client_secret` only during a rotation. */
export type ConnectedAppRecord = { app: ConnectedApp; client_secret?: string; next_client_secret?: string };

/** Tokens that an OAuth or OIDC provider issued for a person. */
export type ProviderTokens = {
  access_token: string;
  refresh_token: string;
  id_token: string;
  access_token_expires_at: string;
  scopes: string[];
  tenant_ids: string[];
  /** Slack only: the bot's token and scopes. */
  bot?: { access_token: string; scopes: string[] };
};

/** Account of a person at an OAuth provider, from the redirect to the application. */
export type OauthAccount = {
  /** The person's id at the provider. */
  provider_subject: string;
  /** Id of the registration if a new one is created. */
  registration_id: string;
  /** Empty if the provider returns none. */
  email_address: string;
  email_verified: boolean;
  name: string;
  picture?: string;
  id_token: string;
  scopes: string[];
  expires_at: string;
};

/** A pending impersonation of a person by the project's staff. */
export type Impersonation = {
  person_id: string;
  impersonator_id: string;
  impersonator_email_address: string;
  expires_at: string;
};

/** An M2M client with its secrets; `next_client_secret` only during a rotation. */
export type M2mRecord = { client: M2mClient; client_secret: string; next_client_secret?: string };

/** Data of a device, collected when a page requested a telemetry id. */
export type DeviceTelemetry = {
  telemetry_id: string;
  created_at: string;
  expires_at: string;
  fingerprints: Schemas['api_fraud_v1_Fingerprints'];
  properties: Schemas['api_fraud_v1_Properties'];
  detected_device_type: string;
  is_authentic_device: boolean;
  /** Verdict reasons of the device; the project defines the resulting actions. */
  reasons: string[];
};

/** A person's consent to a connected app, by `consentKey`. */
export type Grant = { client_id: string; scopes: string[]; granted_at: string };

/** Authorization that a person has granted a connected app, stored as long as its tokens are valid. */
export type AuthorizationCode = {
  person_id: string;
  client_id: string;
  redirect_uri: string;
  scopes: string[];
  resources: string[];
  /** Only if the person was authenticated by a session. */
  session_id?: string;
  nonce?: string;
  code_challenge?: string;
  expires_at: string;
  /** After the exchange: the `jti` of all access tokens, and the refresh token if there is one. */
  exchanged?: { access_tokens: string[]; refresh_token?: string };
};

/** A refresh token of a connected app, with the authorization code it derives from. */
export type RefreshToken = { code: string; issued_at: string; expires_at: string };

/** An issuer of trusted auth tokens. The sandbox signs them with its own key (`mintTrustedToken`). */
export type TrustedTokenProfile = { profile_id: string; issuer: string; audience: string; email_claim: string };

/** An email or text message that Stytch would send. */
export type OutboxMessage = {
  /** Numbers the messages of a world from 1, across resets. */
  sequence: number;
  sent_at: string;
  channel: 'email' | 'sms' | 'whatsapp';
  to: string;
  subject: string;
  /** Both are absent in discovery, where the recipient may not be a member. */
  member_id?: string;
  organization_id?: string;
  /** Only in a consumer project. */
  user_id?: string;
  /** Code or token of the message. */
  secret?: string;
  link?: string;
  /** Only in a password reset: the link to sign in without a password. */
  login_link?: string;
};

/** State of a project of either kind. */
export type ProjectStore<PersonGrant extends Grant = Grant> = {
  projectId: string;
  projectName: string;
  secret: string;
  /** Origin of the sandbox; set once it listens. */
  origin: string;
  /** The only clock; every expiry depends on it. */
  now: () => Date;
  policy: Policy;
  connectedApps: Map<string, ConnectedAppRecord>;
  m2mClients: Map<string, M2mRecord>;
  telemetry: Map<string, DeviceTelemetry>;
  /** By person, attribute and value, as JSON: first and last sign-in with this attribute of a device. */
  deviceHistory: Map<string, { first_seen_at: string; last_seen_at: string }>;
  /** By `type identifier`. */
  fraudRules: Map<string, FraudRule>;
  /** All verdict reasons with their overrides, by reason. */
  verdictReasons: Map<string, VerdictReasonAction>;
  consents: Map<string, PersonGrant>;
  trustedTokenProfiles: Map<string, TrustedTokenProfile>;
  /** Simulates the external system's userinfo endpoint: verified email address by legacy session token. */
  legacySessions: Map<string, { email: string }>;
  /** `jti` of single-use tokens that were used. */
  spentTokens: Set<string>;
  /** By person id: consecutive wrong passwords and codes. */
  failures: Map<string, number>;
  /** Exchanged codes stay: a second exchange revokes their tokens. */
  authorizationCodes: Map<string, AuthorizationCode>;
  /** By token. */
  refreshTokens: Map<string, RefreshToken>;
  /** `jti` of revoked access tokens of connected apps. */
  revokedTokens: Set<string>;
  /** Origins under which the token endpoint was called, valid as issuer in access tokens. */
  domainIssuers: Set<string>;
  /** Project setting: URL of the application's page where people authorize connected apps. */
  authorizationUrl: string;
  /** By impersonation token. */
  impersonations: Map<string, Impersonation>;
  outbox: OutboxMessage[];
  /** Project setting: password strength policy. */
  passwordStrength: 'zxcvbn' | 'luds';
};

/** Timestamp in Stytch's form: RFC 3339, UTC, whole seconds. */
export const timestamp = (date: Date) => `${date.toISOString().slice(0, 19)}Z`;

/** Timestamp a number of minutes from now. */
export const inMinutes = (store: Pick<ProjectStore, 'now'>, minutes: number) =>
  timestamp(new Date(store.now().getTime() + minutes * 60_000));

/** Whether a time has passed; an empty or absent one never passes. */
export const isPast = (store: Pick<ProjectStore, 'now'>, moment: string | undefined) =>
  Boolean(moment) && Date.parse(moment ?? '') <= store.now().getTime();

export const consentKey = (personId: string, clientId: string) => `${personId}/${clientId}`;

export const emailDomainOf = (email: string) => email.slice(email.lastIndexOf('@') + 1).toLowerCase();
