/** A gateway that is put through the mixed load again and again, and looked at in the pauses. */
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { startSandbox } from '../../src/sandbox/index.ts';
import { type GatewayProcess, startGatewayProcess } from '../../test/faults/program.ts';
import { type FaultyProxy, startProxy } from '../../test/faults/proxy.ts';
import { runOpenLoop } from '../open-loop.ts';
import type { ProcessSnapshot } from './gateway.ts';
import { injectFaults, mixedLoad } from './load.ts';

/** What one spell showed. */
export interface SoakRound {
  look: ProcessSnapshot;
  requests: number;
  answered: number;
  /** Calls that arrived before Stytch, failing ones included. */
  calls: number;
  twice: number;
}

/** How a soak goes. */
export interface SoakOptions {
  spells: number;
  /** Seconds of load in each. */
  seconds: number;
  /** Requests a second. */
  rate: number;
  /** Milliseconds a request may take. The pause after each spell is this, and what idle connections have. */
  timeout: number;
  /** Words for node before the program: what a test uses to break the gateway. */
  flags?: readonly string[];
  /** Told after each spell. */
  seen?: (spell: SoakRound, index: number) => void;
}

/** Milliseconds after which a connection to Stytch that nothing used is closed, and some more. */
const IDLE = 5_000;

/** Puts a gateway through it; gives what it held after each spell. */
export async function runSoak(options: SoakOptions): Promise<{ spells: SoakRound[]; printed: string }> {
  const { timeout, flags = [] } = options;
  const sandbox = await startSandbox({ port: 0 });
  const proxy = await startProxy(sandbox.origin);
  const entry = join(import.meta.dirname, 'gateway.ts');
  const settings = {
    REQUEST_TIMEOUT_MS: `${timeout}`,
    UPSTREAM_SEARCHES_PER_MINUTE: '999999',
    UPSTREAM_CALLS_PER_MINUTE: '999999',
    SIGN_IN_ATTEMPTS_PER_ADDRESS_PER_MINUTE: '999999',
  };
  const program = await startGatewayProcess(sandbox, proxy.origin, settings, ['--expose-gc', ...flags, entry]);
  try {
    injectFaults(proxy);
    const asks = await mixedLoad(sandbox);
    const spells: SoakRound[] = [];
    for (let index = 0; index < options.spells; index += 1) {
      const spell = await one(program, proxy, asks, { ...options, seed: index + 1 });
      options.seen?.(spell, index);
      spells.push(spell);
    }
    return { spells, printed: program.printed() };
  } finally {
    program.process.kill('SIGKILL');
    await program.ended;
    await proxy.close();
    await sandbox.close();
  }
}

async function one(
  { origin, process: child }: GatewayProcess,
  proxy: FaultyProxy,
  asks: Parameters<typeof runOpenLoop>[1],
  { rate, seconds, timeout, seed }: SoakOptions & { seed: number },
): Promise<SoakRound> {
  proxy.forget();
  const outcomes = await runOpenLoop(origin, asks, { rate, seconds, connections: 200, seed });
  await after(timeout + IDLE);
  const answer = once(child, 'message');
  child.send('look');
  const [look] = (await answer) as [ProcessSnapshot];
  return {
    look,
    requests: outcomes.length,
    answered: outcomes.filter(({ right }) => right).length,
    calls: proxy.received.length,
    twice: proxy.delivered().twice,
  };
}
