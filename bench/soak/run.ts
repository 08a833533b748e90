/** Sends the mixed load to a gateway repeatedly, and takes a snapshot in each pause. */
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { startSandbox } from '../../src/sandbox/index.ts';
import { type GatewayProcess, startGatewayProcess } from '../../test/faults/program.ts';
import { type FaultyProxy, startProxy } from '../../test/faults/proxy.ts';
import { runOpenLoop } from '../open-loop.ts';
import type { ProcessSnapshot } from './gateway.ts';
import { injectFaults, mixedLoad } from './load.ts';

/** Results of one interval. */
export interface SoakRound {
  look: ProcessSnapshot;
  requests: number;
  answered: number;
  /** Calls that arrived at the proxy before Stytch, including failing ones. */
  calls: number;
  twice: number;
}

/** Parameters of a soak. */
export interface SoakOptions {
  spells: number;
  /** Duration of each interval of load, in seconds. */
  seconds: number;
  /** Requests per second. */
  rate: number;
  /** Request timeout in milliseconds. The pause after each interval is this time plus `IDLE`. */
  timeout: number;
  /** Flags of Node, with which a test breaks the gateway. */
  flags?: readonly string[];
  /** Called after each interval. */
  seen?: (spell: SoakRound, index: number) => void;
}

/** Time after which an idle connection to Stytch is closed, with some margin, in milliseconds. */
const IDLE = 5_000;

/** Runs the soak; returns the results of each interval. */
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
