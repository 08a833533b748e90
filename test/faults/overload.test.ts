/**
 * F26: excess load is rejected immediately, searches first and sign-ins last. `bench/overload.ts` measures how fast.
 */
import { setTimeout as after } from 'node:timers/promises';
import { Pool } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AdmissionControl, createOverload } from '../../src/limits/admission-control.ts';
import type { Priority } from '../../src/telemetry/priority.ts';
import { type FaultyGateway, faultyGateway } from './harness.ts';
import type { FaultKind } from './proxy.ts';
import { startFaultTally } from './tally.ts';

const tally = startFaultTally();

/** A request and its result. */
interface Sent {
  worth: Priority;
  answer: Promise<{ status: number; retryAfter: string | undefined; text: string; milliseconds: number }>;
  /** Whether the response has arrived. */
  done: boolean;
}

describe('F26: more than can be done', () => {
  const RUN = 2;
  const WAIT = 4;
  let overload: AdmissionControl;
  let world: FaultyGateway;
  let pool: Pool;
  beforeAll(async () => {
    // A low limit, which few operations reach; event-loop lag is ignored.
    overload = createOverload({
      operations: RUN,
      waiting: WAIT,
      patience: Number.POSITIVE_INFINITY,
      delay: Number.POSITIVE_INFINITY,
    });
    world = await faultyGateway({ overload });
    pool = new Pool(world.address, { connections: 50 });
  });
  afterAll(async () => {
    await pool.destroy();
    await world.close();
  });

  afterEach(() => world.proxy.heal());

  const documents: Readonly<Record<Priority, string>> = {
    search: 'query ($first: Int!) { organizations(first: $first) { nodes { name } } }',
    usual:
      'query ($organizationId: ID!, $memberId: ID!) { member(organizationId: $organizationId, by: { id: $memberId }) { name } }',
    signIn:
      'mutation ($token: String!) { authenticateMemberSession(input: { session: { sessionToken: $token } }) { ... on AuthenticateMemberSessionPayload { member { name } } ... on MutationError { code } } }',
  };
  let nth = 0;
  /** Distinct ids, so that no two requests share a call. */
  const variables = (worth: Priority): object => {
    nth += 1;
    if (worth === 'search') return { first: nth };
    return worth === 'signIn'
      ? { token: `token-of-a-session-${nth}` }
      : (world.members[nth % world.members.length] ?? {});
  };

  const send = (worth: Priority): Sent => {
    const begun = performance.now();
    const asked = pool.request({
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer sgk_faults_admin' },
      body: JSON.stringify({ query: documents[worth], variables: variables(worth) }),
    });
    const sent: Sent = {
      worth,
      done: false,
      answer: asked.then(async ({ statusCode, headers, body }) => {
        const text = await body.text();
        sent.done = true;
        const retryAfter = headers['retry-after'];
        return {
          status: statusCode,
          retryAfter: retryAfter?.toString(),
          text,
          milliseconds: performance.now() - begun,
        };
      }),
    };
    return sent;
  };
  const open = (all: readonly Sent[], worth: Priority): number =>
    all.filter((each) => each.worth === worth && !each.done).length;

  it('rejects searches first and sign-ins last, and makes no call to Stytch for a rejected operation', async () => {
    // The priority of a document is known from its second execution.
    for (const worth of ['search', 'usual', 'signIn'] as const) {
      expect((await send(worth).answer).text).toContain('{"data":{');
    }
    world.proxy.forget();
    const held: (() => void)[] = [];
    let closed = true;
    const gate: FaultKind = async ({ deliver, answer }) => {
      if (closed) await new Promise<void>((resolve) => held.push(resolve));
      answer(await deliver());
    };
    world.proxy.fail(gate);

    const sent: Sent[] = [];
    const more = (worth: Priority, count: number): void => {
      sent.push(...Array.from({ length: count }, () => send(worth)));
    };
    const refused = () => sent.filter(({ done }) => done).length;

    more('usual', RUN);
    await expect.poll(() => held.length, { timeout: 5_000 }).toBe(RUN);
    more('search', WAIT);
    await expect.poll(() => overload.waiting, { timeout: 5_000 }).toBe(WAIT);
    expect(refused(), 'a burst is not refused').toBe(0);

    more('search', 1);
    await expect.poll(refused, { timeout: 5_000 }).toBe(1);
    more('usual', 3);
    await expect.poll(refused, { timeout: 5_000 }).toBe(4);
    expect([open(sent, 'search'), open(sent, 'usual')], 'searches make room').toEqual([1, RUN + 3]);
    more('signIn', 2);
    await expect.poll(refused, { timeout: 5_000 }).toBe(6);
    expect([open(sent, 'search'), open(sent, 'usual'), open(sent, 'signIn')], 'then the rest').toEqual([0, RUN + 2, 2]);
    more('usual', 1);
    await expect.poll(refused, { timeout: 5_000 }).toBe(7);
    expect(open(sent, 'signIn'), 'a sign-in makes room for nothing').toBe(2);
    expect(world.proxy.received, 'who waits has asked Stytch for nothing yet').toHaveLength(RUN);

    closed = false;
    for (const go of held) go();
    const answers = await Promise.all(sent.map(({ answer }) => answer));
    const right = answers.filter(({ status, text }) => status === 200 && text.includes('{"data":{'));
    const given = answers.filter(({ status }) => status === 503);
    tally('F26', { calls: answers.length, right: right.length + given.length });
    expect([right.length, given.length]).toEqual([RUN + WAIT, 7]);
    for (const { retryAfter, text } of given) {
      expect(retryAfter).toBe('1');
      expect(JSON.parse(text)).toEqual({
        errors: [{ message: expect.any(String), extensions: { code: 'OVERLOADED', retryAfter: 1 } }],
      });
    }
    // Other work in this process may delay one of them.
    expect(Math.min(...given.map(({ milliseconds }) => milliseconds))).toBeLessThan(50);
    expect(world.proxy.received.slice(RUN, RUN + 2).map(({ id }) => id)).toEqual(
      Array.from({ length: 2 }, () => 'api_b2b_session_v1_Authenticate'),
    );
    expect(world.proxy.received).toHaveLength(RUN + WAIT);
    expect([overload.running, overload.waiting], 'every place is free again').toEqual([0, 0]);
  });

  it('responds to liveness and readiness probes under any load', async () => {
    const held: (() => void)[] = [];
    const end = world.proxy.fail(async ({ deliver, answer }) => {
      await new Promise<void>((resolve) => held.push(resolve));
      answer(await deliver());
    });
    const sent = Array.from({ length: RUN + WAIT }, () => send('usual'));
    await expect.poll(() => overload.waiting, { timeout: 5_000 }).toBe(WAIT);
    const [live, ready] = await Promise.all([fetch(`${world.address}/live`), fetch(`${world.address}/ready`)]);
    expect([live.status, ready.status]).toEqual([200, 200]);
    end();
    for (const go of held) go();
    const statuses = await Promise.all(sent.map(async ({ answer }) => (await answer).status));
    expect(statuses).toEqual(sent.map(() => 200));
    tally('F26', { calls: statuses.length, right: statuses.length });
  });

  it('gives the place of a client that has left to the next', async () => {
    const held: (() => void)[] = [];
    world.proxy.forget();
    const end = world.proxy.fail(async ({ deliver, answer }) => {
      await new Promise<void>((resolve) => held.push(resolve));
      answer(await deliver());
    });
    const running = Array.from({ length: RUN }, () => send('usual'));
    await expect.poll(() => held.length, { timeout: 5_000 }).toBe(RUN);
    const leave = Array.from({ length: WAIT }, () => world.askAndLeave(documents.usual, variables('usual')));
    await expect.poll(() => overload.waiting, { timeout: 5_000 }).toBe(WAIT);
    for (const go of leave) go();
    await after(100);
    end();
    for (const go of held) go();
    await Promise.all(running.map(({ answer }) => answer));
    const { status } = await send('search').answer;
    expect(status).toBe(200);
    expect(world.proxy.received, 'nobody asks for those who have left').toHaveLength(RUN + 1);
    tally('F26', { calls: RUN + 1, right: RUN + 1 });
  });
});

describe('F26: an event loop that is late', () => {
  const block = (milliseconds: number): void => {
    for (const end = performance.now() + milliseconds; performance.now() < end; );
  };

  it('takes places away, never all, and gives them back', async () => {
    const overload = createOverload({ operations: 200, waiting: 1, patience: 1, delay: 25 });
    let begun = 0;
    const enter = () => overload.acquire('usual', { begin: () => (begun += 1), refuse: () => {} });
    for (let operation = 0; operation < 120; operation += 1) enter();
    expect([begun, overload.concurrencyLimit]).toEqual([120, 200]);
    for (let round = 0; round < 7; round += 1) {
      block(60);
      await after(1);
    }
    expect(overload.concurrencyLimit, 'late a few times is a burst').toBe(200);
    for (let round = 0; round < 60; round += 1) {
      block(60);
      await after(1);
    }
    expect(overload.concurrencyLimit).toBe(16);
    // Slots are opened again when operations wait for them.
    const wanting = setInterval(enter, 1);
    await expect.poll(() => overload.concurrencyLimit, { timeout: 10_000 }).toBe(200);
    clearInterval(wanting);
    overload.close();
  });

  it('keeps a sign-in waiting where it refuses others', async () => {
    const overload = createOverload({ operations: 1, waiting: 4, patience: 100, delay: 25 });
    const became: string[] = [];
    const enter = (worth: Priority) =>
      overload.acquire(worth, {
        begin: () => became.push(`${worth} begun`),
        refuse: () => became.push(`${worth} refused`),
      });
    enter('usual');
    enter('signIn');
    enter('usual');
    await expect.poll(() => became, { timeout: 5_000 }).toEqual(['usual begun', 'usual refused']);
    overload.release();
    expect(became).toEqual(['usual begun', 'usual refused', 'signIn begun']);
    overload.close();
  });
});
