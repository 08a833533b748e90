import { afterAll, beforeAll, expect, test } from 'vitest';
import { memberSearch } from '../../src/sandbox/b2b/member-search.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember, tokenOf } from './harness.ts';

let stytch: Harness;
beforeAll(async () => {
  stytch = await startHarness();
});
afterAll(() => stytch.close());

const bakery = 'fernhill-bakery';
const bank = 'northgate-bank';
const id = 'api_organization_v1_organizations_members_Search';

type Operand = { filter_name: string; filter_value: unknown };
const search = (organization_ids: string[], operands: Operand[], operator: 'AND' | 'OR' = 'AND') =>
  stytch.ok(id, { organization_ids, limit: 1000, query: { operator, operands } });
const emails = (members: { email_address: string }[]) =>
  members.map(({ email_address }) => email_address.split('@')[0]);

test('without a query all members are returned except the deleted, with their organizations', async () => {
  const { members, organizations, results_metadata } = await stytch.ok(id, { organization_ids: [bakery, bank, bank] });
  expect(results_metadata).toEqual({ total: 39 });
  expect(new Set(members.map(({ member_id }) => member_id)).size).toBe(39);
  expect(members.filter(({ status }) => status === 'deleted')).toEqual([]);
  expect(Object.values(organizations).map(({ organization_slug }) => organization_slug)).toEqual([bakery, bank]);
  for (const { organization_id } of members) expect(organizations[organization_id]).toMatchObject({ organization_id });
});

test.each<[string, unknown, string[]]>([
  ['member_ids', ['staff-2', 'staff-1', 'staff-77'], ['ada', 'benedikt']],
  ['member_emails', ['ADA@fernhill.example', 'nobody@fernhill.example'], ['ada']],
  ['member_email_fuzzy', 'SUPPLIER', ['quentin']],
  ['statuses', ['invited'], ['quentin', 'rosa']],
  ['statuses', ['deleted'], ['sven', 'tilda']],
  ['member_roles', ['people_manager', 'stytch_admin'], ['ada', 'chiara']],
  ['member_mfa_phone_numbers', ['+14155550104', ''], ['dmitri']],
  ['member_mfa_phone_number_fuzzy', '415555010', ['ada', 'dmitri', 'femi']],
  ['member_is_breakglass', true, []],
  ['member_password_exists', true, ['ada', 'benedikt', 'imogen']],
  ['member_emails', [], []],
])('a search by %s %j finds the members', async (filter_name, filter_value, found) => {
  const { members, organizations, results_metadata } = await search([bakery], [{ filter_name, filter_value }]);
  expect(emails(members)).toEqual(found);
  expect(results_metadata).toEqual({ total: found.length });
  expect(Object.keys(organizations)).toHaveLength(found.length > 0 ? 1 : 0);
});

test('a search accepts Stytch’s ids, a role of one organization and both values of a boolean', async () => {
  const { member_id } = storedMember(stytch.store, bank, 'zoltan.nagy@northgate.example');
  const byId = { filter_name: 'member_ids', filter_value: [member_id] };
  expect(emails((await search([bakery, bank], [byId])).members)).toEqual(['zoltan.nagy']);
  expect((await search([bakery], [byId])).members).toEqual([]);
  const auditors = await search([bank], [{ filter_name: 'member_roles', filter_value: ['auditor'] }]);
  expect(emails(auditors.members)).toEqual(['wanjiru.kamau', 'carmen.ruiz', 'ada']);
  const glass = await search([bank], [{ filter_name: 'member_is_breakglass', filter_value: true }]);
  expect(emails(glass.members)).toEqual(['breakglass', 'ada']);
  const without = await search([bank], [{ filter_name: 'member_password_exists', filter_value: false }]);
  expect(without.results_metadata.total).toBe(19);
});

test('a deleted member is found only by status', async () => {
  const { member_id } = storedMember(stytch.store, bakery, 'sven@fernhill.example');
  const byId = { filter_name: 'member_ids', filter_value: [member_id] };
  expect((await search([bakery], [byId])).members).toEqual([]);
  const byStatus = { filter_name: 'statuses', filter_value: ['deleted', 'active'] };
  expect(emails((await search([bakery], [byId, byStatus])).members)).toEqual(['sven']);
});

test('operands are combined', async () => {
  const editor = { filter_name: 'member_roles', filter_value: ['editor'] };
  const password = { filter_name: 'member_password_exists', filter_value: true };
  expect(emails((await search([bakery], [editor, password])).members)).toEqual(['benedikt']);
  expect(emails((await search([bakery], [editor, password], 'OR')).members)).toEqual([
    'ada',
    'benedikt',
    'greta',
    'imogen',
  ]);
});

test.each([
  [{ filter_value: 'x' }, 'member_search_missing_filter_name'],
  [{ filter_name: 7, filter_value: 'x' }, 'member_search_filter_name_must_be_string'],
  [{ filter_name: 'constructor', filter_value: 'x' }, 'member_search_filter_name_not_recognized'],
  [{ filter_name: 'member_ids' }, 'member_search_missing_filter_value'],
  [{ filter_name: 'statuses', filter_value: 'active' }, 'member_search_expected_array_of_strings'],
  [{ filter_name: 'member_ids', filter_value: [1] }, 'member_search_expected_array_of_strings'],
  [{ filter_name: 'member_is_breakglass', filter_value: 'true' }, 'member_search_expected_boolean'],
  [{ filter_name: 'member_email_fuzzy', filter_value: ['abc'] }, 'member_search_expected_string'],
  [{ filter_name: 'member_email_fuzzy', filter_value: 'ab' }, 'member_search_member_email_fuzzy_too_short'],
  [
    { filter_name: 'member_mfa_phone_number_fuzzy', filter_value: '41' },
    'member_search_member_mfa_phone_number_fuzzy_too_short',
  ],
  [
    { filter_name: 'member_ids', filter_value: ['staff-1', 'member-test-1'] },
    'member_search_cannot_mix_internal_and_external_member_ids',
  ],
])('an invalid operand is rejected: %j', async (operand, type) => {
  const query = { operator: 'AND', operands: [operand] };
  await stytch.refused(id, { organization_ids: [bakery], query }, [400, type]);
});

test('a search requires organizations that exist', async () => {
  await stytch.refused(id, {}, [400, 'member_search_organization_ids_empty']);
  await stytch.refused(id, { organization_ids: [] }, [400, 'member_search_organization_ids_empty']);
  await stytch.refused(id, { organization_ids: [bakery, 'nobody'] }, [404, 'organization_not_found']);
  await stytch.refused(id, { organization_ids: [bakery], limit: 1001 }, [400, 'invalid_argument']);
});

test('cursors lead through all pages, each member once', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const page = await stytch.ok(id, { organization_ids: [bank, bakery], limit: 10, ...(cursor ? { cursor } : {}) });
    expect(page.results_metadata.total).toBe(39);
    const shown = new Set(page.members.map(({ organization_id }) => organization_id));
    expect(new Set(Object.keys(page.organizations))).toEqual(shown);
    seen.push(...page.members.map(({ member_id }) => member_id));
    cursor = page.results_metadata.next_cursor;
    pages += 1;
  } while (cursor);
  expect([pages, seen.length, new Set(seen).size]).toEqual([4, 39, 39]);

  const { results_metadata } = await stytch.ok(id, { organization_ids: [bakery], limit: 1 });
  const elsewhere = { organization_ids: [bank], limit: 1, cursor: results_metadata.next_cursor };
  await stytch.refused(id, elsewhere, [400, 'invalid_argument']);
});

test('a member who may search finds members of their own organization only', async () => {
  const as = (slug: string, email: string) => ({
    session: tokenOf(stytch.store, storedMember(stytch.store, slug, email).member_id),
  });
  const body = { organization_ids: [bank] };
  const auditor = as(bank, 'wanjiru.kamau@northgate.example');
  expect((await stytch.ok(id, body, auditor)).members).toHaveLength(20);
  await stytch.refused(id, body, [403, 'session_authorization_error'], as(bank, 'xavier.dubois@northgate.example'));
  const both = { organization_ids: [bank, bakery] };
  await stytch.refused(id, both, [403, 'session_authorization_tenancy_error'], auditor);
  await stytch.ok(id, { organization_ids: [bakery] }, as(bakery, 'chiara@fernhill.example'));
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(memberSearch));
