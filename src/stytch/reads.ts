import type { Method } from './rest.ts';

/** POSTs that change nothing: searches, lists, checks and lookups. They are queries in the graph and may be retried. */
const readingPosts: ReadonlySet<string> = new Set([
  'api_connectedapps_v1_connected_apps_clients_Search',
  'api_organization_v1_Search',
  'api_organization_v1_organizations_members_Search',
  'api_user_v1_Search',
  'api_m2m_v1_m2m_clients_Search',
  'api_b2b_idp_v1_b2b_idp_oauth_AuthorizeStart',
  'api_discovery_v1_discovery_organizations_List',
  'api_password_v1_StrengthCheck',
  'api_b2b_password_v1_StrengthCheck',
  'api_fraud_v1_fraud_fingerprint_Lookup',
  'api_fraud_v1_fraud_rules_List',
  'api_fraud_v1_fraud_verdict_reasons_List',
  'api_fraud_v1_fraud_email_Risk',
]);

/** Whether an operation only reads, so that sending it twice does no harm. */
export const onlyReads = (method: Method, operationId: string): boolean =>
  method === 'get' || readingPosts.has(operationId);

/** Reads whose answers are secrets (recovery codes, tokens of identity providers): no answer of theirs is given twice. */
export const handsOutSecrets = (template: string): boolean =>
  /\/(recovery_codes|oauth_providers|oidc_providers)(\/|$)/.test(template);
