/** T29, T30: objects are counted while the response is built, whatever the length of the lists that Stytch sends. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultLimits } from '../../src/limits/limits.ts';
import { editJson, hang } from '../faults/fault-kinds.ts';
import { type FaultyGateway, faultyGateway } from '../faults/harness.ts';
import { gatewayOverSandbox } from '../gateway.ts';

let g: FaultyGateway;
beforeAll(async () => {
  g = await faultyGateway();
});
afterAll(() => g.close());
beforeEach(async () => {
  await g.proxy.heal();
  g.proxy.forget();
});

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A list without a page argument: the Stytch response that holds it, and a document that selects it. */
interface LongList {
  readonly operation: string;
  /** Path of the list in Stytch's response. */
  readonly at: readonly string[];
  readonly item: object;
  readonly document: string;
}

const MAX_NODES = 20_000;
const BANK = 'organization-test-281e5d07-3ce6-4a05-ace3-ae77f9928a5a';
const ofBank = (selection: string) => `{ organization(by: { id: "${BANK}" }) { ${selection} } }`;
const ofMember = (selection: string) => {
  const { organizationId, memberId } = g.members[0] ?? { organizationId: '', memberId: '' };
  return `{ member(organizationId: "${organizationId}", by: { id: "${memberId}" }) { ${selection} } }`;
};
const change = (selection: string, name = 'a', alias = 'it') => {
  const { organizationId, memberId } = g.members[0] ?? { organizationId: '', memberId: '' };
  return `${alias}: updateMember(input: { organizationId: "${organizationId}", memberId: "${memberId}", name: "${name}" }) { ... on UpdateMemberPayload { member { ${selection} } } ... on MutationError { code } }`;
};

const oidc = {
  organization_id: 'organization-test-1',
  connection_id: 'oidc-connection-test-1',
  display_name: 'O',
  status: 'active',
};
const app = { connected_app_id: 'connected-app-test-1', name: 'A', description: '', client_type: 'first_party' };
const GET_MEMBER = 'api_organization_v1_organizations_members_Get';
const GET_ORGANIZATION = 'api_organization_v1_Get';

const lists: Record<string, () => LongList> = {
  'SSO connections': () => ({
    operation: 'api_sso_v1_GetConnections',
    at: ['oidc_connections'],
    item: oidc,
    document: ofBank('ssoConnections { connectionId }'),
  }),
  sessions: () => ({
    operation: 'api_b2b_session_v1_Get',
    at: ['member_sessions'],
    item: {
      member_session_id: 'session-test-1',
      member_id: 'member-test-1',
      organization_id: 'organization-test-1',
      authentication_factors: [],
      roles: [],
    },
    document: ofMember('sessions { memberSessionId }'),
  }),
  'factors of a session': () => ({
    operation: 'api_b2b_session_v1_Get',
    at: ['member_sessions', '0', 'authentication_factors'],
    item: { type: 'password', delivery_method: 'knowledge', sequence_order: 'PRIMARY' },
    document: ofMember('sessions { authenticationFactors { __typename } }'),
  }),
  'connected apps of an organization': () => ({
    operation: 'api_organization_v1_ConnectedApps',
    at: ['connected_apps'],
    item: app,
    document: ofBank('connectedApps { name }'),
  }),
  'connected apps of a member': () => ({
    operation: 'api_organization_v1_organizations_members_GetConnectedApps',
    at: ['connected_apps'],
    item: { ...app, scopes_granted: 'openid' },
    document: ofMember('connectedApps { name }'),
  }),
  roles: () => ({
    operation: GET_MEMBER,
    at: ['member', 'roles'],
    item: { role_id: 'r', sources: [] },
    document: ofMember('roles { roleId }'),
  }),
  'sources of a role': () => ({
    operation: GET_MEMBER,
    at: ['member', 'roles', '0', 'sources'],
    item: { type: 'direct_assignment', details: {} },
    document: ofMember('roles { sources { type } }'),
  }),
  'OAuth registrations': () => ({
    operation: GET_MEMBER,
    at: ['member', 'oauth_registrations'],
    item: { provider_type: 'google', provider_subject: 's', member_oauth_registration_id: 'm' },
    document: ofMember('oauthRegistrations { providerSubject }'),
  }),
  'SSO registrations': () => ({
    operation: GET_MEMBER,
    at: ['member', 'sso_registrations'],
    item: { connection_id: 'c', external_id: 'e', registration_id: 'r' },
    document: ofMember('ssoRegistrations { externalId }'),
  }),
  'retired addresses': () => ({
    operation: GET_MEMBER,
    at: ['member', 'retired_email_addresses'],
    item: { email_id: 'e', email_address: 'a@fernhill.example' },
    document: ofMember('retiredEmailAddresses { emailId }'),
  }),
  'active SSO connections of an organization': () => ({
    operation: GET_ORGANIZATION,
    at: ['organization', 'sso_active_connections'],
    item: { connection_id: 'c', display_name: 'd', identity_provider: 'okta' },
    document: ofBank('ssoActiveConnections { connectionId }'),
  }),
  'roles of an organization': () => ({
    operation: GET_ORGANIZATION,
    at: ['organization', 'custom_roles'],
    item: { role_id: 'r', description: 'd', permissions: [] },
    document: ofBank('customRoles { roleId }'),
  }),
  'active members of an app': () => ({
    operation: 'api_organization_v1_GetConnectedApp',
    at: ['active_members'],
    item: { member_id: 'm', granted_scopes: [] },
    document: `{ organization(by: { slug: "fernhill-bakery" }) { connectedApps { activeMembers { grantedScopes } } } }`,
  }),
  'verdict reasons': () => ({
    operation: 'api_fraud_v1_fraud_verdict_reasons_List',
    at: ['verdict_reason_actions'],
    item: { verdict_reason: 'VIRTUAL_MACHINE', default_action: 'ALLOW', override_action: '' },
    document: '{ verdictReasons { reason } }',
  }),
  keys: () => ({
    operation: 'api_b2b_session_v1_GetJWKS',
    at: ['keys'],
    item: { kid: 'k', kty: 'RSA', use: 'sig', key_ops: [], alg: 'RS256', x5c: [], x5tS256: '', n: 'n', e: 'AQAB' },
    document: '{ jwks { kid } }',
  }),
  'the payload of a mutation': () => ({
    operation: 'api_organization_v1_organizations_members_Update',
    at: ['member', 'roles'],
    item: { role_id: 'r', sources: [] },
    document: `mutation { ${change('roles { roleId }')} }`,
  }),
  'an object that is twice in one response': () => ({
    operation: 'api_sso_v1_GetConnections',
    at: ['oidc_connections'],
    item: oidc,
    document: ofBank('a: ssoConnections { connectionId } b: ssoConnections { connectionId }'),
  }),
};

const listNamed = (name: string): LongList => {
  const list = lists[name]?.();
  if (!list) throw new Error('the list is in the table');
  return list;
};

/** Has the proxy replace the list by this number of items. */
const lengthen = ({ operation, at, item }: LongList, count: number) =>
  g.proxy.fail(
    editJson((body) => {
      let holder: unknown = body;
      for (const name of at.slice(0, -1)) holder = isRecord(holder) ? holder[name] : undefined;
      const [last = ''] = at.slice(-1);
      if (!isRecord(holder)) throw new Error(`${operation} has no ${at.join('.')}`);
      holder[last] = Array.from({ length: count }, () => item);
    }),
    { operation },
  );

describe('S4, T30: a response with more objects than MAX_RESPONSE_OBJECTS', () => {
  it.each(Object.entries(lists))('is rejected: %s', async (_, listOf) => {
    const list = listOf();
    // Cached values are completed by other code than values that arrive for the first time.
    const heal = lengthen(list, 3);
    expect((await g.ask(list.document)).code).toBe('ok');
    heal();
    const count = list.document.includes('b: ') ? MAX_NODES * 0.75 : MAX_NODES * 1.5;
    for (const document of [list.document, `${list.document} #`]) {
      lengthen(list, count);
      const { code, text } = await g.ask(document);
      expect(code, text.slice(0, 500)).toBe('LIMIT_EXCEEDED');
      const { data, errors }: { data: unknown; errors: { extensions: object; path: unknown[] }[] } = JSON.parse(text);
      // A mutation is null at its own field, so its error hides no other mutation.
      expect(data).toEqual(document.startsWith('mutation') ? { it: null } : null);
      expect(errors).toMatchObject([{ extensions: { code: 'LIMIT_EXCEEDED', limit: 'nodes', most: MAX_NODES } }]);
      expect(errors[0]?.path.length).toBeGreaterThan(document.startsWith('mutation') ? 0 : 1);
      await g.proxy.heal();
    }
  });

  it('is returned in full at the limit', async () => {
    const list = listNamed('keys');
    lengthen(list, MAX_NODES);
    const { code, text } = await g.ask(list.document);
    expect(code).toBe('ok');
    expect(text.match(/"kid"/g)).toHaveLength(MAX_NODES);
    await g.proxy.heal();
    lengthen(list, MAX_NODES + 1);
    expect((await g.ask(list.document)).code).toBe('LIMIT_EXCEEDED');
  });

  it('aborts the reads that still run', async () => {
    const list = listNamed('SSO connections');
    lengthen(list, MAX_NODES * 1.5);
    g.proxy.fail(hang, { operation: 'api_organization_v1_ConnectedApps' });
    const { code, milliseconds } = await g.ask(
      `${list.document.slice(0, -1)} other: organization(by: { id: "organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0" }) { connectedApps { name } } }`,
    );
    expect(code).toBe('LIMIT_EXCEEDED');
    // A request may take ten seconds, and the other call never ends.
    expect(milliseconds).toBeLessThan(8_000);
    const other = g.proxy.received.find(({ id }) => id === 'api_organization_v1_ConnectedApps');
    expect(other).toBeDefined();
    await expect.poll(() => other?.leftAt).toBeDefined();
  });

  it('ends a mutation: finished writes are reported, and no other write starts', async () => {
    const list = listNamed('the payload of a mutation');
    lengthen(list, MAX_NODES * 1.5);
    const document = `mutation { ${change('roles { roleId }', 'marker-1', 'a')} ${change('memberId', 'marker-2', 'b')} }`;
    const { code, text } = await g.ask(document);
    expect(code).toBe('LIMIT_EXCEEDED');
    expect(text).toContain('Changes already made by the request remain.');
    expect([g.proxy.deliveriesOf('marker-1'), g.proxy.deliveriesOf('marker-2')]).toEqual([1, 0]);
  });

  it('does not count introspection, which has a limit of its own', async () => {
    const small = await gatewayOverSandbox({ limits: { ...defaultLimits, nodes: 50 } });
    const { __schema } = await small.data<{ __schema: { types: object[] } }>('{ __schema { types { name } } }');
    expect(__schema.types.length).toBeGreaterThan(50);
    await small.close();
  });
});
