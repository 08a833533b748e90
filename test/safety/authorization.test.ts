/**
 * T1 to T5: no field, id or form of an id gives a caller access to the data of others. The requests are generated from
 * the schema, which includes fields that are added later.
 */
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { mintM2mToken } from '../../src/sandbox/shared/tokens.ts';
import { operations } from '../../src/stytch/contract/operations.ts';
import { type ActAs, gatewayOverSandbox, type SandboxGateway, unlimitedThrottle } from '../gateway.ts';
import { examples } from '../operations/index.ts';
import { roots } from './b2b-roots.ts';
import { buildRequest, codeOf, fieldAccessOf, runsByItself, targetValues } from './request.ts';
import { recordHostileRequest, startLeakTally } from './tally.ts';

const tally = startLeakTally();
let g: SandboxGateway;
let callers: Record<'admin of A' | 'member of A' | 'machine without scopes' | 'visitor', ActAs>;
/** Tenant B, and its values that must never be exposed to A. */
let b: {
  organizationId: string;
  slug: string;
  externalId: string;
  memberId: string;
  memberExternalId: string;
  name: string;
};
let canaries: string[];

beforeAll(async () => {
  g = await gatewayOverSandbox({ tries: unlimitedThrottle() });
  const own = g.world.credentials.admin.organization_id;
  const { store } = g.sandbox;
  const organization = [...store.organizations.values()].find(({ organization_id }) => organization_id !== own);
  const members = [...store.members.values()].filter(
    ({ organization_id }) => organization_id === organization?.organization_id,
  );
  const member = members.find(({ status, external_id }) => status === 'active' && external_id) ?? members[0];
  if (!organization || !member) throw new Error('the sandbox has no second organization');
  b = {
    organizationId: organization.organization_id,
    slug: organization.organization_slug,
    externalId: organization.organization_external_id ?? '',
    memberId: member.member_id,
    memberExternalId: member.external_id ?? '',
    name: organization.organization_name,
  };
  canaries = [
    b.name,
    ...members.flatMap(({ email_address, name }) => [email_address, name]).filter((text) => text.length > 3),
  ]
    // A person who belongs to both organizations is not a secret of either.
    .filter(
      (text) =>
        ![...store.members.values()].some(
          (other) => other.organization_id === own && [other.email_address, other.name].includes(text),
        ),
    );
  callers = {
    'admin of A': 'admin',
    'member of A': 'member',
    'machine without scopes': { token: await mintM2mToken(store, 'm2m-client-test-nobody', []) },
    visitor: null,
  };
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});

const who = ['admin of A', 'member of A', 'machine without scopes', 'visitor'] as const;
/** The forms of names of B, and an object that does not exist. */
const forms = () =>
  ({
    id: [b.organizationId, b.memberId],
    slug: [b.slug, b.memberId],
    'external id': [b.externalId, b.memberExternalId],
    nothing: [
      'organization-test-00000000-0000-4000-8000-000000000000',
      'member-test-00000000-0000-4000-8000-000000000000',
    ],
  }) as const;

describe.each(roots.map(([kind, field]) => [field.name, kind, field] as const))('T1, T4: %s', (_, kind, field) => {
  it.each(who)('exposes nothing of B to the %s', async (caller) => {
    const access = fieldAccessOf(field);
    const answers = [];
    for (const [form, [organization, member]] of Object.entries(forms())) {
      g.calls.length = 0;
      const { document, variables } = buildRequest(kind, field, targetValues(organization, member));
      const answer = await g.query(document, { as: callers[caller], variables });
      recordHostileRequest(tally, answer, g.calls, canaries, `${field.name} as ${caller} by ${form}`);
      if (runsByItself(access, variables)) continue;
      const isMember = caller === 'admin of A' || caller === 'member of A';
      if (isMember && access !== 'anyone' && (access.signedIn === 'any' || access.impliedTarget === 'own')) continue;
      expect(
        g.calls.map(({ id }) => id),
        `${form}: nothing goes to Stytch`,
      ).toEqual([]);
      // Most arguments accept only ids: for them a name is invalid input, for every caller.
      if (codeOf(answer) === 'INVALID_INPUT' && (form === 'slug' || form === 'external id')) continue;
      answers.push([
        codeOf(answer),
        answer.errors[0]?.message ?? (answer.data?.['it'] as { message?: string })?.message,
      ]);
    }
    // The same response whether or not the object exists, in every form of its name.
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBeLessThanOrEqual(1);
    for (const [code] of answers) expect(code).toBe(caller === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
  });
});

describe('T2: ids of nodes', () => {
  const globalId = (type: string, ...parts: string[]) =>
    Buffer.from(`${type}:${parts.join('/')}`).toString('base64url');
  const nodeTypes = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => type.getInterfaces().some(({ name }) => name === 'Node') && type.name !== 'Viewer')
    .map(({ name, extensions }) => [name, (extensions['key'] ?? []) as string[]] as const);

  it('has node types', () => expect(nodeTypes.length).toBeGreaterThan(5));

  it.each(nodeTypes)('rejects %s of B for every caller outside B', async (name, key) => {
    for (const caller of who) {
      for (const organization of [b.organizationId, b.slug, b.externalId]) {
        const parts = key.map((part) =>
          part === 'organizationId' ? organization : part === 'memberId' ? b.memberId : `${part}-1`,
        );
        for (const document of [
          'query ($id: ID!) { it: node(id: $id) { __typename id } }',
          'query ($id: ID!) { it: nodes(ids: [$id]) { __typename id } }',
        ]) {
          g.calls.length = 0;
          const answer = await g.query(document, { as: callers[caller], variables: { id: globalId(name, ...parts) } });
          recordHostileRequest(tally, answer, g.calls, canaries, `${name} as ${caller}`);
          expect(g.calls).toEqual([]);
          expect(codeOf(answer)).toBe(caller === 'visitor' ? 'UNAUTHENTICATED' : 'FORBIDDEN');
        }
      }
    }
  });

  it.each([
    ['a raw id', () => b.organizationId],
    ['a type that is not a node', () => globalId('MutationError', 'x')],
    ['a type that does not exist', () => globalId('Nonsense', 'x')],
    ['a member’s key under another type', () => globalId('Organization', b.organizationId, b.memberId)],
    ['a key with a path in it', () => globalId('Organization', '..')],
    ['__proto__', () => globalId('__proto__', 'x')],
    ['an empty id', () => ''],
    ['an id of 100 kB', () => 'A'.repeat(100_000)],
  ])('rejects %s', async (_, id) => {
    for (const caller of who) {
      const answer = await g.query('query ($id: ID!) { it: node(id: $id) { id } }', {
        as: callers[caller],
        variables: { id: id() },
      });
      recordHostileRequest(tally, answer, g.calls, canaries, 'odd id');
      expect(g.calls).toEqual([]);
      expect(answer.errors.length).toBeGreaterThan(0);
    }
  });

  it('returns null for the viewer of another session', async () => {
    const found = await g.data<{ viewer: { id: string } }>('{ viewer { id } }', { as: 'admin' });
    for (const caller of who.filter((one) => one !== 'admin of A')) {
      g.calls.length = 0;
      const answer = await g.query('query ($id: ID!) { it: node(id: $id) { id } }', {
        as: callers[caller],
        variables: { id: found.viewer.id },
      });
      expect(answer).toMatchObject({ data: { it: null }, errors: [] });
      expect(g.calls).toEqual([]);
    }
  });

  it('rejects a thousand ids in one request', async () => {
    const ids = Array.from({ length: 1000 }, (_, index) => globalId('Organization', `organization-test-${index}`));
    const answer = await g.query('query ($ids: [ID!]!) { it: nodes(ids: $ids) { id } }', { variables: { ids } });
    recordHostileRequest(tally, answer, g.calls, canaries, 'a thousand ids');
    expect(answer.errors.length).toBeGreaterThan(0);
    expect(g.calls).toEqual([]);
  });
});

describe('T3: indirect access from A to B', () => {
  it.each([
    [
      'B beside A in a search',
      'query ($a: ID!, $b: ID!) { it: members(organizationIds: [$a, $b]) { nodes { name } } }',
    ],
    [
      'a filter that names B',
      'query ($b: ID!) { it: organizations(filter: { organizationIds: [$b] }) { nodes { name } } }',
    ],
    [
      'a mutation into B',
      'mutation ($b: ID!) { it: createMember(input: { organizationId: $b, emailAddress: "x@example.com" }) { __typename ... on MutationError { code } } }',
    ],
    [
      'B’s session policy',
      'query ($b: ID!) { it: organization(by: { id: $b }) { members { nodes { sessions { memberSessionId } } } } }',
    ],
  ])('%s', async (_, document) => {
    const a = g.world.credentials.admin.organization_id;
    const declared = Object.fromEntries(
      Object.entries({ a, b: b.organizationId }).filter(([name]) => document.includes(`$${name}:`)),
    );
    for (const caller of ['admin of A', 'member of A'] as const) {
      g.calls.length = 0;
      const answer = await g.query(document, { as: callers[caller], variables: declared });
      recordHostileRequest(tally, answer, g.calls, canaries, document);
      expect(codeOf(answer)).toBe('FORBIDDEN');
      expect(g.calls).toEqual([]);
    }
  });
});

describe('T5: the session', () => {
  const facts: Record<string, { id: string; session: boolean }> = operations;
  const takesSession = new Set(
    Object.values(facts)
      .filter(({ session }) => session)
      .map(({ id }) => id),
  );

  it('is sent to exactly the operations that accept it, in one of two headers, and never from a client header', async () => {
    const seen = new Map<string, number>();
    for (const { document, variables } of examples) {
      const fresh = await gatewayOverSandbox();
      try {
        const given = (await variables?.(fresh)) ?? {};
        fresh.calls.length = 0;
        await fresh.query(document, { as: 'admin', variables: given });
        for (const { id, headers } of fresh.calls) {
          const sent = Object.keys(headers).filter((name) => /^x-stytch/i.test(name));
          expect(sent, id).toHaveLength(takesSession.has(id) ? 1 : 0);
          seen.set(id, sent.length);
        }
      } finally {
        await fresh.close();
      }
    }
    expect(seen.size).toBeGreaterThan(30);
  }, 120_000);

  it('is never sent for a server, whatever headers it sends', async () => {
    const response = await g.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: 'Bearer sgk_sandbox_admin',
          'x-stytch-member-session': 'injected',
          'x-stytch-member-sessionjwt': 'injected',
          'x-forwarded-for': 'injected',
        },
        body: JSON.stringify({
          query: `mutation { updateOrganization(input: { organizationId: "${b.organizationId}", logoUrl: "https://example.com/l" }) { __typename } }`,
        }),
      }),
    );
    expect(response.status).toBe(200);
    expect(g.calls).toHaveLength(1);
    expect(JSON.stringify(g.calls[0]?.headers)).not.toContain('injected');
    expect(Object.keys(g.calls[0]?.headers ?? {}).sort()).toEqual([
      'accept',
      'accept-encoding',
      'authorization',
      'content-type',
    ]);
  });
});
