/** Graceful shutdown: the process exits without losing a request. */
import { once } from 'node:events';
import type { Server } from 'node:http';

/** Sets the handler of SIGTERM and SIGINT. */
export type OnSignal = (stop: (signal: NodeJS.Signals) => void) => void;

/** Options of a graceful shutdown. */
export interface ShutdownOptions {
  /**
   * Milliseconds after the signal in which requests are accepted while `/ready` returns 503: load balancers need this
   * time to notice.
   */
  delayMs: number;
  /** Milliseconds after the delay for requests in flight, which are then aborted: the max duration of a request. */
  drainMs: number;
  /** Closes everything else, after the last request has ended. */
  close: () => Promise<void>;
}

/** A server that can shut down gracefully. */
export interface GracefulShutdown {
  /** Whether the shutdown has started. */
  stopping(): boolean;
  /** Starts the shutdown; a second call skips the rest of the delay. Resolves after the last request has ended. */
  stop(): Promise<void>;
}

/**
 * Adds graceful shutdown to a server: readiness is off immediately and every response has `connection: close`. Requests
 * are accepted during the delay; then no connection is accepted, and busy connections close after their response.
 */
export function createGracefulShutdown(server: Server, { delayMs, drainMs, close }: ShutdownOptions): GracefulShutdown {
  let begun: Promise<void> | undefined;
  let hurry: () => void = () => {};

  server.prependListener('request', (_request, response) => {
    if (begun) response.setHeader('connection', 'close');
    // A response sent before the signal had no `connection: close`, so its connection would stay open.
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
