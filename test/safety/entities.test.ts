/**
 * T1, T3, T39 through `_entities`: no representation gives access to another tenant, whatever it names and in any
 * spelling. The representations are generated from the keys in the schema.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { entitiesOf } from '../../schema/federation/entity.ts';
import { loadSubgraph } from '../../schema/index.ts';
import { defaultLimits } from '../../src/limits/limits.ts';
import { B2B_WORLD, type Found, foundIn, keyFieldsOf, selectKeys } from '../federation/found.ts';
import { type ActAs, gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { isFullVolume, pairs } from '../volume.ts';
import {
  codesOf,
  entitiesDocument,
  entitiesIn,
  type Hostile,
  hostileFrom,
  idIn,
  namesOfKeys,
  type Result,
  twinOf,
  verdict,
  writtenIn,
} from './hostile-representations.ts';
import { recordHostileRequest, startLeakTally } from './tally.ts';
import { callerWithSlug, callsNaming, callsNotNaming, slugs, type Tenants, tenantsOf } from './tenants.ts';

const tally = startLeakTally();
const subgraph = await loadSubgraph('b2b');
const entities = entitiesOf(schema, 'b2b');
const DOCUMENT = entitiesDocument(entities);

/** The subgraph and the standalone graph over one sandbox. */
let g: SandboxGateway;
let alone: SandboxGateway;
let tenants: Tenants;
let hostile: readonly Hostile[];
/** Node ids of everything that belongs to A. */
let ownIds: ReadonlySet<string>;
/** The keys that the node ids encode. */
let tried: readonly string[];

const isOfTenant = ({ typename }: Found): boolean => {
  const entity = entities.get(typename);
  return entity !== undefined && keyFieldsOf(entity).includes('organizationId');
};

/** Gives A an SSO connection that B borrows. A borrows none of B, whose name would then be visible to A. */
async function connectBoth(): Promise<void> {
  const { a, b } = tenants;
  const { createOidcConnection } = await g.data<{
    createOidcConnection: { oidcConnection: { connectionId: string } };
  }>(
    `mutation ($input: CreateOidcConnectionInput!) { createOidcConnection(input: $input) {
      ... on CreateOidcConnectionPayload { oidcConnection { connectionId } } } }`,
    { variables: { input: { organizationId: a.id } } },
  );
  const { connectionId } = createOidcConnection.oidcConnection;
  const lent = g.sandbox.store.ssoConnections.get(connectionId);
  if (lent) lent.connection.status = 'active';
  const input = { organizationId: b.id, externalOrganizationId: a.id, externalConnectionId: connectionId };
  const made = await g.data(
    `mutation ($input: CreateExternalConnectionInput!) { made: createExternalConnection(input: $input) { __typename } }`,
    { variables: { input } },
  );
  expect(made).toEqual({ made: { __typename: 'CreateExternalConnectionPayload' } });
}

beforeAll(async () => {
  // The limits are high enough that only the access rules reject a request.
  const limits = { ...defaultLimits, calls: 100_000, nodes: 1_000_000, aliases: 1_000, tokens: 10_000 };
  g = await gatewayOverSandbox({ schema: subgraph, limits });
  alone = await gatewayOverSandbox({ sandbox: g.sandbox, limits });
  tenants = tenantsOf(g);
  const { a, b } = tenants;
  await connectBoth();
  const world = foundIn(await g.data(B2B_WORLD(selectKeys(entities))), entities);
  const ofA = world.filter(({ values }) => values['organizationId'] === a.id);
  const ofB = world.filter((found) => !isOfTenant(found) || found.values['organizationId'] === b.id);
  ownIds = new Set(ofA.map(({ id }) => id));
  ({ hostile, keys: tried } = hostileFrom(entities, ofB, ofA));
});
afterAll(async () => {
  await g.close();
  await alone.close();
});

/** Callers of A, each with a slug that is a name of B or their own, and a visitor. */
async function callers(): Promise<readonly (readonly [string, ActAs])[]> {
  const { a, b, sessions } = tenants;
  const all: (readonly [string, ActAs])[] = [['a visitor', null]];
  for (const who of ['admin', 'member'] as const) {
    all.push([who, await callerWithSlug(g, sessions[who], a.slug)]);
    for (const [what, slug] of Object.entries(slugs)) {
      all.push([`${who} whose slug is ${what}`, await callerWithSlug(g, sessions[who], slug(b))]);
    }
  }
  return all;
}

const ALLOWED = new Set(['FORBIDDEN', 'NOT_FOUND', 'INVALID_INPUT', 'UNAUTHENTICATED']);

/** Sends a hostile request: the response holds nothing of B, and every call to Stytch is about A only. */
async function attack(document: string, representations: unknown, as: ActAs, what: string): Promise<Result> {
  const { b, canaries } = tenants;
  g.calls.length = 0;
  const result = await g.query(document, { variables: { representations }, as });
  recordHostileRequest(tally, result, g.calls, [...canaries, b.id], what);
  expect(callsNaming(g.calls, b), what).toEqual([]);
  expect(callsNotNaming(g.calls, tenants.a), what).toEqual([]);
  expect(
    codesOf(result).filter((code) => !ALLOWED.has(code)),
    what,
  ).toEqual([]);
  return result;
}

describe('T39: a caller of A that sends keys of B to `_entities`', () => {
  it('covers every key of every entity', () => {
    expect(tried.toSorted()).toEqual(namesOfKeys(entities).toSorted());
  });

  it('gets nothing of B, and the same as from `node` or the lookup with the same names', async () => {
    const { a, b } = tenants;
    const figures = {
      representations: hostile.length,
      requests: 0,
      refused: 0,
      nothing: 0,
      own: 0,
      calls: 0,
      namingB: 0,
    };
    const differing: string[] = [];
    for (const { row: caller, column: one } of pairs(await callers(), hostile, 8)) {
      const [who, as] = caller;
      const what = `${one.what}, for ${who}`;
      const result = await attack(DOCUMENT, [one.sent], as, what);
      const [entity = null] = entitiesIn(result);
      figures.requests += 1;
      figures.calls += g.calls.length;
      figures.namingB += callsNaming(g.calls, b).length;
      if (entity === null) figures[result.errors.length > 0 ? 'refused' : 'nothing'] += 1;
      else {
        figures.own += 1;
        expect(ownIds, what).toContain(idIn(entity));
      }
      if (as === null) expect(['UNAUTHENTICATED', 'INVALID_INPUT'], what).toContain(codesOf(result)[0]);
      const twin = twinOf(one.sent, schema, entities, as === null ? {} : { organizationId: a.id });
      if (!twin) {
        expect([entity, codesOf(result), g.calls.length], what).toEqual([null, ['INVALID_INPUT'], 0]);
        continue;
      }
      const same: Result = await (twin.byNode ? alone : g).query(twin.document, {
        variables: { ...twin.variables },
        as,
      });
      // A failure names only the representation: what callers see of their own data may be secret.
      if (verdict(entity, result.errors) !== verdict(same.data?.['it'], same.errors)) {
        differing.push(`${what}: ${codesOf(result)} and not ${codesOf(same)}`);
      }
    }
    expect(differing).toEqual([]);
    expect(figures.refused).toBeGreaterThan(figures.requests / 2);
    // Mixed keys that do not name B by themselves give data of A, so these requests go past the access rules.
    expect(figures.own).toBeGreaterThan(0);
    expect(figures.namingB).toBe(0);
    if (process.env['FIGURES']) console.info(figures);
  });

  it('gets FORBIDDEN for each plain key of B, without a call to Stytch', async () => {
    const plain = hostile.filter((one) => one.plain);
    expect(plain.length).toBeGreaterThan(entities.size);
    for (const [who, as] of (await callers()).filter(([, caller]) => caller !== null)) {
      for (const { what, sent } of plain) {
        // A member's own slug, or a member id alone, is looked up among the caller's own data.
        if (/by memberId/.test(what) || /by slug|by organizationId externalId/.test(what)) continue;
        const result = await attack(DOCUMENT, [sent], as, `${what}, for ${who}`);
        expect([entitiesIn(result), codesOf(result), g.calls.length], `${what}, for ${who}`).toEqual([
          [null],
          ['FORBIDDEN'],
          0,
        ]);
      }
    }
  });

  it('gets the same for all keys in one request', async () => {
    for (const [who, as] of (await callers()).filter((_, at) => isFullVolume || at % 3 === 0)) {
      for (let from = 0; from < hostile.length; from += 100) {
        const some = hostile.slice(from, from + 100);
        const representations = some.map(({ sent }) => sent);
        const together = await attack(DOCUMENT, representations, as, `${some.length} from ${from}, for ${who}`);
        expect(entitiesIn(together)).toHaveLength(some.length);
        for (const [at, { what, sent }] of some.entries()) {
          if (!isFullVolume && at % 5 > 0) continue;
          const single = await g.query(DOCUMENT, { variables: { representations: [sent] }, as });
          const ofIt = together.errors.filter(({ path }) => path?.[1] === at);
          const isSame = verdict(entitiesIn(together)[at], ofIt) === verdict(entitiesIn(single)[0], single.errors);
          expect(isSame, `${what}, for ${who}`).toBe(true);
        }
      }
    }
  });

  it('gets the same for a representation that is a literal in the document', async () => {
    const as = await callerWithSlug(g, tenants.sessions.admin, tenants.b.slug);
    let compared = 0;
    for (const { what, sent } of hostile.filter((_, at) => isFullVolume || at % 4 === 0)) {
      const inDocument = await attack(writtenIn(DOCUMENT, [sent]), undefined, as, what);
      const inVariable = await g.query(DOCUMENT, { variables: { representations: [sent] }, as });
      const isSame =
        verdict(entitiesIn(inDocument)[0], inDocument.errors) === verdict(entitiesIn(inVariable)[0], inVariable.errors);
      expect(isSame, `${what}: ${codesOf(inDocument)} and not ${codesOf(inVariable)}`).toBe(true);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(100);
  });

  it('gets nothing from edges that follow from the ids in a representation', async () => {
    const { a, b } = tenants;
    const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Organization { members(first: 5) { nodes { emailAddress sessions { memberSessionId } } }
        ssoConnections { connectionId } scimConnection { connectionId } connectedApps { clientId } }
      ... on Member { sessions { memberSessionId } recoveryCodes organization { name } connectedApps { name } }
      ... on MemberSession { member { emailAddress recoveryCodes } organization { name } } } }`;
    const named: readonly object[] = [
      { __typename: 'Organization', organizationId: b.id },
      { __typename: 'Organization', slug: b.slug },
      { __typename: 'Organization', externalId: b.externalId },
      { __typename: 'Member', organizationId: b.id, memberId: b.memberId },
      { __typename: 'Member', organizationId: a.id, memberId: b.memberId },
      { __typename: 'Member', organizationId: b.id, memberId: a.memberId },
      { __typename: 'Member', organizationId: a.id, externalId: b.memberExternalId },
      { __typename: 'Member', memberId: b.memberId },
      { __typename: 'MemberSession', organizationId: a.id, memberId: b.memberId, memberSessionId: 'session-test-1' },
    ];
    for (const [who, as] of await callers()) {
      for (const representations of [...named.map((one) => [one]), named]) {
        await attack(document, representations, as, `${JSON.stringify(representations)}, for ${who}`);
      }
    }
  });

  it('gets nothing if Stytch itself holds the id of B as the slug of A', async () => {
    const { a, b, canaries, sessions } = tenants;
    const organization = g.sandbox.store.organizations.get(a.id);
    if (!organization) throw new Error('the sandbox has lost A');
    organization.organization_slug = b.id;
    try {
      for (const token of Object.values(sessions)) {
        g.calls.length = 0;
        const representations = [
          { __typename: 'Organization', slug: b.id },
          { __typename: 'Organization', organizationId: b.id },
          { __typename: 'Member', organizationId: b.id, externalId: b.memberExternalId },
        ];
        const result = await g.query(DOCUMENT, { variables: { representations }, as: { token } });
        recordHostileRequest(tally, result, g.calls, canaries, 'by token');
        expect(entitiesIn(result)).toEqual([null, null, null]);
        expect(new Set(codesOf(result)).difference(new Set(['FORBIDDEN', 'INVALID_INPUT'])).size).toBe(0);
        expect(callsNaming(g.calls, b)).toEqual([]);
      }
    } finally {
      organization.organization_slug = a.slug;
    }
  });

  it('gets an error for the whole request with null in place of a representation', async () => {
    const as = await callerWithSlug(g, tenants.sessions.admin, tenants.b.slug);
    const [first] = hostile;
    for (const representations of [null, [null], [first?.sent, null]]) {
      g.calls.length = 0;
      const result = await g.query(DOCUMENT, { variables: { representations }, as });
      recordHostileRequest(tally, result, g.calls, tenants.canaries, String(representations));
      expect(result.data ?? null).toBeNull();
      expect(g.calls).toEqual([]);
    }
  });
});
