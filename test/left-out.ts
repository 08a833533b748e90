/** Properties of the contract that the graph does not expose unchanged, each with the reason. */

import { contract } from './contract.ts';

/** Properties of a factor by its kind; test/project/authentication-factor.test.ts checks that each has a type. */
const factorDetails = Object.keys(
  contract.components.schemas['api_session_v1_AuthenticationFactor']?.properties ?? {},
).filter((name) => name.endsWith('_factor'));

/** A fraud rule has one of these identifiers, depending on its kind. */
const ruleIdentifiers = (contract.components.schemas['api_fraud_v1_RuleType']?.enum ?? []).map((kind) =>
  kind.toLowerCase(),
);
const identifier = (owner: string, reason: string) =>
  Object.fromEntries(ruleIdentifiers.map((name) => [`${owner}.${name}`, reason]));

/** Left out of all objects. */
export const leftOutEverywhere: Readonly<Record<string, string>> = {
  status_code: 'HTTP says it; a failure carries it in MutationError.',
  member_authenticated: 'The type of `outcome` says it, or `nextStep`.',
  request_id: 'Payloads carry it; that of a read stands in its error and in the log.',
  results_metadata: 'Becomes `pageInfo` and `totalCount` of a connection.',
  next_cursor: 'Becomes the cursors of a connection.',
  total: 'Becomes `totalCount` of a connection.',
};

/** Left out of one object, as `schema.property`. */
export const leftOut: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    factorDetails.map((name) => [`api_session_v1_AuthenticationFactor.${name}`, 'Becomes the type of the factor.']),
  ),
  ...identifier('api_fraud_v1_Rule', 'Becomes `identifier`; `type` says which it is.'),
  ...identifier('api_fraud_v1_fraud_rules_SetResponse', 'Becomes `identifier`; `type` says which it is.'),
  'api_m2m_v1_M2MClientWithClientSecret.client_secret': 'Stands in the payload, beside the client.',
  'api_m2m_v1_M2MClientWithNextClientSecret.next_client_secret': 'Stands in the payload, beside the client.',
  'api_b2b_magic_v1_AuthenticateResponse.member_id': 'Stands in `member`.',
  'api_b2b_magic_v1_AuthenticateResponse.organization_id': 'Stands in `organization`.',
  'api_b2b_magic_v1_AuthenticateResponse.reset_sessions': 'Deprecated by Stytch, and says nothing.',
  'api_b2b_magic_v1_b2b_magic_links_email_InviteResponse.member_id': 'Stands in `member`.',
  'api_b2b_magic_v1_b2b_magic_links_email_LoginOrSignupResponse.member_id': 'Stands in `member`.',
  'api_b2b_otp_v1_b2b_otp_email_AuthenticateResponse.member_id': 'Stands in `member`.',
  'api_b2b_otp_v1_b2b_otp_email_AuthenticateResponse.organization_id': 'Stands in `organization`.',
  'api_b2b_otp_v1_b2b_otp_email_LoginOrSignupResponse.member_id': 'Stands in `member`.',
  'api_b2b_otp_v1_b2b_otp_sms_AuthenticateResponse.member_id': 'Stands in `member`.',
  'api_b2b_otp_v1_b2b_otp_sms_SendResponse.member_id': 'Stands in `member`.',
  'api_discovery_v1_discovery_intermediate_sessions_ExchangeResponse.member_id': 'Stands in `member`.',
  'api_discovery_v1_discovery_organizations_CreateResponse.member_id': 'Stands in `member`.',
  'api_b2b_recovery_codes_v1_GetResponse.recovery_codes': 'Is what the edge gives.',
  'api_b2b_recovery_codes_v1_GetResponse.member_id': 'The edge starts from the member.',
  'api_b2b_recovery_codes_v1_RecoverResponse.member_id': 'Stands in `member`.',
  'api_b2b_recovery_codes_v1_RotateResponse.member_id': 'Stands in `member`.',
  'api_b2b_session_v1_AttestResponse.member_id': 'Stands in `member`.',
  'api_b2b_session_v1_ExchangeAccessTokenResponse.member_id': 'Stands in `member`.',
  'api_b2b_session_v1_ExchangeResponse.member_id': 'Stands in `member`.',
  'api_b2b_session_v1_MigrateResponse.member_id': 'Stands in `member`.',
  'api_b2b_totp_v1_AuthenticateResponse.member_id': 'Stands in `member`.',
  'api_b2b_totp_v1_CreateResponse.member_id': 'Stands in `member`.',
  'api_b2b_totp_v1_MigrateResponse.member_id': 'Stands in `member`.',
  'api_b2b_idp_v1_b2b_idp_oauth_AuthorizeStartResponse.member_id': 'Stands in `member`.',
  'api_b2b_impersonation_v1_AuthenticateResponse.member_id': 'Stands in `member`.',
  'api_b2b_impersonation_v1_AuthenticateResponse.organization_id': 'Stands in `organization`.',
  'api_b2b_oauth_v1_AuthenticateResponse.member_id': 'Stands in `member`.',
  'api_b2b_oauth_v1_AuthenticateResponse.organization_id': 'Stands in `organization`.',
  'api_b2b_oauth_v1_AuthenticateResponse.reset_sessions': 'Deprecated by Stytch, and says nothing.',
  'api_b2b_password_v1_AuthenticateResponse.member_id': 'Stands in `member`.',
  'api_b2b_password_v1_AuthenticateResponse.organization_id': 'Stands in `organization`.',
  'api_b2b_password_v1_MigrateResponse.member_id': 'Stands in `member`.',
  'api_b2b_password_v1_b2b_passwords_email_RequireResetResponse.member_id': 'Stands in `member`.',
  'api_b2b_password_v1_b2b_passwords_email_ResetResponse.member_id': 'Stands in `member`.',
  'api_b2b_password_v1_b2b_passwords_email_ResetResponse.organization_id': 'Stands in `organization`.',
  'api_b2b_password_v1_b2b_passwords_email_ResetStartResponse.member_id': 'Stands in `member`.',
  'api_b2b_password_v1_b2b_passwords_existing_password_ResetResponse.member_id': 'Stands in `member`.',
  'api_b2b_password_v1_b2b_passwords_session_ResetResponse.member_id': 'Stands in `member`.',
  'api_b2b_scim_v1_SCIMConnectionWithNextToken.next_bearer_token': 'Stands in the payload, beside the connection.',
  'api_b2b_scim_v1_SCIMConnectionWithToken.bearer_token': 'Stands in the payload, beside the connection.',
  'api_b2b_scim_v1_SCIMGroup.connection_id': 'Becomes the edge `connection`.',
  'api_b2b_scim_v1_SCIMGroup.organization_id': 'Lies behind `connection`.',
  'api_connectedapps_v1_ConnectedApp.creation_method': 'Shown, and fetched where an answer lacks it.',
  'api_connectedapps_v1_ConnectedAppWithClientSecret.client_secret': 'Stands in the payload, beside the app.',
  'api_connectedapps_v1_ConnectedAppWithNextClientSecret.next_client_secret': 'Stands in the payload, beside the app.',
  'api_organization_v1_Organization.allowed_first_party_connected_apps': 'Stands in `firstPartyConnectedApps`.',
  'api_organization_v1_Organization.allowed_third_party_connected_apps': 'Stands in `thirdPartyConnectedApps`.',
  'api_project_v1_ProjectMetric.count': 'Becomes the field of what is counted.',
  'api_project_v1_ProjectMetric.metric_type': 'Becomes the field of what is counted.',
  'api_organization_v1_organizations_members_CreateResponse.member_id': 'Stands in `member`.',
  'api_organization_v1_organizations_members_DeleteExternalIdResponse.member_id': 'Stands in `member`.',
  'api_organization_v1_organizations_members_DeleteMFAPhoneNumberResponse.member_id': 'Stands in `member`.',
  'api_organization_v1_organizations_members_DeletePasswordResponse.member_id': 'Stands in `member`.',
  'api_organization_v1_organizations_members_DeleteTOTPResponse.member_id': 'Stands in `member`.',
  'api_organization_v1_organizations_members_GetResponse.member_id': 'Stands in `member`.',
  'api_organization_v1_organizations_members_ReactivateResponse.member_id': 'Stands in `member`.',
  'api_organization_v1_organizations_members_StartEmailUpdateResponse.member_id': 'Stands in `member`.',
  'api_organization_v1_organizations_members_UnlinkRetiredEmailResponse.member_id': 'Stands in `member`.',
  'api_organization_v1_organizations_members_UnlinkRetiredEmailResponse.organization_id':
    'Stands in `member`, as its edge `organization`.',
  'api_organization_v1_organizations_members_UpdateResponse.member_id': 'Stands in `member`.',
  'api_organization_v1_organizations_members_oauth_providers_GithubResponse.provider_type':
    'The name of the field says it.',
  'api_organization_v1_organizations_members_oauth_providers_GoogleResponse.provider_type':
    'The name of the field says it.',
  'api_organization_v1_organizations_members_oauth_providers_HubspotResponse.provider_type':
    'The name of the field says it.',
  'api_organization_v1_organizations_members_oauth_providers_MicrosoftResponse.provider_type':
    'The name of the field says it.',
  'api_organization_v1_organizations_members_oauth_providers_SlackResponse.provider_type':
    'The name of the field says it.',
  'api_sso_v1_AuthenticateResponse.member_id': 'Stands in `member`.',
  'api_sso_v1_AuthenticateResponse.organization_id': 'Stands in `organization`.',
  'api_sso_v1_AuthenticateResponse.reset_session': 'Deprecated, and always false.',
};

/** Inputs of an operation that no field accepts, as `operation.property`. */
export const inputLeftOut: Readonly<Record<string, string>> = {
  ...identifier('api_fraud_v1_fraud_rules_Set', 'Given as `identifier`; `type` says which it is.'),
  'api_fraud_v1_fraud_rules_List.cursor': 'Becomes `after` of a connection.',
  'api_fraud_v1_fraud_rules_List.limit': 'Becomes `first` of a connection.',
  'api_b2b_session_v1_Get.organization_id': 'The edge starts from the member.',
  'api_b2b_session_v1_Get.member_id': 'The edge starts from the member.',
  'api_organization_v1_organizations_members_DeletePassword.member_password_id':
    'Looked up: the caller says whose password it is.',
  'api_b2b_idp_v1_b2b_idp_oauth_AuthorizeStart.response_type': 'Has one value, which the gateway sends.',
  'api_b2b_idp_v1_b2b_idp_oauth_Authorize.response_type': 'Has one value, which the gateway sends.',
};
