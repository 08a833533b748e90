/** The request properties that an error of Stytch concerns, if its `error_type` identifies them. */
import type { RequestProperty } from './types.ts';

/** Error types by the property whose value they concern. A type under several properties concerns one of them. */
const errorTypes = {
  email_address: `
    action_not_allowed_email_domain_is_claimed desired_email_deactivated_by_different_member
    desired_email_updating_for_different_member duplicate_email duplicate_email_for_user duplicate_member_email
    email_in_denylist email_not_in_allowlist inactive_email invalid_email invalid_email_for_invites
    invalid_email_for_jit_provisioning invalid_email_sandbox retired_member_email`,
  email: 'duplicate_email duplicate_email_for_user invalid_email invalid_email_sandbox inactive_email',
  mfa_phone_number: `
    duplicate_member_phone_number duplicate_member_phone_number_for_member invalid_phone_number
    invalid_phone_number_country_code invalid_phone_number_docs invalid_phone_number_sandbox unsubscribed_phone_number`,
  phone_number: `
    duplicate_phone_number duplicate_phone_number_for_user invalid_phone_number invalid_phone_number_country_code
    invalid_phone_number_docs invalid_phone_number_sandbox unsubscribed_phone_number`,
  external_id: 'duplicate_member_external_id duplicate_user_external_id',
  user_id: 'invalid_user_id user_not_found',
  member_id: 'member_does_not_exist_in_organization member_not_found',
  roles: 'cannot_assign_default_rbac_role_id invalid_rbac_role_assignment invalid_role',
  default_mfa_method: 'default_mfa_member_missing_factor invalid_mfa_default_method',
  trusted_metadata: 'cannot_update_trusted_metadata metadata_invalid_format metadata_too_large metadata_too_many_keys',
  untrusted_metadata: 'metadata_invalid_format metadata_too_large metadata_too_many_keys',
  organization_id: 'invalid_organization_id organization_not_found',
  organization_slug: 'invalid_organization_slug organization_slug_already_used',
  organization_name: 'invalid_organization_name organization_name_includes_banned_words organization_name_missing',
  organization_logo_url: 'organization_logo_url_too_long',
  organization_external_id: 'invalid_organization_external_id organization_external_id_already_used',
  email_allowed_domains: `
    organization_settings_disposable_domain organization_settings_domain_too_common
    organization_settings_duplicate_domain organization_settings_invalid_domain`,
  claimed_email_domains: `
    organization_settings_claimed_domain_too_common organization_settings_duplicate_claimed_domain
    organization_settings_invalid_claimed_domain`,
  allowed_auth_methods: 'allowed_auth_methods_required_for_restricted invalid_organization_allowed_auth_methods',
  allowed_mfa_methods: 'allowed_mfa_methods_required_for_restricted invalid_organization_allowed_mfa_methods',
  allowed_oauth_tenants: 'invalid_oauth_allowed_tenants_format',
  mfa_policy: 'invalid_organization_mfa_policy',
  sso_default_connection_id: 'invalid_sso_default_connection_id',
  password: 'breached_password weak_password',
  new_password: 'breached_password weak_password',
  hash: `
    invalid_base64_scrypt_hash invalid_bcrypt_cost invalid_bcrypt_hash invalid_hash invalid_md_5_hash
    invalid_pbkdf_2_hash invalid_phpass_hash_format invalid_phpass_hash_prefix invalid_sha_1_hash invalid_sha_512_hash`,
  hash_type: 'invalid_hash_type',
  session_custom_claims: `
    custom_claims_too_large reserved_claims_in_custom_claims stytch_claims_in_custom_claims
    unable_to_represent_custom_claims_json`,
  session_duration_minutes: 'invalid_session_duration invalid_session_duration_minutes',
  member_session_id: 'session_not_found',
  session_id: 'invalid_session_id session_not_found',
  locale: 'invalid_locale',
  invite_redirect_url: 'invalid_invite_redirect_url',
  login_redirect_url: 'invalid_login_redirect_url',
  signup_redirect_url: 'invalid_signup_redirect_url',
  login_magic_link_url: 'invalid_login_magic_link_url',
  signup_magic_link_url: 'invalid_signup_magic_link_url',
  invite_magic_link_url: 'invalid_invite_magic_link_url',
  reset_password_redirect_url: 'invalid_password_reset_redirect_url',
  discovery_redirect_url: 'invalid_discovery_redirect_url',
  pkce_code_challenge: 'invalid_pkce_code_challenge',
  code_challenge: 'invalid_pkce_code_challenge',
  pkce_code_verifier: `
    invalid_pkce_code_verifier pkce_did_not_expect_code_verifier pkce_expected_code_verifier pkce_mismatch`,
  code_verifier: `
    invalid_pkce_code_verifier pkce_did_not_expect_code_verifier pkce_expected_code_verifier pkce_mismatch`,
  code: `
    invalid_code invalid_totp_code otp_code_not_found totp_code_already_authenticated unable_to_auth_otp_code
    unable_to_authenticate_totp`,
  totp_code: 'invalid_totp_code totp_code_already_authenticated unable_to_authenticate_totp',
  recovery_code: 'invalid_recovery_code unable_to_authenticate_recovery_code',
  magic_links_token: 'magic_link_not_found unable_to_auth_magic_link',
  discovery_magic_links_token: 'magic_link_not_found unable_to_auth_magic_link',
  token: `
    invalid_trusted_auth_token magic_link_not_found oauth_token_not_found unable_to_auth_magic_link
    unable_to_auth_password_reset_token`,
  password_reset_token: 'unable_to_auth_password_reset_token',
  oauth_token: 'oauth_token_not_found',
  discovery_oauth_token: 'oauth_token_not_found',
  sso_token: 'sso_token_not_found',
  impersonation_token: 'unable_to_auth_impersonation_token',
  intermediate_session_token: 'intermediate_session_not_found invalid_intermediate_session_token_for_organization',
  access_token: 'idp_access_token_could_not_be_exchanged idp_access_token_expired idp_access_token_not_found',
  connection_id: 'oidc_connection_not_found saml_connection_not_found sso_connection_not_found',
  certificate_id: 'sso_verification_key_not_found',
  private_key_id: 'sso_encryption_private_key_not_found',
  external_organization_id: 'external_organization_id_same_as_organization_id',
  external_connection_id: 'duplicate_external_sso_connection external_connection_id_not_found',
  display_name: 'invalid_display_name',
  identity_provider: 'invalid_scim_idp invalid_sso_idp',
  attribute_mapping: `
    saml_connection_attribute_mapping_missing_groups_key saml_connection_attribute_mapping_required
    saml_connection_email_mapping_required saml_connection_name_mapping_required
    saml_connection_no_nested_keys_in_attribute_mapping`,
  idp_entity_id: 'invalid_idp_entity_id',
  idp_sso_url: `
    invalid_idp_sso_url saml_connection_idp_sso_url_invalid_format saml_connection_idp_sso_url_not_https
    saml_connection_idp_sso_url_required`,
  metadata_url: 'invalid_saml_metadata_url invalid_xml_from_saml_metadata_url saml_connection_metadata_invalid_format',
  x509_certificate: 'invalid_x509_certificate',
  signing_private_key: 'saml_signing_private_key_format_not_supported saml_signing_private_key_invalid',
  saml_group_implicit_role_assignments: 'saml_group_role_assignment_does_not_contain_member_group',
  scim_group_implicit_role_assignments: `
    scim_group_role_assignment_does_not_contain_group_id scim_group_role_assignment_group_does_not_exist`,
  authorization_url: `
    invalid_authorization_url oidc_connection_authorization_url_invalid_format
    oidc_connection_authorization_url_required`,
  issuer: 'invalid_issuer oidc_connection_issuer_required oidc_connection_issuer_url_invalid_format',
  jwks_url: 'invalid_jwks_url oidc_connection_jwks_url_invalid_format oidc_connection_jwks_url_required',
  token_url: 'invalid_token_url oidc_connection_token_url_invalid_format oidc_connection_token_url_required',
  userinfo_url: 'invalid_userinfo_url oidc_connection_userinfo_url_invalid_format',
  client_id: `
    connected_app_not_found duplicate_m2m_client_id m2m_client_invalid_client_id m2m_client_not_found
    oidc_connection_client_id_required`,
  connected_app_id: 'connected_app_not_found',
  client_secret: `
    client_secret_too_long insecure_m2m_client_secret m2m_client_invalid_client_secret
    oidc_connection_client_secret_required`,
  client_name: 'm2m_client_invalid_client_name',
  client_description: 'm2m_client_invalid_client_description',
  client_type: 'invalid_connected_app_type',
  status: 'invalid_m2m_client_status m2m_client_invalid_status',
  scopes: 'invalid_m2m_client_scope oauth_invalid_scope_requested too_many_m2m_client_scopes',
  redirect_urls: `
    connected_app_invalid_redirect_url connected_app_redirect_url_cannot_use_localhost
    connected_app_redirect_url_http_scheme_must_use_loopback connected_app_redirect_url_must_include_scheme
    connected_app_redirect_url_must_use_http_or_https_scheme connected_app_redirect_url_must_use_https_scheme`,
  access_token_custom_audience: 'idp_invalid_access_token_custom_audience',
  access_token_expiry_minutes: 'idp_invalid_access_token_expiry_minutes',
  access_token_template_content: 'idp_invalid_access_token_jwt_template',
} as const satisfies { readonly [Property in RequestProperty]?: string };

/** The wire names of the properties that an error type may concern. Exported for the test of the table. */
export const errorProperties: ReadonlyMap<string, readonly string[]> = propertiesByType();

function propertiesByType(): ReadonlyMap<string, readonly string[]> {
  const properties = new Map<string, string[]>();
  for (const [property, types] of Object.entries(errorTypes)) {
    for (const errorType of types.trim().split(/\s+/)) {
      const known = properties.get(errorType) ?? [];
      properties.set(errorType, known);
      known.push(property);
    }
  }
  return properties;
}
