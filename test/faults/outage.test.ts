/** Stytch is gone, and comes back: F14, F15. */
import { afterEach, describe, expect, test } from 'vitest';
import { createStytch } from '../../src/stytch/client.ts';
import { byCode, type FaultyGateway, faultyGateway, many, type Outcome, outcomeOf, recover } from './harness.ts';
import { refuse } from './kinds.ts';
import { startTally } from './tally.ts';

const tally = startTally();
/** Milliseconds that a breaker stays open here: shorter than in earnest, in proportion. */
const PAUSE = 1_000;

let g: FaultyGateway;
afterEach(() => g.close());

const median = (outcomes: readonly Outcome[]): number =>
  outcomes.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other)[outcomes.length >> 1] ?? 0;

const MEMBERS = `query ($organizationId: String!) {
  organization(organizationId: $organizationId) { members(first: 1) { nodes { memberId } } }
}`;

describe('F14 nobody is there:', () => {
  test('callers are told at once, writes too that they did not happen, and soon nothing is tried any more', async () => {
    g = await faultyGateway({ rules: { breakerPause: 60_000 } });
    await g.proxy.goDown();
    const reads = await many(60, 4, (nth) => g.read(nth));
    const writes = await many(60, 4, (nth) => g.write(`marker-${nth}`));
    expect(byCode([...reads, ...writes])).toEqual({ UPSTREAM_UNAVAILABLE: 120 });
    for (const { text } of [...reads, ...writes]) expect(text).not.toMatch(/ECONN|127\.0\.0\.1/);
    // While the breaker is open. Ten milliseconds on a quiet machine; this one is not.
    const late = [...reads.slice(30), ...writes.slice(30)];
    expect(median(late)).toBeLessThan(50);
    expect(late.every(({ retryAfter = 0 }) => retryAfter > 0 && retryAfter <= 60)).toBe(true);
    expect(g.proxy.delivered()).toEqual({ reads: 0, writes: 0, twice: 0 });
    tally('F14', { calls: 120, right: 120, deliveries: 0, twice: 0 });
  });

  test('a write that never got a connection is sent once more', async () => {
    g = await faultyGateway({ rules: { backoff: 2_000 } });
    await g.proxy.goDown();
    const writing = many(8, 8, (nth) => g.write(`marker-${nth}`));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await g.proxy.heal();
    const outcomes = await writing;
    const { ok = 0 } = byCode(outcomes);
    expect(ok).toBeGreaterThan(0);
    expect(g.proxy.delivered()).toMatchObject({ writes: ok, twice: 0 });
    tally('F14', { calls: 8, right: 8, deliveries: ok, twice: 0 });
  });

  test('a name that no server knows is the same as nobody', async () => {
    g = await faultyGateway();
    const nobody = 'http://stytch.invalid';
    const { projectId, secret } = g.sandbox;
    const log = { warn: () => {}, error: () => {}, info: () => {} };
    const stytch = createStytch({ baseUrl: nobody, telemetryUrl: nobody, projectId, secret, log });
    const read = await outcomeOf(stytch.call('get', '/v1/b2b/rbac/policy', {}));
    const write = await outcomeOf(stytch.call('post', '/v1/b2b/organizations', { organizationName: 'A' }));
    expect(byCode([read, write])).toEqual({ UPSTREAM_UNAVAILABLE: 2 });
    expect(read.text + write.text).not.toMatch(/ENOTFOUND|EAI_AGAIN|invalid/);
    await stytch.close();
    tally('F14', { calls: 2, right: 2 });
  });
});

describe('F15 an outage:', () => {
  test('the breaker keeps calls back, one at a time tries, and all is well soon after it is over', async () => {
    g = await faultyGateway({ rules: { breakerPause: PAUSE, retryBurst: 0, retryShare: 0 } });
    await many(100, 10, (nth) => g.read(nth));
    g.proxy.fail(refuse(503, 'service_unavailable'));
    const outcomes: Outcome[] = [];
    const begun = Date.now();
    // Failed calls become half of those of the last ten seconds, and the breaker opens.
    for (let nth = 0; g.proxy.received.length < 400 && Date.now() - begun < 5_000; nth += 1) {
      const outcome = await g.read(nth);
      outcomes.push(outcome);
      if (outcome.retryAfter !== undefined) break;
    }
    g.proxy.forget();
    const opened = Date.now();
    while (Date.now() - opened < 3.5 * PAUSE) {
      outcomes.push(...(await many(10, 10, (nth) => g.read(nth))));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const open = Date.now() - opened;
    expect(byCode(outcomes)['ok']).toBeUndefined();
    const tries = g.proxy.received.length;
    expect(tries).toBeGreaterThanOrEqual(1);
    expect(tries).toBeLessThanOrEqual(Math.ceil(open / PAUSE));
    const { milliseconds, right } = await recover(g);
    expect(milliseconds).toBeLessThan(10_000);
    expect(right).toBeGreaterThanOrEqual(99);
    tally('F15', { calls: outcomes.length, right: outcomes.length, recovery: milliseconds });
  });

  test('of searches is none of what else is asked', async () => {
    g = await faultyGateway({ rules: { breakerPause: 60_000 } });
    const { organizationId } = g.members[0] ?? { organizationId: '' };
    g.proxy.fail(refuse(503, 'service_unavailable'), { operation: 'api_organization_v1_organizations_members_Search' });
    const searches = await many(60, 4, () => g.ask(MEMBERS, { organizationId }));
    expect(searches.every(({ code }) => code !== 'ok')).toBe(true);
    g.proxy.forget();
    const kept = await g.ask(MEMBERS, { organizationId });
    expect(kept.retryAfter).toBeGreaterThan(0);
    expect(g.proxy.received.some(({ id }) => id.endsWith('members_Search'))).toBe(false);
    const others = [...(await many(40, 10, (nth) => g.read(nth))), await g.write('marker-1')];
    expect(byCode(others)).toEqual({ ok: 41 });
    tally('F15', { calls: 102, right: 102, deliveries: 1, twice: 0 });
  });
});
