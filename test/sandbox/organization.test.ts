import { afterAll, beforeAll, expect, test } from 'vitest';
import { organization } from '../../src/sandbox/b2b/organization.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember, tokenOf } from './harness.ts';

let stytch: Harness;
beforeAll(async () => {
  stytch = await startHarness();
});
afterAll(() => stytch.close());

const bakery = 'fernhill-bakery';
const bank = 'northgate-bank';

test('an organization is found by id, slug and external id', async () => {
  const { organization } = await stytch.ok('api_organization_v1_Get', { organization_id: bakery });
  for (const organization_id of [organization.organization_id, 'crm-1001']) {
    const again = await stytch.ok('api_organization_v1_Get', { organization_id });
    expect(again.organization).toEqual(organization);
  }
  await stytch.refused('api_organization_v1_Get', { organization_id: 'nobody' }, [404, 'organization_not_found']);
});

test('a new organization has the documented defaults', async () => {
  const { organization } = await stytch.ok('api_organization_v1_Create', { organization_name: 'Quayside Books' });
  expect(organization).toMatchObject({
    organization_slug: 'quayside-books',
    email_invites: 'ALL_ALLOWED',
    email_jit_provisioning: 'NOT_ALLOWED',
    sso_jit_provisioning: 'ALL_ALLOWED',
    auth_methods: 'ALL_ALLOWED',
    mfa_policy: 'OPTIONAL',
    mfa_methods: 'ALL_ALLOWED',
    oauth_tenant_jit_provisioning: 'NOT_ALLOWED',
    first_party_connected_apps_allowed_type: 'ALL_ALLOWED',
    trusted_metadata: {},
  });
  const second = await stytch.ok('api_organization_v1_Create', {
    organization_name: 'Quayside Books',
    auth_methods: 'RESTRICTED',
    allowed_auth_methods: ['magic_link'],
  });
  expect(second.organization).toMatchObject({ organization_slug: 'quayside-books-2', email_invites: 'NOT_ALLOWED' });
});

test.each([
  [{}, 'organization_name_missing'],
  [{ organization_name: '' }, 'organization_name_missing'],
  [{ organization_name: 'x'.repeat(129) }, 'invalid_organization_name'],
  [{ organization_slug: 'x' }, 'invalid_organization_slug'],
  [{ organization_slug: 'with space' }, 'invalid_organization_slug'],
  [{ organization_slug: bakery }, 'organization_slug_already_used'],
  [{ organization_external_id: 'crm-2002' }, 'organization_external_id_already_used'],
  [{ organization_external_id: 'no/slash' }, 'invalid_organization_external_id'],
  [{ organization_logo_url: 'javascript:alert(1)' }, 'invalid_url'],
  [{ auth_methods: 'SOMETIMES' }, 'invalid_organization_auth_method_settings'],
  [{ auth_methods: 'RESTRICTED' }, 'allowed_auth_methods_required_for_restricted'],
  [{ allowed_auth_methods: ['fax'] }, 'invalid_organization_allowed_auth_methods'],
  [{ mfa_methods: 'RESTRICTED' }, 'allowed_mfa_methods_required_for_restricted'],
  [{ allowed_mfa_methods: ['magic_link'] }, 'invalid_organization_allowed_mfa_methods'],
  [{ mfa_policy: 'NEVER' }, 'invalid_organization_mfa_policy'],
  [{ email_invites: 'RESTRICTED' }, 'invalid_restricted_email_setting'],
  [{ email_allowed_domains: ['gmail.com'] }, 'organization_settings_domain_too_common'],
  [{ email_allowed_domains: ['no domain'] }, 'organization_settings_invalid_domain'],
  [{ claimed_email_domains: ['a.example', 'a.example'] }, 'organization_settings_duplicate_claimed_domain'],
  [{ sso_jit_provisioning: 'RESTRICTED' }, 'invalid_restricted_sso_setting'],
  [{ email_jit_provisioning: 'ALL_ALLOWED' }, 'invalid_organization_auth_factor_setting_for_email_jit_provisioning'],
  [{ allowed_oauth_tenants: { google: [] } }, 'invalid_oauth_allowed_tenants_format'],
  [
    { rbac_email_implicit_role_assignments: [{ domain: 'a.example', role_id: 'king' }] },
    'invalid_rbac_role_assignment',
  ],
  [{ first_party_connected_apps_allowed_type: 'MAYBE' }, 'invalid_argument'],
  [{ trusted_metadata: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [n, n])) }, 'metadata_too_many_keys'],
  [{ trusted_metadata: { much: 'x'.repeat(4096) } }, 'metadata_too_large'],
])('an invalid organization is rejected: %j', async (wrong, type) => {
  const name = Object.keys(wrong).length > 0 ? { organization_name: 'Wrong' } : {};
  await stytch.refused('api_organization_v1_Create', { ...name, ...wrong }, [400, type]);
});

test('an update changes what is sent, merges metadata and keeps the rest', async () => {
  const made = await stytch.ok('api_organization_v1_Create', {
    organization_name: 'Tidewater',
    trusted_metadata: { plan: 'free', seats: 3 },
    organization_external_id: 'crm-3',
  });
  const { organization_id } = made.organization;
  const { organization } = await stytch.ok('api_organization_v1_Update', {
    organization_id: 'crm-3',
    organization_slug: 'tide',
    trusted_metadata: { seats: null, plan: 'pro' },
  });
  expect(organization).toMatchObject({ organization_name: 'Tidewater', organization_slug: 'tide' });
  expect(organization.trusted_metadata).toEqual({ plan: 'pro' });

  const without = await stytch.ok('api_organization_v1_DeleteExternalId', { organization_id: 'tide' });
  expect(without.organization.organization_external_id).toBeUndefined();
  await stytch.refused('api_organization_v1_Get', { organization_id: 'crm-3' }, [404, 'organization_not_found']);
  await stytch.refused(
    'api_organization_v1_Update',
    { organization_id, email_invites: 'NOT_ALLOWED', sso_jit_provisioning: 'NOT_ALLOWED' },
    [400, 'invalid_organization_auth_factor_setting'],
  );

  expect(await stytch.ok('api_organization_v1_Delete', { organization_id: 'tide' })).toMatchObject({ organization_id });
  await stytch.refused('api_organization_v1_Delete', { organization_id }, [404, 'organization_not_found']);
});

test('roles that an email domain grants follow the setting immediately', async () => {
  const rolesOf = () => storedMember(stytch.store, bakery, 'liam@fernhill.example').roles.map(({ role_id }) => role_id);
  expect(rolesOf()).toEqual(['stytch_member']);
  await stytch.ok('api_organization_v1_Update', {
    organization_id: bakery,
    rbac_email_implicit_role_assignments: [{ domain: 'fernhill.example', role_id: 'editor' }],
  });
  expect(rolesOf()).toEqual(['stytch_member', 'editor']);
  await stytch.ok('api_organization_v1_Update', { organization_id: bakery, rbac_email_implicit_role_assignments: [] });
  expect(rolesOf()).toEqual(['stytch_member']);
});

const search = (operands: Record<string, unknown>[], operator: 'AND' | 'OR' = 'AND') =>
  stytch.ok('api_organization_v1_Search', { query: { operator, operands } });

test.each([
  ['organization_slugs', [bank], [bank]],
  ['organization_name_fuzzy', 'FERN', [bakery]],
  ['organization_slug_fuzzy', 'gate', [bank]],
  ['member_emails', ['Ada@fernhill.example'], [bank, bakery]],
  ['member_email_fuzzy', 'supplier', [bakery]],
  ['allowed_domains', ['northgate.example'], [bank]],
  ['allowed_domain_fuzzy', 'contractors', [bank]],
  ['organization_slugs', ['nobody'], []],
])('a search by %s finds the organizations', async (filter_name, filter_value, slugs) => {
  const { organizations, results_metadata } = await search([{ filter_name, filter_value }]);
  expect(organizations.map(({ organization_slug }) => organization_slug)).toEqual(slugs);
  expect(results_metadata).toEqual({ total: slugs.length });
});

test('operands are combined, and ids can be searched', async () => {
  const { organization } = await stytch.ok('api_organization_v1_Get', { organization_id: bank });
  const byId = { filter_name: 'organization_ids', filter_value: [organization.organization_id] };
  const byName = { filter_name: 'organization_name_fuzzy', filter_value: 'bakery' };
  expect((await search([byId])).organizations).toEqual([organization]);
  expect((await search([byId, byName])).organizations).toEqual([]);
  expect((await search([byId, byName], 'OR')).organizations).toHaveLength(2);
});

test.each([
  [{ filter_value: 'x' }, 'organization_search_missing_filter_name'],
  [{ filter_name: 7, filter_value: 'x' }, 'organization_search_filter_name_must_be_string'],
  [{ filter_name: 'colour', filter_value: 'x' }, 'organization_search_filter_name_not_recognized'],
  [{ filter_name: 'toString', filter_value: 'x' }, 'organization_search_filter_name_not_recognized'],
  [{ filter_name: 'organization_slugs' }, 'organization_search_missing_filter_value'],
  [{ filter_name: 'organization_slugs', filter_value: 'x' }, 'organization_search_expected_array_of_strings'],
  [{ filter_name: 'organization_name_fuzzy', filter_value: ['x'] }, 'organization_search_expected_string'],
  [{ filter_name: 'member_email_fuzzy', filter_value: 'ab' }, 'organization_search_member_email_fuzzy_too_short'],
])('an invalid operand is rejected: %j', async (operand, type) => {
  await stytch.refused('api_organization_v1_Search', { query: { operator: 'AND', operands: [operand] } }, [400, type]);
});

test('cursors lead through all pages, each organization once', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await stytch.ok('api_organization_v1_Search', { limit: 1, ...(cursor ? { cursor } : {}) });
    expect(page.results_metadata.total).toBe(stytch.store.organizations.size);
    seen.push(...page.organizations.map(({ organization_id }) => organization_id));
    cursor = page.results_metadata.next_cursor;
  } while (cursor);
  expect(new Set(seen)).toEqual(new Set(stytch.store.organizations.keys()));
  expect(seen).toHaveLength(stytch.store.organizations.size);
});

test('invalid limits and foreign cursors are rejected', async () => {
  for (const limit of [-1, 1001]) {
    await stytch.refused('api_organization_v1_Search', { limit }, [400, 'invalid_argument']);
  }
  await stytch.refused('api_organization_v1_Search', { cursor: 'made-up' }, [400, 'invalid_argument']);
  const { results_metadata } = await stytch.ok('api_organization_v1_Search', { limit: 1 });
  await stytch.refused(
    'api_organization_v1_Search',
    {
      cursor: results_metadata.next_cursor,
      query: { operator: 'AND', operands: [{ filter_name: 'organization_name_fuzzy', filter_value: 'bank' }] },
    },
    [400, 'invalid_argument'],
  );
});

test('metrics count the members that are not deleted', async () => {
  const { member_count } = await stytch.ok('api_organization_v1_Metrics', { organization_id: bakery });
  expect(member_count).toBe(19);
});

test('connected apps of an organization are those that its members use and it allows', async () => {
  const { connected_apps } = await stytch.ok('api_organization_v1_ConnectedApps', { organization_id: bakery });
  expect(connected_apps.map(({ name }) => name)).toEqual(['Crumb for desktop', 'Crumb command line', 'Ledgerly']);
  const { connected_app_id } = connected_apps.find(({ name }) => name === 'Ledgerly') ?? { connected_app_id: '' };
  const app = await stytch.ok('api_organization_v1_GetConnectedApp', { organization_id: bakery, connected_app_id });
  expect(app).toMatchObject({ client_type: 'third_party', name: 'Ledgerly' });
  expect(app.active_members.map(({ granted_scopes }) => granted_scopes)).toEqual([
    ['openid', 'email', 'read:invoices'],
    ['openid', 'email', 'read:invoices'],
  ]);

  await stytch.ok('api_organization_v1_Update', {
    organization_id: bakery,
    third_party_connected_apps_allowed_type: 'NOT_ALLOWED',
  });
  const key = { organization_id: bakery, connected_app_id };
  await stytch.refused('api_organization_v1_GetConnectedApp', key, [404, 'connected_app_not_found']);
});

test('an admin may update what a plain member may not, and each property has its own permission', async () => {
  const admin = tokenOf(stytch.store, storedMember(stytch.store, bakery, 'ada@fernhill.example').member_id);
  const plain = tokenOf(stytch.store, storedMember(stytch.store, bakery, 'liam@fernhill.example').member_id);
  const rename = { organization_id: bakery, organization_name: 'Fernhill Bakery & Café' };
  await stytch.refused('api_organization_v1_Update', rename, [403, 'session_authorization_error'], { session: plain });
  const { organization } = await stytch.ok('api_organization_v1_Update', rename, { session: admin });
  expect(organization.organization_name).toBe('Fernhill Bakery & Café');
  await stytch.refused(
    'api_organization_v1_Update',
    { organization_id: bakery, trusted_metadata: {} },
    [403, 'cannot_update_trusted_metadata'],
    { session: admin },
  );
  await stytch.refused(
    'api_organization_v1_Delete',
    { organization_id: bank },
    [403, 'session_authorization_tenancy_error'],
    { session: admin },
  );
});

test('properties outside the contract are ignored', async () => {
  const { organization: before } = await stytch.ok('api_organization_v1_Get', { organization_id: bank });
  const { status } = await stytch.raw('PUT', `/v1/b2b/organizations/${bank}`, {
    body: JSON.stringify({ organization_id: 'other', custom_roles: [], colour: 'red' }),
  });
  expect(status).toBe(200);
  const { organization: after } = await stytch.ok('api_organization_v1_Get', { organization_id: bank });
  expect({ ...after, updated_at: '' }).toEqual({ ...before, updated_at: '' });
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(organization));
