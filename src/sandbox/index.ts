import { once } from 'node:events';
import { createAllowedHosts } from '../http/allowed-hosts.ts';
import { b2b } from './b2b/kind.ts';
import type { Store } from './b2b/store.ts';
import type { SandboxWorld } from './b2b/world.ts';
import type { SandboxClock } from './control/clock.ts';
import { ownEndpoints } from './control/endpoints.ts';
import type { Failures } from './control/failures.ts';
import { createWorlds, type Worlds } from './control/worlds.ts';
import { createJsonServer, type IncomingRequest } from './http.ts';
import type { SandboxKind, Shown } from './kind.ts';
import type { HttpReply } from './reply.ts';
import type { ProjectStore } from './store.ts';

export type { SandboxWorld } from './b2b/world.ts';

/** A running sandbox. Default: a B2B project. The properties besides `worlds` are those of the first world. */
export type Sandbox<S extends ProjectStore = Store, Look extends Shown = SandboxWorld> = {
  /** Base URL, such as `http://127.0.0.1:4010`. */
  origin: string;
  projectId: string;
  secret: string;
  /** Example ids and valid credentials. */
  world: () => Promise<Look>;
  clock: SandboxClock;
  failures: Failures;
  /** State of the first world, for tests that inspect or change it. */
  readonly store: S;
  worlds: Worlds<S, Look>;
  /** Aborted when the sandbox closes. */
  closed: AbortSignal;
  close: () => Promise<void>;
};

/** Address and clock of a sandbox. */
export type SandboxOptions = {
  /** 0: any free port. */
  port: number;
  /** Address to listen on. Default: loopback. */
  host?: string | undefined;
  /** Hosts that requests may name besides loopback and `host`. */
  hosts?: readonly string[] | undefined;
  /** Clock, for tests. */
  now?: () => Date;
};

const LOOPBACK = '127.0.0.1';

/** Wildcard addresses: a server listens on them, but clients cannot connect to them. */
const WILDCARDS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** Starts a sandbox of a kind of project. */
export const startSandboxOf = async <S extends ProjectStore, Look extends Shown>(
  kind: SandboxKind<S, Look>,
  { port, host = LOOPBACK, hosts = [], now = () => new Date() }: SandboxOptions,
): Promise<Sandbox<S, Look>> => {
  const closing = new AbortController();
  // Requests may arrive before the first world is created.
  const ready = Promise.withResolvers<(incoming: IncomingRequest) => Promise<HttpReply>>();
  const server = createJsonServer(async (incoming) => (await ready.promise)(incoming), createAllowedHosts(host, hosts));
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const name = WILDCARDS.has(host) ? LOOPBACK : host.includes(':') ? `[${host}]` : host;
  const origin = `http://${name}:${typeof address === 'object' && address ? address.port : port}`;
  const worlds = await createWorlds(kind, { origin, now, closed: closing.signal });
  const own = ownEndpoints(kind, worlds, closing.signal);
  ready.resolve(async (incoming) => (await own(incoming)) ?? worlds.at(incoming).answer(incoming));

  const { first } = worlds;
  return {
    origin,
    projectId: first.store.projectId,
    secret: first.store.secret,
    get store() {
      return first.store;
    },
    clock: first.clock,
    failures: first.failures,
    world: first.look,
    worlds,
    closed: closing.signal,
    close: async () => {
      closing.abort();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

/** Starts the sandbox of a B2B project. */
export const startSandbox = (options: SandboxOptions): Promise<Sandbox> => startSandboxOf(b2b, options);
