import { afterEach, beforeEach, expect, test } from 'vitest';
import { scim } from '../../src/sandbox/b2b/scim.ts';
import { expectAllAnswered, type Harness, startHarness, storedMember, tokenOf } from './harness.ts';

let stytch: Harness;
beforeEach(async () => {
  stytch = await startHarness();
});
afterEach(() => stytch.close());

const create = 'api_b2b_scim_v1_b2b_scim_connection_Create';
const get = 'api_b2b_scim_v1_b2b_scim_connection_Get';
const update = 'api_b2b_scim_v1_b2b_scim_connection_Update';
const remove = 'api_b2b_scim_v1_b2b_scim_connection_Delete';
const getGroups = 'api_b2b_scim_v1_b2b_scim_connection_GetGroups';
const start = 'api_b2b_scim_v1_b2b_scim_connection_RotateStart';
const complete = 'api_b2b_scim_v1_b2b_scim_connection_RotateComplete';
const cancel = 'api_b2b_scim_v1_b2b_scim_connection_RotateCancel';

const bakery = { organization_id: 'fernhill-bakery' };
const bank = { organization_id: 'northgate-bank' };

/** The bank's connection as the API returns it, and its path parameters. */
const ofBank = async () => {
  const { connection } = await stytch.ok(get, bank);
  if (!connection) throw new Error('the bank has no connection');
  return { connection, key: { ...bank, connection_id: connection.connection_id } };
};

const rolesOf = (person: string) =>
  storedMember(stytch.store, 'northgate-bank', `${person}@northgate.example`).roles.map(({ role_id }) => role_id);

test('a new connection returns its token once, and the organization refers to it', async () => {
  await stytch.refused(get, bakery, [404, 'no_active_scim_connection']);
  const made = await stytch.ok(create, { ...bakery, display_name: 'Entra', identity_provider: 'microsoft-entra' });
  expect(made.connection).toEqual({
    organization_id: expect.stringMatching(/^organization-test-/),
    connection_id: expect.stringMatching(/^scim-connection-test-/),
    status: 'active',
    display_name: 'Entra',
    identity_provider: 'microsoft-entra',
    base_url: expect.stringMatching(/scim-connection-test-.*\?aadOptscim062020$/),
    bearer_token: expect.stringMatching(/^.{44}$/),
    bearer_token_expires_at: expect.any(String),
    scim_group_implicit_role_assignments: [],
  });
  await stytch.refused(create, bakery, [400, 'active_scim_connection_exists']);

  if (!made.connection) throw new Error('no connection was answered');
  const { bearer_token, ...shared } = made.connection;
  const shown = await stytch.ok(get, { organization_id: 'crm-1001' });
  expect(shown.connection).toEqual({
    ...shared,
    bearer_token_last_four: bearer_token.slice(-4),
    next_bearer_token_last_four: '',
  });
  expect(JSON.stringify(shown)).not.toContain(bearer_token);
  const { organization } = await stytch.ok('api_organization_v1_Get', bakery);
  expect(organization.scim_active_connection).toEqual({
    connection_id: shared.connection_id,
    display_name: 'Entra',
    bearer_token_last_four: bearer_token.slice(-4),
    bearer_token_expires_at: shared.bearer_token_expires_at,
  });
});

test('the default provider is generic, and an unknown provider is rejected', async () => {
  await stytch.refused(create, { ...bakery, identity_provider: 'my-ldap' }, [400, 'invalid_scim_idp']);
  const { connection } = await stytch.ok(create, bakery);
  expect(connection).toMatchObject({ identity_provider: 'generic', display_name: '' });
  const key = { ...bakery, connection_id: connection?.connection_id ?? '' };
  await stytch.refused(update, { ...key, identity_provider: 'my-ldap' }, [400, 'invalid_scim_idp']);
});

test('an update changes what is sent; the base URL follows the provider', async () => {
  const { connection, key } = await ofBank();
  const named = await stytch.ok(update, { ...key, display_name: 'Workforce' });
  expect(named.connection).toEqual({ ...connection, display_name: 'Workforce' });
  const moved = await stytch.ok(update, { ...key, identity_provider: 'microsoft-entra' });
  expect(moved.connection).toEqual({
    ...named.connection,
    identity_provider: 'microsoft-entra',
    base_url: `${connection.base_url}?aadOptscim062020`,
  });
  const { organization } = await stytch.ok('api_organization_v1_Get', bank);
  expect(organization.scim_active_connection?.display_name).toBe('Workforce');
  expect((await ofBank()).connection).toEqual(moved.connection);
});

test('members have the roles of their groups while the groups have them', async () => {
  const { key } = await ofBank();
  const { scim_groups } = await stytch.ok(getGroups, key);
  const groupCalled = (name: string) => scim_groups.find(({ group_name }) => group_name === name)?.group_id ?? '';
  const tellers = { group_id: groupCalled('Tellers'), role_id: 'editor', group_name: 'whatever was sent' };
  expect([rolesOf('viktor.petrov'), rolesOf('xavier.dubois')]).toEqual([
    ['stytch_member', 'branch_manager'],
    ['stytch_member'],
  ]);

  const { connection } = await stytch.ok(update, { ...key, scim_group_implicit_role_assignments: [tellers, tellers] });
  expect(connection?.scim_group_implicit_role_assignments).toEqual([{ ...tellers, group_name: 'Tellers' }]);
  expect([rolesOf('viktor.petrov'), rolesOf('xavier.dubois')]).toEqual([
    ['stytch_member', 'editor'],
    ['stytch_member', 'editor'],
  ]);
  const xavier = storedMember(stytch.store, 'northgate-bank', 'xavier.dubois@northgate.example');
  expect(xavier.roles[1]?.sources).toEqual([
    {
      type: 'scim_connection_group',
      details: { connection_id: key.connection_id, group_id: tellers.group_id },
    },
  ]);

  await stytch.ok(update, { ...key, display_name: 'Roles stay when only the name changes' });
  expect(rolesOf('xavier.dubois')).toEqual(['stytch_member', 'editor']);
  await stytch.ok(update, { ...key, scim_group_implicit_role_assignments: [] });
  expect(rolesOf('xavier.dubois')).toEqual(['stytch_member']);
});

test('a role of a group is effective in the session of a member immediately', async () => {
  const { key } = await ofBank();
  const session = tokenOf(
    stytch.store,
    storedMember(stytch.store, 'northgate-bank', 'xavier.dubois@northgate.example').member_id,
  );
  await stytch.refused(get, bank, [403, 'session_authorization_error'], { session });
  const { scim_groups } = await stytch.ok(getGroups, key);
  const group_id = scim_groups.find(({ group_name }) => group_name === 'Tellers')?.group_id ?? '';
  await stytch.ok(update, {
    ...key,
    scim_group_implicit_role_assignments: [{ group_id, group_name: '', role_id: 'auditor' }],
  });
  await stytch.ok(get, bank, { session });
});

test.each([
  [{ role_id: 'editor', group_name: '' }, 'scim_group_role_assignment_does_not_contain_group_id'],
  [{ role_id: 'editor', group_id: '', group_name: '' }, 'scim_group_role_assignment_does_not_contain_group_id'],
  [{ role_id: 'editor', group_id: 'nobody', group_name: '' }, 'scim_group_role_assignment_group_does_not_exist'],
  [{ role_id: 'king', group_id: 'tellers', group_name: '' }, 'invalid_rbac_role_assignment'],
  [{ role_id: 'stytch_member', group_id: 'tellers', group_name: '' }, 'cannot_assign_default_rbac_role_id'],
])('an invalid role assignment is rejected and changes nothing: %j', async (wrong, type) => {
  const { connection, key } = await ofBank();
  const { scim_groups } = await stytch.ok(getGroups, key);
  const tellers = scim_groups.find(({ group_name }) => group_name === 'Tellers')?.group_id;
  const assignment = 'group_id' in wrong && wrong.group_id === 'tellers' ? { ...wrong, group_id: tellers } : wrong;
  await stytch.refused(update, { ...key, scim_group_implicit_role_assignments: [assignment] }, [400, type]);
  expect((await ofBank()).connection).toEqual(connection);
});

test('a group of another connection is not found in this one', async () => {
  const { key } = await ofBank();
  const { scim_groups } = await stytch.ok(getGroups, key);
  const { connection } = await stytch.ok(create, bakery);
  await stytch.refused(
    update,
    {
      ...bakery,
      connection_id: connection?.connection_id,
      scim_group_implicit_role_assignments: [{ ...scim_groups[0], role_id: 'editor' }],
    },
    [400, 'scim_group_role_assignment_group_does_not_exist'],
  );
});

test('groups are sorted by name, page by page', async () => {
  const { key } = await ofBank();
  const all = await stytch.ok(getGroups, key);
  expect(all.scim_groups.map(({ group_name }) => group_name)).toEqual([
    'Accounts payable',
    'Branch managers',
    'Internal audit',
    'Platform engineering',
    'Risk',
    'Tellers',
  ]);
  expect(all.next_cursor).toBeUndefined();

  const seen: typeof all.scim_groups = [];
  const sizes: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await stytch.ok(getGroups, { ...key, limit: 4, ...(cursor ? { cursor } : {}) });
    seen.push(...page.scim_groups);
    sizes.push(page.scim_groups.length);
    cursor = page.next_cursor;
  } while (cursor);
  expect(seen).toEqual(all.scim_groups);
  expect(sizes).toEqual([4, 2]);

  for (const limit of [-1, 1001]) await stytch.refused(getGroups, { ...key, limit }, [400, 'invalid_argument']);
  await stytch.refused(getGroups, { ...key, cursor: 'made-up' }, [400, 'invalid_argument']);
});

test('a completed rotation replaces the token by the next one', async () => {
  const { connection, key } = await ofBank();
  await stytch.refused(complete, key, [400, 'scim_connection_not_rotating_token']);
  await stytch.refused(cancel, key, [400, 'scim_connection_not_rotating_token']);
  stytch.pass({ days: 1 });

  const started = await stytch.ok(start, key);
  const { next_bearer_token = '', next_bearer_token_expires_at } = started.connection ?? {};
  const { next_bearer_token_last_four: _, ...before } = connection;
  expect(started.connection).toEqual({ ...before, next_bearer_token, next_bearer_token_expires_at });
  const during = await stytch.ok(get, bank);
  expect(during.connection).toEqual({
    ...connection,
    next_bearer_token_last_four: next_bearer_token.slice(-4),
    next_bearer_token_expires_at,
  });
  expect(JSON.stringify(during)).not.toContain(next_bearer_token);

  const completed = await stytch.ok(complete, key);
  expect(completed.connection).toEqual({
    ...connection,
    bearer_token_last_four: next_bearer_token.slice(-4),
    bearer_token_expires_at: next_bearer_token_expires_at,
  });
  expect(stytch.store.scimConnections.get(key.connection_id)?.bearer_token).toBe(next_bearer_token);
  expect((await ofBank()).connection).toEqual(completed.connection);
  const { organization } = await stytch.ok('api_organization_v1_Get', bank);
  expect(organization.scim_active_connection?.bearer_token_last_four).toBe(next_bearer_token.slice(-4));
  await stytch.refused(complete, key, [400, 'scim_connection_not_rotating_token']);
});

test('a cancelled rotation changes nothing; one started again returns another token', async () => {
  const { connection, key } = await ofBank();
  const token = stytch.store.scimConnections.get(key.connection_id)?.bearer_token;
  const first = await stytch.ok(start, key);
  const second = await stytch.ok(start, key);
  expect(second.connection?.next_bearer_token).not.toBe(first.connection?.next_bearer_token);
  expect((await stytch.ok(update, { ...key, display_name: connection.display_name })).connection).toMatchObject({
    next_bearer_token_last_four: second.connection?.next_bearer_token.slice(-4),
  });

  expect((await stytch.ok(cancel, key)).connection).toEqual(connection);
  expect((await ofBank()).connection).toEqual(connection);
  expect(stytch.store.scimConnections.get(key.connection_id)).toEqual({ connection, bearer_token: token });
  await stytch.refused(cancel, key, [400, 'scim_connection_not_rotating_token']);
});

test('deletion of a connection removes its groups, registrations and roles, and permits another connection', async () => {
  const { key } = await ofBank();
  expect(rolesOf('wanjiru.kamau')).toEqual(['stytch_member', 'auditor']);
  expect(await stytch.ok(remove, key)).toMatchObject({ connection_id: key.connection_id });

  expect(rolesOf('wanjiru.kamau')).toEqual(['stytch_member']);
  const wanjiru = storedMember(stytch.store, 'northgate-bank', 'wanjiru.kamau@northgate.example');
  expect(wanjiru).toMatchObject({ status: 'active', external_id: 'E-0003' });
  expect(wanjiru.scim_registration).toBeUndefined();
  const { organization } = await stytch.ok('api_organization_v1_Get', bank);
  expect(organization.scim_active_connection).toBeUndefined();
  for (const id of [getGroups, update, remove, start, complete, cancel] as const) {
    await stytch.refused(id, key, [404, 'no_active_scim_connection']);
  }

  const { connection } = await stytch.ok(create, { ...bank, identity_provider: 'okta' });
  expect(connection?.connection_id).not.toBe(key.connection_id);
  const groups = await stytch.ok(getGroups, { ...bank, connection_id: connection?.connection_id ?? '' });
  expect(groups.scim_groups).toEqual([]);
});

test('a connection belongs to its organization', async () => {
  const { key } = await ofBank();
  await stytch.refused(remove, { ...key, ...bakery }, [404, 'no_active_scim_connection']);
  await stytch.ok(create, bakery);
  await stytch.refused(remove, { ...key, ...bakery }, [404, 'no_active_scim_connection']);
  await stytch.refused(remove, { ...key, organization_id: 'nobody' }, [404, 'organization_not_found']);
  await stytch.refused(create, { organization_id: 'nobody' }, [404, 'organization_not_found']);
});

test('an admin has all permissions, an auditor may read, others have none', async () => {
  const sessionOf = (person: string) => ({
    session: tokenOf(
      stytch.store,
      storedMember(stytch.store, 'northgate-bank', `${person}@northgate.example`).member_id,
    ),
  });
  const { key } = await ofBank();
  const [admin, auditor, plain] = [
    sessionOf('ursula.hartmann'),
    sessionOf('wanjiru.kamau'),
    sessionOf('xavier.dubois'),
  ];
  for (const id of [get, getGroups] as const) {
    await stytch.refused(id, key, [403, 'session_authorization_error'], plain);
    await stytch.ok(id, key, auditor);
  }
  for (const id of [create, update, start, complete, cancel, remove] as const) {
    for (const caller of [auditor, plain]) {
      await stytch.refused(id, key, [403, 'session_authorization_error'], caller);
    }
    await stytch.refused(id, { ...key, ...bakery }, [403, 'session_authorization_tenancy_error'], admin);
  }
  await stytch.ok(update, { ...key, display_name: 'By Ursula' }, admin);
  await stytch.ok(start, key, admin);
  await stytch.ok(complete, key, admin);
  await stytch.ok(start, key, admin);
  await stytch.ok(cancel, key, admin);
  await stytch.ok(remove, key, admin);
  await stytch.ok(create, bank, admin);
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(scim));
