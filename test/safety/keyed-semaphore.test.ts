/** T30, T31, T43: the keyed semaphore: which calls to Stytch start, and which are queued. */
import { setImmediate as settled } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { describe, expect, it, vi } from 'vitest';
import type { Caller } from '../../src/auth/caller.ts';
import { limitKeyOf } from '../../src/auth/limit-key.ts';
import { createRefusedTokens } from '../../src/auth/refused-tokens.ts';
import { createTurns, type KeyedSemaphore, type LimitKey } from '../../src/stytch/resilience/keyed-semaphore.ts';
import { defaultRules } from '../../src/stytch/resilience/options.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { gatewayOverSandbox, SERVER_KEY } from '../gateway.ts';
import { listenOnLoopback } from './socket.ts';

const member = (memberId: string, organizationId: string): Caller => ({
  kind: 'member',
  organizationId,
  organizationSlug: organizationId,
  memberId,
  sessionId: `session of ${memberId}`,
  roles: [],
  session: { token: 'token' },
});
const visitor = (): Caller => ({ kind: 'visitor' });
const server = (name: string): Caller => ({ kind: 'server', name, scopes: [] });

/** A semaphore with this number of slots. */
const turnsOf = createTurns;
/** Shares of 128 slots. */
const [CALLER_SHARE, TENANT_SHARE] = [32, 64];
/** Acquires a slot, then makes the call. */
async function inTurn<T>(turns: KeyedSemaphore, party: LimitKey, call: () => Promise<T>): Promise<T> {
  await new Promise<void>((resolve) => {
    if (turns.tryAcquire(party, { granted: resolve })) resolve();
  });
  try {
    return await call();
  } finally {
    turns.release(party);
  }
}

/** Calls that run until the test ends them, by the name of their caller. */
function calling(turns: KeyedSemaphore) {
  const running: { name: string; end: () => void }[] = [];
  const waiting: string[] = [];
  const ask = (name: string, caller: Caller) =>
    new Promise<string>((resolve) => {
      const party = limitKeyOf(caller, b2b);
      const turn = () => {
        running.push({
          name,
          end: () => {
            turns.release(party);
            resolve(name);
          },
        });
      };
      const inTurn = () => {
        waiting.splice(waiting.indexOf(name), 1);
        turn();
      };
      if (turns.tryAcquire(party, { granted: inTurn })) turn();
      else waiting.push(name);
    });
  return {
    /** Number of queued calls: of one caller, or of all. */
    waiting: (name?: string) => waiting.filter((one) => name === undefined || one === name).length,
    /** Starts a number of concurrent calls. */
    ask: (name: string, caller: Caller, count = 1) => Array.from({ length: count }, () => ask(name, caller)),
    names: () => running.map(({ name }) => name),
    count: (name: string) => running.filter((call) => call.name === name).length,
    /** Ends the oldest call, or the oldest of a caller. */
    end: async (name?: string) => {
      const index = running.findIndex((call) => name === undefined || call.name === name);
      for (const call of running.splice(index, 1)) call.end();
      await settled();
    },
  };
}

describe('T30: concurrent calls', () => {
  it('are 16 in all, for any number of requests; the others follow in order', async () => {
    const c = calling(turnsOf(16));
    const calls = [...c.ask('ada', member('ada', 'a'), 20), ...c.ask('ada', member('ada', 'a'), 20)];
    expect(c.count('ada')).toBe(16);
    for (let n = 0; n < 40; n += 1) {
      expect(c.names().length).toBe(Math.min(16, 40 - n));
      await c.end();
    }
    expect(await Promise.all(calls)).toHaveLength(40);
  });

  it('that fail release their slots', async () => {
    const turns = turnsOf(1);
    const fail = () => inTurn(turns, limitKeyOf(server('s'), b2b), () => Promise.reject(new Error('refused')));
    await expect(Promise.allSettled([fail(), fail(), fail()])).resolves.toHaveLength(3);
    expect(await inTurn(turns, limitKeyOf(server('s'), b2b), async () => 'runs')).toBe('runs');
  });

  it('are not started for a cancelled waiter', async () => {
    const turns = turnsOf(1);
    const party = limitKeyOf(server('s'), b2b);
    const begun: string[] = [];
    const call = (name: string) => ({ granted: () => void begun.push(name) });
    const [left, stays] = [call('left'), call('stays')];
    expect([
      turns.tryAcquire(party, call('first')),
      turns.tryAcquire(party, left),
      turns.tryAcquire(party, stays),
    ]).toEqual([true, false, false]);
    turns.cancel(party, left);
    turns.cancel(party, left);
    turns.release(party);
    expect(begun).toEqual(['stays']);
    turns.release(party);
    expect([turns.tryAcquire(party, call('next')), begun]).toEqual([true, ['stays']]);
  });
});

describe('T30: calls that end synchronously', () => {
  it('release their slots for any number of queued calls', () => {
    const turns = turnsOf(1);
    const party = limitKeyOf(server('s'), b2b);
    let begun = 0;
    const call = () => ({
      granted: () => {
        begun += 1;
        turns.release(party);
      },
    });
    expect(turns.tryAcquire(party, call())).toBe(true);
    for (let n = 0; n < 50_000; n += 1) turns.tryAcquire(party, call());
    turns.release(party);
    expect([begun, turns.tryAcquire(party, call())]).toEqual([50_000, true]);
  });
});

describe('T31: a caller with many calls', () => {
  it('does not delay other callers, even after using all connections while alone', async () => {
    const c = calling(turnsOf(128));
    for (let n = 0; n < 10; n += 1) c.ask('crowd', member(`m${n}`, 'crowd'), 100);
    expect(c.count('crowd')).toBeGreaterThanOrEqual(128);
    c.ask('ada', member('ada', 'a'), 2);
    c.ask('visitor', visitor());
    expect([c.count('ada'), c.count('visitor')]).toEqual([2, 1]);
  });

  it('alternates with the other callers if all connections are in use', async () => {
    const c = calling(turnsOf(128));
    // Eight servers hold all 128.
    for (let n = 0; n < 8; n += 1) c.ask(`busy${n}`, server(`busy${n}`), 16);
    c.ask('greedy', member('g', 'g'), 500);
    c.ask('ada', member('ada', 'a'), 2);
    c.ask('visitor', visitor());
    expect(c.names()).toHaveLength(128);
    const begun: (string | undefined)[] = [];
    for (let n = 0; n < 6; n += 1) {
      await c.end('busy0');
      begun.push(c.names().at(-1));
    }
    expect(begun).toEqual(['greedy', 'ada', 'visitor', 'greedy', 'ada', 'greedy']);
  });

  it('is one request if anonymous: visitors do not wait for one another', async () => {
    const c = calling(turnsOf(128));
    c.ask('one', visitor(), 500);
    c.ask('other', visitor());
    expect(c.names().at(-1)).toBe('other');
  });
});

describe('the fair queue', () => {
  it('gives all slots to a lone caller and to a lone tenant', () => {
    for (const callers of [1, 10]) {
      const c = calling(turnsOf(128));
      for (let n = 0; n < callers; n += 1) c.ask('alone', member(`m${n}`, 'a'), 500 / callers);
      expect(c.count('alone')).toBeGreaterThanOrEqual(128);
      expect(c.count('alone')).toBeLessThanOrEqual(128 + TENANT_SHARE - CALLER_SHARE);
    }
  });

  it('gives two waiting tenants half of the slots each, for any number of callers', async () => {
    const c = calling(turnsOf(128));
    for (let n = 0; n < 10; n += 1) c.ask('crowd', member(`m${n}`, 'crowd'), 100);
    c.ask('backend', server('backend'), 500);
    expect(c.count('backend')).toBe(CALLER_SHARE);
    // No call is aborted: slots change hands as calls end.
    for (let n = 0; n < 200; n += 1) await c.end(c.count('crowd') > 64 ? 'crowd' : 'backend');
    expect([c.count('crowd'), c.count('backend')]).toEqual([64, 64]);
    for (let n = 0; n < 100; n += 1) await c.end();
    expect([c.count('crowd'), c.count('backend')]).toEqual([64, 64]);
  });

  it('gives two waiting callers of one tenant half of its slots each', async () => {
    const c = calling(turnsOf(128));
    c.ask('ada', member('ada', 'a'), 500);
    c.ask('ben', member('ben', 'a'), 500);
    expect([c.count('ada'), c.count('ben')]).toEqual([128, CALLER_SHARE]);
    for (let n = 0; n < 100; n += 1) await c.end(c.count('ada') > 64 ? 'ada' : 'ben');
    expect([c.count('ada'), c.count('ben')]).toEqual([64, 64]);
  });

  it('gives a newcomer the next free slot before older waiters, if even the shares are in use', async () => {
    const c = calling(turnsOf(128));
    for (let n = 0; n < 8; n += 1) c.ask('busy', server(`busy${n}`), 16);
    for (let n = 0; n < 8; n += 1) c.ask('busy', server(`busy${n}`), 500);
    expect(c.count('busy')).toBe(128);
    c.ask('newcomer', member('new', 'n'));
    expect(c.count('newcomer')).toBe(0);
    await c.end('busy');
    expect(c.names().at(-1)).toBe('newcomer');
  });

  it('gives a newcomer the next free slot of their own tenant, too', async () => {
    const c = calling(turnsOf(128));
    c.ask('ada', member('ada', 'a'), 500);
    c.ask('ben', member('ben', 'a'), 500);
    c.ask('newcomer', member('new', 'a'));
    // Ada and Ben use the share of their tenant, so the slots that Ada borrowed are released first.
    for (let n = 0; n < CALLER_SHARE; n += 1) await c.end('ada');
    expect(c.names()).toHaveLength(128);
    expect(c.count('newcomer')).toBe(0);
    await c.end('ada');
    expect(c.names().at(-1)).toBe('newcomer');
  });

  it('keeps the order of the queue if a caller arrives while slots change hands', () => {
    const turns = turnsOf(1);
    const [first, ends, waits, comes] = ['first', 'ends', 'waits', 'comes'].map((name) =>
      limitKeyOf(server(name), b2b),
    );
    if (!first || !ends || !waits || !comes) throw new Error('there are four');
    const begun: string[] = [];
    const call = (name: string) => ({ granted: () => void begun.push(name) });
    turns.tryAcquire(first, call('first'));
    const endsAtOnce = () => {
      turns.release(ends);
      expect(turns.tryAcquire(comes, call('comes'))).toBe(false);
    };
    turns.tryAcquire(ends, { granted: endsAtOnce });
    turns.tryAcquire(waits, call('waits'));
    turns.release(first);
    expect(begun).toEqual(['waits']);
    turns.release(waits);
    expect(begun).toEqual(['waits', 'comes']);
  });

  it('starts a call within its shares immediately, however many calls others run beyond theirs and never end', () => {
    const c = calling(turnsOf(128));
    c.ask('greedy', server('greedy'), 500);
    // The part that cannot be borrowed serves calls within their shares: here three callers, each a tenant of its own.
    for (const name of ['ada', 'ben', 'eve', 'kim']) c.ask(name, member(name, name), 500);
    expect(['greedy', 'ada', 'ben', 'eve', 'kim'].map(c.count)).toEqual([128, 32, 32, 32, 0]);
  });

  it('grants every waiter eventually, and loses no slot', async () => {
    const turns = turnsOf(16);
    const c = calling(turns);
    // A seeded generator (Lehmer), with equal numbers in every run.
    let state = 7;
    const random = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const callers = Array.from({ length: 30 }, (_, n) =>
      n % 3 === 0 ? server(`s${n}`) : n % 3 === 1 ? member(`m${n}`, `o${n % 4}`) : visitor(),
    );
    const asked: Promise<string>[] = [];
    for (let step = 0; step < 3_000; step += 1) {
      const nth = Math.floor(random() ** 3 * callers.length);
      const caller = callers[nth];
      if (caller && random() < 0.5) asked.push(...c.ask(`${nth}`, caller, 1 + Math.floor(random() * 4)));
      else await c.end(random() < 0.5 ? undefined : `${nth}`);
      const running = c.names().length;
      expect(running).toBeLessThan(2 * 16);
      // Work-conserving: a slot is free only if no call waits.
      if (running < 16) expect(c.waiting()).toBe(0);
    }
    // The end of the oldest call starts another, until all have run.
    for (let n = 0; n < asked.length; n += 1) await c.end();
    expect(await Promise.all(asked)).toHaveLength(asked.length);
    c.ask('alone', server('alone'), 40);
    expect(c.count('alone')).toBe(16);
    // The share is free again, too.
    c.ask('other', server('other'), 4);
    expect(c.count('other')).toBe(4);
  });

  it('lets a caller with slow calls run one after the other while newcomers never pause', async () => {
    const c = calling(turnsOf(4));
    c.ask('slow', server('slow'), 20);
    let newcomers = 0;
    const come = () => c.ask('new', server(`new${newcomers++}`));
    for (let n = 0; n < 20; n += 1) come();
    let rounds = 0;
    while (c.count('slow') + c.waiting('slow') > 0 && rounds < 400) {
      rounds += 1;
      come();
      await c.end('new');
      // A slow call takes as long as ten of the newcomers.
      if (rounds % 10 === 0) await c.end('slow');
    }
    expect(c.waiting('slow')).toBe(0);
  });
});

describe('S5: identification', () => {
  it('has the share of visitors: rejected tokens delay neither callers nor other addresses', async () => {
    const held: (() => void)[] = [];
    const slow: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
      if (!options.path.endsWith('/sessions/authenticate')) return dispatch(options, handler);
      held.push(() => dispatch(options, handler));
      return true;
    };
    const g = await gatewayOverSandbox({ trustProxy: 1, between: slow, refusedTokens: createRefusedTokens(b2b, 1e6) });
    const listening = await listenOnLoopback(g.gateway);
    const send = (address: string, token: string) =>
      fetch(`http://127.0.0.1:${listening.port}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': address,
          authorization: `Bearer ${token}`,
        },
        body: '{"query":"{ organizations { totalCount } }"}',
      });
    const { connections } = defaultRules;
    const one = Array.from({ length: 140 }, (_, n) => send('192.0.2.1', `refused-token-of-one-${n}`));
    await vi.waitFor(() => expect(held).toHaveLength(connections), 5_000);
    const others = Array.from({ length: 80 }, (_, n) => send(`192.0.2.${2 + (n % 4)}`, `refused-token-${n}`));
    const most = connections + TENANT_SHARE - CALLER_SHARE;
    await vi.waitFor(() => expect(held).toHaveLength(most), 5_000);
    // The others get their responses all the while.
    for (let n = 0; n < 20; n += 1) {
      expect((await send('192.0.2.1', SERVER_KEY)).status).toBe(200);
    }
    expect(held).toHaveLength(most);
    const answers = Promise.all([...one, ...others]);
    const end = setInterval(() => {
      for (const answer of held.splice(0)) answer();
    }, 5);
    for (const { status } of await answers) expect(status).toBe(401);
    clearInterval(end);
    await listening.close();
    await g.close();
  }, 30_000);
});
