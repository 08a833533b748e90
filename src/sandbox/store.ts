import type { Schemas } from '../stytch/contract/types.ts';
import type { KeptPassword } from './kept-password.ts';

export type Organization = Schemas['api_organization_v1_Organization'];
export type Member = Schemas['api_organization_v1_Member'];
export type MemberSession = Schemas['api_b2b_session_v1_MemberSession'];
export type AuthenticationFactor = Schemas['api_session_v1_AuthenticationFactor'];
export type Policy = Schemas['api_b2b_rbac_v1_Policy'];
export type ScimConnection = Schemas['api_b2b_scim_v1_SCIMConnection'];
export type ScimGroup = Schemas['api_b2b_scim_v1_SCIMGroup'];
export type ConnectedApp = Schemas['api_connectedapps_v1_ConnectedApp'];
export type SamlConnection = Schemas['api_sso_v1_SAMLConnection'];
export type OidcConnection = Schemas['api_sso_v1_OIDCConnection'];
export type ExternalConnection = Schemas['api_sso_v1_Connection'];
export type M2mClient = Schemas['api_m2m_v1_M2MClient'];
export type FraudRule = Schemas['api_fraud_v1_Rule'];
export type VerdictReasonAction = Schemas['api_fraud_v1_VerdictReasonAction'];

/** A session and what the wire object does not show. Revoking deletes the record. */
export type SessionRecord = {
  session: MemberSession;
  /** The opaque session token. */
  token: string;
  attributes: { ip_address: string; user_agent: string };
};

/** A sign-in that still lacks something: a factor, or first of all an organization. */
export type IntermediateSession = {
  email_address: string;
  /** Both are absent in discovery, until an organization is chosen. */
  member_id?: string;
  organization_id?: string;
  factors: AuthenticationFactor[];
  expires_at: string;
  /** Tenants that the person belongs to at OAuth providers, by `slack`, `hubspot` and `github`. */
  tenants?: Record<string, string[]>;
  /** An account that becomes the member's own once nothing is lacking of a first factor. */
  oauth?: { arrival: OauthArrival; tokens: ProviderTokens };
};

/** A magic link that was mailed; without a member it is one of discovery. */
export type MagicLink = {
  email_address: string;
  member_id?: string;
  expires_at: string;
  pkce_code_challenge?: string;
  used?: boolean;
};

/** A one-time passcode that was mailed; without an organization it is one of discovery. */
export type EmailCode = { code: string; organization_id?: string; expires_at: string; used?: boolean };

/** A one-time passcode that was texted to a member. */
export type PhoneCode = { code: string; phone_number: string; expires_at: string; used?: boolean };

/** What an OAuth or OIDC provider issued for a member. */
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

/** What an authenticator app and the sandbox share. */
export type AppSecret = {
  /** Base32, as in the provisioning URI. */
  secret: string;
  /** The last time step that was accepted, since a code works once. */
  last_step?: number;
};

/** An authenticator app: `expires_at` only while the registration waits for its first code. */
export type Totp = AppSecret & { totp_registration_id: string; verified: boolean; expires_at?: string };

/** What is known of a member and never in the Member object. */
export type MemberSecrets = {
  /** As it was set here, or the hash that was brought along. */
  password?: KeptPassword;
  /** The password holds no more until it was reset by email. */
  password_reset_required?: boolean;
  totp?: Totp;
  recovery_codes: string[];
  /** By `member_oauth_registration_id`. */
  oauth_tokens: Record<string, ProviderTokens>;
  /** By SSO `registration_id`, for members who came through an OIDC connection. */
  oidc_tokens: Record<string, ProviderTokens>;
};

/** A change of email address that waits for its link or code. */
export type EmailUpdate = { member_id: string; email_address: string; delivery_method: string; expires_at: string };

/** A password reset that waits for its link; without a member it is one of discovery. */
export type PasswordReset = { email_address: string; member_id?: string; expires_at: string; code_challenge?: string };

/** A SCIM connection and its bearer tokens; `next_bearer_token` only while rotating. */
export type ScimRecord = { connection: ScimConnection; bearer_token: string; next_bearer_token?: string };

/** A connected app and its secrets; `next_client_secret` only while rotating. */
export type ConnectedAppRecord = { app: ConnectedApp; client_secret?: string; next_client_secret?: string };

/** How SAML calls a person who is named by an email address (SAML 1.1 core, 8.3.2); connections begin with it. */
export const EMAIL_NAME_ID = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';

/** An SSO connection of whichever kind. */
export type SsoRecord =
  | { kind: 'saml'; connection: SamlConnection }
  | { kind: 'oidc'; connection: OidcConnection }
  | { kind: 'external'; connection: ExternalConnection };

/** What an identity provider said of a person, on its way from the redirect to `SSO.Authenticate`. */
export type SsoArrival = {
  connection_id: string;
  /** The person's id with the provider. */
  external_id: string;
  email_address: string;
  name: string;
  /** What the provider said, under the names the connection maps it to. */
  attributes: Record<string, unknown>;
  pkce_code_challenge?: string;
  expires_at: string;
};

export type OauthProvider = 'google' | 'microsoft' | 'slack' | 'hubspot' | 'github';

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

/** The same in a B2B project. */
export type OauthArrival = OauthAccount & {
  provider: OauthProvider;
  tenant_ids: string[];
  /** Absent in discovery. */
  organization_id?: string;
  pkce_code_challenge?: string;
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

/** The same of a member. */
export type Consent = Grant & { member_id: string; organization_id: string };

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
  /** Counts the messages of a world from 1. */
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

/**
 * Everything the sandbox knows of a B2B project. Records are the contract's own objects and are never changed in place:
 * make a new one and put it back with `saveOrganization`, `saveMember` or `map.set`.
 */
export type Store = ProjectStore<Consent> & {
  organizations: Map<string, Organization>;
  /** All members by id, deleted ones too. */
  members: Map<string, Member>;
  memberSecrets: Map<string, MemberSecrets>;
  sessions: Map<string, SessionRecord>;
  /** By intermediate session token. */
  intermediateSessions: Map<string, IntermediateSession>;
  /** By member id: a new code replaces the one before. */
  phoneCodes: Map<string, PhoneCode>;
  /** By token: the links of members. */
  magicLinks: Map<string, MagicLink>;
  /** By token: the links of discovery. */
  discoveryLinks: Map<string, MagicLink>;
  /** By email address: a new code replaces the one before, wherever that one was for. */
  emailCodes: Map<string, EmailCode>;
  /** By the token that confirms it, or by new address and code: `address code`. */
  emailUpdates: Map<string, EmailUpdate>;
  /** By the token of the link. */
  passwordResets: Map<string, PasswordReset>;
  /** A setting of the project: whether one password holds in all organizations that know the address. */
  crossOrganizationPasswords: boolean;
  /** By email address: passwords that hold across organizations, which an address may have before it has a member. */
  addressPasswords: Map<string, KeptPassword>;
  scimConnections: Map<string, ScimRecord>;
  /** By group id. Who is in a group stands in the members' `scim_attributes.groups`. */
  scimGroups: Map<string, ScimGroup>;
  ssoConnections: Map<string, SsoRecord>;
  /** By SSO token. */
  ssoArrivals: Map<string, SsoArrival>;
  /** By OAuth token, of an organization or of discovery. */
  oauthArrivals: Map<string, OauthArrival>;
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

export const membersOf = (store: Store, organizationId: string) =>
  [...store.members.values()].filter((member) => member.organization_id === organizationId);

/** The secret side of a member, empty when nothing was ever kept. */
export const secretsOf = (store: Store, memberId: string): MemberSecrets =>
  store.memberSecrets.get(memberId) ?? { recovery_codes: [], oauth_tokens: {}, oidc_tokens: {} };

export const domainOf = (email: string) => email.slice(email.lastIndexOf('@') + 1).toLowerCase();
