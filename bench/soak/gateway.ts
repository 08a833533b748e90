/** The gateway in a process that replies to each message of its parent with a `ProcessSnapshot`. */
import process from 'node:process';

/** Memory and handles of an idle gateway, after a full garbage collection. */
export interface ProcessSnapshot {
  /** Bytes of the heap in use. */
  heap: number;
  /** Bytes outside the heap that belong to objects in it, mostly buffers. */
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

function takeSnapshot(): ProcessSnapshot {
  // Twice: the second collection frees the objects that finalizers released.
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

process.on('message', () => process.send?.(takeSnapshot()));
const { start } = await import('../../src/process/start.ts');
// The parent kills this process, so no shutdown handler is needed.
process.stdout.write(await start(process.env, () => {}));
