import type { Schemas } from '../../stytch/contract/types.ts';
import { IndexedMap } from '../shared/indexed-map.ts';
import type { KeptPassword } from '../shared/kept-password.ts';
import type { AppSecret, AuthenticationFactor, Grant, OauthAccount, ProjectStore, ProviderTokens } from '../store.ts';

export type Organization = Schemas['api_organization_v1_Organization'];
export type Member = Schemas['api_organization_v1_Member'];
export type MemberSession = Schemas['api_b2b_session_v1_MemberSession'];
export type ScimConnection = Schemas['api_b2b_scim_v1_SCIMConnection'];
export type ScimGroup = Schemas['api_b2b_scim_v1_SCIMGroup'];
export type SamlConnection = Schemas['api_sso_v1_SAMLConnection'];
export type OidcConnection = Schemas['api_sso_v1_OIDCConnection'];
export type ExternalConnection = Schemas['api_sso_v1_Connection'];
/** A session with its token and attributes, which the API object does not contain. Revoking deletes the record. */
export type SessionRecord = {
  session: MemberSession;
  /** Opaque session token. */
  token: string;
  attributes: { ip_address: string; user_agent: string };
};

/** An incomplete sign-in, which lacks a factor or an organization. */
export type IntermediateSession = {
  email_address: string;
  /** Both are absent in discovery. */
  member_id?: string;
  organization_id?: string;
  factors: AuthenticationFactor[];
  expires_at: string;
  /** Tenants of the person at OAuth providers: `slack`, `hubspot` and `github`. */
  tenants?: Record<string, string[]>;
  /** OAuth account to register once the first factor is complete. */
  oauth?: { arrival: OauthCallback; tokens: ProviderTokens };
};

/** An emailed magic link; without a member it is for discovery. */
export type MagicLink = {
  email_address: string;
  member_id?: string;
  expires_at: string;
  pkce_code_challenge?: string;
  used?: boolean;
};

/** An emailed passcode; without an organization it is for discovery. */
export type EmailCode = { code: string; organization_id?: string; expires_at: string; used?: boolean };

/** A passcode texted to a member. */
export type PhoneCode = { code: string; phone_number: string; expires_at: string; used?: boolean };

/** A TOTP registration; `expires_at` only until it is verified. */
export type Totp = AppSecret & { totp_registration_id: string; verified: boolean; expires_at?: string };

/** Data of a member that is not in the Member object. */
export type MemberSecrets = {
  /** Plain text or migrated hash. */
  password?: KeptPassword;
  /** The password must be reset by email first. */
  password_reset_required?: boolean;
  totp?: Totp;
  recovery_codes: string[];
  /** By `member_oauth_registration_id`. */
  oauth_tokens: Record<string, ProviderTokens>;
  /** By SSO `registration_id`, for OIDC connections. */
  oidc_tokens: Record<string, ProviderTokens>;
};

/** A pending change of email address. */
export type EmailUpdate = { member_id: string; email_address: string; delivery_method: string; expires_at: string };

/** A pending password reset; without a member it is for discovery. */
export type PasswordReset = { email_address: string; member_id?: string; expires_at: string; code_challenge?: string };

/** A SCIM connection with its bearer tokens; `next_bearer_token` only during a rotation. */
export type ScimRecord = { connection: ScimConnection; bearer_token: string; next_bearer_token?: string };

/** SAML NameID format of email addresses (SAML 1.1 core, 8.3.2), the default of new connections. */
export const EMAIL_NAME_ID = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';

/** An SSO connection of any kind. */
export type SsoRecord =
  | { kind: 'saml'; connection: SamlConnection }
  | { kind: 'oidc'; connection: OidcConnection }
  | { kind: 'external'; connection: ExternalConnection };

/** Assertion of an identity provider, from the redirect until `SSO.Authenticate`. */
export type SsoCallback = {
  connection_id: string;
  /** The person's id at the provider. */
  external_id: string;
  email_address: string;
  name: string;
  /** Attributes from the provider, under the names of the connection's mapping. */
  attributes: Record<string, unknown>;
  pkce_code_challenge?: string;
  expires_at: string;
};

export type OauthProvider = 'google' | 'microsoft' | 'slack' | 'hubspot' | 'github';

/** OAuth account in a B2B project. */
export type OauthCallback = OauthAccount & {
  provider: OauthProvider;
  tenant_ids: string[];
  /** Absent in discovery. */
  organization_id?: string;
  pkce_code_challenge?: string;
};

/** Consent of a member. */
export type Consent = Grant & { member_id: string; organization_id: string };

/**
 * State of a B2B project. Records are objects of the contract and immutable: replace them with `saveOrganization`,
 * `saveMember` or `map.set`.
 */
export type Store = ProjectStore<Consent> & {
  organizations: ReturnType<typeof newOrganizations>;
  /** All members by id, deleted ones included. */
  members: ReturnType<typeof newMembers>;
  memberSecrets: Map<string, MemberSecrets>;
  sessions: Map<string, SessionRecord>;
  /** By intermediate session token. */
  intermediateSessions: Map<string, IntermediateSession>;
  /** By member id: a new code replaces the previous one. */
  phoneCodes: Map<string, PhoneCode>;
  /** Members' links, by token. */
  magicLinks: Map<string, MagicLink>;
  /** Discovery links, by token. */
  discoveryLinks: Map<string, MagicLink>;
  /** By email address: a new code replaces the previous one of any organization. */
  emailCodes: Map<string, EmailCode>;
  /** By link token, or by `address code`. */
  emailUpdates: Map<string, EmailUpdate>;
  /** By link token. */
  passwordResets: Map<string, PasswordReset>;
  /** Project setting: whether a password is valid in all organizations with members of its email address. */
  crossOrganizationPasswords: boolean;
  /** Cross-organization passwords by email address, which may have no member yet. */
  addressPasswords: Map<string, KeptPassword>;
  scimConnections: Map<string, ScimRecord>;
  /** By group id. The members of a group are stored in their `scim_attributes.groups`. */
  scimGroups: Map<string, ScimGroup>;
  ssoConnections: Map<string, SsoRecord>;
  /** By SSO token. */
  ssoArrivals: Map<string, SsoCallback>;
  /** By OAuth token, of an organization or of discovery. */
  oauthArrivals: Map<string, OauthCallback>;
};

/** An email address as it is kept: upper and lower case are the same mailbox here. */
export const normalEmail = (email: string) => email.trim().toLowerCase();

/** How the members of a SCIM connection are found by user name, whose upper and lower case are the same (RFC 7643, 4.1.1). */
export const scimUserKey = (connectionId: string, userName: string) => `${connectionId} ${userName.toLowerCase()}`;

/** How members are found by the account that they have at a provider. */
export const accountKey = (provider: string, subject: string) => `${provider} ${subject}`;

const keysOf = (text = '') => (text === '' ? [] : [text]);

export const newOrganizations = () =>
  new IndexedMap<Organization, 'slug' | 'externalId' | 'claimedDomain'>({
    slug: ({ organization_slug }) => [organization_slug],
    externalId: ({ organization_external_id }) => keysOf(organization_external_id),
    claimedDomain: ({ claimed_email_domains }) => claimed_email_domains.map((domain) => domain.toLowerCase()),
  });

type MemberIndex =
  | 'organization'
  | 'email'
  | 'retiredEmail'
  | 'externalId'
  | 'phone'
  | 'password'
  | 'oauthAccount'
  | 'ssoAccount'
  | 'scimUser'
  | 'scimGroup'
  | 'locked';

export const newMembers = () =>
  new IndexedMap<Member, MemberIndex>({
    organization: ({ organization_id }) => [organization_id],
    email: ({ email_address }) => [normalEmail(email_address)],
    retiredEmail: ({ retired_email_addresses }) =>
      retired_email_addresses.map(({ email_address }) => normalEmail(email_address)),
    externalId: ({ external_id }) => keysOf(external_id),
    phone: ({ mfa_phone_number }) => keysOf(mfa_phone_number),
    password: ({ member_password_id }) => keysOf(member_password_id),
    oauthAccount: ({ oauth_registrations }) =>
      oauth_registrations.map(({ provider_type, provider_subject }) => accountKey(provider_type, provider_subject)),
    ssoAccount: ({ sso_registrations }) =>
      sso_registrations.map(({ connection_id, external_id }) => accountKey(connection_id, external_id)),
    scimUser: ({ scim_registration: { connection_id = '', scim_attributes } = {} }) =>
      scim_attributes ? [scimUserKey(connection_id, scim_attributes.user_name)] : [],
    scimGroup: ({ scim_registration }) => scim_registration?.scim_attributes?.groups.map(({ value }) => value) ?? [],
    locked: ({ is_locked }) => (is_locked ? ['true'] : []),
  });

export const membersOf = (store: Store, organizationId: string) => store.members.with('organization', organizationId);

/** Secrets of a member; empty if none are stored. */
export const secretsOf = (store: Store, memberId: string): MemberSecrets =>
  store.memberSecrets.get(memberId) ?? { recovery_codes: [], oauth_tokens: {}, oidc_tokens: {} };
