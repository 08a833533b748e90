/** Handlers of uncaught errors: each is logged and counted. */
import { firstStackFrame } from '../graphql/mask.ts';
import type { Log } from '../stytch/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/**
 * Logs and counts uncaught errors. An unhandled rejection affects nothing else: the process continues. After an
 * uncaught exception the state is unknown: the process shuts down gracefully and exits with 1.
 */
export function handleUncaughtErrors({
  log,
  metrics,
  stop,
}: {
  log: Log;
  metrics: Pick<Metrics, 'uncaught'>;
  stop: () => Promise<void>;
}): void {
  const tell = (what: Parameters<Metrics['uncaught']>[0], thrown: unknown): void => {
    metrics.uncaught(what);
    log.error('uncaught error', {
      what,
      name: thrown instanceof Error ? thrown.name : typeof thrown,
      at: thrown instanceof Error ? firstStackFrame(thrown) : undefined,
    });
  };
  process.on('unhandledRejection', (reason) => tell('rejection', reason));
  process.on('uncaughtException', (error) => {
    tell('exception', error);
    void stop().finally(() => process.exit(1));
  });
}
