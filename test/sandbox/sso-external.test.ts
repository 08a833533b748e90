/** Connections that an organization borrows from another. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ssoExternal } from '../../src/sandbox/b2b/sso-external.ts';
import { expectAllAnswered, type Harness, startHarness } from './harness.ts';
import {
  bakery,
  bank,
  createExternal,
  createOidc,
  list,
  nobody,
  remove,
  type SsoConnections,
  ssoConnectionsOf,
  updateExternal,
  updateOrganization,
} from './sso-connections.ts';

let stytch: Harness;
let connections: SsoConnections;
beforeEach(async () => {
  stytch = await startHarness();
  connections = ssoConnectionsOf(stytch);
});
afterEach(() => stytch.close());

test('an organization borrows the connection of another', async () => {
  const { saml } = await connections.ofBank();
  const lent = { external_organization_id: 'northgate-bank', external_connection_id: saml };
  const { connection } = await stytch.ok(createExternal, {
    ...bakery,
    ...lent,
    display_name: 'The bank’s Okta',
    connection_implicit_role_assignments: [{ role_id: 'bookkeeper' }],
    group_implicit_role_assignments: [{ role_id: 'editor', group: 'writers' }],
  });
  const connection_id = connection?.connection_id ?? '';
  expect(connection).toMatchObject({ status: 'active', external_connection_id: saml });
  expect(await connections.organizationOf(bakery)).toMatchObject({
    sso_active_connections: [{ connection_id, display_name: 'The bank’s Okta', identity_provider: 'okta' }],
    sso_default_connection_id: connection_id,
  });
  const { member, member_session } = await connections.signIn({
    connection_id,
    email_address: 'guest@partner.example',
    groups: ['writers'],
  });
  expect(member.organization_id).toBe(connection?.organization_id);
  expect(member_session).toMatchObject({
    roles: ['stytch_member', 'bookkeeper', 'editor'],
    authentication_factors: [{ delivery_method: 'sso_saml', saml_sso_factor: { provider_id: connection_id } }],
  });

  const key = { ...bakery, connection_id };
  const updated = await stytch.ok(updateExternal, {
    ...key,
    display_name: 'Partners',
    external_connection_implicit_role_assignments: [],
  });
  expect(updated.connection).toMatchObject({
    display_name: 'Partners',
    external_group_implicit_role_assignments: [{ role_id: 'editor', group: 'writers' }],
  });
  expect((await stytch.ok(list, bakery)).external_connections).toEqual([updated.connection]);
  await stytch.refused(createExternal, { ...bakery, ...lent }, [400, 'duplicate_external_sso_connection']);

  // The borrowed connection is valid while the original one exists.
  await stytch.ok(updateOrganization, { ...bank, sso_default_connection_id: '' });
  await stytch.ok(remove, { ...bank, connection_id: saml });
  await connections.refusedArrival({ connection_id, email_address: nobody }, [400, 'external_connection_not_active']);
});

test('an invalid loan is rejected', async () => {
  const { saml, oidc } = await connections.ofBank();
  const { key } = await connections.oidcOfBakery();
  const lender = { external_organization_id: 'northgate-bank' };
  const refuse = (input: object, refusal: [number, string]) =>
    stytch.refused(createExternal, { ...bakery, ...input }, refusal);
  await refuse({ external_organization_id: 'crm-1001', external_connection_id: key.connection_id }, [
    400,
    'external_organization_id_same_as_organization_id',
  ]);
  await refuse({ ...lender, external_connection_id: 'nobody' }, [404, 'external_connection_id_not_found']);
  await refuse({ ...lender, external_connection_id: key.connection_id }, [404, 'external_connection_id_not_found']);
  const { connection } = await stytch.ok(createOidc, bank);
  const pending = connection?.connection_id;
  await refuse({ ...lender, external_connection_id: pending }, [400, 'external_connection_not_active']);
  const role = { connection_implicit_role_assignments: [{ role_id: 'editor' }] };
  await refuse({ ...lender, external_connection_id: oidc, ...role }, [400, 'invalid_rbac_role_assignment']);
  const wrong = { connection_implicit_role_assignments: [{ role_id: 'branch_manager' }] };
  await refuse({ ...lender, external_connection_id: saml, ...wrong }, [400, 'invalid_rbac_role_assignment']);
  expect((await stytch.ok(list, bakery)).external_connections).toEqual([]);
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(ssoExternal));
