/** Operations of the contract that are in no graph yet. Later issues empty this list. */
export const notYetBuilt: readonly string[] = [
  'api_idp_v1_idp_oauth_AuthorizeStart',
  'api_idp_v1_idp_oauth_Authorize',
  'api_impersonation_v1_Authenticate',
  'api_password_v1_Create',
  'api_password_v1_Authenticate',
  'api_password_v1_StrengthCheck',
  'api_password_v1_Migrate',
  'api_password_v1_passwords_email_ResetStart',
  'api_password_v1_passwords_email_Reset',
  'api_password_v1_passwords_existing_password_Reset',
  'api_password_v1_passwords_session_Reset',
  'api_oauth_v1_Attach',
  'api_oauth_v1_Authenticate',
];
