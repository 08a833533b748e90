/** `stytch-graphql`: the gateway as a handler in another server. */
import type { Sender } from '../http/pipeline-plugin.ts';
import { type Assembly, assemble } from '../process/assemble.ts';
import { readConfig } from '../process/config.ts';
import { type NodeHandler, nodeHandler } from './node-handler.ts';
import { environmentOf, type Settings } from './settings.ts';

export { ConfigError } from '../process/config-error.ts';
export type { NodeHandler, Sender, Settings };

/** A gateway. Its functions need no `this`. */
export interface Gateway {
  /**
   * Handles a web request, for Hono, Next.js and other servers with `Request` and `Response`.
   *
   * @param sender IP address of the peer. Without it, and without `TRUSTED_PROXY_HOPS`, the limits of sign-in attempts
   *   per address count all clients as one.
   */
  readonly fetch: (request: Request, sender?: Sender) => Promise<Response>;
  /** Handles a request of `node:http`, for Express, Fastify and Connect. Mount it before body parsers. */
  readonly handler: NodeHandler;
  /**
   * Starts the gateway before the first request. Resolves when the keys and the policy of the project have been
   * fetched.
   */
  readonly ready: () => Promise<void>;
  /** Closes timers, connections and the sandbox, if there is one. Later requests are rejected. */
  readonly close: () => Promise<void>;
}

/** The clock for token lifetimes. */
export interface GatewayClock {
  /** Default: the clock of this machine. `sandbox.clock.now` of `stytch-graphql/sandbox` lets a test advance it. */
  readonly now?: () => Date;
}

interface Started extends Assembly {
  readonly warmed: Promise<void>;
}

/**
 * Creates a gateway for a Stytch project, or for a sandbox if no project is set. It serves GraphQL at `GRAPHQL_PATH`,
 * the whole path as clients see it.
 *
 * Settings are validated immediately. Servers, timers and connections start with the first request or `ready`, so a
 * build that only imports the module leaves nothing running.
 *
 * @throws ConfigError with one line per invalid setting
 */
export function createGateway(settings: Settings = {}, { now }: GatewayClock = {}): Gateway {
  const config = readConfig(environmentOf(settings, process.env));
  let isClosed = false;
  let started: Started | undefined;
  let starting: Promise<Started> | undefined;

  const begin = async (): Promise<Started> => {
    try {
      const assembly = await assemble(config, () => !isClosed, now);
      if (!config.project) assembly.telemetry.log.warn('no project set: serving a sandbox');
      started = { ...assembly, warmed: assembly.warm() };
      return started;
    } catch (error) {
      // The next request starts again.
      starting = undefined;
      throw error;
    }
  };
  const start = async (): Promise<Started> => {
    if (isClosed) throw new Error('The gateway is closed.');
    starting ??= begin();
    return starting;
  };

  return {
    fetch: async (request, sender) => (await start()).gateway.fetch(request, sender),
    handler: nodeHandler(() =>
      started && !isClosed ? started.gateway.listener : start().then(({ gateway }) => gateway.listener),
    ),
    ready: async () => (await start()).warmed,
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      const ending = await starting?.catch(() => undefined);
      await ending?.close();
    },
  };
}
