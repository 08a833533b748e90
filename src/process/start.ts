/** The gateway as a program: reads the settings and listens. */
import { once } from 'node:events';
import { assemble } from './assemble.ts';
import { readConfig } from './config.ts';
import { addressOf, listenFault } from './listen-fault.ts';
import { createGracefulShutdown, type GracefulShutdown, type OnSignal } from './shutdown.ts';
import { handleUncaughtErrors } from './uncaught.ts';

/** Milliseconds after the request deadline to finish the response before shutdown closes the connection. */
const LAST_WORDS = 1_000;

/** Starts the gateway. @returns the text for standard output */
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
  // Set after the server listens: before, the default handler exits.
  onSignal((signal) => stopOn(signal, stopper));
  void warm();
  const address = server.address();
  return welcome(addressOf(config.host, typeof address === 'object' && address ? address.port : config.port));
}

/**
 * Stops on SIGTERM, or on SIGINT (Ctrl-C at a terminal), which skips the delay. A second signal skips the delay too.
 */
function stopOn(signal: NodeJS.Signals, { stop }: GracefulShutdown): void {
  const stopped = stop();
  if (signal === 'SIGINT') void stop();
  stopped.then(
    () => process.exit(0),
    () => process.exit(1),
  );
}
