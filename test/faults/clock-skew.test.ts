/** The clock of the machine is wrong: F20. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { first, type KeyedGateway, MINUTE, SECOND, session, startKeyedGateway } from './keyed-gateway.ts';
import { startFaultTally } from './tally.ts';

const tally = startFaultTally();

let g: KeyedGateway;
beforeEach(async () => {
  g = await startKeyedGateway();
});
afterEach(() => g.close());

describe('F20 a clock that is wrong', () => {
  it.each([-25, -10, 10, 30])('by %i seconds is borne', async (seconds) => {
    await g.gateway.warm();
    // For a slow clock a new session begins in the future; for a fast clock it has expired before five minutes have
    // passed.
    const token = session(first, seconds > 0 ? -seconds * SECOND : 300 * SECOND - seconds * SECOND);
    expect(await g.ask(token)).toBe('MEMBER');
    // The second time from the token cache.
    expect(await g.ask(token)).toBe('MEMBER');
    tally('F20', { calls: 2, right: 2 });
  });

  it('by ten minutes, slow: all sessions are rejected, and one log line has the reason', async () => {
    await g.gateway.warm();
    const ahead = Array.from({ length: 20 }, (_, index) => session(first, -10 * MINUTE, `member-test-${index}`));
    for (const token of ahead) expect(await g.ask(token)).toBe('UNAUTHENTICATED');
    expect(g.logged).toEqual(['local clock is slow: a token with a valid signature begins in the future']);
    tally('F20', { calls: 20, right: 20 });
  });

  it('by ten minutes, fast: the same, once so many have come that it is no page left open', async () => {
    await g.gateway.warm();
    const behind = Array.from({ length: 20 }, (_, index) => session(first, 10 * MINUTE, `member-test-${index}`));
    for (const token of behind) expect(await g.ask(token)).toBe('UNAUTHENTICATED');
    expect(g.logged).toEqual(['local clock may be fast: the tokens of ten people in a row have expired']);
    tally('F20', { calls: 20, right: 20 });
  });

  it('is not suspected for pages left open, as long as others get in', async () => {
    await g.gateway.warm();
    const good = session(first);
    for (let index = 0; index < 40; index += 1) {
      expect(await g.ask(session(first, 10 * MINUTE, `member-test-${index}`))).toBe('UNAUTHENTICATED');
      if (index % 8 === 0) expect(await g.ask(good)).toBe('MEMBER');
    }
    expect(g.logged).toEqual([]);
    tally('F20', { calls: 45, right: 45 });
  });
});
