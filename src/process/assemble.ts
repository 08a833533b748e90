/** A gateway with all that it stands on, as the settings have it. The program and the package begin here. */
import { loadSchema, loadSubgraph } from '../../schema/index.ts';
import { createRefusedTokens } from '../auth/refused-tokens.ts';
import { createGateway, type Gateway } from '../gateway.ts';
import { createAllowedHosts } from '../http/allowed-hosts.ts';
import { createBodyBudget } from '../http/body-budget.ts';
import { createPulse } from '../http/health.ts';
import { createOverload } from '../limits/admission-control.ts';
import { createTries } from '../sign-in/throttle.ts';
import { createStytch } from '../stytch/client/client.ts';
import { createRates } from '../stytch/resilience/rate-limiter.ts';
import { createTelemetry, type Telemetry } from '../telemetry/index.ts';
import { verticals } from '../vertical/verticals.ts';
import type { Config } from './config.ts';
import { listenFault } from './listen-fault.ts';
import { missingPackage } from './missing-package.ts';
import { openUpstream, type Upstream } from './upstream.ts';
import { warmUp } from './warm-up.ts';

/** A gateway, and what is not HTTP of it. */
export interface Assembly {
  readonly gateway: Gateway;
  readonly telemetry: Telemetry;
  readonly welcome: Upstream['welcome'];
  /** Fetches what decisions need, until it is there. `GET /ready` says no before. */
  warm(): Promise<void>;
  /** Lets go of everything. */
  close(): Promise<void>;
}

/**
 * Puts the gateway together.
 *
 * @param takesRequests whether requests should be sent here, as far as its owner knows
 * @param now the time by which tokens begin and end; that of the sandbox, or of this machine, where not given
 * @throws ConfigError if the settings ask for what this machine does not have
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
  const { timeout, limits, outage, introspection, explain, trustProxy, persistedDocuments, path } = config;
  const { corsOrigins, sessionCookies } = config;
  const vertical = verticals[config.vertical];
  let isWarm = false;
  const gateway = createGateway({
    schema: await (config.federation ? loadSubgraph : loadSchema)(config.vertical),
    path,
    ready: () => isWarm && takesRequests() && !pulse.isLagging(),
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
  // From here on, since loading the graph holds the event loop for longer than any request may.
  const pulse = createPulse(config.overload.delay);
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
      pulse.stop();
      await telemetry.close();
      await upstream.close();
    },
  };
}
