/** T6, T8: callers never get responses of each other, and the error of one field does not affect its siblings. */
import { createHash } from 'node:crypto';
import { Pool } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { createGateway } from '../../src/gateway.ts';
import { showSession, startSession } from '../../src/sandbox/b2b/live-session.ts';
import { createStytchClient } from '../../src/stytch/client/client.ts';
import {
  type GraphqlAnswer,
  gatewayOverSandbox,
  openListener,
  type SandboxGateway,
  unhurriedAdmission,
  unlimitedThrottle,
} from '../gateway.ts';
import { volume } from '../volume.ts';
import { cachedAnswers } from './replay.ts';
import { recordHostileRequest, startLeakTally } from './tally.ts';

const tally = startLeakTally();
let g: SandboxGateway;
/** Delay of each call to Stytch in ms. */
let delayMs = 0;
beforeAll(async () => {
  g = await gatewayOverSandbox({
    tries: unlimitedThrottle(),
    between: (dispatch) => (options, handler) => {
      if (delayMs === 0) return dispatch(options, handler);
      setTimeout(() => dispatch(options, handler), delayMs);
      return true;
    },
  });
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});

/** Credentials of a caller: a JWT and a token of the same session. */
type Proofs = readonly [string, string];

interface Tenant {
  id: string;
  name: string;
  connections: { connectionId: string }[];
  admin: Proofs;
}

/** The admin's organization, another organization, and a member of the first who has few permissions. */
async function tenants(): Promise<{ a: Tenant; b: Tenant; member: Proofs }> {
  const { store } = g.sandbox;
  const { admin, member } = g.world.credentials;
  const tenant = async (id: string): Promise<Tenant> => {
    const person = [...store.members.values()].find(
      ({ organization_id, is_admin, status }) => organization_id === id && is_admin && status === 'active',
    );
    if (!person) throw new Error('the organization has no admin');
    const shown = await showSession(store, startSession(store, person, { factors: [], minutes: 60 }));
    return {
      id,
      name: store.organizations.get(id)?.organization_name ?? '',
      connections: g.world.sso_connections
        .filter(({ organization_id }) => organization_id === id)
        .map(({ connection_id }) => ({ connectionId: connection_id })),
      admin: [shown.session_jwt, shown.session_token],
    };
  };
  const other = g.world.organizations.find(({ organization_id }) => organization_id !== admin.organization_id);
  return {
    a: await tenant(admin.organization_id),
    b: await tenant(other?.organization_id ?? ''),
    member: [member.session_jwt, member.session_token],
  };
}

describe('T6: two callers with the same request', () => {
  const ORGANIZATION = 'query ($id: ID!) { organization(by: { id: $id }) { organizationId name } }';
  const VIEWER = '{ viewer { kind organization { organizationId name } } }';
  const SSO = 'query ($id: ID!) { organization(by: { id: $id }) { name ssoConnections { connectionId } } }';
  const SERVER_KEY = 'sgk_a_server';

  /** A request and its only correct response. */
  interface Ask {
    as: string | null;
    document: string;
    id?: string;
    right: string;
  }
  type Pair = readonly [Ask, Ask];
  const told = (data: unknown, ...codes: string[]) => JSON.stringify([data, codes]);
  const shown = (as: string, { id, name }: Tenant): Ask => ({
    as,
    document: ORGANIZATION,
    id,
    right: told({ organization: { organizationId: id, name } }),
  });
  const refused = (as: string, { id }: Tenant): Ask => ({
    as,
    document: ORGANIZATION,
    id,
    right: told({ organization: null }, 'FORBIDDEN'),
  });
  const unknown = ({ id }: Tenant): Ask => ({
    as: null,
    document: ORGANIZATION,
    id,
    right: told(null, 'UNAUTHENTICATED'),
  });

  /** Gives the organization in each response of Stytch a unique name, which identifies the call behind a result. */
  let answers = 0;
  const marked = (body: string) =>
    body.replace(/"organization_name":"([^"]*)"/g, (_, name: string) => {
      answers += 1;
      return `"organization_name":"${name} #${answers}"`;
    });

  /** A gateway to which Stytch responds immediately. */
  const quickGateway = async () => {
    const { projectId, secret, origin } = g.sandbox;
    const log = { warn: () => {}, error: () => {} };
    const stytch = createStytchClient({
      baseUrl: origin,
      telemetryUrl: origin,
      projectId,
      secret,
      log,
      connect: (to) => new Pool(to).compose(cachedAnswers(marked)),
    });
    const overload = unhurriedAdmission();
    const sha256 = createHash('sha256').update(SERVER_KEY).digest('hex');
    const gateway = createGateway({
      schema,
      stytch,
      baseUrl: origin,
      apiKeys: [{ name: 'server', sha256, scopes: ['admin'] }],
      log,
      timeout: 10_000,
      introspection: 'callers',
      tries: unlimitedThrottle(),
      trustProxy: 0,
      overload,
    });
    const listener = await openListener(gateway);
    return {
      fetch: listener.fetch,
      close: async () => {
        await listener.close();
        overload.close();
        await stytch.close();
      },
    };
  };

  const PAIRS = volume(500, 10_000);
  it(`get their own responses: ${PAIRS} pairs, in both orders, in parallel and in sequence`, async () => {
    const AT_ONCE = 50;
    const { a, b, member } = await tenants();
    const { fetch, close } = await quickGateway();

    const kinds: readonly ((form: 0 | 1) => Pair)[] = [
      // Data of one caller and not of the other.
      (form) => [shown(a.admin[form], a), refused(b.admin[form], a)],
      (form) => [refused(a.admin[form], b), shown(b.admin[form], b)],
      // The same document, with different results.
      (form) => {
        const own = ({ admin, id, name }: Tenant): Ask => ({
          as: admin[form],
          document: VIEWER,
          right: told({ viewer: { kind: 'MEMBER', organization: { organizationId: id, name } } }),
        });
        return [own(a), own(b)];
      },
      // The same tenant, with two roles.
      (form) => {
        const edge = (as: string, ssoConnections: unknown, ...codes: string[]): Ask => ({
          as,
          document: SSO,
          id: a.id,
          right: told({ organization: { name: a.name, ssoConnections } }, ...codes),
        });
        return [edge(a.admin[form], a.connections), edge(member[form], null, 'FORBIDDEN')];
      },
      // A caller with all permissions, and one without any.
      () => [shown(SERVER_KEY, b), unknown(b)],
    ];

    const wrong: string[] = [];
    /** The caller for whom each response of Stytch was made. */
    const seen = new Map<string, string | null>();
    let shared = 0;
    let asked = 0;
    const ask = async ({ as, document, id, right }: Ask) => {
      const response = await fetch(
        new Request('http://localhost/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(as === null ? {} : { authorization: `Bearer ${as}` }) },
          body: JSON.stringify({ query: document, variables: id === undefined ? {} : { id } }),
        }),
      );
      const { data, errors = [] } = (await response.json()) as Pick<GraphqlAnswer<unknown>, 'data'> &
        Partial<GraphqlAnswer<unknown>>;
      asked += 1;
      const got = told(data, ...errors.map(({ extensions }) => extensions.code)).replace(/ #\d+/, (number) => {
        // Equal concurrent requests of one caller may share a response; requests of two callers may not.
        if (seen.has(number) && seen.get(number) !== as) shared += 1;
        seen.set(number, as);
        return '';
      });
      if (got !== right) wrong.push(`${got} in place of ${right}`);
    };
    const askPair = async (number: number) => {
      // Some requests send the token, which Stytch checks each time.
      const [one, two] = kinds[number % kinds.length]?.(number % 20 === 0 ? 1 : 0) ?? [];
      if (!one || !two) throw new Error('every number has its pair');
      const [first, second] = number % 2 === 0 ? [one, two] : [two, one];
      if (number % 3 === 0) {
        await ask(first);
        await ask(second);
      } else await Promise.all([ask(first), ask(second)]);
      if (number % 10 === 0) await ask(unknown(a));
    };
    for (let from = 0; from < PAIRS; from += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => askPair(from + index)));
    }
    await close();
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(shared, 'answers that two callers were given').toBe(0);
    expect(seen.size, 'answers that were looked at').toBeGreaterThan(PAIRS / 10);
    expect(asked).toBe(2 * PAIRS + PAIRS / 10);
  }, 240_000);

  it('do not share a call to Stytch, not even in the same tick; equal concurrent calls of one caller are one', async () => {
    const { a, member } = await tenants();
    // Long enough for all requests to arrive before the first response.
    delayMs = 1_000;
    // No tokens: Stytch checks each in a call of its own, so their requests would arrive in sequence.
    const callers = ['server', { token: a.admin[0] }, { token: member[0] }] as const;
    const asks = callers.flatMap((as) => Array.from({ length: 5 }, () => as));
    await Promise.all(asks.map((as) => g.data(ORGANIZATION, { as, variables: { id: a.id } })));
    delayMs = 0;
    const reads = g.calls.filter(({ id }) => id === 'api_organization_v1_Get');
    expect(reads).toHaveLength(callers.length);
  });
});

describe('T8: a field with an error beside a permitted field', () => {
  let a: Tenant;
  let b: Tenant;
  beforeAll(async () => {
    ({ a, b } = await tenants());
  });
  const both = (document: string, variables: Record<string, unknown> = { a: a.id, b: b.id }) =>
    g.query(document, { as: 'admin', variables });
  const canary = () => [b.name];

  it('is null, and the permitted field has its value', async () => {
    const answer = await both(
      'query ($a: ID!, $b: ID!) { theirs: organization(by: { id: $b }) { name } mine: organization(by: { id: $a }) { name } }',
    );
    recordHostileRequest(tally, answer, g.calls, canary(), 'theirs beside mine');
    expect(answer.data).toEqual({ theirs: null, mine: { name: a.name } });
    expect(answer.errors).toEqual([
      {
        message: 'Not permitted, or not found. Check `viewer.can`.',
        path: ['theirs'],
        locations: expect.any(Array),
        extensions: { code: 'FORBIDDEN' },
      },
    ]);
    expect(g.calls.map(({ path }) => path)).toEqual([`/v1/b2b/organizations/${a.id}`]);
  });

  it('is null in the middle of an object that is returned', async () => {
    const answer = await g.query(
      'query ($a: ID!) { organization(by: { id: $a }) { name scimConnection { connectionId } organizationId } }',
      { as: 'member', variables: { a: a.id } },
    );
    recordHostileRequest(tally, answer, g.calls, canary(), 'an edge beside fields');
    expect(answer.data).toEqual({ organization: { name: a.name, scimConnection: null, organizationId: a.id } });
    expect(answer.errors).toMatchObject([
      { path: ['organization', 'scimConnection'], extensions: { code: 'FORBIDDEN' } },
    ]);
  });

  it('of mutations neither stops nor affects the next mutation', async () => {
    const answer = await both(
      `mutation ($a: ID!, $b: ID!) {
        theirs: updateOrganization(input: { organizationId: $b, name: "Taken" }) { __typename ... on MutationError { code message } }
        mine: updateOrganization(input: { organizationId: $a, logoUrl: "https://example.com/l.png" }) { __typename }
      }`,
    );
    recordHostileRequest(tally, answer, g.calls, canary(), 'a mutation of theirs beside mine');
    expect(answer.data).toMatchObject({
      theirs: { __typename: 'MutationError', code: 'FORBIDDEN' },
      mine: { __typename: 'UpdateOrganizationPayload' },
    });
    expect(g.calls.map(({ path }) => path)).toEqual([`/v1/b2b/organizations/${a.id}`]);
    expect(g.sandbox.store.organizations.get(b.id)?.organization_name).toBe(b.name);
  });

  it('exposes nothing of an object that Stytch does not find', async () => {
    const answer = await both(
      'query ($a: ID!) { mine: organization(by: { id: $a }) { name } gone: member(organizationId: $a, by: { id: "member-test-00000000-0000-4000-8000-000000000000" }) { name } }',
      { a: a.id },
    );
    expect(answer.data).toEqual({ mine: { name: a.name }, gone: null });
    recordHostileRequest(tally, answer, g.calls, canary(), 'something that is not there');
  });
});
