/** Operations of the contract that are in no graph yet. Later issues empty this list. */
export const notYetBuilt: readonly string[] = [
  'api_idp_v1_idp_oauth_AuthorizeStart',
  'api_idp_v1_idp_oauth_Authorize',
  'api_impersonation_v1_Authenticate',
  'api_oauth_v1_Attach',
  'api_oauth_v1_Authenticate',
];
