/** Assembles a gateway with its dependencies from the settings. Entry point of the program and of the package. */
import { loadSchema, loadSubgraph } from '../../schema/index.ts';
import { createRefusedTokens } from '../auth/refused-tokens.ts';
import { createGateway, type Gateway } from '../gateway.ts';
import { createAllowedHosts } from '../http/allowed-hosts.ts';
import { createBodyBudget } from '../http/body-budget.ts';
import { createEventLoopLagMonitor } from '../http/health.ts';
import { createOverload } from '../limits/admission-control.ts';
import { createTries } from '../sign-in/throttle.ts';
import { createStytchClient } from '../stytch/client/client.ts';
import { createRates } from '../stytch/resilience/rate-limiter.ts';
import { createTelemetry, type Telemetry } from '../telemetry/index.ts';
import { verticals } from '../vertical/verticals.ts';
import type { Config } from './config.ts';
import { listenFault } from './listen-fault.ts';
import { missingPackage } from './missing-package.ts';
import { openUpstream, type Upstream } from './upstream.ts';
import { warmUp } from './warm-up.ts';

/** A gateway with its parts that are not HTTP. */
export interface Assembly {
  readonly gateway: Gateway;
  readonly telemetry: Telemetry;
  readonly welcome: Upstream['welcome'];
  /**
   * Fetches the public keys and the RBAC policy, with retries until it succeeds. `GET /ready` returns 503 until then.
   */
  warm(): Promise<void>;
  /** Closes all connections, servers and timers. */
  close(): Promise<void>;
}

/**
 * Assembles the gateway.
 *
 * @param takesRequests whether the owner of the gateway accepts requests; false makes `GET /ready` return 503
 * @param now current time for token lifetimes; default: the clock of the sandbox, or of this machine
 * @throws ConfigError if this machine lacks what the settings need
 */
export async function assemble(config: Config, takesRequests: () => boolean, now?: () => Date): Promise<Assembly> {
  let upstream: Upstream | undefined;
  try {
    upstream = await openUpstream(config);
    return await assembleOver(now ? { ...upstream, now: () => now().getTime() } : upstream, config, takesRequests);
  } catch (error) {
    await upstream?.close();
    throw missingPackage(error);
  }
}

async function assembleOver(upstream: Upstream, config: Config, takesRequests: () => boolean): Promise<Assembly> {
  const { project, apiKeys, page, now, sandboxFailureFault } = upstream;
  const telemetry = await createTelemetry(config.telemetry, config.vertical).catch((error: unknown) =>
    listenFault(error, { host: 'METRICS_HOST', port: 'METRICS_PORT' }, config.telemetry.metrics?.port ?? 0),
  );
  const { log, observer } = telemetry;
  for (const { message, ...fields } of config.warnings) log.warn(message, fields);
  // Imported only if the settings need it.
  const redis =
    config.redisUrl === undefined ? undefined : (await import('./redis.ts')).connectRedis(config.redisUrl, { log });
  const shared = redis && { redis, namespace: project.projectId, log };
  const counters = shared && { ...shared, secret: project.secret };
  const rates = createRates(config.rates, shared, {
    ...telemetry.metrics,
    paused: (kind, seconds) => log.warn('stytch rate limit reached', { class: kind, seconds }),
  });
  telemetry.metrics.limiter(rates.remaining);
  const overload = createOverload(config.overload);
  telemetry.metrics.load(overload);
  const stytch = createStytchClient({ ...project, log, rules: config.rules, rates, observer });
  const { timeout, limits, outage, introspection, explain, trustProxy, persistedDocuments, path } = config;
  const { corsOrigins, sessionCookies } = config;
  const vertical = verticals[config.vertical];
  let isWarm = false;
  const gateway = createGateway({
    schema: await (config.federation ? loadSubgraph : loadSchema)(config.vertical),
    path,
    ready: () => isWarm && takesRequests() && !eventLoopLag.isLagging(),
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
    explain,
    sandboxFailureFault,
    tries: createTries(config.tries, vertical, counters),
    refusedTokens: createRefusedTokens(vertical, config.refusedTokensPerAddress, counters),
    bodies: createBodyBudget({ maxBytes: config.bufferedBodyBytes }),
    allowedHosts: config.allowedHosts || page ? createAllowedHosts(config.host, config.allowedHosts) : undefined,
    rates,
    batching: config.batching,
    trustProxy,
    persistedDocuments,
    corsOrigins,
    sessionCookies,
    page,
    now,
  });
  // Started last, because loading the schema blocks the event loop longer than a tolerated stall.
  const eventLoopLag = createEventLoopLagMonitor(config.overload.delay);
  const ended = new AbortController();
  return {
    gateway,
    telemetry,
    welcome: upstream.welcome,
    warm: async () => {
      await warmUp(gateway.warm, log, ended.signal);
      isWarm = true;
    },
    close: async () => {
      ended.abort();
      gateway.close();
      await stytch.close();
      redis?.disconnect();
      eventLoopLag.stop();
      await telemetry.close();
      await upstream.close();
    },
  };
}
