/**
 * Shapes of requests that the vendor's SDKs for other languages send: facts about their method, path, query and body.
 * `{organization_id}` and the like stand for an id of the sandbox's world.
 */
import type { VerticalName } from '../../src/vertical/vertical.ts';

export interface RecordedRequest {
  readonly sdk: 'Go' | 'PHP' | 'Python' | 'Ruby';
  readonly vertical: VerticalName;
  readonly method: 'DELETE' | 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export const recordedRequests: readonly RecordedRequest[] = [
  // Python fills the path from the parameters and sends all of them again, with booleans as `True` and `False`.
  {
    sdk: 'Python',
    vertical: 'b2b',
    method: 'GET',
    path: '/v1/b2b/organizations/{organization_id}',
    query: { organization_id: '{organization_id}' },
  },
  {
    sdk: 'Python',
    vertical: 'b2b',
    method: 'GET',
    path: '/v1/b2b/organizations/members/dangerously_get/{member_id}',
    query: { member_id: '{member_id}', include_deleted: 'True' },
  },
  { sdk: 'Python', vertical: 'b2b', method: 'GET', path: '/v1/b2b/rbac/policy', query: {} },
  {
    sdk: 'Python',
    vertical: 'b2b',
    method: 'GET',
    path: '/v1/b2b/sso/{organization_id}',
    query: { organization_id: '{organization_id}' },
  },
  {
    sdk: 'Python',
    vertical: 'consumer',
    method: 'GET',
    path: '/v1/users/{user_id}',
    query: { user_id: '{user_id}' },
  },
  {
    sdk: 'Python',
    vertical: 'consumer',
    method: 'GET',
    path: '/v1/sessions',
    query: { user_id: '{user_id}' },
  },
  // Go leaves out false, 0, "" and empty lists, and repeats the ids of the path in the body.
  {
    sdk: 'Go',
    vertical: 'b2b',
    method: 'PUT',
    path: '/v1/b2b/organizations/{organization_id}/members/{member_id}',
    body: { organization_id: '{organization_id}', member_id: '{member_id}', name: 'Ada Lovelace' },
  },
  {
    sdk: 'Go',
    vertical: 'b2b',
    method: 'POST',
    path: '/v1/b2b/organizations/members/search',
    body: { organization_ids: ['{organization_id}'], query: { operator: 'AND' } },
  },
  {
    sdk: 'Go',
    vertical: 'b2b',
    method: 'POST',
    path: '/v1/b2b/passwords/migrate',
    body: {
      email_address: 'grace@fernhill.example',
      organization_id: '{organization_id}',
      hash: '5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8',
      hash_type: 'sha_1',
      sha_1_config: { prepend_salt: 's' },
    },
  },
  {
    sdk: 'Go',
    vertical: 'consumer',
    method: 'POST',
    path: '/v1/users/search',
    body: { query: { operator: 'AND' } },
  },
  {
    sdk: 'Go',
    vertical: 'consumer',
    method: 'POST',
    path: '/v1/users',
    body: { email: 'ada@example.com' },
  },
  // Ruby sends all non-nil values; older versions send a session of GET and DELETE requests in the query.
  {
    sdk: 'Ruby',
    vertical: 'b2b',
    method: 'GET',
    path: '/v1/b2b/sso/{organization_id}',
    query: { session_token: 'ignored' },
  },
  {
    sdk: 'Ruby',
    vertical: 'b2b',
    method: 'GET',
    path: '/v1/b2b/organizations/{organization_id}/member',
    query: { member_id: '{member_id}' },
  },
  {
    sdk: 'Ruby',
    vertical: 'b2b',
    method: 'DELETE',
    path: '/v1/b2b/organizations/{organization_id}/members/{member_id}',
    query: { session_jwt: 'ignored' },
  },
  {
    sdk: 'Ruby',
    vertical: 'consumer',
    method: 'PUT',
    path: '/v1/users/{user_id}',
    body: { trusted_metadata: { tier: 'gold' } },
  },
  // PHP sends an array unchanged: null for unset values.
  {
    sdk: 'PHP',
    vertical: 'b2b',
    method: 'PUT',
    path: '/v1/b2b/organizations/{organization_id}',
    body: {
      organization_name: 'Fernhill',
      organization_slug: null,
      email_invites: null,
      rbac_email_implicit_role_assignments: null,
    },
  },
  {
    sdk: 'PHP',
    vertical: 'b2b',
    method: 'POST',
    path: '/v1/b2b/organizations/{organization_id}/members',
    body: { email_address: 'grace@fernhill.example', name: null, is_breakglass: null, roles: null },
  },
  {
    sdk: 'PHP',
    vertical: 'consumer',
    method: 'POST',
    path: '/v1/otps/email/login_or_create',
    body: { email: 'ada@example.com', expiration_minutes: null, attributes: null, create_user_as_pending: null },
  },
];
