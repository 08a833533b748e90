/**
 * T39: the second lock, without the first one: no access rule runs before the context of a member, so every name of an
 * organization reaches the client. All paths are derived from the contract.
 */

import { MockAgent } from 'undici';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultBatchRules } from '../../../loaders/batch.ts';
import { createPolicy } from '../../../src/auth/policy.ts';
import { createRefusedTokens } from '../../../src/auth/refused-tokens.ts';
import { contextFor } from '../../../src/graphql/create-context.ts';
import { createTries, defaultThrottleLimits } from '../../../src/sign-in/throttle.ts';
import { createStytchClient } from '../../../src/stytch/client/client.ts';
import { LoggedPlaces } from '../../../src/stytch/client/response-faults.ts';
import { toGraphName } from '../../../src/stytch/contract/names.ts';
import { operations } from '../../../src/stytch/contract/operations.ts';
import { pathParameters } from '../../../src/stytch/contract/path.ts';
import type { RestMethod } from '../../../src/stytch/contract/types.ts';
import { StytchError } from '../../../src/stytch/error.ts';
import { composeTelemetry } from '../../../src/telemetry/index.ts';
import { createOrganizationIds } from '../../../src/vertical/b2b/organization-id.ts';
import { b2b } from '../../../src/vertical/b2b.ts';
import type { PersonCaller } from '../../../src/vertical/vertical.ts';
import { contract, contractRoutes } from '../../contract.ts';

const OWN = 'organization-test-11111111-1111-4111-8111-111111111111';
const OTHER = 'organization-test-22222222-2222-4222-8222-222222222222';
const others = [OTHER, 'other-slug', 'other-external-id', 'own-slug', OWN.toUpperCase(), `${OWN}.`, `${OWN}-`];

const caller: PersonCaller = {
  kind: 'member',
  organizationId: OWN,
  organizationSlug: 'own-slug',
  memberId: 'member-test-1',
  sessionId: 'session-1',
  roles: [],
  session: { token: 'a-token-of-the-member' },
};

const agent = new MockAgent();
agent.disableNetConnect();
const baseUrl = 'https://test.stytch.com';
const sent: { path: string; body: string }[] = [];
agent
  .get(baseUrl)
  .intercept({ path: () => true, method: () => true })
  .reply(200, ({ path, body }) => {
    sent.push({ path, body: String(body ?? '') });
    return { request_id: 'request-1', status_code: 200 };
  })
  .persist();

const errors: { message: string; fields: object | undefined }[] = [];
const warnings: string[] = [];
const log = {
  warn: (message: string) => warnings.push(message),
  error: (message: string, fields?: object) => errors.push({ message, fields }),
};
const stytch = createStytchClient({
  baseUrl,
  telemetryUrl: baseUrl,
  projectId: 'project-test-1',
  secret: 'secret-test-1',
  log,
  connect: () => agent.get(baseUrl),
});
afterAll(() => stytch.close());
beforeEach(() => {
  sent.length = 0;
  errors.length = 0;
});

const contextOf = () => {
  const telemetry = composeTelemetry(log);
  const shared = {
    vertical: b2b,
    stytch,
    policy: createPolicy({ stytch, vertical: b2b, log, maxStaleMs: 1 }),
    projectId: 'project-test-1',
    refusedTokens: createRefusedTokens(b2b),
    tenantIds: createOrganizationIds(stytch),
    signInThrottle: createTries(defaultThrottleLimits, b2b),
    mostCalls: 1_000,
    mostNodes: 1_000,
    loggedPlaces: new LoggedPlaces(),
    rates: undefined,
    batching: defaultBatchRules,
    metrics: telemetry.metrics,
    now: Date.now,
    madeUpId: (kind: string) => kind,
  };
  const operation = telemetry.begin(new Headers());
  return contextFor(caller, shared, operation, {
    address: '',
    device: () => ({}),
    signal: undefined,
    deadline: undefined,
  });
};

/** Sends a call for the member, and returns its outcome. */
const outcome = async (key: string, input: object): Promise<string> => {
  const [method = '', path = ''] = key.split(' ');
  const names = Object.fromEntries(pathParameters(path).map((name) => [toGraphName(name), 'id-1']));
  try {
    await contextOf().stytch.send(method as RestMethod, path, { ...names, ...input });
    return 'sent';
  } catch (cause) {
    return cause instanceof StytchError ? cause.facts.code : String(cause);
  }
};

/** An input with a value at a path, such as `body.authorization_check.organization_id`. */
const inputAt = (place: string, value: unknown): Record<string, unknown> => {
  const [, ...names] = place.split('.');
  return names.map(toGraphName).reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as Record<
    string,
    unknown
  >;
};
const filter = (filter_value: unknown, filter_name = 'organization_ids') => ({ filter_name, filter_value });

const rows = Object.entries(operations).flatMap(([key, { owners }]) =>
  owners.map((place): [string, string, readonly string[]] => [key, place, owners]),
);
const named = rows.filter(([, place]) => !place.endsWith('operands'));
const searches = rows.filter(([, place]) => place.endsWith('operands'));
/** The member's own organization at every path except one. */
const ownBeside = (places: readonly string[], place: string) =>
  Object.assign(
    {},
    ...places.filter((other) => other !== place && !other.endsWith('operands')).map((other) => inputAt(other, OWN)),
  );

/** Parameters that name an organization, or a user of a consumer project. */
const namesOwner = /organization_ids?$|^user_id$/;

describe('the properties that name an owner', () => {
  it('are all of the contract', () => {
    const inContract = [...contractRoutes.values()].flatMap(({ parameters, request, id }) => [
      ...parameters.filter(({ name }) => namesOwner.test(name)).map(({ name }) => `${id} ${name}`),
      ...Object.keys(contract.components.schemas[request ?? '']?.properties ?? {})
        .filter((name) => namesOwner.test(name))
        .map((name) => `${id} ${name}`),
    ]);
    const facts: Record<string, { id: string; owners: readonly string[] }> = operations;
    const known = Object.values(facts).flatMap(({ id, owners }) =>
      owners.filter((place) => place.split('.').length === 2).map((place) => `${id} ${place.split('.')[1]}`),
    );
    expect(known.sort()).toEqual(inContract.sort());
    expect(new Set(rows.map(([, place]) => place.split('.')[0]))).toEqual(new Set(['path', 'query', 'body']));
    expect(searches.length).toBeGreaterThan(1);
  });
});

describe.each(named)('%s by %s', (key, place, places) => {
  const isList = place.endsWith('_ids');

  it('is sent for the caller’s organization', async () => {
    expect(await outcome(key, { ...ownBeside(places, place), ...inputAt(place, isList ? [OWN] : OWN) })).toBe('sent');
    expect(errors).toEqual([]);
  });

  it('is rejected for any other, with an error in the log', async () => {
    const values = isList ? others.flatMap((other) => [[other], [OWN, other], [other, OWN]]) : others;
    for (const value of values) {
      errors.length = 0;
      const input = { ...ownBeside(places, place), ...inputAt(place, value) };
      expect(await outcome(key, input), String(value)).toBe('FORBIDDEN');
      expect(errors.map(({ message }) => message)).toEqual(['tenancy guard rejected a request']);
      expect(JSON.stringify(errors)).not.toContain('22222222');
      expect(JSON.stringify(errors)).not.toContain('other-');
    }
    expect(sent).toEqual([]);
  });

  it('is rejected if no readable property names one', async () => {
    const odd = [undefined, null, {}, { organization_id: OWN }, 7, true, [[OWN]], [{}]];
    // A list with one string is sent as a string in a query, and rejected in a path.
    for (const value of odd) {
      const code = await outcome(key, { ...ownBeside(places, place), ...inputAt(place, value) });
      const isMissing = value === undefined || value === null;
      // Another path may name the member's own organization while this one is empty.
      if (isMissing && places.length > 1) continue;
      expect(code, JSON.stringify(value)).not.toBe('sent');
    }
    expect(sent.filter(({ path, body }) => !`${path}${body}`.includes(OWN))).toEqual([]);
  });

  it('is decided by the wire names, not by the names of the input', async () => {
    const [wire = ''] = place.split('.').slice(1);
    const value = (name: string) => (isList ? [name] : name);
    for (const input of [
      { ...inputAt(place, value(OWN)), [wire]: value(OTHER) },
      { [wire]: value(OTHER), ...inputAt(place, value(OWN)) },
      { ...ownBeside(places, place), [wire]: value(OTHER) },
    ]) {
      await outcome(key, input);
    }
    for (const { path, body } of sent) expect(`${path} ${body}`).not.toContain(OTHER);
  });
});

describe.each(searches)('%s by %s', (key, place, places) => {
  const search = (operands: unknown, operator: unknown = 'AND') =>
    outcome(key, {
      ...ownBeside(places, place),
      ...(places.length > 1 ? { organizationIds: [OWN] } : {}),
      query: { operator, operands },
    });

  it('is sent with a filter for the caller’s organization, also next to filters of other kinds', async () => {
    expect(await search([filter([OWN])])).toBe('sent');
    expect(await search([filter([OWN]), filter(['a@example.com'], 'member_emails')])).toBe('sent');
  });

  it('is rejected with a filter for any other', async () => {
    for (const operands of [
      ...others.map((other) => [filter([other])]),
      [filter([OWN, OTHER])],
      [filter([OTHER, OWN])],
      [filter([OWN]), filter([OTHER])],
      [filter(['other-slug'], 'organization_slugs')],
      [filter('othe', 'organization_slug_fuzzy')],
      [filter('Nor', 'organization_name_fuzzy')],
      [filter({ id: OWN })],
      [{ operator: 'OR', operands: [filter([OTHER])] }],
      [OTHER],
      OTHER,
    ]) {
      expect(await search(operands), JSON.stringify(operands)).toBe('FORBIDDEN');
    }
    expect(await search([filter([OWN]), filter(['a@example.com'], 'member_emails')], 'OR')).toBe('FORBIDDEN');
    expect(sent).toEqual([]);
  });

  it('covers only the caller’s organization if no filter names one', async () => {
    const input = places.length > 1 ? { organizationIds: [OWN] } : {};
    const expected = places.length > 1 ? 'sent' : 'FORBIDDEN';
    expect(await outcome(key, input)).toBe(expected);
    expect(await outcome(key, { ...input, query: { operator: 'AND', operands: [] } })).toBe(expected);
    expect(
      await outcome(key, { ...input, query: { operator: 'OR', operands: [filter(['a'], 'member_emails')] } }),
    ).toBe(expected);
  });
});

describe('a request that names no organization', () => {
  it('is rejected if it concerns a member, whose organization Stytch does not check', async () => {
    const key = 'get /v1/b2b/organizations/members/dangerously_get/{member_id}';
    expect(await outcome(key, { memberId: 'member-test-2' })).toBe('FORBIDDEN');
    expect(sent).toEqual([]);
  });

  it('is sent if Stytch decides by the session', async () => {
    expect(await outcome('post /v1/b2b/sessions/revoke', { memberSessionId: 'session-2' })).toBe('sent');
  });

  it('is sent if it requests nothing of a tenant', async () => {
    expect(await outcome('get /v1/b2b/rbac/policy', {})).toBe('sent');
  });

  it('may contain anything in free-form data', async () => {
    const key = 'put /v1/b2b/organizations/{organization_id}';
    expect(await outcome(key, { organizationId: OWN, trustedMetadata: { organization_id: OTHER } })).toBe('sent');
  });
});

describe('a request authorized by a proof', () => {
  it('is not bound to the member’s organization', async () => {
    const stytchByProof = contextOf().stytchByProof();
    await stytchByProof.send('post', '/v1/b2b/sessions/exchange', {
      organizationId: OTHER,
      sessionToken: 'DOYoip3rvIMMW5lgItikFK-Ak1CfMsgjuiCyI7uuU94=',
    });
    expect(sent).toHaveLength(1);
    expect(errors).toEqual([]);
  });
});
