/** Reads the environment and listens; nothing else does either. main.js calls it. */

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { loadSchema } from '../../schema/index.ts';
import { createRefusedTokens } from '../auth/refused-tokens.ts';
import { createGateway, type GatewayOptions } from '../gateway.ts';
import { createAllowedHosts } from '../http/allowed-hosts.ts';
import { createBodyBudget } from '../http/body-budget.ts';
import { createPulse } from '../http/health.ts';
import { createOverload } from '../limits/admission-control.ts';
import { createTries } from '../sign-in/throttle.ts';
import { createStytch } from '../stytch/client/client.ts';
import { createRates } from '../stytch/resilience/rate-limiter.ts';
import { createTelemetry } from '../telemetry/index.ts';
import { verticals } from '../vertical/verticals.ts';
import { type Config, ConfigError, type ProjectConfig, readConfig } from './config.ts';
import { addressOf, listenFault } from './listen-fault.ts';
import { createGracefulShutdown, type GracefulShutdown } from './shutdown.ts';
import { handleUncaughtErrors } from './uncaught.ts';
import { warmUp } from './warm-up.ts';

/** Milliseconds that a request gets beyond its deadline, to send its answer, before a shutdown gives it up. */
const LAST_WORDS = 1_000;

/** What a signal to stop does from now on. */
export type OnSignal = (stop: (signal: NodeJS.Signals) => void) => void;

/**
 * Starts the program. Wrong settings end it with their lines.
 *
 * @param onSignal replaces what SIGTERM and SIGINT do; until it is called, they end the process
 */
export async function start(onSignal: OnSignal): Promise<void> {
  try {
    const config = readConfig(process.env);
    await (config.project ? startGateway(config, config.project, onSignal) : startWithSandbox(config, onSignal));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** The gateway over a real project. */
async function startGateway(config: Config, project: ProjectConfig, onSignal: OnSignal): Promise<void> {
  const [{ graphiql }, { tabs }] = await Promise.all([import('../graphiql/index.ts'), introductionOf(config)]);
  const page = config.graphiql ? graphiql({ project: project.projectId, tabs: tabs() }) : undefined;
  const address = await listen(config, project, { apiKeys: config.apiKeys, page, onSignal });
  process.stdout.write(`GraphQL over ${project.projectId}: ${address}/graphql\n`);
}

/** The gateway over a Stytch of its own, so that anyone can begin without an account. */
async function startWithSandbox(config: Config, onSignal: OnSignal): Promise<void> {
  const [{ startSandboxFor }, { graphiql }, { credentialsOf, tabs, welcome }] = await Promise.all([
    import('../sandbox/by-vertical.ts'),
    import('../graphiql/index.ts'),
    introductionOf(config),
  ]);
  const sandbox = await startSandboxFor(config.vertical, {
    port: config.sandboxPort,
    hosts: config.allowedHosts,
  }).catch((error: unknown) => listenFault(error, { port: 'SANDBOX_PORT' }, config.sandboxPort));
  const { projectId, secret, origin } = sandbox;
  const world = await sandbox.world();
  const page = config.graphiql
    ? graphiql({
        project: 'sandbox',
        tabs: tabs(world),
        credentials: async () => credentialsOf(await sandbox.world()),
      })
    : undefined;
  const serverKey = {
    name: 'sandbox',
    sha256: createHash('sha256').update(world.credentials.server_key).digest('hex'),
    scopes: ['admin'],
  };
  const project = { projectId, secret, baseUrl: origin, telemetryUrl: origin };
  const address = await listen(config, project, { apiKeys: [...config.apiKeys, serverKey], page, onSignal });
  process.stdout.write(welcome(address, origin, world));
}

const introductionOf = ({ vertical }: Config) => verticals[vertical].loadIntroduction();

async function listen(
  config: Config,
  project: ProjectConfig,
  { apiKeys, page, onSignal }: Pick<GatewayOptions, 'apiKeys' | 'page'> & { onSignal: OnSignal },
): Promise<string> {
  const telemetry = await createTelemetry(config.telemetry).catch((error: unknown) =>
    listenFault(error, { host: 'METRICS_HOST', port: 'METRICS_PORT' }, config.telemetry.metrics?.port ?? 0),
  );
  const { log, observer } = telemetry;
  for (const { message, ...fields } of config.warnings) log.warn(message, fields);
  const pulse = createPulse();
  // Loaded only where it is asked for.
  const redis =
    config.redisUrl === undefined ? undefined : (await import('./redis.ts')).connectRedis(config.redisUrl, { log });
  const shared = redis && { redis, namespace: project.projectId, log };
  const counters = shared && { ...shared, secret: project.secret };
  const rates = createRates(config.rates, shared, {
    ...telemetry.metrics,
    paused: (kind, seconds) => log.warn('stytch limits a traffic class', { class: kind, seconds }),
  });
  telemetry.metrics.limiter(rates.left);
  const overload = createOverload(config.overload);
  telemetry.metrics.load(overload);
  const stytch = createStytch({ ...project, log, rules: config.rules, rates, observer });
  const { timeout, limits, outage, introspection, trustProxy, persistedDocuments } = config;
  const vertical = verticals[config.vertical];
  let warm = false;
  const gateway = createGateway({
    schema: await loadSchema(config.vertical),
    ready: () => warm && !stopper.stopping() && !pulse.isLagging(),
    stytch,
    baseUrl: project.baseUrl,
    apiKeys,
    log,
    telemetry,
    timeout,
    limits,
    outage,
    overload,
    introspection,
    tries: createTries(config.tries, vertical, counters),
    refusedTokens: createRefusedTokens(vertical, config.refusedTokensPerAddress, counters),
    bodies: createBodyBudget({ maxBytes: config.bufferedBodyBytes }),
    allowedHosts: config.allowedHosts || page ? createAllowedHosts(config.host, config.allowedHosts) : undefined,
    rates,
    batching: config.batching,
    trustProxy,
    persistedDocuments,
    page,
  });
  const closeAll = async (): Promise<void> => {
    await stytch.close();
    redis?.disconnect();
    pulse.stop();
    overload.close();
    await telemetry.close();
  };
  const server = gateway.createServer();
  const stopper = createGracefulShutdown(server, {
    delayMs: config.shutdownNotice,
    drainMs: timeout + LAST_WORDS,
    close: closeAll,
  });
  handleUncaughtErrors({ log, metrics: telemetry.metrics, stop: stopper.stop });
  server.listen(config.port, config.host);
  await once(server, 'listening').catch((error: unknown) =>
    listenFault(error, { host: 'HOST', port: 'PORT' }, config.port),
  );
  // Before it listened there was nothing to end.
  onSignal((signal) => stopOn(signal, stopper));
  void warmUp(gateway.warm, log).then(() => {
    warm = true;
  });
  const address = server.address();
  return addressOf(config.host, typeof address === 'object' && address ? address.port : config.port);
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
