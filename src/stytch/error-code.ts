/** Every error code, with its meaning and what the caller can do. */
export const errorCodes = {
  INVALID_INPUT:
    'A value is missing, malformed or not allowed; correct the input, since an unchanged retry fails again.',
  NOT_FOUND: 'The object that the input names does not exist, or does not belong to the given parent; check the ids.',
  CONFLICT:
    'The current state does not allow it: a duplicate, a limit that is reached, an object in use or an operation in progress; read the state, then change it or the input.',
  FORBIDDEN:
    'The caller is identified but lacks the permission, or a rule of the organization forbids it; signing in again as the same person does not help.',
  UNAUTHENTICATED:
    'The session or token of the caller is missing, invalid, expired or revoked; renew it, or have the person sign in.',
  INVALID_CREDENTIALS:
    'The password, code, link or token in the input is wrong, used up or expired; let the person try again or request a new one.',
  PRECONDITION_FAILED:
    'Another step is needed first, such as a second factor, a fresh sign-in, a verified address, a password reset or a solved captcha; `errorType` names it.',
  LOCKED:
    'Too many failed attempts: this sign-in method is locked for a time; `message` names it and the methods that still work, further attempts do not help.',
  RATE_LIMITED: 'Too many requests in a short time; retry after `retryAfter` seconds, or later if it is null.',
  NOT_CONFIGURED:
    'The project or organization lacks a setting, feature, plan or valid credential; no input helps, so inform the operator.',
  UPSTREAM_ERROR: 'Stytch, or a service that it uses, failed during the request; report `requestId` if it persists.',
  UPSTREAM_UNAVAILABLE: 'Stytch is unreachable or accepts no requests; retry later.',
  BAD_UPSTREAM_RESPONSE:
    'The response from Stytch is malformed or too large; a retry rarely helps, so inform the operator.',
  TIMEOUT: 'No response arrived before the deadline; retry, with a narrower request if possible.',
  OUTCOME_UNKNOWN:
    'The write was sent but no response arrived: its outcome is unknown; read the state before you retry.',
} as const;

export type ErrorCode = keyof typeof errorCodes;

/**
 * Every known `error_type` of Stytch, grouped by error code. Grouped by meaning, since status and wording mislead:
 * Stytch responds to a failed captcha with 429, to an invalid project secret with 401, and to an unknown route with a
 * 404 that must not read as a missing object.
 */
const errorTypes: Record<Exclude<ErrorCode, 'BAD_UPSTREAM_RESPONSE'>, string> = {
  INVALID_INPUT: `
    allowed_auth_methods_required_for_restricted allowed_mfa_methods_required_for_restricted
    argon_2_key_length_mismatch bad_request breached_password bulk_migrate_invalid_user_count
    cannot_add_pem_file_to_non_pem_trusted_token_profile cannot_assign_default_rbac_role_id
    cannot_preserve_existing_sessions cannot_specify_wildcard_with_other_actions client_secret_too_long
    connected_app_invalid_redirect_url connected_app_redirect_url_cannot_use_localhost
    connected_app_redirect_url_http_scheme_must_use_loopback connected_app_redirect_url_must_include_scheme
    connected_app_redirect_url_must_use_http_or_https_scheme connected_app_redirect_url_must_use_https_scheme
    could_not_parse_biometric_signature country_code_allowlist_b2b_whatsapp_not_supported country_code_allowlist_empty
    country_code_allowlist_invalid_country_codes crypto_wallet_type_incompatible_with_siwe custom_claims_too_large
    empty_rbac_resource_id empty_rbac_role_id empty_rbac_scope empty_webauthn_registration_name
    event_log_streaming_bad_datadog_config event_log_streaming_bad_grafana_loki_config
    event_log_streaming_invalid_destination_type event_log_streaming_invalid_streaming_status
    external_organization_id_same_as_organization_id forbidden_character_zero_width_space
    idp_invalid_access_token_custom_audience idp_invalid_access_token_expiry_minutes
    idp_invalid_access_token_jwt_template incompatible_session_type indeterminate_sso_connection_for_organization
    insecure_m2m_client_secret invalid_append_salt invalid_argon_2_iteration_amount invalid_argon_2_key_length
    invalid_argon_2_memory invalid_argon_2_salt invalid_argon_2_threads invalid_argument invalid_authentication_type
    invalid_authenticator_type invalid_authorization_url invalid_base64_scrypt_hash invalid_base64_scrypt_salt
    invalid_bcrypt_cost invalid_bcrypt_hash invalid_biometric_registration_id invalid_callback_id
    invalid_captcha_provider_id invalid_captcha_provider_type invalid_captcha_threshold invalid_client_id
    invalid_connected_app_type invalid_create_user_request invalid_crypto_wallet_address invalid_crypto_wallet_id
    invalid_default_url invalid_discovery_redirect_url invalid_display_name invalid_domain invalid_email
    invalid_email_domain invalid_email_html invalid_email_id invalid_email_plaintext invalid_email_sandbox
    invalid_email_subject invalid_email_template_content invalid_email_template_parameters invalid_ethereum_address
    invalid_exchange_primary_factor_fields invalid_exchange_primary_factor_user invalid_expiration
    invalid_expiration_otp invalid_from_local_part invalid_hash invalid_hash_type invalid_id invalid_idp_entity_id
    invalid_idp_sso_url invalid_impersonation_reason invalid_invite_magic_link_url invalid_invite_redirect_url
    invalid_ip_address invalid_issuer invalid_jwks_url invalid_locale invalid_login_magic_link_url
    invalid_login_oauth_url invalid_login_redirect_url invalid_login_sso_url invalid_m2m_client_scope
    invalid_m2m_client_status invalid_magic_link_url invalid_md_5_hash invalid_member_get_fields invalid_method_id
    invalid_mfa_default_method invalid_microsoft_tenant_type invalid_microsoft_user_principal_name
    invalid_mobile_identifier invalid_oauth_allowed_tenants_format invalid_oauth_provider
    invalid_oauth_user_registration_id invalid_organization_allowed_auth_methods
    invalid_organization_allowed_mfa_methods invalid_organization_auth_factor_setting
    invalid_organization_auth_factor_setting_for_email_jit_provisioning
    invalid_organization_auth_factor_setting_for_oauth_tenant_jit_provisioning
    invalid_organization_auth_method_settings invalid_organization_external_id invalid_organization_id
    invalid_organization_mfa_factor_setting invalid_organization_mfa_policy invalid_organization_name
    invalid_organization_slug invalid_password_id invalid_password_reset_redirect_url
    invalid_password_strength_luds_complexity invalid_password_strength_luds_length invalid_pbkdf_2_algorithm
    invalid_pbkdf_2_hash invalid_pbkdf_2_iteration_amount invalid_pbkdf_2_salt invalid_permission_action
    invalid_permission_resource invalid_phone_number invalid_phone_number_country_code invalid_phone_number_docs
    invalid_phone_number_sandbox invalid_phpass_hash_format invalid_phpass_hash_prefix invalid_pkce_code_challenge
    invalid_pkce_code_verifier invalid_prepend_salt invalid_project_name invalid_public_key
    invalid_public_key_credential invalid_public_key_credential_invalid_authenticator_data
    invalid_public_key_credential_invalid_id invalid_public_key_credential_malformed_attestation_object
    invalid_public_key_credential_malformed_client_data_json
    invalid_public_key_credential_missing_attestation_object_field
    invalid_public_key_credential_missing_authenticator_data_field
    invalid_public_key_credential_missing_client_data_json_field invalid_public_key_credential_missing_id_field
    invalid_public_key_credential_missing_response_field invalid_public_key_credential_missing_signature_field
    invalid_public_token_id invalid_rbac_custom_role invalid_rbac_role_assignment invalid_rbac_role_id
    invalid_rbac_scope invalid_rbac_stytch_role_edit invalid_redirect_url_type invalid_reply_to_local_part
    invalid_request_id invalid_request_value invalid_restricted_email_setting invalid_restricted_oauth_tenants_setting
    invalid_restricted_sso_setting invalid_role invalid_saml_metadata_url invalid_scim_idp invalid_scrypt_n_parameter
    invalid_scrypt_parameters invalid_scrypt_salt_length invalid_secret_id invalid_session_duration
    invalid_session_duration_minutes invalid_session_fields invalid_session_id invalid_session_management
    invalid_sha_1_hash invalid_sha_512_hash invalid_signup_magic_link_url invalid_signup_oauth_url
    invalid_signup_redirect_url invalid_signup_sso_url invalid_siwe_chain_id invalid_siwe_domain
    invalid_siwe_message_request_id invalid_siwe_resource invalid_siwe_statement invalid_siwe_uri
    invalid_solana_address invalid_sso_default_connection_id invalid_sso_idp invalid_stytch_prefixed_resource
    invalid_subject invalid_template_id invalid_template_values invalid_token_url invalid_totp_id invalid_url
    invalid_user_agent invalid_user_id invalid_user_lock_threshold invalid_user_lock_ttl invalid_userinfo_url
    invalid_wallet_address_user invalid_wallet_type invalid_webauthn_registration_domain
    invalid_webauthn_registration_id invalid_wildcard_action invalid_x509_certificate
    invalid_xml_from_saml_metadata_url jwt_template_invalid_json jwt_template_invalid_tag jwt_template_mismatched_tag
    live_id_used_in_test_environment m2m_client_invalid_client_description m2m_client_invalid_client_id
    m2m_client_invalid_client_name m2m_client_invalid_client_secret m2m_client_invalid_status
    m2m_search_expected_array_of_strings m2m_search_filter_name_must_be_string m2m_search_filter_name_not_recognized
    m2m_search_missing_filter_name m2m_search_missing_filter_value
    member_search_cannot_mix_internal_and_external_member_ids member_search_expected_array_of_strings
    member_search_expected_boolean member_search_expected_string member_search_filter_name_must_be_string
    member_search_filter_name_not_recognized member_search_member_email_fuzzy_too_short
    member_search_member_mfa_phone_number_fuzzy_too_short member_search_missing_filter_name
    member_search_missing_filter_value member_search_missing_is_breakglass member_search_missing_member_email_fuzzy
    member_search_missing_member_emails member_search_missing_member_ids member_search_missing_member_roles
    member_search_missing_mfa_member_phone_number_fuzzy member_search_missing_mfa_member_phone_numbers
    member_search_missing_oauth_providers member_search_missing_organization_id
    member_search_missing_organization_slug member_search_missing_organization_slug_fuzzy
    member_search_missing_password_exists member_search_missing_status member_search_missing_statuses
    member_search_missing_totp_exists member_search_organization_ids_empty
    member_search_organization_slug_fuzzy_too_short metadata_invalid_format metadata_too_large metadata_too_many_keys
    missing_oauth_organization_locator missing_sms_parameter missing_sso_connection_locator
    must_have_jwks_url_for_trusted_token_profile_with_type_jwk
    must_have_pem_files_for_trusted_token_profile_with_type_pem no_associated_session_passed_in
    no_oauth_authorize_member_selector no_oauth_authorize_user_selector no_session_arguments
    no_session_revoke_arguments no_user_selection_arguments no_wildcards_in_live_redirect_url
    oauth_invalid_scope_requested oidc_connection_authorization_url_invalid_format
    oidc_connection_authorization_url_required oidc_connection_client_id_required
    oidc_connection_client_secret_required oidc_connection_issuer_required oidc_connection_issuer_url_invalid_format
    oidc_connection_jwks_url_invalid_format oidc_connection_jwks_url_required oidc_connection_token_url_invalid_format
    oidc_connection_token_url_required oidc_connection_userinfo_url_invalid_format oidc_prompt_none_must_be_exclusive
    organization_logo_url_too_long organization_name_includes_banned_words organization_name_missing
    organization_search_allowed_domain_fuzzy_too_short organization_search_expected_array_of_strings
    organization_search_expected_boolean organization_search_expected_string
    organization_search_filter_name_must_be_string organization_search_filter_name_not_recognized
    organization_search_member_email_fuzzy_too_short organization_search_missing_allowed_domain_fuzzy
    organization_search_missing_allowed_domains organization_search_missing_claimed_email_domains
    organization_search_missing_filter_name organization_search_missing_filter_value
    organization_search_missing_has_active_sso_connection organization_search_missing_member_email_fuzzy
    organization_search_missing_member_emails organization_search_missing_organization_ids
    organization_search_missing_organization_name_fuzzy organization_search_missing_organization_slug_fuzzy
    organization_search_missing_organization_slugs organization_search_missing_sso_connection_id
    organization_search_organization_name_fuzzy_too_short organization_search_organization_slug_fuzzy_too_short
    organization_settings_claimed_domain_too_common organization_settings_disposable_domain
    organization_settings_domain_too_common organization_settings_invalid_claimed_domain
    organization_settings_invalid_domain pbkdf_2_key_length_mismatch pkce_did_not_expect_code_verifier
    pkce_expected_code_verifier pkce_required_for_idp_authorization_flow pkce_required_for_native_callback
    private_key_too_long public_key_missing public_token_required query_params_do_not_match rbac_action_too_long
    rbac_description_too_long rbac_domain_too_common rbac_invalid_domain rbac_org_custom_roles_only
    rbac_permission_missing_actions rbac_reserved_scope rbac_resource_id_too_long rbac_resource_missing_actions
    rbac_role_id_too_long rbac_role_missing_permissions rbac_scope_missing_permissions rbac_scope_too_long
    redirect_url_cannot_use_protocol redirect_url_must_use_https
    redirect_url_with_query_param_placeholder_cannot_be_default redirect_url_with_wildcard_cannot_be_default
    reserved_claims_in_custom_claims retired_email_missing_email_identifiers
    saml_connection_attribute_mapping_missing_groups_key saml_connection_attribute_mapping_required
    saml_connection_email_mapping_required saml_connection_idp_sso_url_invalid_format
    saml_connection_idp_sso_url_not_https saml_connection_idp_sso_url_required saml_connection_metadata_invalid_format
    saml_connection_name_mapping_required saml_connection_no_nested_keys_in_attribute_mapping
    saml_group_role_assignment_does_not_contain_member_group saml_signing_private_key_format_not_supported
    saml_signing_private_key_invalid scim_group_role_assignment_does_not_contain_group_id scrypt_key_length_mismatch
    search_invalid_status_filter signature_is_incorrect_size signature_missing sso_connection_organization_mismatch
    sso_multiple_connections_found stytch_claims_in_custom_claims test_id_used_in_live_environment
    too_many_m2m_client_scopes too_many_oauth_organization_locators too_many_session_arguments
    too_many_session_revoke_arguments too_many_sso_connection_locators too_many_user_selection_arguments
    trusted_token_profile_cannot_have_multiple_external_ids trusted_token_profile_incorrect_external_id_mapping
    trusted_token_profile_invalid_request unable_to_represent_custom_claims_json
    user_search_cannot_mix_internal_and_external_user_ids user_search_email_address_fuzzy_too_short
    user_search_expected_array_of_string user_search_expected_bool user_search_expected_object
    user_search_expected_string user_search_expected_timestamp user_search_filter_name_must_be_string
    user_search_filter_name_not_recognized user_search_full_name_fuzzy_too_short user_search_invalid_cursor
    user_search_invalid_limit user_search_invalid_oauth_provider_filter user_search_invalid_operator
    user_search_invalid_status_filter user_search_maximum_filter_value_count_exceeded
    user_search_missing_biometric_registration_ids user_search_missing_biometric_verified
    user_search_missing_created_at_greater_than user_search_missing_created_at_less_than
    user_search_missing_crypto_wallet_address user_search_missing_crypto_wallet_id
    user_search_missing_crypto_wallet_verified user_search_missing_email_address_fuzzy
    user_search_missing_email_addresses user_search_missing_email_domain user_search_missing_email_ids
    user_search_missing_email_verified user_search_missing_filter_name user_search_missing_filter_value
    user_search_missing_full_name_fuzzy user_search_missing_greater_than user_search_missing_less_than
    user_search_missing_oauth_providers user_search_missing_password user_search_missing_phone_ids
    user_search_missing_phone_number_fuzzy user_search_missing_phone_numbers user_search_missing_phone_verified
    user_search_missing_status user_search_missing_totp_ids user_search_missing_totp_verified
    user_search_missing_user_ids user_search_missing_webauthn_registration_ids user_search_missing_webauthn_verified
    user_search_phone_number_fuzzy_too_short weak_password`,
  NOT_FOUND: `
    biometric_registration_not_found connected_app_not_found crypto_wallet_not_found email_not_found
    event_log_streaming_not_found external_connection_id_not_found m2m_client_not_found
    member_does_not_exist_in_organization member_not_found member_oauth_token_not_found member_oidc_token_not_found
    member_password_not_found member_phone_number_not_found migrate_from_external_email_does_not_exist
    no_active_scim_connection no_deleted_member_found_for_reactivation oauth_user_registration_not_found
    oidc_connection_not_found organization_not_found organization_user_not_found password_not_found
    phone_number_not_found project_user_not_found recovery_codes_not_found redirect_url_not_found
    saml_connection_not_found scim_group_role_assignment_group_does_not_exist secondary_factor_not_found
    secret_not_found sso_connection_not_found sso_encryption_private_key_not_found sso_verification_key_not_found
    totp_not_found totps_not_found_for_user trusted_token_profile_not_found user_not_found
    webauthn_registration_not_found`,
  CONFLICT: `
    active_scim_connection_exists active_totp_exists allow_list_max_exceeded cannot_delete_default_email_template
    cannot_delete_default_sso_connection cannot_delete_email cannot_delete_last_primary_factor
    cannot_delete_last_sso_verification_key cannot_remove_primary_auth_mechanism
    cannot_toggle_cross_org_passwords_when_password_in_use connected_app_already_rotating_secret
    deny_list_max_exceeded desired_email_deactivated_by_different_member desired_email_updating_for_different_member
    duplicate_biometric_registration duplicate_custom_hostname_found duplicate_email duplicate_email_for_user
    duplicate_email_template_vanity_id duplicate_external_sso_connection duplicate_m2m_client_id
    duplicate_member_email duplicate_member_external_id duplicate_member_phone_number
    duplicate_member_phone_number_for_member duplicate_organization duplicate_organization_user duplicate_phone_number
    duplicate_phone_number_for_user duplicate_project_user duplicate_redirect_url duplicate_saml_connection
    duplicate_user_external_id duplicate_wallet_address duplicate_wallet_address_for_user
    duplicate_webauthn_registration event_log_streaming_too_many_destinations m2m_client_already_rotating_secret
    organization_external_id_already_used organization_settings_duplicate_claimed_domain
    organization_settings_duplicate_domain organization_slug_already_used password_already_exists pending_totp_exists
    public_connected_apps_do_not_have_secrets rbac_action_duplicate rbac_cannot_delete_attribute_used_in_org_policy
    rbac_resource_duplicate rbac_role_duplicate rbac_scope_duplicate reactivation_email_belongs_to_another_member
    recovery_codes_already_exist retired_member_email too_many_biometric_registrations_for_user
    too_many_connected_apps too_many_domains too_many_email_templates too_many_encryption_certificates
    too_many_pem_files_for_trusted_token_profile too_many_projects too_many_public_tokens too_many_redirect_urls
    too_many_roles too_many_secrets too_many_sms_templates too_many_sso_connections
    too_many_sso_verification_certificates too_many_trusted_token_profiles_for_project too_many_unverified_factors
    too_many_user_registrations_for_domain unable_to_delete_last_public_token user_already_invited`,
  FORBIDDEN: `
    action_not_allowed_email_domain_is_claimed cannot_update_trusted_metadata connected_app_not_allowed_for_org
    consumer_session_authorization_error email_in_denylist email_jit_provisioning_not_allowed email_not_in_allowlist
    invalid_connection_for_jit_provisioning invalid_email_for_invites invalid_email_for_jit_provisioning
    invalid_google_hosted_domain_error invalid_oauth_tenant_for_jit_provisioning
    member_cannot_update_their_email_address member_impersonation_not_allowed member_session_member_id_mismatch
    oauth_access_token_exchange_missing_full_access oauth_tenant_jit_provisioning_not_allowed
    oidc_user_not_assigned_to_app_in_idp operation_restricted_by_organization_auth_methods
    operation_restricted_by_organization_mfa_methods saml_idp_initiated_auth_disabled session_authorization_error
    session_authorization_tenancy_error session_not_mutable third_party_clients_cannot_use_full_access
    unauthorized_action unauthorized_billing_permissions update_user_auth_method_not_allowed user_id_mismatch
    user_impersonation_not_allowed`,
  UNAUTHENTICATED: `
    invalid_session_token invalid_session_token_docs jwt_invalid_audience jwt_invalid_claims jwt_invalid_issuer
    session_not_found unable_to_parse_session_jwt user_unauthenticated`,
  INVALID_CREDENTIALS: `
    attribute_mismatch duplicate_saml_response expired_oauth_response expired_oidc_response expired_saml_response
    expired_totp failed_saml_response id_token_expired id_token_incorrect_audience id_token_invalid
    id_token_nonce_invalid idp_access_token_could_not_be_exchanged idp_access_token_expired idp_access_token_not_found
    idp_auth_code_expired idp_auth_code_not_found idp_refresh_token_already_used idp_refresh_token_expired
    idp_refresh_token_not_found intermediate_session_not_found invalid_audience_saml_response invalid_client_secret
    invalid_code invalid_intermediate_session_token_for_organization invalid_oauth_attach_token
    invalid_public_key_credential_invalid_signature invalid_recovery_code invalid_saml_response invalid_signature
    invalid_signature_saml_response invalid_token invalid_token_docs invalid_token_organization_id_claim
    invalid_totp_code invalid_trusted_auth_token invalid_xml_saml_response magic_link_not_found
    migrate_from_external_unexpected_response missing_oidc_csrf_cookie missing_oidc_state_param
    missing_saml_csrf_cookie missing_saml_relay_state missing_saml_response missing_signature_saml_response
    not_yet_valid_saml_response oauth_access_token_exchange_token_invalid_grant
    oauth_access_token_exchange_token_too_old oauth_auth_code_error oauth_discovery_flow_callback_error
    oauth_flow_callback_error oauth_invalid_callback_request oauth_invalid_state
    oauth_non_discovery_flow_callback_error oauth_state_mismatch oauth_state_used
    oauth_token_exchange_google_missing_information oauth_token_not_found oidc_auth_code_error
    oidc_csrf_cookie_mismatch oidc_invalid_callback_request oidc_invalid_id_token oidc_response_subject_mismatch
    otp_code_not_found password_does_not_match pkce_mismatch recovery_code_used_as_totp_code saml_csrf_cookie_mismatch
    session_on_code_does_not_match_session_passed_in siwe_message_expired siwe_message_not_valid_yet
    sso_token_not_found token_missing_organization_id_claim totp_code_already_authenticated
    totp_code_used_as_recovery_code unable_to_auth_biometric_registration unable_to_auth_impersonation_token
    unable_to_auth_magic_link unable_to_auth_otp_code unable_to_auth_password_reset_token
    unable_to_auth_webauthn_registration unable_to_authenticate_crypto_wallet unable_to_authenticate_recovery_code
    unable_to_authenticate_totp unable_to_authorize_oauth_provider unable_to_register_biometric_registration
    unable_to_register_webauthn_registration unable_to_verify_member_email_update unsolicited_oidc_response
    unsolicited_saml_response xml_validation_saml_unknown_error`,
  PRECONDITION_FAILED: `
    action_available_only_for_active_members action_available_only_once_primary_authentication_is_met
    ad_blocker_detected cannot_reset_password_with_existing_password cannot_use_biometrics_with_pending_user
    cannot_use_webauthn_with_pending_user captcha_failed captcha_required connected_app_consent_revoked
    connected_app_not_rotating_secret default_mfa_member_missing_factor email_unverified_for_reactivation
    email_updates_available_only_for_active_members email_verification_required inactive_email insufficient_factors
    insufficient_factors_for_session_exchange invalid_session_missing_primary_factor m2m_client_not_rotating_secret
    member_has_no_active_verified_email member_reset_password missing_oauth_refresh_token missing_oidc_refresh_token
    no_active_biometric_registrations no_active_recovery_code_backed_factor no_active_webauthn_registrations
    no_pending_webauthn_registration no_user_password oauth_unverified_email oidc_response_unverified_email
    reset_password scim_connection_not_rotating_token session_enforced_factor_matching_session_required
    session_must_have_at_least_one_active_factor session_too_old_to_reset_password stale_factors
    third_party_clients_require_consent_for_offline_access unable_to_refresh_oauth_token unable_to_refresh_oidc_token
    unsubscribed_phone_number weak_factor_combination`,
  LOCKED: `
    user_lock_limit_reached`,
  RATE_LIMITED: `
    too_few_tokens_authenticated too_many_requests`,
  NOT_CONFIGURED: `
    apple_oauth_config_not_found authorization_endpoint_not_configured_for_project bad_app_bundle_for_stytch_sdk
    bad_domain_for_stytch_sdk bad_vertical_for_stytch_sdk billing_info_not_found billing_not_verified
    billing_not_verified_for_email captcha_provider_not_found claimed_email_domains_not_supported
    cname_invalid_for_http_only_cookies cname_record_not_found cname_required_for_http_only_cookies
    cname_required_to_enable_http_only_cookies connected_app_misconfigured_client
    connected_app_supplied_redirect_url_not_found_in_client country_code_allowlist_billing_not_verified
    cross_org_passwords_enabled cross_org_passwords_not_enabled default_provider_not_allowed deprecated_endpoint
    dynamic_client_registration_not_enabled email_settings_not_found email_template_not_found
    endpoint_not_authorized_for_sdk enterprise_endpoint external_connection_not_active invalid_authorization_header
    invalid_b2b_endpoint invalid_consumer_endpoint invalid_project_id invalid_project_id_authentication
    invalid_saml_response_email invalid_saml_response_groups invalid_secret_authentication jwt_template_not_found
    member_dashboard_search_disabled method_not_allowed migrate_from_external_missing_userinfo missing_apple_app_id
    no_captcha_provider_configured no_default_discovery_redirect_url_set no_default_invite_redirect_url_set
    no_default_login_redirect_url_set no_default_signup_redirect_url_set no_discovery_redirect_url
    no_discovery_redirect_urls_set no_invite_redirect_url no_invite_redirect_urls_set no_login_redirect_url
    no_login_redirect_urls_set no_match_for_provided_magic_link_url no_match_for_provided_oauth_url
    no_match_for_provided_sso_url no_password_reset_redirect_url no_signup_redirect_url no_signup_redirect_urls_set
    no_sso_connection_exists_for_organization oauth_app_not_authorized oauth_config_not_found
    oauth_token_exchange_invalid_client oauth_token_exchange_invalid_request oauth_token_exchange_invalid_scope
    oauth_token_exchange_microsoft_expired_secret oauth_token_exchange_microsoft_invalid_secret
    oauth_token_exchange_unauthorized_client oidc_invalid_userinfo oidc_response_email_missing
    oidc_response_name_missing oidc_response_subject_missing organization_suspended
    passwords_incompatible_with_sdk_config project_has_no_public_tokens project_not_found public_token_not_found
    required_custom_email_domain requires_active_sso_connection route_not_found route_not_supported_in_test
    saml_certificate_mismatch sms_template_not_found sso_connection_custom_domain_mismatch
    sso_discovery_incompatible_with_sdk_config too_many_m2m_clients_for_billing_tier
    too_many_sso_connections_for_billing_tier twitter_401 twitter_403 unauthorized_credentials
    unauthorized_credentials_homepage unauthorized_project_id_live unauthorized_project_id_test unavailable_endpoint
    use_https wrong_stack_live wrong_stack_test`,
  UPSTREAM_ERROR: `
    downstream_carrier_error internal_server_error oauth_creating_redirect_url_error
    unable_to_delete_email_suppression unknown_error`,
  UPSTREAM_UNAVAILABLE: `
    server_unavailable`,
  TIMEOUT: `
    password_validation_timeout search_timeout`,
  OUTCOME_UNKNOWN: `
    client_closed_request`,
};

const codes = new Map<string, ErrorCode>();
for (const code of Object.keys(errorTypes) as (keyof typeof errorTypes)[]) {
  for (const errorType of words(errorTypes[code])) codes.set(errorType, code);
}

function words(list: string): string[] {
  return list.trim().split(/\s+/);
}

/** The known error types, group by group; exported for the test that none is in two groups. */
export const knownErrorTypes: readonly string[] = Object.values(errorTypes).flatMap(words);

/** The error code of an error response: by its `error_type` if known, otherwise by the HTTP status. */
export function errorCode(errorType: string, statusCode: number): ErrorCode {
  return codes.get(errorType) ?? byStatus(statusCode);
}

/** Whether an error type means that a session or its token is invalid or has ended. */
export const isSessionRefusal = (errorType: string | undefined): boolean =>
  codes.get(errorType ?? '') === 'UNAUTHENTICATED';

function byStatus(statusCode: number): ErrorCode {
  switch (statusCode) {
    case 401:
      return 'UNAUTHENTICATED';
    case 403:
      return 'FORBIDDEN';
    case 404:
      return 'NOT_FOUND';
    case 409:
      return 'CONFLICT';
    case 429:
      return 'RATE_LIMITED';
    case 503:
      return 'UPSTREAM_UNAVAILABLE';
    default:
      if (statusCode >= 500) return 'UPSTREAM_ERROR';
      return statusCode >= 400 ? 'INVALID_INPUT' : 'BAD_UPSTREAM_RESPONSE';
  }
}
