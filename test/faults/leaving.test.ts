/** Clients disconnect before the response: F23. */
import { setTimeout as after } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hang, latency } from './fault-kinds.ts';
import { type FaultyGateway, faultyGateway, measureRecovery, waitUntil } from './harness.ts';
import { startFaultTally } from './tally.ts';

const tally = startFaultTally();
/** Time within which a read is aborted, with a margin for a busy machine, in milliseconds. */
const CANCELLED = 100;
const NOISE = 400;

let g: FaultyGateway;
beforeEach(async () => {
  g = await faultyGateway();
});
afterEach(() => g.close());

const READ = `query ($organizationId: ID!, $memberId: ID!) {
  member(organizationId: $organizationId, by: { id: $memberId }) { memberId }
  other: organization(by: { id: $organizationId }) { name ssoConnections { connectionId } }
}`;
const renaming = (alias: string, marker: string) => `${alias}: updateMember(
  input: { organizationId: $organizationId, memberId: $memberId, name: "${marker}" }
) { ... on UpdateMemberPayload { member { name } } ... on MutationError { code } }`;
const WRITES = `mutation ($organizationId: ID!, $memberId: ID!) {
  ${renaming('first', 'marker-1')} ${renaming('second', 'marker-2')} ${renaming('third', 'marker-3')}
}`;

const nameOf = (memberId: string): string | undefined => g.sandbox.store.members.get(memberId)?.name;

// A repeated document takes a different code path than a new one.
describe.each([
  ['something new', (document: string, round: number) => `${document} # ${round}`],
  ['what was asked before', (document: string) => document],
])('F23 who asks %s leaves:', (_, textOf) => {
  test('their reads are aborted at Stytch', async () => {
    for (let nth = 0; nth < 3; nth += 1) await g.ask(READ, g.members[0]);
    g.proxy.fail(hang);
    const lateness: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      g.proxy.forget();
      const leave = g.askAndLeave(textOf(READ, round), g.members[round]);
      expect(await waitUntil(() => g.proxy.received.length >= 2)).toBe(true);
      leave();
      const left = Date.now();
      expect(await waitUntil(() => g.proxy.received.every(({ leftAt }) => leftAt !== undefined))).toBe(true);
      lateness.push(...g.proxy.received.map(({ leftAt = Number.POSITIVE_INFINITY }) => leftAt - left));
    }
    const [middle = Number.POSITIVE_INFINITY] = lateness.sort((one, other) => one - other).slice(lateness.length >> 1);
    expect(middle).toBeLessThan(CANCELLED);
    expect(Math.max(...lateness)).toBeLessThan(CANCELLED + NOISE);
    const { milliseconds, right } = await measureRecovery(g);
    expect(right).toBe(100);
    tally('F23', { calls: lateness.length, right: lateness.length, recovery: milliseconds });
  });

  test('a write that was sent runs to its end, and those after it in the document do not begin', async () => {
    const { memberId = '' } = g.members[0] ?? {};
    for (let nth = 0; nth < 3; nth += 1) await g.ask(WRITES, g.members[0]);
    const rounds = 5;
    for (let round = 0; round < rounds; round += 1) {
      await g.write('marker-0');
      g.proxy.forget();
      const heal = g.proxy.fail(latency(300), { writes: true });
      const leave = g.askAndLeave(textOf(WRITES, round), g.members[0]);
      expect(await waitUntil(() => g.proxy.received.some(({ writes }) => writes))).toBe(true);
      leave();
      expect(await waitUntil(() => nameOf(memberId) === 'marker-1')).toBe(true);
      await after(400);
      expect(g.proxy.delivered()).toMatchObject({ writes: 1, twice: 0 });
      expect(g.proxy.received.filter(({ writes }) => writes)).toMatchObject([{ id: expect.stringMatching(/Update$/) }]);
      expect(g.proxy.received.filter(({ writes, leftAt }) => writes && leftAt !== undefined)).toEqual([]);
      heal();
    }
    const { milliseconds, right } = await measureRecovery(g);
    expect(right).toBe(100);
    tally('F23', { calls: rounds, right: rounds, deliveries: rounds, twice: 0, recovery: milliseconds });
  });
});
