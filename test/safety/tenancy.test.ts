/**
 * T1, T39: no name that its owner chooses gives access to another tenant. A slug is such a name: it may equal another
 * organization's id, external id or former slug. The requests are generated from the schema.
 */
import { type GraphQLInputField, getNamedType, isInputObjectType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { hasIdForm } from '../../schema/id.ts';
import { gatewayOverSandbox, type RecordedCall, type SandboxGateway, unlimitedThrottle } from '../gateway.ts';
import { pairs, volume } from '../volume.ts';
import { roots } from './b2b-roots.ts';
import { buildRequest, codeOf, fieldAccessOf, runsByItself, targetValues } from './request.ts';
import { recordHostileRequest, startLeakTally } from './tally.ts';
import { callerWithSlug, callsNaming, slugs, type Tenant, type Tenants, tenantsOf } from './tenants.ts';

const tally = startLeakTally();
let g: SandboxGateway;
/** While true, Stytch rejects everything but the gateway's own calls, so that nothing is changed. */
let refusing = false;
const ownQuestions = /^\/v1\/b2b\/(rbac\/|sessions\/(jwks|authenticate))/;

let a: Tenant;
let b: Tenant;
let canaries: readonly string[];
let sessions: Tenants['sessions'];

beforeAll(async () => {
  g = await gatewayOverSandbox({
    tries: unlimitedThrottle(),
    between: (dispatch) => (options, handler) => {
      const { authorization: _, ...anonymous } = options.headers as Record<string, string>;
      const sends = refusing && !ownQuestions.test(options.path) ? { ...options, headers: anonymous } : options;
      return dispatch(sends, handler);
    },
  });
  ({ a, b, canaries, sessions } = tenantsOf(g));
});
afterAll(() => g.close());

const namingB = (calls: readonly RecordedCall[]) => callsNaming(calls, b);
const hostile = Object.keys(slugs) as (keyof typeof slugs)[];

const NOTHING = 'organization-test-00000000-0000-4000-8000-000000000000';

describe.each(hostile)('T39: a caller of A whose slug is %s', (what) => {
  it.each(['admin', 'member'] as const)('gets nothing of B by any root field (%s)', async (who) => {
    const slug = slugs[what](b);
    const caller = await callerWithSlug(g, sessions[who], slug);
    for (const [kind, field] of roots) {
      const access = fieldAccessOf(field);
      refusing = kind === 'mutation';
      const codes = new Set<string | undefined>();
      const names = pairs([b.id, b.slug, b.externalId, NOTHING], [b.memberId, b.memberExternalId], 2);
      for (const { row: organization, column: member } of names) {
        g.calls.length = 0;
        const { document, variables } = buildRequest(kind, field, targetValues(organization, member));
        const answer = await g.query(document, { as: caller, variables });
        recordHostileRequest(tally, answer, g.calls, canaries, `${field.name} by ${organization}`);
        if (runsByItself(access, variables)) continue;
        expect(namingB(g.calls), `${field.name} by ${organization}`).toEqual([]);
        // The caller's own slug, if it does not look like an id, means the caller's organization.
        const isOwn = organization === slug && !slug.startsWith('organization-');
        if (isOwn || access === 'anyone' || access.signedIn === 'any' || access.impliedTarget) continue;
        // Most arguments accept only ids, so a name is invalid input for them.
        const isName = !hasIdForm(organization, 'Organization') || !hasIdForm(member, 'Member');
        const code = codeOf(answer);
        codes.add(isName && code === 'INVALID_INPUT' ? 'FORBIDDEN' : code);
      }
      // The same response whether or not the object exists.
      expect(
        [...codes].filter((code) => code !== 'FORBIDDEN'),
        field.name,
      ).toEqual([]);
    }
  });

  it('gets nothing of B by node ids', async () => {
    refusing = false;
    const slug = slugs[what](b);
    const caller = await callerWithSlug(g, sessions.admin, slug);
    const nodes = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .filter(({ extensions }) => extensions['key'])
      .map(({ name, extensions }) => [name, extensions['key'] as string[]] as const);
    expect(nodes.length).toBeGreaterThan(5);
    for (const [name, key] of nodes) {
      for (const organization of [b.id, b.slug, b.externalId]) {
        const parts = key.map((part) =>
          part === 'organizationId' ? organization : part === 'memberId' ? b.memberId : `${part}-1`,
        );
        const id = Buffer.from(`${name}:${parts.join('/')}`).toString('base64url');
        for (const document of [
          'query ($id: ID!) { it: node(id: $id) { __typename id } }',
          'query ($id: ID!) { it: nodes(ids: [$id, $id]) { __typename id } }',
        ]) {
          g.calls.length = 0;
          const answer = await g.query(document, { as: caller, variables: { id } });
          recordHostileRequest(tally, answer, g.calls, canaries, `${name} by ${organization}`);
          expect(namingB(g.calls), name).toEqual([]);
        }
      }
    }
  });

  it('gets nothing of B from edges that follow from the ids in a query', async () => {
    refusing = false;
    const slug = slugs[what](b);
    const caller = await callerWithSlug(g, sessions.admin, slug);
    for (const organization of [b.id, b.slug, b.externalId]) {
      for (const document of [
        `query ($o: ID!, $m: ID!) { it: organization(by: { id: $o }) {
          name members { nodes { name } } member(by: { id: $m }) { name sessions { memberSessionId } recoveryCodes }
          ssoConnections { connectionId } scimConnection { connectionId } connectedApps { name } } }`,
        `query ($o: ID!, $m: ID!) { it: member(organizationId: $o, by: { id: $m }) {
          name organization { name members { totalCount } } sessions { memberSessionId } connectedApps { name } } }`,
        `query ($o: ID!, $m: ID!) { it: members(organizationIds: [$o], filter: { memberIds: [$m] }) {
          nodes { name organization { name } sessions { memberSessionId } } } }`,
      ]) {
        g.calls.length = 0;
        const answer = await g.query(document, { as: caller, variables: { o: organization, m: b.memberId } });
        recordHostileRequest(tally, answer, g.calls, canaries, `${document} by ${organization}`);
        expect(namingB(g.calls), document).toEqual([]);
      }
    }
  });

  it.each([
    ['first', (own: string, other: string) => [own, other]],
    ['last', (own: string, other: string) => [other, own]],
    ['alone', (_: string, other: string) => [other]],
    ['among many', (own: string, other: string) => [own, own, other, own]],
  ])('gets nothing of B from a list of organizations, the own one %s', async (_, listOf) => {
    refusing = false;
    const slug = slugs[what](b);
    const caller = await callerWithSlug(g, sessions.admin, slug);
    for (const other of [b.id, b.slug, b.externalId].filter((name) => name === b.id || name !== slug)) {
      g.calls.length = 0;
      const answer = await g.query(
        'query ($ids: [ID!]!) { it: members(organizationIds: $ids) { nodes { name emailAddress } } }',
        { as: caller, variables: { ids: listOf(a.id, other) } },
      );
      recordHostileRequest(tally, answer, g.calls, canaries, `a list with ${other}`);
      expect(codeOf(answer)).toBe(hasIdForm(other, 'Organization') ? 'FORBIDDEN' : 'INVALID_INPUT');
      expect(g.calls).toEqual([]);
    }
  });
});

describe('T39: a slug in the form of an id, as stored by Stytch', () => {
  it('gives no access to a session whose slug was read from Stytch', async () => {
    refusing = false;
    const organization = g.sandbox.store.organizations.get(a.id);
    if (!organization) throw new Error('the sandbox has lost A');
    organization.organization_slug = b.id;
    try {
      for (const token of Object.values(sessions)) {
        g.calls.length = 0;
        const answer = await g.query(
          'query ($o: ID!, $m: ID!) { it: organization(by: { id: $o }) { name externalId } member(organizationId: $o, by: { id: $m }) { name } }',
          { as: { token }, variables: { o: b.id, m: b.memberId } },
        );
        recordHostileRequest(tally, answer, g.calls, canaries, 'by token');
        expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
        expect(namingB(g.calls)).toEqual([]);
      }
    } finally {
      organization.organization_slug = a.slug;
    }
  });
});

describe('T39: the organization in a call to Stytch', () => {
  it('is the id, if a member gives their slug', async () => {
    refusing = false;
    for (const [document, variables] of [
      ['query ($o: String!) { organization(by: { slug: $o }) { name members { totalCount } } }', { o: a.slug }],
    ] as const) {
      g.calls.length = 0;
      const { errors } = await g.query(document, { as: 'admin', variables });
      expect(errors).toEqual([]);
      expect(g.calls.length).toBeGreaterThan(0);
      for (const { path, body } of g.calls) {
        expect(`${path} ${JSON.stringify(body)}`).toContain(a.id);
        expect(`${path} ${JSON.stringify(body)}`).not.toContain(a.slug);
      }
    }
  });

  it('is never another organization, in any mutation by any name', async () => {
    refusing = true;
    const organizations = {
      'own id': [a.id, a.slug],
      'own slug': [a.slug, a.slug],
      'other id': [b.id, a.slug],
      'other slug': [b.slug, a.slug],
      'other external id': [b.externalId, a.slug],
      'own slug that is the other id': [b.id, b.id],
    } as const;
    const members = {
      'own id': () => a.memberId,
      'other id': () => b.memberId,
      'other external id': () => b.memberExternalId,
    };
    const figures = { mutations: 0, requests: 0, upstream: 0, naming: 0 };
    for (const [kind, field] of roots) {
      if (kind !== 'mutation') continue;
      figures.mutations += 1;
      for (const { row, column: member } of pairs(Object.values(organizations), Object.values(members), 3)) {
        const [organization, slug] = row;
        const caller = await callerWithSlug(g, sessions.admin, slug);
        g.calls.length = 0;
        const { document, variables } = buildRequest(kind, field, targetValues(organization, member()));
        const answer = await g.query(document, { as: caller, variables });
        recordHostileRequest(tally, answer, g.calls, canaries, `${field.name} by ${organization}`);
        if (runsByItself(fieldAccessOf(field), variables)) continue;
        figures.requests += 1;
        figures.upstream += g.calls.length;
        figures.naming += namingB(g.calls).length;
      }
    }
    expect(figures.mutations).toBeGreaterThan(80);
    expect(figures.upstream).toBeGreaterThan(volume(30, 100));
    expect(figures.naming).toBe(0);
    if (process.env['FIGURES']) console.info(figures);
  });

  it('has a fixed place: the top of the arguments or of the input', () => {
    const names = /^organizationIds?$/i;
    const isTenant = ({ extensions: { idOf, names: argument } }: GraphQLInputField) =>
      idOf === 'Organization' || argument === 'organizationId';
    const deeper = (type: Parameters<typeof getNamedType>[0], path: string): string[] => {
      const named = getNamedType(type);
      if (!isInputObjectType(named)) return [];
      return Object.values(named.getFields()).flatMap((field) =>
        names.test(field.name) || isTenant(field)
          ? [`${path}.${field.name}`]
          : deeper(field.type, `${path}.${field.name}`),
      );
    };
    const found = Object.values(schema.getTypeMap()).flatMap((type) =>
      isObjectType(type)
        ? Object.values(type.getFields()).flatMap((field) => {
            const isRoot = type.name === 'Query' || type.name === 'Mutation';
            const access = fieldAccessOf(field);
            const forMembers = access !== undefined && access !== 'anyone' && access.signedIn !== 'none';
            return field.args.flatMap((arg) => [
              ...(!isRoot && names.test(arg.name) ? [`${type.name}.${field.name}.${arg.name}`] : []),
              ...(forMembers ? deeper(arg.type, `${type.name}.${field.name}.${arg.name}`) : []),
            ]);
          })
        : [],
    );
    expect(found.filter((path) => !/\.input\.organizationIds?$/.test(path)).sort()).toEqual([
      // In groups whose fields move to the top of the input.
      'Mutation.authorizeConnectedApp.input.member.key.organizationId',
      'Mutation.prepareConnectedAppAuthorization.input.member.key.organizationId',
      // The argument reader moves these to `organizationId`, beside `by`.
      'Query.organization.by.id',
      'Query.organization.by.slug',
    ]);
  });
});

describe('T39: a request that is authorized by a proof', () => {
  it('is the same for all callers, and carries no session of the caller', async () => {
    refusing = true;
    const caller = await callerWithSlug(g, sessions.admin, b.id);
    let compared = 0;
    for (const [kind, field] of roots) {
      const access = fieldAccessOf(field);
      const { document, variables } = buildRequest(kind, field, targetValues(b.id, b.memberId));
      if (!runsByItself(access, variables) || (access === 'anyone' && kind === 'query')) continue;
      const sent = [];
      for (const as of [caller, null]) {
        g.calls.length = 0;
        await g.query(document, { as, variables });
        // The gateway's own call, made only if no call succeeded shortly before.
        const calls = g.calls.filter(({ id }) => id !== 'api_debug_v1_Whoami');
        sent.push(calls.map(({ path, body, headers }) => ({ path, body, headers })));
      }
      expect(sent[0], field.name).toEqual(sent[1]);
      for (const { headers } of sent[0] ?? []) expect(Object.keys(headers).join()).not.toMatch(/session/i);
      compared += sent[0]?.length ?? 0;
    }
    expect(compared).toBeGreaterThan(20);
  });
});
