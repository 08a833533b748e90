/** What nobody caught: told and counted, and never a death without a word. */
import { firstStackFrame } from '../graphql/mask.ts';
import type { Log } from '../stytch/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/**
 * Stands between this process and an end without a word. A failed promise that nobody waits for harms nothing else, so the
 * process goes on. After an error out of nowhere nobody knows what was left half done: the process stops in order, as if
 * told to, and ends with 1.
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
    log.error('nobody caught this', {
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
