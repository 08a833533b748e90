/** The gateway as it is, and somebody who can look inside: whoever started this process sends a message and gets a `Look`. */
import process from 'node:process';

/** What a gateway holds when nothing is asked of it. */
export interface Look {
  /** Bytes of heap that are still needed after collection. */
  heap: number;
  /** Bytes outside the heap that belong to objects in it: buffers, mostly. */
  external: number;
  /** Connections, to clients and to Stytch. */
  sockets: number;
  /** Timers that keep the process alive. */
  timers: number;
  /** Listeners of the process itself. */
  listeners: number;
}

const collect = globalThis.gc;
if (!collect) throw new Error('start this with --expose-gc');

function look(): Look {
  // Twice: what finalizers let go of goes with the second.
  collect?.();
  collect?.();
  const { heapUsed, external } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  const count = (kind: string): number => resources.filter((each) => each === kind).length;
  return {
    heap: heapUsed,
    external,
    sockets: count('TCPSocketWrap'),
    timers: count('Timeout'),
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
  };
}

process.on('message', () => process.send?.(look()));
const { start } = await import('../../src/process/start.ts');
// This process is killed, never told to stop.
process.stdout.write(await start(process.env, () => {}));
