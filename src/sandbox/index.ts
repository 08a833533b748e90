import { once } from 'node:events';
import { createAllowedHosts } from '../http/allowed-hosts.ts';
import { b2b } from './b2b.ts';
import { type Clock, createClock } from './clock.ts';
import { ownEndpoints } from './endpoints.ts';
import { createFailures, type Failures, failWith } from './failures.ts';
import { type Incoming, serve } from './http.ts';
import type { SandboxKind } from './kind.ts';
import { answerTokenRequest, isTokenRequest, TOKEN_OPERATION } from './oauth-token.ts';
import type { Reply } from './reply.ts';
import { createOperationNames, createRouter } from './router.ts';
import type { ProjectStore, Store } from './store.ts';
import type { SandboxWorld } from './world.ts';

export type { SandboxWorld } from './world.ts';

/** A running sandbox: of a B2B project, if not said otherwise. */
export type Sandbox<S extends ProjectStore = Store, World extends object = SandboxWorld> = {
  /** Base URL, such as `http://127.0.0.1:4010`. */
  origin: string;
  projectId: string;
  secret: string;
  /** Ids worth trying and fresh credentials: what `GET /sandbox/world` answers. */
  world: () => Promise<World>;
  /** The state behind it, for tests that look or meddle inside. */
  store: S;
  /** The time of its world: what `POST /sandbox/clock` turns. */
  clock: Clock;
  /** What goes wrong with which calls: what `POST /sandbox/failures` sets. */
  failures: Failures;
  close: () => Promise<void>;
};

/** Where a sandbox listens, and by which clock it begins. */
export type SandboxOptions = {
  /** 0: any free one. */
  port: number;
  /** Hosts that requests may name beside loopback. */
  hosts?: readonly string[] | undefined;
  /** The clock that the world's goes by until it is turned. */
  now?: () => Date;
};

/** Starts a Stytch of its own, of a kind, on a loopback port. */
export const startSandboxOf = async <S extends ProjectStore, World extends object>(
  kind: SandboxKind<S, World>,
  { port, hosts = [], now = () => new Date() }: SandboxOptions,
): Promise<Sandbox<S, World>> => {
  const clock = createClock(now);
  const store = kind.seed(clock.now);
  const [route, operations] = await Promise.all([createRouter(kind, store), createOperationNames(kind)]);
  const failures = createFailures((id) => id === TOKEN_OPERATION || operations.has(id));
  const own = ownEndpoints(kind, store, { clock, failures });
  const answer = async (incoming: Incoming): Promise<Reply> =>
    isTokenRequest(incoming)
      ? answerTokenRequest(store, incoming)
      : (kind.otherProtocol(store, incoming) ?? route(incoming));
  const server = serve(
    async (incoming) => {
      const controlled = await own(incoming);
      if (controlled) return controlled;
      const operation = isTokenRequest(incoming) ? TOKEN_OPERATION : operations.of(incoming);
      const failure = operation === undefined ? undefined : failures.meet(operation);
      return failure ? failWith(failure, () => answer(incoming)) : answer(incoming);
    },
    createAllowedHosts('127.0.0.1', hosts),
  );

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  store.origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
  kind.listening(store);

  return {
    origin: store.origin,
    projectId: store.projectId,
    secret: store.secret,
    store,
    clock,
    failures,
    world: () => kind.worldOf(store),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

/** Starts the sandbox of a B2B project. */
export const startSandbox = (options: SandboxOptions): Promise<Sandbox> => startSandboxOf(b2b, options);
