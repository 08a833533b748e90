/** How the program ends without losing a request. */
import { once } from 'node:events';
import type { Server } from 'node:http';

/** What a signal to stop does from now on. */
export type OnSignal = (stop: (signal: NodeJS.Signals) => void) => void;

/** What a shutdown takes. */
export interface ShutdownOptions {
  /**
   * Milliseconds for which requests are still taken after the signal, while readiness already says no: whoever sends
   * them needs as long to notice.
   */
  delayMs: number;
  /** Milliseconds after the notice for what still runs, then it is given up: as long as a request may take. */
  drainMs: number;
  /** Lets go of everything else, once no request is left. */
  close: () => Promise<void>;
}

/** A server that can be told to stop. */
export interface GracefulShutdown {
  /** True from the moment that stopping began. */
  stopping(): boolean;
  /** Stops; asked a second time, it waits no longer for others to notice. Resolves when no request is left. */
  stop(): Promise<void>;
}

/**
 * Makes a server stop in order: readiness off at once, every answer says `connection: close`, requests are taken for the
 * notice time, then no new connection, and those that are busy end when their answer is out.
 */
export function createGracefulShutdown(server: Server, { delayMs, drainMs, close }: ShutdownOptions): GracefulShutdown {
  let begun: Promise<void> | undefined;
  let hurry: () => void = () => {};

  server.prependListener('request', (_request, response) => {
    if (begun) response.setHeader('connection', 'close');
    // A request from before the signal was not told so, and its connection would be kept.
    response.on('finish', () => {
      if (!server.listening) server.closeIdleConnections();
    });
  });

  const stop = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      hurry = resolve;
      setTimeout(resolve, delayMs);
    });
    const closed = once(server, 'close');
    server.close();
    server.closeIdleConnections();
    const giveUp = setTimeout(() => server.closeAllConnections(), drainMs);
    await closed;
    clearTimeout(giveUp);
    await close();
  };

  return {
    stopping: () => begun !== undefined,
    stop: () => {
      if (begun) hurry();
      begun ??= stop();
      return begun;
    },
  };
}
