/**
 * Facts of each operation that do not follow from its form in the contract. They determine retries, circuit breakers,
 * rate limits, the counting of messages and sign-in attempts, in-flight deduplication and priority under overload. They
 * are never derived from a path.
 */
import { operations } from './operations.ts';

/** Traffic classes. Each has its own circuit breaker and rate limit, so that slow searches do not block sign-in. */
export type TrafficClass = 'policy' | 'signIn' | 'write' | 'read' | 'fraud' | 'search';

/** Every traffic class, the most important first: under overload the last are shed first. */
export const TRAFFIC_CLASSES: readonly TrafficClass[] = ['policy', 'signIn', 'write', 'read', 'fraud', 'search'];

/** How the sign-in throttle counts requests to an operation. */
export interface AttemptTrait {
  /** `message`: a message to an account; `attempt`: an attempt to sign in to one. */
  readonly as: 'message' | 'attempt';
  /**
   * Wire names of the request properties that name the account, within the organization if one is named; empty: the
   * credential itself is counted. Of a message each address, phone number and member is counted separately.
   */
  readonly account: readonly string[];
}

/** The facts of one operation. */
export interface OperationTraits {
  /** Whether it changes nothing, so that it can be retried. */
  readonly reads: boolean;
  readonly class: TrafficClass;
  /** Whether it causes Stytch to send an email or a text message. */
  readonly sends: boolean;
  /** How the sign-in throttle counts it; null: it does not. */
  readonly counts: AttemptTrait | null;
  /** Whether success proves that the person reads mail at the address in the response. */
  readonly provesMailbox: boolean;
  /** Whether its response contains a secret, so that requests must not share it. */
  readonly secret: boolean;
  /** Wire names of the request properties that name the subject, to which a rate limit of Stytch may apply. */
  readonly about: readonly string[];
}

/**
 * The properties that name a tenant. A tenant has three identifiers (id, slug, external id), and does not identify a
 * person.
 */
export const tenantNames: ReadonlySet<string> = new Set(['organization_id', 'organization_ids']);

/** The id of an operation in the contract. */
export type OperationId = (typeof operations)[keyof typeof operations]['id'];

/** Creates the rows of a class; by default they send, count and return nothing secret. */
const rowsOf =
  (trafficClass: TrafficClass, reads: boolean) =>
  (facts: Partial<OperationTraits> = {}): OperationTraits => ({
    reads,
    class: trafficClass,
    sends: false,
    counts: null,
    provesMailbox: false,
    secret: false,
    about: [],
    ...facts,
  });
const policy = rowsOf('policy', true);
const read = rowsOf('read', true);
const search = rowsOf('search', true);
const write = rowsOf('write', false);
const signIn = rowsOf('signIn', false);
const fraud = rowsOf('fraud', false);

const attempt = (...account: string[]): AttemptTrait => ({ as: 'attempt', account });
const message = (...account: string[]): AttemptTrait => ({ as: 'message', account });

/** The facts of every operation; the compiler reports an id that is missing, unknown or repeated. */
export const traits: Readonly<Record<OperationId, OperationTraits>> = {
  api_connectedapps_v1_connected_apps_clients_Get: read(),
  api_connectedapps_v1_connected_apps_clients_Update: write(),
  api_connectedapps_v1_connected_apps_clients_Delete: write(),
  api_connectedapps_v1_connected_apps_clients_Search: search(),
  api_connectedapps_v1_connected_apps_clients_Create: write({ secret: true }),
  api_connectedapps_v1_connected_apps_clients_secrets_RotateStart: write({ secret: true }),
  api_connectedapps_v1_connected_apps_clients_secrets_RotateCancel: write(),
  api_connectedapps_v1_connected_apps_clients_secrets_Rotate: write(),
  api_b2b_scim_v1_b2b_scim_connection_Update: write({ about: ['organization_id'] }),
  api_b2b_scim_v1_b2b_scim_connection_Delete: write({ about: ['organization_id'] }),
  api_b2b_scim_v1_b2b_scim_connection_GetGroups: read({ about: ['organization_id'] }),
  api_b2b_scim_v1_b2b_scim_connection_RotateStart: write({ secret: true, about: ['organization_id'] }),
  api_b2b_scim_v1_b2b_scim_connection_RotateComplete: write({ about: ['organization_id'] }),
  api_b2b_scim_v1_b2b_scim_connection_RotateCancel: write({ about: ['organization_id'] }),
  api_b2b_scim_v1_b2b_scim_connection_Create: write({ secret: true, about: ['organization_id'] }),
  api_b2b_scim_v1_b2b_scim_connection_Get: read({ about: ['organization_id'] }),
  api_organization_v1_Create: write(),
  api_organization_v1_Get: read({ about: ['organization_id'] }),
  api_organization_v1_Update: write({ about: ['organization_id'] }),
  api_organization_v1_Delete: write({ about: ['organization_id'] }),
  api_organization_v1_Search: search(),
  api_organization_v1_Metrics: read({ about: ['organization_id'] }),
  api_organization_v1_ConnectedApps: read({ about: ['organization_id'] }),
  api_organization_v1_GetConnectedApp: read({ about: ['organization_id'] }),
  api_organization_v1_DeleteExternalId: write({ about: ['organization_id'] }),
  api_organization_v1_organizations_members_Update: write({
    about: ['organization_id', 'member_id', 'email_address', 'mfa_phone_number'],
  }),
  api_organization_v1_organizations_members_Delete: write({ about: ['organization_id', 'member_id'] }),
  api_organization_v1_organizations_members_Reactivate: write({ about: ['organization_id', 'member_id'] }),
  api_organization_v1_organizations_members_DeleteMFAPhoneNumber: write({ about: ['organization_id', 'member_id'] }),
  api_organization_v1_organizations_members_DeleteTOTP: write({ about: ['organization_id', 'member_id'] }),
  api_organization_v1_organizations_members_Search: search({ about: ['organization_ids'] }),
  api_organization_v1_organizations_members_DeletePassword: write({ about: ['organization_id'] }),
  api_organization_v1_organizations_members_DangerouslyGet: read({ about: ['member_id'] }),
  api_organization_v1_organizations_members_OIDCProviders: read({
    secret: true,
    about: ['organization_id', 'member_id'],
  }),
  api_organization_v1_organizations_members_UnlinkRetiredEmail: write({
    about: ['organization_id', 'member_id', 'email_address'],
  }),
  api_organization_v1_organizations_members_StartEmailUpdate: write({
    sends: true,
    counts: message('organization_id', 'member_id', 'email_address'),
    about: ['organization_id', 'member_id', 'email_address'],
  }),
  api_organization_v1_organizations_members_GetConnectedApps: read({ about: ['organization_id', 'member_id'] }),
  api_organization_v1_organizations_members_DeleteExternalId: write({ about: ['organization_id', 'member_id'] }),
  api_organization_v1_organizations_members_Create: write({
    about: ['organization_id', 'email_address', 'mfa_phone_number'],
  }),
  api_organization_v1_organizations_members_Get: read({ about: ['organization_id', 'member_id', 'email_address'] }),
  api_organization_v1_organizations_members_oauth_providers_Google: read({
    secret: true,
    about: ['organization_id', 'member_id'],
  }),
  api_organization_v1_organizations_members_oauth_providers_Microsoft: read({
    secret: true,
    about: ['organization_id', 'member_id'],
  }),
  api_organization_v1_organizations_members_oauth_providers_Slack: read({
    secret: true,
    about: ['organization_id', 'member_id'],
  }),
  api_organization_v1_organizations_members_oauth_providers_Hubspot: read({
    secret: true,
    about: ['organization_id', 'member_id'],
  }),
  api_organization_v1_organizations_members_oauth_providers_Github: read({
    secret: true,
    about: ['organization_id', 'member_id'],
  }),
  api_organization_v1_organizations_members_connected_apps_Revoke: write({ about: ['organization_id', 'member_id'] }),
  api_b2b_idp_v1_b2b_idp_oauth_AuthorizeStart: write({ reads: true, about: ['organization_id', 'member_id'] }),
  api_b2b_idp_v1_b2b_idp_oauth_Authorize: write({ secret: true, about: ['organization_id', 'member_id'] }),
  api_user_v1_Create: write({ about: ['email', 'phone_number'] }),
  api_user_v1_Get: read({ about: ['user_id'] }),
  api_user_v1_Update: write({ about: ['user_id'] }),
  api_user_v1_Delete: write({ about: ['user_id'] }),
  api_user_v1_Search: search(),
  api_user_v1_ExchangePrimaryFactor: write({ about: ['user_id', 'email_address', 'phone_number'] }),
  api_user_v1_DeleteEmail: write(),
  api_user_v1_DeletePhoneNumber: write(),
  api_user_v1_DeleteWebAuthnRegistration: write(),
  api_user_v1_DeleteBiometricRegistration: write(),
  api_user_v1_DeleteTOTP: write(),
  api_user_v1_DeleteCryptoWallet: write(),
  api_user_v1_DeletePassword: write(),
  api_user_v1_DeleteOAuthRegistration: write(),
  api_user_v1_DeleteExternalId: write({ about: ['user_id'] }),
  api_user_v1_ConnectedApps: read({ about: ['user_id'] }),
  api_user_v1_Revoke: write({ about: ['user_id'] }),
  api_session_v1_Get: read({ about: ['user_id'] }),
  api_session_v1_Authenticate: signIn({ counts: attempt(), secret: true }),
  api_session_v1_Revoke: signIn(),
  api_session_v1_Migrate: signIn({ secret: true }),
  api_session_v1_ExchangeAccessToken: signIn({ counts: attempt(), secret: true }),
  api_session_v1_GetJWKS: policy(),
  api_session_v1_Attest: signIn({ counts: attempt(), secret: true }),
  api_b2b_session_v1_Get: read({ about: ['organization_id', 'member_id'] }),
  api_b2b_session_v1_Authenticate: signIn({ counts: attempt(), secret: true }),
  api_b2b_session_v1_Revoke: signIn({ about: ['member_id'] }),
  api_b2b_session_v1_Exchange: signIn({ counts: attempt(), secret: true, about: ['organization_id'] }),
  api_b2b_session_v1_ExchangeAccessToken: signIn({ counts: attempt(), secret: true }),
  api_b2b_session_v1_Attest: signIn({ counts: attempt(), secret: true, about: ['organization_id'] }),
  api_b2b_session_v1_Migrate: signIn({ secret: true, about: ['organization_id'] }),
  api_b2b_session_v1_GetJWKS: policy(),
  api_b2b_impersonation_v1_Authenticate: signIn({ counts: attempt(), secret: true }),
  api_b2b_rbac_v1_Policy: policy(),
  api_b2b_rbac_v1_b2b_rbac_organizations_GetOrgPolicy: policy({ about: ['organization_id'] }),
  api_b2b_rbac_v1_b2b_rbac_organizations_SetOrgPolicy: write({ about: ['organization_id'] }),
  api_b2b_recovery_codes_v1_Recover: signIn({
    counts: attempt('organization_id', 'member_id'),
    secret: true,
    about: ['organization_id', 'member_id'],
  }),
  api_b2b_recovery_codes_v1_Get: read({ secret: true, about: ['organization_id', 'member_id'] }),
  api_b2b_recovery_codes_v1_Rotate: write({ secret: true, about: ['organization_id', 'member_id'] }),
  api_b2b_totp_v1_Create: write({
    counts: attempt('organization_id', 'member_id'),
    secret: true,
    about: ['organization_id', 'member_id'],
  }),
  api_b2b_totp_v1_Authenticate: signIn({
    counts: attempt('organization_id', 'member_id'),
    secret: true,
    about: ['organization_id', 'member_id'],
  }),
  api_b2b_totp_v1_Migrate: write({ secret: true, about: ['organization_id', 'member_id'] }),
  api_consumer_rbac_v1_Policy: policy(),
  api_crypto_wallet_v1_AuthenticateStart: signIn({
    counts: message('crypto_wallet_address'),
    about: ['user_id', 'crypto_wallet_address'],
  }),
  api_crypto_wallet_v1_Authenticate: signIn({
    counts: attempt('crypto_wallet_address'),
    secret: true,
    about: ['crypto_wallet_address'],
  }),
  api_debug_v1_Whoami: read(),
  api_discovery_v1_discovery_intermediate_sessions_Exchange: signIn({
    counts: attempt(),
    secret: true,
    about: ['organization_id'],
  }),
  api_discovery_v1_discovery_organizations_Create: signIn({ counts: attempt(), secret: true }),
  api_discovery_v1_discovery_organizations_List: signIn({ reads: true, counts: attempt() }),
  api_fraud_v1_fraud_fingerprint_Lookup: fraud({ reads: true }),
  api_fraud_v1_fraud_rules_Set: fraud(),
  api_fraud_v1_fraud_rules_List: fraud({ reads: true }),
  api_fraud_v1_fraud_verdict_reasons_Override: fraud(),
  api_fraud_v1_fraud_verdict_reasons_List: fraud({ reads: true }),
  api_fraud_v1_fraud_email_Risk: fraud({ reads: true, about: ['email_address'] }),
  api_idp_v1_idp_oauth_AuthorizeStart: read({ about: ['user_id'] }),
  api_idp_v1_idp_oauth_Authorize: write({ secret: true, about: ['user_id'] }),
  api_impersonation_v1_Authenticate: signIn({ counts: attempt(), secret: true }),
  api_m2m_v1_m2m_clients_Get: read(),
  api_m2m_v1_m2m_clients_Update: write(),
  api_m2m_v1_m2m_clients_Delete: write(),
  api_m2m_v1_m2m_clients_Search: search(),
  api_m2m_v1_m2m_clients_Create: write({ secret: true }),
  api_m2m_v1_m2m_clients_secrets_RotateStart: write({ secret: true }),
  api_m2m_v1_m2m_clients_secrets_RotateCancel: write(),
  api_m2m_v1_m2m_clients_secrets_Rotate: write(),
  api_magic_v1_Authenticate: signIn({ counts: attempt(), provesMailbox: true, secret: true }),
  api_magic_v1_Create: signIn({ secret: true, about: ['user_id'] }),
  api_magic_v1_magic_links_email_Send: signIn({ sends: true, counts: message('email'), about: ['user_id', 'email'] }),
  api_magic_v1_magic_links_email_LoginOrCreate: signIn({ sends: true, counts: message('email'), about: ['email'] }),
  api_magic_v1_magic_links_email_Invite: signIn({ sends: true, counts: message('email'), about: ['email'] }),
  api_magic_v1_magic_links_email_RevokeInvite: signIn({ about: ['email'] }),
  api_b2b_magic_v1_Authenticate: signIn({ counts: attempt(), provesMailbox: true, secret: true }),
  api_b2b_magic_v1_b2b_magic_links_email_LoginOrSignup: signIn({
    sends: true,
    counts: message('email_address'),
    about: ['organization_id', 'email_address'],
  }),
  api_b2b_magic_v1_b2b_magic_links_email_Invite: signIn({
    sends: true,
    counts: message('email_address'),
    about: ['organization_id', 'email_address'],
  }),
  api_b2b_magic_v1_b2b_magic_links_email_discovery_Send: signIn({
    sends: true,
    counts: message('email_address'),
    about: ['email_address'],
  }),
  api_b2b_magic_v1_b2b_magic_links_discovery_Authenticate: signIn({
    counts: attempt(),
    provesMailbox: true,
    secret: true,
  }),
  api_b2b_oauth_v1_Authenticate: signIn({ counts: attempt(), secret: true }),
  api_b2b_oauth_v1_b2b_oauth_discovery_Authenticate: signIn({ counts: attempt(), secret: true }),
  api_b2b_otp_v1_b2b_otp_sms_Send: signIn({
    sends: true,
    counts: message('organization_id', 'member_id', 'mfa_phone_number'),
    about: ['organization_id', 'member_id', 'mfa_phone_number'],
  }),
  api_b2b_otp_v1_b2b_otp_sms_Authenticate: signIn({
    counts: attempt('organization_id', 'member_id'),
    secret: true,
    about: ['organization_id', 'member_id'],
  }),
  api_b2b_otp_v1_b2b_otp_email_LoginOrSignup: signIn({
    sends: true,
    counts: message('email_address'),
    about: ['organization_id', 'email_address'],
  }),
  api_b2b_otp_v1_b2b_otp_email_Authenticate: signIn({
    counts: attempt('organization_id', 'email_address'),
    provesMailbox: true,
    secret: true,
    about: ['organization_id', 'email_address'],
  }),
  api_b2b_otp_v1_b2b_otp_email_discovery_Send: signIn({
    sends: true,
    counts: message('email_address'),
    about: ['email_address'],
  }),
  api_b2b_otp_v1_b2b_otp_email_discovery_Authenticate: signIn({
    counts: attempt('email_address'),
    provesMailbox: true,
    secret: true,
    about: ['email_address'],
  }),
  api_password_v1_Create: signIn({ counts: message('email'), secret: true, about: ['email'] }),
  api_password_v1_Authenticate: signIn({ counts: attempt('email'), secret: true, about: ['email'] }),
  api_password_v1_StrengthCheck: signIn({ reads: true, about: ['email'] }),
  api_password_v1_Migrate: signIn({ about: ['email', 'phone_number'] }),
  api_password_v1_passwords_email_ResetStart: signIn({ sends: true, counts: message('email'), about: ['email'] }),
  api_password_v1_passwords_email_Reset: signIn({ counts: attempt(), provesMailbox: true, secret: true }),
  api_password_v1_passwords_existing_password_Reset: signIn({
    counts: attempt('email'),
    secret: true,
    about: ['email'],
  }),
  api_password_v1_passwords_session_Reset: signIn({ counts: attempt(), secret: true }),
  api_b2b_password_v1_StrengthCheck: signIn({ reads: true, about: ['email_address'] }),
  api_b2b_password_v1_Migrate: signIn({ about: ['organization_id', 'email_address', 'mfa_phone_number'] }),
  api_b2b_password_v1_Authenticate: signIn({
    counts: attempt('organization_id', 'email_address'),
    secret: true,
    about: ['organization_id', 'email_address'],
  }),
  api_b2b_password_v1_b2b_passwords_email_ResetStart: signIn({
    sends: true,
    counts: message('email_address'),
    about: ['organization_id', 'email_address'],
  }),
  api_b2b_password_v1_b2b_passwords_email_Reset: signIn({ counts: attempt(), provesMailbox: true, secret: true }),
  api_b2b_password_v1_b2b_passwords_email_RequireReset: signIn({
    about: ['organization_id', 'member_id', 'email_address'],
  }),
  api_b2b_password_v1_b2b_passwords_session_Reset: signIn({
    counts: attempt(),
    secret: true,
    about: ['organization_id'],
  }),
  api_b2b_password_v1_b2b_passwords_existing_password_Reset: signIn({
    counts: attempt('organization_id', 'email_address'),
    secret: true,
    about: ['organization_id', 'email_address'],
  }),
  api_b2b_password_v1_b2b_passwords_discovery_Authenticate: signIn({
    counts: attempt('email_address'),
    secret: true,
    about: ['email_address'],
  }),
  api_b2b_password_v1_b2b_passwords_discovery_email_ResetStart: signIn({
    sends: true,
    counts: message('email_address'),
    about: ['email_address'],
  }),
  api_b2b_password_v1_b2b_passwords_discovery_email_Reset: signIn({
    counts: attempt(),
    provesMailbox: true,
    secret: true,
  }),
  api_oauth_v1_Attach: signIn({ secret: true, about: ['user_id'] }),
  api_oauth_v1_Authenticate: signIn({ counts: attempt(), secret: true }),
  api_otp_v1_Authenticate: signIn({ counts: attempt('method_id'), secret: true, about: ['method_id'] }),
  api_otp_v1_otp_sms_Send: signIn({ sends: true, counts: message('phone_number'), about: ['user_id', 'phone_number'] }),
  api_otp_v1_otp_sms_LoginOrCreate: signIn({ sends: true, counts: message('phone_number'), about: ['phone_number'] }),
  api_otp_v1_otp_whatsapp_Send: signIn({
    sends: true,
    counts: message('phone_number'),
    about: ['user_id', 'phone_number'],
  }),
  api_otp_v1_otp_whatsapp_LoginOrCreate: signIn({
    sends: true,
    counts: message('phone_number'),
    about: ['phone_number'],
  }),
  api_otp_v1_otp_email_Send: signIn({ sends: true, counts: message('email'), about: ['user_id', 'email'] }),
  api_otp_v1_otp_email_LoginOrCreate: signIn({ sends: true, counts: message('email'), about: ['email'] }),
  api_project_v1_Metrics: read(),
  api_sso_v1_GetConnections: read({ secret: true, about: ['organization_id'] }),
  api_sso_v1_DeleteConnection: write({ about: ['organization_id'] }),
  api_sso_v1_Authenticate: signIn({ counts: attempt(), secret: true }),
  api_sso_v1_sso_oidc_CreateConnection: write({ secret: true, about: ['organization_id'] }),
  api_sso_v1_sso_oidc_UpdateConnection: write({ secret: true, about: ['organization_id'] }),
  api_sso_v1_sso_saml_CreateConnection: write({ secret: true, about: ['organization_id'] }),
  api_sso_v1_sso_saml_UpdateConnection: write({ secret: true, about: ['organization_id'] }),
  api_sso_v1_sso_saml_UpdateByURL: write({ secret: true, about: ['organization_id'] }),
  api_sso_v1_sso_saml_DeleteVerificationCertificate: write({ about: ['organization_id'] }),
  api_sso_v1_sso_saml_DeleteEncryptionPrivateKey: write({ about: ['organization_id'] }),
  api_sso_v1_sso_external_CreateConnection: write({ about: ['organization_id'] }),
  api_sso_v1_sso_external_UpdateConnection: write({ about: ['organization_id'] }),
  api_totp_v1_Create: write({ secret: true, about: ['user_id'] }),
  api_totp_v1_Authenticate: signIn({ counts: attempt('user_id'), secret: true, about: ['user_id'] }),
  api_totp_v1_RecoveryCodes: read({ secret: true, about: ['user_id'] }),
  api_totp_v1_Recover: signIn({ counts: attempt('user_id'), secret: true, about: ['user_id'] }),
  api_webauthn_v1_RegisterStart: write({ about: ['user_id'] }),
  api_webauthn_v1_Register: signIn({ secret: true, about: ['user_id'] }),
  api_webauthn_v1_AuthenticateStart: signIn({ about: ['user_id'] }),
  api_webauthn_v1_Authenticate: signIn({ counts: attempt(), secret: true }),
  api_webauthn_v1_Update: write(),
  api_webauthn_v1_ListCredentials: read({ about: ['user_id'] }),
};

/**
 * Operations that Stytch serves without the project secret (public keys), so that success does not prove the secret.
 */
export const publicOperations: ReadonlySet<string> = new Set<OperationId>([
  'api_b2b_session_v1_GetJWKS',
  'api_session_v1_GetJWKS',
]);

/** The facts of the operation of a method and a path template. */
export const traitsOf = (key: keyof typeof operations): OperationTraits => traits[operations[key].id];
