/** T30, T31, T43: who may call Stytch now, and who waits. */
import { setImmediate as settled } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { describe, expect, it, vi } from 'vitest';
import type { Caller } from '../../src/auth/caller.ts';
import { partyOf } from '../../src/auth/party.ts';
import { createRefusedTokens } from '../../src/auth/refused-tokens.ts';
import { defaultRules } from '../../src/stytch/rules.ts';
import { createTurns, type Party, type Turns } from '../../src/stytch/turns.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { gatewayOverSandbox, SERVER_KEY } from '../gateway.ts';
import { listen } from './socket.ts';

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

const turnsOf = (callsPerCaller: number) => createTurns({ ...defaultRules, callsPerCaller });
/** Takes a turn, and makes the call when it has come. */
async function inTurn<T>(turns: Turns, party: Party, call: () => Promise<T>): Promise<T> {
  await new Promise<void>((resolve) => {
    if (turns.begin(party, { turn: resolve })) resolve();
  });
  try {
    return await call();
  } finally {
    turns.end(party);
  }
}

/** Calls that run until they are told to end, by the name of their caller. */
function calling(turns: Turns) {
  const running: { name: string; end: () => void }[] = [];
  const ask = (name: string, caller: Caller) =>
    new Promise<string>((resolve) => {
      const party = partyOf(caller, b2b);
      const turn = () => {
        running.push({
          name,
          end: () => {
            turns.end(party);
            resolve(name);
          },
        });
      };
      if (turns.begin(party, { turn })) turn();
    });
  return {
    /** Asks for so many calls at once. */
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

describe('T30: calls at a time', () => {
  it('are 16 for one caller, whatever the number of requests; the others follow in order', async () => {
    const c = calling(turnsOf(16));
    const calls = [...c.ask('ada', member('ada', 'a'), 20), ...c.ask('ada', member('ada', 'a'), 20)];
    expect(c.count('ada')).toBe(16);
    for (let n = 0; n < 40; n += 1) {
      expect(c.names().length).toBe(Math.min(16, 40 - n));
      await c.end();
    }
    expect(await Promise.all(calls)).toHaveLength(40);
  });

  it('that fail make room, too', async () => {
    const turns = turnsOf(1);
    const fail = () => inTurn(turns, partyOf(server('s'), b2b), () => Promise.reject(new Error('refused')));
    await expect(Promise.allSettled([fail(), fail(), fail()])).resolves.toHaveLength(3);
    expect(await inTurn(turns, partyOf(server('s'), b2b), async () => 'runs')).toBe('runs');
  });

  it('are not begun for a call that does not wait any more', async () => {
    const turns = turnsOf(1);
    const party = partyOf(server('s'), b2b);
    const begun: string[] = [];
    const call = (name: string) => ({ turn: () => void begun.push(name) });
    const [left, stays] = [call('left'), call('stays')];
    expect([turns.begin(party, call('first')), turns.begin(party, left), turns.begin(party, stays)]).toEqual([
      true,
      false,
      false,
    ]);
    turns.leave(party, left);
    turns.leave(party, left);
    turns.end(party);
    expect(begun).toEqual(['stays']);
    turns.end(party);
    expect([turns.begin(party, call('next')), begun]).toEqual([true, ['stays']]);
  });
});

describe('T30: calls that end at once', () => {
  it('make room for those behind them, however many they are', () => {
    const turns = turnsOf(1);
    const party = partyOf(server('s'), b2b);
    let begun = 0;
    const call = () => ({
      turn: () => {
        begun += 1;
        turns.end(party);
      },
    });
    expect(turns.begin(party, call())).toBe(true);
    for (let n = 0; n < 50_000; n += 1) turns.begin(party, call());
    turns.end(party);
    expect([begun, turns.begin(party, call())]).toEqual([50_000, true]);
  });
});

describe('T31: one who asks without pause', () => {
  it('takes half of the connections at most, with all members of their organization', async () => {
    const c = calling(turnsOf(16));
    for (let n = 0; n < 10; n += 1) c.ask('crowd', member(`m${n}`, 'crowd'), 100);
    expect(c.count('crowd')).toBe(64);
    c.ask('ada', member('ada', 'a'), 2);
    c.ask('visitor', visitor());
    expect([c.count('ada'), c.count('visitor')]).toEqual([2, 1]);
  });

  it('waits one turn for every turn of the others, when all connections are taken', async () => {
    const c = calling(turnsOf(16));
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

  it('as a visitor is nobody twice: one does not wait for another', async () => {
    const c = calling(turnsOf(1));
    c.ask('one', visitor());
    c.ask('other', visitor());
    expect(c.names()).toEqual(['one', 'other']);
  });
});

describe('S5: identification', () => {
  it('takes what visitors get: refused tokens never hold more than half of the connections, nor one address a quarter', async () => {
    const held: (() => void)[] = [];
    const slow: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
      if (!options.path.endsWith('/sessions/authenticate')) return dispatch(options, handler);
      held.push(() => dispatch(options, handler));
      return true;
    };
    const g = await gatewayOverSandbox({ trustProxy: 1, between: slow, refusedTokens: createRefusedTokens(b2b, 1e6) });
    const listening = await listen(g.gateway);
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
    const one = Array.from({ length: 60 }, (_, n) => send('192.0.2.1', `refused-token-of-one-${n}`));
    await vi.waitFor(() => expect(held).toHaveLength(defaultRules.callsPerCaller), 5_000);
    const others = Array.from({ length: 80 }, (_, n) => send(`192.0.2.${2 + (n % 4)}`, `refused-token-${n}`));
    await vi.waitFor(() => expect(held).toHaveLength(defaultRules.callsPerTenant), 5_000);
    // The others are answered all the while.
    for (let n = 0; n < 20; n += 1) {
      expect((await send('192.0.2.1', SERVER_KEY)).status).toBe(200);
    }
    expect(held).toHaveLength(defaultRules.callsPerTenant);
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
