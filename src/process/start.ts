/** The gateway as a program: reads the environment and listens. */
import { once } from 'node:events';
import { assemble } from './assemble.ts';
import { readConfig } from './config.ts';
import { addressOf, listenFault } from './listen-fault.ts';
import { createGracefulShutdown, type GracefulShutdown, type OnSignal } from './shutdown.ts';
import { handleUncaughtErrors } from './uncaught.ts';

/** Milliseconds that a request gets beyond its deadline, to send its answer, before a shutdown gives it up. */
const LAST_WORDS = 1_000;

/** Begins to listen; gives what is said of it. */
export async function start(environment: NodeJS.ProcessEnv, onSignal: OnSignal): Promise<string> {
  const config = readConfig(environment);
  const { gateway, telemetry, welcome, warm, close } = await assemble(config, () => !stopper.stopping());
  const server = gateway.createServer();
  const stopper = createGracefulShutdown(server, {
    delayMs: config.shutdownNotice,
    drainMs: config.timeout + LAST_WORDS,
    close,
  });
  handleUncaughtErrors({ log: telemetry.log, metrics: telemetry.metrics, stop: stopper.stop });
  server.listen(config.port, config.host);
  await once(server, 'listening').catch((error: unknown) =>
    listenFault(error, { host: 'HOST', port: 'PORT' }, config.port),
  );
  // Before it listened there was nothing to end.
  onSignal((signal) => stopOn(signal, stopper));
  void warm();
  const address = server.address();
  return welcome(addressOf(config.host, typeof address === 'object' && address ? address.port : config.port));
}

/** SIGTERM, or Ctrl-C at a terminal (SIGINT), which skips the notice. A second signal skips it too. */
function stopOn(signal: NodeJS.Signals, { stop }: GracefulShutdown): void {
  const stopped = stop();
  if (signal === 'SIGINT') void stop();
  stopped.then(
    () => process.exit(0),
    () => process.exit(1),
  );
}
