/** The RBAC policy cannot be fetched: F21. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CAN,
  closest,
  first,
  goOn,
  html,
  json,
  type KeyedGateway,
  POLICY,
  policy,
  reset,
  SECOND,
  SERVER_KEY,
  session,
  startKeyedGateway,
} from './keyed-gateway.ts';
import { startFaultTally } from './tally.ts';

const tally = startFaultTally();

let g: KeyedGateway;
beforeEach(async () => {
  g = await startKeyedGateway();
});
afterEach(() => g.close());

describe('F21 no policy', () => {
  it.each([
    ['503', html(503)],
    ['resets', reset],
    ['a page', html(200)],
    ['nonsense', json({ policy: { roles: 'all', resources: [], scopes: [] } })],
  ])('(%s): it decides on for an hour, and then nothing is allowed', async (_, answer) => {
    await g.gateway.warm();
    g.fake.policy = answer;
    g.fake.asked.length = 0;
    let calls = 0;
    for (let step = 0; step < 119; step += 1) {
      goOn(30 * SECOND);
      expect(await g.ask(session(first), CAN)).toBe('true');
      await g.settled();
      calls += 1;
    }
    expect(closest(g.asksFor(POLICY))).toBeGreaterThanOrEqual(30 * SECOND);
    goOn(31 * SECOND);
    for (let step = 0; step < 20; step += 1) {
      expect(await g.ask(session(first), CAN)).toMatch(/^(UPSTREAM_UNAVAILABLE|BAD_UPSTREAM_RESPONSE)$/);
      expect(await g.ask(session(first))).toBe('MEMBER');
      goOn(10 * SECOND);
      calls += 2;
    }
    g.fake.policy = policy;
    goOn(15 * SECOND);
    expect(await g.ask(session(first), CAN)).toBe('true');
    tally('F21', { calls: calls + 1, right: calls + 1 });
  });

  it('from the start: fields that need the policy are rejected, and all others work', async () => {
    g.fake.policy = html(503);
    for (let step = 0; step < 20; step += 1) {
      expect(await g.ask(session(first), CAN)).toBe('UPSTREAM_UNAVAILABLE');
      expect(await g.ask(session(first))).toBe('MEMBER');
      expect(await g.ask(SERVER_KEY, CAN)).toBe('true');
    }
    expect(g.asksFor(POLICY).length).toBeLessThan(5);
    tally('F21', { calls: 60, right: 60 });
  });
});
