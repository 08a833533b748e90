/** No write happens twice, and none that may have happened is called a failure: F5 to F8, by the thousand. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StytchClient } from '../../src/stytch/client/client.ts';
import { volume } from '../volume.ts';
import {
  closeAfterAnswer,
  closeBefore,
  finAfter,
  htmlAfter,
  refuseAfter,
  resetAfter,
  resetBefore,
  resetMid,
} from './fault-kinds.ts';
import {
  type CallOutcome,
  callOutcomeOf,
  countByCode,
  type FaultyGateway,
  faultyGateway,
  measureRecovery,
  runMany,
} from './harness.ts';
import type { FaultKind } from './proxy.ts';
import { startFaultTally } from './tally.ts';

const tally = startFaultTally();
const AT_ONCE = 50;
const WRITES = volume(200, 1_000);
const FEW_WRITES = volume(100, 200);

let g: FaultyGateway;
/** Without its breaker, which would keep most of the writes from a Stytch that loses them all. */
let stytch: StytchClient;
beforeEach(async () => {
  g = await faultyGateway();
  stytch = g.client({ minimumThroughput: 1e9 });
});
afterEach(() => g.close());

interface Write extends CallOutcome {
  deliveries: number;
}

/** Changes and creates by turns, each under a marker of its own, and counts how often each arrived. */
async function writes(count: number): Promise<Write[]> {
  const [{ organizationId, memberId } = { organizationId: '', memberId: '' }] = g.members;
  const outcomes = await runMany(count, AT_ONCE, (index) => {
    const name = `marker-${index}`;
    return callOutcomeOf(
      index % 2 === 0
        ? stytch.call('put', '/v1/b2b/organizations/{organization_id}/members/{member_id}', {
            organizationId,
            memberId,
            name,
          })
        : stytch.call('post', '/v1/b2b/organizations/{organization_id}/members', {
            organizationId,
            emailAddress: `${name}@writes.example`,
          }),
    );
  });
  return outcomes.map((outcome, index) => ({ ...outcome, deliveries: g.proxy.deliveriesOf(`marker-${index}`) }));
}

/** The response to the caller must agree with the outcome at Stytch. */
function expectTruth(outcomes: readonly Write[]): void {
  expect(g.proxy.delivered().twice, 'delivered twice').toBe(0);
  const lies = outcomes.filter(({ code, deliveries }) => {
    if (code === 'ok') return deliveries !== 1;
    return code === 'OUTCOME_UNKNOWN' ? deliveries > 1 : deliveries !== 0;
  });
  expect(lies).toEqual([]);
}

async function note(fault: 'F5' | 'F6' | 'F7' | 'F8', outcomes: readonly Write[]): Promise<void> {
  const { writes: deliveries, twice } = g.proxy.delivered();
  const { milliseconds, right } = await measureRecovery(g);
  expect(right).toBe(100);
  tally(fault, { calls: outcomes.length, right: outcomes.length, deliveries, twice, recovery: milliseconds });
}

describe('F8 the response is lost after the request arrived:', () => {
  test(`each of ${WRITES} writes arrives once, and its caller gets OUTCOME_UNKNOWN`, async () => {
    g.proxy.fail(resetAfter, { writes: true });
    const outcomes = await writes(WRITES);
    expect(countByCode(outcomes)).toEqual({ OUTCOME_UNKNOWN: WRITES });
    expect(g.proxy.delivered()).toEqual({ reads: 0, writes: WRITES, twice: 0 });
    expectTruth(outcomes);
    await note('F8', outcomes);
  });

  const losses: [string, FaultKind][] = [
    ['the connection is closed in order', finAfter],
    ['it is reset in the middle of the answer', resetMid],
  ];
  test.each(losses)('%s, with the same end', async (_, kind) => {
    g.proxy.fail(kind, { writes: true });
    const outcomes = await writes(FEW_WRITES);
    expect(countByCode(outcomes)).toEqual({ OUTCOME_UNKNOWN: FEW_WRITES });
    expect(g.proxy.delivered()).toEqual({ reads: 0, writes: FEW_WRITES, twice: 0 });
    await note('F8', outcomes);
  });

  test('through the whole gateway, the circuit breaker rejects writes, and only sent ones have an unknown outcome', async () => {
    g.proxy.fail(resetAfter, { writes: true });
    const outcomes = await runMany(FEW_WRITES, AT_ONCE, async (index) => {
      const outcome = await g.write(`marker-${index}`);
      return { ...outcome, deliveries: g.proxy.deliveriesOf(`marker-${index}`) };
    });
    expectTruth(outcomes);
    const { OUTCOME_UNKNOWN: unknown = 0, UPSTREAM_UNAVAILABLE: kept = 0 } = countByCode(outcomes);
    expect(unknown + kept).toBe(FEW_WRITES);
    expect(unknown).toBe(g.proxy.delivered().writes);
    await note('F8', outcomes);
  });
});

describe('F7 the connection breaks before the request is read:', () => {
  test(`none of ${WRITES} writes on connections that break at their second request arrives twice`, async () => {
    g.proxy.fail(resetBefore, { writes: true, fromOnConnection: 2 });
    const outcomes = await writes(WRITES);
    const { ok = 0, OUTCOME_UNKNOWN: unknown = 0 } = countByCode(outcomes);
    expect(ok + unknown).toBe(WRITES);
    expect(ok).toBe(g.proxy.delivered().writes);
    expect(Math.min(ok, unknown)).toBeGreaterThan(WRITES / 10);
    expectTruth(outcomes);
    await note('F7', outcomes);
  });

  test(`nor any of ${WRITES} on connections that close at any moment after a response`, async () => {
    let moment = 0;
    g.proxy.fail(
      closeAfterAnswer(() => {
        moment += 1;
        return moment % 4;
      }),
      { writes: true },
    );
    const outcomes = await writes(WRITES);
    const { ok = 0, OUTCOME_UNKNOWN: unknown = 0 } = countByCode(outcomes);
    expect(ok + unknown).toBe(WRITES);
    expect(ok).toBeGreaterThan(WRITES / 2);
    expectTruth(outcomes);
    await note('F7', outcomes);
  });

  test('closed in order instead, with the same end', async () => {
    g.proxy.fail(closeBefore, { writes: true });
    const outcomes = await writes(FEW_WRITES);
    expect(countByCode(outcomes)).toEqual({ OUTCOME_UNKNOWN: FEW_WRITES });
    expect(g.proxy.received).toHaveLength(FEW_WRITES);
    expectTruth(outcomes);
    await note('F7', outcomes);
  });
});

describe('Stytch says that it failed:', () => {
  test('F5 a write that ended with 500 is not sent again, and its caller gets the id to ask about', async () => {
    g.proxy.fail(refuseAfter(500, 'internal_server_error'), { writes: true });
    const outcome = await g.write('marker-1');
    expect(outcome.code).toBe('UPSTREAM_ERROR');
    expect(outcome.text).toContain('request-id-faulty-500');
    expect(g.proxy.delivered()).toEqual({ reads: 0, writes: 1, twice: 0 });
    await note('F5', [{ ...outcome, deliveries: 1 }]);
  });

  test.each([
    ['F5', 500],
    ['F6', 502],
    ['F6', 504],
  ] as const)('%s a write that a load balancer answered with %i in HTML may have happened', async (fault, status) => {
    g.proxy.fail(htmlAfter(status), { writes: true });
    const outcomes = await writes(20);
    expect(countByCode(outcomes)).toEqual({ OUTCOME_UNKNOWN: 20 });
    expectTruth(outcomes);
    await note(fault, outcomes);
  });
});
