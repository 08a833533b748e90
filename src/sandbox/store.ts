import type { Schemas } from '../stytch/contract/types.ts';

export type AuthenticationFactor = Schemas['api_session_v1_AuthenticationFactor'];
export type Policy = Schemas['api_b2b_rbac_v1_Policy'];
export type ConnectedApp = Schemas['api_connectedapps_v1_ConnectedApp'];
export type M2mClient = Schemas['api_m2m_v1_M2MClient'];
export type FraudRule = Schemas['api_fraud_v1_Rule'];
export type VerdictReasonAction = Schemas['api_fraud_v1_VerdictReasonAction'];

/** What an authenticator app and the sandbox share. */
export type AppSecret = {
  /** Base32, as in the provisioning URI. */
  secret: string;
  /** The last time step that was accepted, since a code works once. */
  last_step?: number;
};

/** A connected app and its secrets; `next_client_secret` only while rotating. */
export type ConnectedAppRecord = { app: ConnectedApp; client_secret?: string; next_client_secret?: string };

/** What an OAuth or OIDC provider issued for a person. */
export type ProviderTokens = {
  access_token: string;
  refresh_token: string;
  id_token: string;
  access_token_expires_at: string;
  scopes: string[];
  tenant_ids: string[];
  /** Slack only: what its bot may do. */
  bot?: { access_token: string; scopes: string[] };
};

/** What a provider says of whoever signed in there, on its way from the redirect to the application. */
export type OauthAccount = {
  /** The person's id with the provider. */
  provider_subject: string;
  /** What the registration will be called if it is a new one. */
  registration_id: string;
  /** Empty if the provider tells none. */
  email_address: string;
  email_verified: boolean;
  name: string;
  picture?: string;
  id_token: string;
  scopes: string[];
  expires_at: string;
};

/** Somebody of the project's staff who is about to be a person for a while. */
export type Impersonation = {
  person_id: string;
  impersonator_id: string;
  impersonator_email_address: string;
  expires_at: string;
};

/** An M2M client and its secrets; `next_client_secret` only while rotating. */
export type M2mRecord = { client: M2mClient; client_secret: string; next_client_secret?: string };

/** What a device told of itself when a page asked for a telemetry id. */
export type Telemetry = {
  telemetry_id: string;
  created_at: string;
  expires_at: string;
  fingerprints: Schemas['api_fraud_v1_Fingerprints'];
  properties: Schemas['api_fraud_v1_Properties'];
  detected_device_type: string;
  is_authentic_device: boolean;
  /** What is odd about the device; the actions that follow are the project's. */
  reasons: string[];
};

/** A person's standing consent to a connected app, keyed by `consentKey`. */
export type Grant = { client_id: string; scopes: string[]; granted_at: string };

/** What a person has granted a connected app: on its way from the redirect to the token endpoint, and while its tokens live. */
export type AuthorizationCode = {
  person_id: string;
  client_id: string;
  redirect_uri: string;
  scopes: string[];
  resources: string[];
  /** Only where the person was asked in a session of theirs. */
  session_id?: string;
  nonce?: string;
  code_challenge?: string;
  expires_at: string;
  /** Once the code was exchanged: the `jti` of all access tokens, and the refresh token if there is one. */
  exchanged?: { access_tokens: string[]; refresh_token?: string };
};

/** A refresh token of a connected app, and the code that it comes from. */
export type RefreshToken = { code: string; issued_at: string; expires_at: string };

/** An issuer of trusted auth tokens; the sandbox signs them with its own key (`mintTrustedToken`). */
export type TrustedTokenProfile = { profile_id: string; issuer: string; audience: string; email_claim: string };

/** Something that would have been mailed or texted. */
export type Message = {
  /** Counts the messages of a world from 1, and goes on across resets. */
  sequence: number;
  sent_at: string;
  channel: 'email' | 'sms' | 'whatsapp';
  to: string;
  subject: string;
  /** Both are absent in discovery: who asks may be nobody's member. */
  member_id?: string;
  organization_id?: string;
  /** In a consumer project. */
  user_id?: string;
  /** The code or token a person would read from it. */
  secret?: string;
  link?: string;
  /** In a mail about a password: the link that signs in without one. */
  login_link?: string;
};

/** What a sandbox knows of a project of either kind, and of what both have. */
export type ProjectStore<PersonGrant extends Grant = Grant> = {
  projectId: string;
  projectName: string;
  secret: string;
  /** Where the sandbox listens; known once it does. */
  origin: string;
  /** The only clock: whatever expires asks it. */
  now: () => Date;
  policy: Policy;
  connectedApps: Map<string, ConnectedAppRecord>;
  m2mClients: Map<string, M2mRecord>;
  telemetry: Map<string, Telemetry>;
  /** By person, attribute and value, as JSON: when the attribute of a device was seen at the person's sign-ins. */
  deviceHistory: Map<string, { first_seen_at: string; last_seen_at: string }>;
  /** By type and identifier: `type identifier`. */
  fraudRules: Map<string, FraudRule>;
  /** By verdict reason: all that there are, with what overrides them. */
  verdictReasons: Map<string, VerdictReasonAction>;
  consents: Map<string, PersonGrant>;
  trustedTokenProfiles: Map<string, TrustedTokenProfile>;
  /** What the project's own userinfo endpoint would answer: legacy session token to verified email address. */
  legacySessions: Map<string, { email: string }>;
  /** `jti` of tokens that work once and were used. */
  spentTokens: Set<string>;
  /** By the id of a person: wrong passwords and codes since the last right one. */
  failures: Map<string, number>;
  /** Codes stay after they were exchanged: a second exchange revokes their tokens. */
  authorizationCodes: Map<string, AuthorizationCode>;
  /** By token. */
  refreshTokens: Map<string, RefreshToken>;
  /** `jti` of access tokens of connected apps that were revoked. */
  revokedTokens: Set<string>;
  /** Origins that stand as issuer in access tokens, since the token endpoint was called by them. */
  domainIssuers: Set<string>;
  /** A setting of the project: the page of the application where people authorize connected apps. */
  authorizationUrl: string;
  /** By impersonation token. */
  impersonations: Map<string, Impersonation>;
  outbox: Message[];
  /** A setting of the project: how passwords are judged that are to be set. */
  passwordStrength: 'zxcvbn' | 'luds';
};

/** A moment as Stytch writes it: RFC 3339, UTC, whole seconds. */
export const timestamp = (date: Date) => `${date.toISOString().slice(0, 19)}Z`;

/** The moment so many minutes from now. */
export const inMinutes = (store: Pick<ProjectStore, 'now'>, minutes: number) =>
  timestamp(new Date(store.now().getTime() + minutes * 60_000));

/** Whether a moment has come; an empty or absent one never does. */
export const isPast = (store: Pick<ProjectStore, 'now'>, moment: string | undefined) =>
  Boolean(moment) && Date.parse(moment ?? '') <= store.now().getTime();

export const consentKey = (personId: string, clientId: string) => `${personId}/${clientId}`;

export const domainOf = (email: string) => email.slice(email.lastIndexOf('@') + 1).toLowerCase();
