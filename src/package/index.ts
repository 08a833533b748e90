/** `stytch-graphql`: the gateway as a handler inside a server of somebody else's. */
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
   * Answers a web request, for Hono, Next.js and whatever else speaks `Request` and `Response`.
   *
   * @param sender the address at the other end of the connection. Without it, and without `TRUSTED_PROXY_HOPS`, all clients
   *   are counted as one where sign-in attempts are limited by address.
   */
  readonly fetch: (request: Request, sender?: Sender) => Promise<Response>;
  /** Answers a request of `node:http`, for Express, Fastify and Connect. Mount it before whatever parses bodies. */
  readonly handler: NodeHandler;
  /** Starts what the first request would otherwise wait for. Resolves when keys and policy of the project are there. */
  readonly ready: () => Promise<void>;
  /** Lets go of timers, connections and, where there is one, the sandbox. Requests after that are refused. */
  readonly close: () => Promise<void>;
}

/** The time by which tokens begin and end. */
export interface GatewayClock {
  /** That of this machine where not given. `sandbox.clock.now` of `stytch-graphql/sandbox` lets a test move it. */
  readonly now?: () => Date;
}

interface Started extends Assembly {
  readonly warmed: Promise<void>;
}

/**
 * Creates a gateway over a Stytch project, or over a sandbox where no project is set. It serves at `GRAPHQL_PATH`, which is the
 * whole path as clients see it.
 *
 * Settings are checked at once. Nothing is started before the first request, or `ready`: a build that only loads the module
 * leaves nothing behind.
 *
 * @throws ConfigError with one line for each setting that is wrong
 */
export function createGateway(settings: Settings = {}, { now }: GatewayClock = {}): Gateway {
  const config = readConfig(environmentOf(settings, process.env));
  let isClosed = false;
  let started: Started | undefined;
  let starting: Promise<Started> | undefined;

  const begin = async (): Promise<Started> => {
    try {
      const assembly = await assemble(config, () => !isClosed, now);
      if (!config.project) assembly.telemetry.log.warn('no project is set, so this gateway serves a sandbox');
      started = { ...assembly, warmed: assembly.warm() };
      return started;
    } catch (error) {
      // The next request tries again.
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
