/** T7: a JWT whose session has ended reads no secret, on any path through the graph. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { secretsOf } from '../../src/sandbox/b2b/store.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { fieldAccessOf } from './request.ts';
import { isSecret } from './secret-fields.ts';

type Field = GraphQLField<unknown, unknown>;

/** A document that selects one secret, and the field that holds it. */
interface Way {
  readonly secret: string;
  readonly document: string;
}

/** Maximum number of fields from the root to a secret, without the levels of connections. */
const MAX_FIELDS = 3;
/** Number of shortest paths that are tested from each root field to each secret. */
const WAYS_EACH = 2;

const CODES = 'Member.recoveryCodes';
const OIDC_SECRET = 'oidc-client-secret-of-the-bakery';
const SAML_KEY = 'saml-private-key-of-the-bakery';

let g: SandboxGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  const { store } = g.sandbox;
  const { organization_id } = g.world.credentials.admin;
  for (const record of [...store.ssoConnections.values()]) {
    const at = { organization_id, connection_id: `${record.connection.connection_id.slice(0, -4)}ffff` };
    if (record.kind === 'oidc') {
      const connection = { ...record.connection, ...at, client_secret: OIDC_SECRET };
      store.ssoConnections.set(at.connection_id, { kind: 'oidc', connection });
    }
    if (record.kind === 'saml') {
      const key = { private_key_id: 'saml-encryption-private-key-test-1', private_key: SAML_KEY, created_at: '' };
      const connection = { ...record.connection, ...at, encryption_private_keys: [key] };
      store.ssoConnections.set(at.connection_id, { kind: 'saml', connection });
    }
  }
});
afterEach(() => g.close());

const admin = () => g.world.credentials.admin;
const adminJwt = () => ({ token: admin().session_jwt });
const connectionOf = (kind: 'oidc' | 'saml') =>
  [...g.sandbox.store.ssoConnections.values()].find(
    (record) => record.kind === kind && record.connection.organization_id === admin().organization_id,
  )?.connection.connection_id ?? '';

const secrets = (): readonly string[] => [
  ...secretsOf(g.sandbox.store, admin().member_id).recovery_codes,
  OIDC_SECRET,
  SAML_KEY,
];
const hasSecret = (text: string) => secrets().some((secret) => text.includes(secret));

/** Every path from Query to a secret that a member may have; only the ids in arguments are filled in later. */
function ways(): Way[] {
  const query = schema.getQueryType();
  if (!query) throw new Error('there are queries');
  const known = (): Record<string, string> => ({
    organizationId: JSON.stringify(admin().organization_id),
    organizationIds: JSON.stringify([admin().organization_id]),
    memberId: JSON.stringify(admin().member_id),
    OrganizationBy: `{ id: ${JSON.stringify(admin().organization_id)} }`,
    MemberBy: `{ id: ${JSON.stringify(admin().member_id)} }`,
    connectionId: JSON.stringify(connectionOf('oidc')),
  });
  const idOf = (type: string): string => {
    const { organization_id, member_id } = admin();
    const parts: Record<string, string[]> = {
      Organization: [organization_id],
      Member: [organization_id, member_id],
      OidcConnection: [organization_id, connectionOf('oidc')],
      SamlConnection: [organization_id, connectionOf('saml')],
      MemberSession: [organization_id, member_id, sessionId()],
    };
    return Buffer.from(`${type}:${(parts[type] ?? []).join('/')}`).toString('base64url');
  };
  const passed = (field: Field, values: Record<string, string>): string | undefined => {
    const givenFor = ({ name, type }: GraphQLArgument) => values[getNamedType(type).name] ?? values[name];
    const needed = field.args.filter((arg) => isRequiredArgument(arg) || givenFor(arg));
    if (needed.some((arg) => !givenFor(arg))) return undefined;
    return needed.length > 0 ? `(${needed.map((arg) => `${arg.name}: ${givenFor(arg)}`).join(' ')})` : '';
  };
  const nodeTypes = ['Organization', 'Member', 'OidcConnection', 'SamlConnection', 'MemberSession'];

  const below = (type: GraphQLNamedType, left: number, seen: readonly string[], start?: string): Way[] => {
    if (isUnionType(type) || isInterfaceType(type)) {
      const possible = schema.getPossibleTypes(type).filter(({ name }) => start === undefined || start === name);
      return possible.flatMap((one) =>
        below(one, left, seen).map(({ secret, document }) => ({
          secret,
          document: `... on ${one.name} { ${document} }`,
        })),
      );
    }
    if (!isObjectType(type) || seen.includes(type.name)) return [];
    return Object.values(type.getFields()).flatMap((field) => inside(type.name, field, left, [...seen, type.name]));
  };
  const inside = (owner: string, field: Field, left: number, seen: readonly string[]): Way[] => {
    const args = passed(field, owner === 'Query' || field.args.some(isRequiredArgument) ? known() : {});
    const access = fieldAccessOf(field);
    // Secrets that no member may have are rejected for all of them.
    if (args === undefined || (access && access !== 'anyone' && access.signedIn === 'none')) return [];
    const to = getNamedType(field.type);
    if (isSecret(field) && !isCompositeType(to)) {
      return [{ secret: `${owner}.${field.name}`, document: `${field.name}${args}` }];
    }
    const isLevel = /(Connection|Edge)$/.test(owner) && ['nodes', 'edges', 'node'].includes(field.name);
    if (!isCompositeType(to) || (left === 0 && !isLevel)) return [];
    return below(to, isLevel ? left : left - 1, seen).map(({ secret, document }) => ({
      secret,
      document: `${field.name}${args} { ${document} }`,
    }));
  };

  const ofNodes = nodeTypes.flatMap((name) =>
    ['node', 'nodes'].flatMap((root) => {
      const id = root === 'node' ? `id: "${idOf(name)}"` : `ids: ["${idOf(name)}", "${idOf(name)}"]`;
      const type = schema.getType('Node');
      return (type ? below(type, MAX_FIELDS - 1, [], name) : []).map(({ secret, document }) => ({
        secret,
        document: `${root}(${id}) { ${document} }`,
      }));
    }),
  );
  const roots = Object.values(query.getFields()).flatMap((field) =>
    ['node', 'nodes'].includes(field.name) ? [] : inside('Query', field, MAX_FIELDS, []),
  );
  const tried = new Map<string, Way[]>();
  for (const way of [...roots, ...ofNodes].sort((a, b) => a.document.length - b.document.length)) {
    const key = `${way.secret} ${way.document.split(' {')[0]}`;
    const same = tried.get(key) ?? [];
    tried.set(key, same);
    if (same.length < WAYS_EACH) same.push(way);
  }
  return [...tried.values()].flat();
}
const sessionId = (): string =>
  [...g.sandbox.store.sessions.values()].find(({ session }) => session.member_id === admin().member_id)?.session
    .member_session_id ?? '';

const ask = async ({ document }: Way) => {
  g.calls.length = 0;
  const { data, errors } = await g.query(`{ ${document} }`, { as: adminJwt() });
  return { text: JSON.stringify(data ?? null), codes: errors.map(({ extensions }) => extensions.code) };
};

const endings: Readonly<Record<string, { document: string; variables: () => object }>> = {
  'the session was revoked': {
    document: 'mutation ($memberId: ID!) { revokeMemberSession(input: { memberId: $memberId }) { __typename } }',
    variables: () => ({ memberId: admin().member_id }),
  },
  'the member was deleted': {
    document:
      'mutation ($organizationId: ID!, $memberId: ID!) { deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) { __typename } }',
    variables: () => ({ organizationId: admin().organization_id, memberId: admin().member_id }),
  },
};

describe('S11, T7: a JWT reads no secret once', { timeout: 60_000 }, () => {
  it.each(Object.entries(endings))('%s', async (_, { document, variables }) => {
    const all = ways();
    const shown: Way[] = [];
    for (const way of all) {
      const { text } = await ask(way);
      if (hasSecret(text)) shown.push(way);
      expect(g.calls.filter(({ id }) => id === 'api_b2b_session_v1_Authenticate').length).toBeLessThanOrEqual(1);
    }
    // While the session is active, the secrets are returned, on many paths.
    expect(new Set(shown.map(({ secret }) => secret))).toEqual(
      new Set([CODES, 'OidcConnection.clientSecret', 'EncryptionPrivateKey.privateKey']),
    );
    const rootsOf = (secret: string) =>
      new Set(shown.filter((way) => way.secret === secret).map((way) => /^\w+/.exec(way.document)?.[0]));
    expect([...rootsOf(CODES)]).toEqual(expect.arrayContaining(['viewer', 'node', 'nodes', 'member', 'members']));
    expect(
      shown.some((way) => way.document.includes('edges')) || all.some((way) => way.document.includes('edges')),
    ).toBe(true);

    await g.data(document, { variables: { ...variables() } });
    const refused: string[] = [];
    for (const way of all) {
      const { text, codes } = await ask(way);
      expect(hasSecret(text), way.document).toBe(false);
      // `viewer.session` is null once the session has ended, as is a deleted member: such a path has no error.
      if (codes.includes('UNAUTHENTICATED')) refused.push(way.document);
      else if (shown.includes(way)) expect(text, way.document).toMatch(/null|\[\]/);
      expect(g.calls.map(({ id }) => id)).not.toContain('api_b2b_recovery_codes_v1_Get');
    }
    expect(refused.length).toBeGreaterThan(5);
    for (const start of ['viewer { organization', 'node(', 'nodes(', 'organization(']) {
      expect(refused.filter((text) => text.startsWith(start)).length, start).toBeGreaterThan(0);
    }
  });

  it('the role that permits it was removed', async () => {
    const { organization_id: organizationId, member_id: memberId } = admin();
    const sso = ways().filter(({ secret }) => secret !== CODES);
    expect(sso.length).toBeGreaterThan(10);
    await g.data(
      'mutation ($organizationId: ID!, $memberId: ID!) { updateMember(input: { organizationId: $organizationId, memberId: $memberId, roleIds: [] }) { __typename } }',
      { variables: { organizationId, memberId } },
    );
    for (const way of sso) {
      const { text } = await ask(way);
      expect(hasSecret(text), way.document).toBe(false);
    }
  });
});

describe('S11, T7: a request that selects secrets', () => {
  const several = () => {
    const { organization_id: organizationId, member_id: memberId } = admin();
    const member = `member(organizationId: "${organizationId}", by: { id: "${memberId}" })`;
    return `a: ${member} { name recoveryCodes } b: ${member} { recoveryCodes } viewer { member { recoveryCodes } }`;
  };

  it('checks the session once, before any secret is prefetched', async () => {
    const { text } = await ask({ secret: CODES, document: several() });
    expect(hasSecret(text)).toBe(true);
    const ids = g.calls.map(({ id }) => id);
    expect(ids.filter((id) => id === 'api_b2b_session_v1_Authenticate')).toHaveLength(1);
    expect(ids.indexOf('api_b2b_session_v1_Authenticate')).toBeLessThan(ids.indexOf('api_b2b_recovery_codes_v1_Get'));
    const answered = g.calls.find(({ id }) => id === 'api_b2b_session_v1_Authenticate');
    expect(answered?.status).toBe(200);
  });

  it('makes no extra check for a session token, a server, or a request without secrets', async () => {
    const asked = async (as: Parameters<SandboxGateway['query']>[1]) => {
      g.calls.length = 0;
      await g.query(`{ ${several()} }`, as);
      return g.calls.filter(({ id }) => id === 'api_b2b_session_v1_Authenticate').length;
    };
    expect(await asked({ as: { token: admin().session_token } })).toBe(1);
    expect(await asked({ as: 'server' })).toBe(0);
    await ask({ secret: '', document: 'viewer { member { name } }' });
    expect(g.calls.map(({ id }) => id)).not.toContain('api_b2b_session_v1_Authenticate');
  });

  it('checks again after a write of the same request, so that it sees sessions that the write ended', async () => {
    const { organization_id: organizationId, member_id: memberId } = admin();
    g.calls.length = 0;
    const { data, errors } = await g.query(
      `mutation ($organizationId: ID!, $memberId: ID!) {
        first: updateMember(input: { organizationId: $organizationId, memberId: $memberId, name: "Ada" }) {
          ... on UpdateMemberPayload { member { recoveryCodes } } }
        ended: revokeMemberSession(input: { memberId: $memberId }) { __typename }
        second: rotateRecoveryCodes(input: { organizationId: $organizationId, memberId: $memberId }) {
          ... on MutationError { code } }
      }`,
      { as: adminJwt(), variables: { organizationId, memberId } },
    );
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ second: { code: 'UNAUTHENTICATED' } });
    expect(
      g.calls
        .filter(({ id }) => /recovery_codes|session_v1_Authenticate/.test(id))
        .map(({ id, status }) => [id, status]),
    ).toEqual([
      ['api_b2b_session_v1_Authenticate', 200],
      ['api_b2b_recovery_codes_v1_Get', 200],
      ['api_b2b_session_v1_Authenticate', 404],
    ]);
  });
});
