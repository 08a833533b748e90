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

/** The same in a B2B project. */
export type OauthArrival = OauthAccount & {
  provider: OauthProvider;
  tenant_ids: string[];
  /** Absent in discovery. */
  organization_id?: string;
  pkce_code_challenge?: string;
};

/** The same of a member. */
export type Consent = Grant & { member_id: string; organization_id: string };

/**
 * Everything the sandbox knows of a B2B project. Records are the contract's own objects and are never changed in place:
 * make a new one and put it back with `saveOrganization`, `saveMember` or `map.set`.
 */
export type Store = ProjectStore<Consent> & {
  organizations: ReturnType<typeof newOrganizations>;
  /** All members by id, deleted ones too. */
  members: ReturnType<typeof newMembers>;
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

/** The secret side of a member, empty when nothing was ever kept. */
export const secretsOf = (store: Store, memberId: string): MemberSecrets =>
  store.memberSecrets.get(memberId) ?? { recovery_codes: [], oauth_tokens: {}, oidc_tokens: {} };
