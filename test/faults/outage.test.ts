/** Stytch is unreachable, and recovers: F14, F15. */
import { setTimeout as after } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { createTries, defaultThrottleLimits } from '../../src/sign-in/throttle.ts';
import { createStytchClient } from '../../src/stytch/client/client.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { refuse } from './fault-kinds.ts';
import {
  type CallOutcome,
  callOutcomeOf,
  countByCode,
  type FaultyGateway,
  faultyGateway,
  measureRecovery,
  runMany,
  waitUntil,
} from './harness.ts';
import { startFaultTally } from './tally.ts';

const tally = startFaultTally();
/** Cooldown of a circuit breaker here, in milliseconds: shorter than in production, in proportion. */
const PAUSE = 1_000;

let g: FaultyGateway;
afterEach(() => g.close());

const median = (outcomes: readonly CallOutcome[]): number =>
  outcomes.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other)[outcomes.length >> 1] ?? 0;

const MEMBERS = `query ($organizationId: ID!) {
  organization(by: { id: $organizationId }) { members(first: 1) { nodes { memberId } } }
}`;

describe('F14 Stytch is unreachable:', () => {
  test('callers get an error immediately, writes are known not to have happened, and soon no connection is attempted', async () => {
    g = await faultyGateway({ rules: { cooldownMs: 60_000 } });
    await g.proxy.goDown();
    const reads = await runMany(60, 4, (nth) => g.read(nth));
    const writes = await runMany(60, 4, (nth) => g.write(`marker-${nth}`));
    expect(countByCode([...reads, ...writes])).toEqual({ UPSTREAM_UNAVAILABLE: 120 });
    for (const { text } of [...reads, ...writes]) expect(text).not.toMatch(/ECONN|127\.0\.0\.1/);
    // While the breaker is open. Ten milliseconds on an idle machine; the test machine may be busy.
    const late = [...reads.slice(30), ...writes.slice(30)];
    expect(median(late)).toBeLessThan(50);
    expect(late.every(({ retryAfter = 0 }) => retryAfter > 0 && retryAfter <= 60)).toBe(true);
    expect(g.proxy.delivered()).toEqual({ reads: 0, writes: 0, twice: 0 });
    tally('F14', { calls: 120, right: 120, deliveries: 0, twice: 0 });
  });

  test('a write that never got a connection is sent once more', async () => {
    g = await faultyGateway({ rules: { backoffMs: 2_000 } });
    await g.proxy.goDown();
    const writing = runMany(8, 8, (nth) => g.write(`marker-${nth}`));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await g.proxy.heal();
    const outcomes = await writing;
    const { ok = 0 } = countByCode(outcomes);
    expect(ok).toBeGreaterThan(0);
    expect(g.proxy.delivered()).toMatchObject({ writes: ok, twice: 0 });
    tally('F14', { calls: 8, right: 8, deliveries: ok, twice: 0 });
  });

  test('an unknown host name has the same result', async () => {
    g = await faultyGateway();
    const nobody = 'http://stytch.invalid';
    const { projectId, secret } = g.sandbox;
    const log = { warn: () => {}, error: () => {}, info: () => {} };
    const stytch = createStytchClient({ baseUrl: nobody, telemetryUrl: nobody, projectId, secret, log });
    const read = await callOutcomeOf(stytch.call('get', '/v1/b2b/rbac/policy', {}));
    const write = await callOutcomeOf(stytch.call('post', '/v1/b2b/organizations', { organizationName: 'A' }));
    expect(countByCode([read, write])).toEqual({ UPSTREAM_UNAVAILABLE: 2 });
    expect(read.text + write.text).not.toMatch(/ENOTFOUND|EAI_AGAIN|invalid/);
    await stytch.close();
    tally('F14', { calls: 2, right: 2 });
  });
});

describe('F15 an outage:', () => {
  test('the circuit breaker rejects calls, sends one probe at a time, and closes soon after the recovery', async () => {
    g = await faultyGateway({ rules: { cooldownMs: PAUSE, retryBurst: 0, retryBudgetRatio: 0 } });
    await runMany(100, 10, (nth) => g.read(nth));
    g.proxy.fail(refuse(503, 'service_unavailable'));
    const outcomes: CallOutcome[] = [];
    const begun = Date.now();
    // Failures reach half of the calls of the last ten seconds, and the breaker opens.
    for (let nth = 0; g.proxy.received.length < 400 && Date.now() - begun < 5_000; nth += 1) {
      const outcome = await g.read(nth);
      outcomes.push(outcome);
      if (outcome.retryAfter !== undefined) break;
    }
    g.proxy.forget();
    const opened = Date.now();
    while (Date.now() - opened < 3.5 * PAUSE) {
      outcomes.push(...(await runMany(10, 10, (nth) => g.read(nth))));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const open = Date.now() - opened;
    expect(countByCode(outcomes)['ok']).toBeUndefined();
    const tries = g.proxy.received.length;
    expect(tries).toBeGreaterThanOrEqual(1);
    expect(tries).toBeLessThanOrEqual(Math.ceil(open / PAUSE));
    const { milliseconds, right } = await measureRecovery(g);
    expect(milliseconds).toBeLessThan(10_000);
    expect(right).toBeGreaterThanOrEqual(99);
    tally('F15', { calls: outcomes.length, right: outcomes.length, recovery: milliseconds });
  });

  test('of searches does not affect other calls', async () => {
    g = await faultyGateway({ rules: { cooldownMs: 60_000 } });
    const { organizationId } = g.members[0] ?? { organizationId: '' };
    g.proxy.fail(refuse(503, 'service_unavailable'), { operation: 'api_organization_v1_organizations_members_Search' });
    const searches = await runMany(60, 4, () => g.ask(MEMBERS, { organizationId }));
    expect(searches.every(({ code }) => code !== 'ok')).toBe(true);
    g.proxy.forget();
    const kept = await g.ask(MEMBERS, { organizationId });
    expect(kept.retryAfter).toBeGreaterThan(0);
    expect(g.proxy.received.some(({ id }) => id.endsWith('members_Search'))).toBe(false);
    const others = [...(await runMany(40, 10, (nth) => g.read(nth))), await g.write('marker-1')];
    expect(countByCode(others)).toEqual({ ok: 41 });
    tally('F15', { calls: 102, right: 102, deliveries: 1, twice: 0 });
  });
});

const PASSWORD = `mutation ($organizationId: ID!, $password: String!) {
  authenticateMemberPassword(
    input: { organizationId: $organizationId, emailAddress: "imogen@fernhill.example", password: $password }
  ) {
    ... on AuthenticateMemberPasswordPayload { requestId }
    ... on MutationError { code message retryAfter }
  }
}`;
const WHOAMI = 'api_debug_v1_Whoami';

describe('T14 the project secret is wrong:', () => {
  const start = async () => {
    g = await faultyGateway({ tries: createTries(defaultThrottleLimits, b2b) });
    const world = await g.sandbox.world();
    const organizationId = world.credentials.admin.organization_id;
    return (password: string) => g.ask(PASSWORD, { organizationId, password }, null);
  };
  const right = 'croissants have eighty one layers';
  /** A new gateway, so that no earlier success shows that the secret is accepted. */
  const beLate = () => after(2_100);
  const isReady = async () => (await fetch(`${g.address}/ready`)).status === 200;
  const errorLines = () => g.logged.filter((line) => line.includes('rejects the project id or secret'));
  const checks = () => g.proxy.received.filter(({ id }) => id === WHOAMI).length;

  test.each([
    'unauthorized_credentials',
    'invalid_authorization_header',
    'invalid_secret_authentication',
    'unauthorized_project_id_test',
    'wrong_stack_test',
  ])('%s is no wrong password, counts against no person, and ends with the fault', async (word) => {
    const signIn = await start();
    await beLate();
    g.proxy.fail(refuse(401, word));
    const outcomes: CallOutcome[] = [];
    for (let nth = 0; nth < 7; nth += 1) outcomes.push(await signIn(right));
    expect(countByCode(outcomes)).toEqual({ NOT_CONFIGURED: 7 });
    expect(await waitUntil(() => errorLines().length > 0, 2_000)).toBe(true);
    expect(errorLines()).toHaveLength(1);
    expect(errorLines().join()).toContain(word);
    expect(await isReady()).toBe(false);
    expect(checks()).toBeLessThanOrEqual(4);
    await g.proxy.heal();
    expect((await signIn(right)).code).toBe('ok');
    expect(await isReady()).toBe(true);
    for (let nth = 0; nth < 4; nth += 1) expect((await signIn('wrong')).code).toBe('INVALID_CREDENTIALS');
    tally('F15', { calls: 12, right: 12 });
  });

  test('is found out again without any request, so that a load balancer sends requests again', async () => {
    const signIn = await start();
    await beLate();
    g.proxy.fail(refuse(401, 'unauthorized_credentials'));
    await signIn(right);
    expect(await isReady()).toBe(false);
    await g.proxy.heal();
    await after(5_500);
    expect(await isReady()).toBe(true);
    tally('F15', { calls: 1, right: 1 });
  }, 15_000);

  test('a wrong password is one, with one check if no request succeeded just before, and none if one did', async () => {
    const signIn = await start();
    await beLate();
    g.proxy.forget();
    const outcomes = await Promise.all([signIn('wrong'), signIn('wrong'), signIn('wrong')]);
    expect(countByCode(outcomes)).toEqual({ INVALID_CREDENTIALS: 3 });
    expect(checks()).toBe(1);
    await g.read();
    expect((await signIn('wrong')).code).toBe('INVALID_CREDENTIALS');
    expect(checks()).toBe(1);
    expect(await isReady()).toBe(true);
    expect(errorLines()).toEqual([]);
    tally('F15', { calls: 4, right: 4 });
  });

  test.each([
    [500, 'internal_server_error', 'UPSTREAM_ERROR'],
    [503, 'service_unavailable', 'UPSTREAM_UNAVAILABLE'],
  ])('a guess that Stytch failed to look at (%d) counts against no person', async (status, word, code) => {
    const signIn = await start();
    const heal = g.proxy.fail(refuse(status, word));
    const outcomes: CallOutcome[] = [];
    for (let nth = 0; nth < 6; nth += 1) outcomes.push(await signIn(right));
    expect(outcomes.map((outcome) => outcome.code)).not.toContain('RATE_LIMITED');
    expect(outcomes[0]?.code).toBe(code);
    heal();
    expect((await signIn(right)).code).toBe('ok');
    tally('F15', { calls: 7, right: 7 });
  });

  test('public keys, which any caller may have, prove no secret', async () => {
    const signIn = await start();
    await beLate();
    g.proxy.fail(refuse(401, 'unauthorized_credentials'), { operation: 'api_b2b_password_v1_Authenticate' });
    g.proxy.fail(refuse(401, 'unauthorized_credentials'), { operation: WHOAMI });
    await callOutcomeOf(g.stytch.call('get', '/v1/b2b/sessions/jwks/{project_id}', { projectId: g.stytch.projectId }));
    expect((await signIn(right)).code).toBe('NOT_CONFIGURED');
    tally('F15', { calls: 2, right: 2 });
  });

  test('a check with another failure does not change the response, and counts', async () => {
    const signIn = await start();
    await beLate();
    g.proxy.fail(refuse(503, 'service_unavailable'), { operation: WHOAMI });
    const outcomes: CallOutcome[] = [];
    for (let nth = 0; nth < 6; nth += 1) outcomes.push(await signIn('wrong'));
    expect(countByCode(outcomes)).toEqual({ INVALID_CREDENTIALS: 5, RATE_LIMITED: 1 });
    expect(await isReady()).toBe(true);
    tally('F15', { calls: 6, right: 6 });
  });

  test('all ways in say so: by password, by discovery, by an existing password, by token and by mail', async () => {
    await start();
    await beLate();
    g.proxy.fail(refuse(401, 'unauthorized_credentials'));
    const { organization_id: id } = (await g.sandbox.world()).credentials.admin;
    const address = 'emailAddress: "imogen@fernhill.example"';
    const mutations = [
      `authenticateMemberPassword(input: { organizationId: "${id}", ${address}, password: "a" })`,
      `authenticateDiscoveryPassword(input: { ${address}, password: "a" })`,
      `resetMemberPasswordByExistingPassword(input: { organizationId: "${id}", ${address}, existingPassword: "a", newPassword: "b" })`,
      'authenticateMemberOauth(input: { oauthToken: "a-token-of-oauth" })',
      `sendMemberEmailPasscode(input: { organizationId: "${id}", ${address} })`,
      `startMemberPasswordReset(input: { organizationId: "${id}", ${address} })`,
      `startDiscoveryPasswordReset(input: { ${address} })`,
    ];
    for (const mutation of mutations) {
      const outcome = await g.ask(`mutation { ${mutation} { ... on MutationError { code message } } }`, {}, null);
      expect([mutation, outcome.code]).toEqual([mutation, 'NOT_CONFIGURED']);
    }
    tally('F15', { calls: mutations.length, right: mutations.length });
  });
});
