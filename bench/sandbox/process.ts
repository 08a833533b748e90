/** A sandbox in a separate process, which reports its resource usage on request. bench/sandbox/main.ts starts it. */
import { startSandboxFor } from '../../src/sandbox/by-vertical.ts';

const { origin } = await startSandboxFor(process.argv[2] === 'consumer' ? 'consumer' : 'b2b', { port: 0 });
process.on('message', (asked) => {
  if (asked === 'after collection') globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed: heap } = process.memoryUsage();
  process.send?.({ rss, heap, cpuMicros: user + system });
});
process.send?.(origin);
