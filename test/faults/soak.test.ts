/**
 * F28, short form: mixed load over a Stytch of which one call in ten fails leaks nothing. `bench/soak.ts` is the long
 * form.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ProcessSnapshot } from '../../bench/soak/gateway.ts';
import { findGrowth } from '../../bench/soak/growth-check.ts';
import { runSoak } from '../../bench/soak/run.ts';
import { startFaultTally } from './tally.ts';

const tally = startFaultTally();

const short = { spells: 3, seconds: 2, rate: 100, timeout: 500 };
/** Higher tolerance: compiled code and caches of the first seconds are large in comparison with this little load. */
const SHARE = 0.2;

/** Leaks a part of every request: the test must detect it. */
const leak = `data:text/javascript,${encodeURIComponent(`
  import { subscribe } from 'node:diagnostics_channel';
  const kept = [];
  subscribe('http.server.request.start', () => kept.push(new Array(20_000).fill(kept.length)));
`)}`;

describe('F28: a leak', () => {
  // In parallel: most of the time is spent waiting for idle connections to be closed.
  let honest: Awaited<ReturnType<typeof runSoak>>;
  let leaking: Awaited<ReturnType<typeof runSoak>>;
  beforeAll(async () => {
    [honest, leaking] = await Promise.all([runSoak(short), runSoak({ ...short, flags: ['--import', leak] })]);
  }, 120_000);
  const looksOf = ({ spells }: typeof honest): ProcessSnapshot[] => spells.slice(1).map(({ look }) => look);

  it('does not exist: heap, sockets, timers and listeners stay level', () => {
    const { spells, printed } = honest;
    const sum = (figure: 'requests' | 'answered' | 'twice'): number =>
      spells.reduce((total, spell) => total + spell[figure], 0);
    tally('F28', { calls: sum('requests'), right: sum('answered'), twice: sum('twice') });
    expect(sum('requests')).toBeGreaterThan(400);
    expect(sum('answered'), 'every request has an answer').toBe(sum('requests'));
    expect(sum('twice')).toBe(0);
    expect(findGrowth(looksOf(honest), SHARE), JSON.stringify(looksOf(honest))).toEqual([]);
    expect(printed).not.toContain('MaxListenersExceededWarning');
  });

  it('is detected', () => {
    expect(findGrowth(looksOf(leaking), SHARE)).toEqual([expect.stringContaining('the heap differs by')]);
  });

  it('is reported by name', () => {
    const level: ProcessSnapshot = { heap: 1e8, external: 1e7, sockets: 3, timers: 2, listeners: 9 };
    expect(findGrowth([level, level, { ...level, sockets: 5 }])).toEqual([]);
    expect(findGrowth([level, level, { ...level, listeners: 10 }])).toEqual(['listeners go from 9 to 10']);
    expect(findGrowth([level, level, { ...level, timers: 50 }])).toEqual(['timers go from 2 to 50']);
  });
});
