import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createAllowedHosts } from '../http/allowed-hosts.ts';
import { b2b } from './b2b.ts';
import { createSandboxClock, type SandboxClock } from './clock.ts';
import { ownEndpoints } from './endpoints.ts';
import { createFailures, errorReplyOf, type Failure, type Failures } from './failures.ts';
import { type Incoming, serve } from './http.ts';
import type { SandboxKind } from './kind.ts';
import { answerOauthRequest, OAUTH_OPERATIONS, oauthOperationOf } from './oauth-server.ts';
import type { Reply } from './reply.ts';
import { builtOperations, createRouter, operationIdOf } from './router.ts';
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
  clock: SandboxClock;
  failures: Failures;
  /** The state behind it, for tests that look or meddle inside. */
  store: S;
  close: () => Promise<void>;
};

/** Where a sandbox listens, and by which clock it goes. */
export type SandboxOptions = {
  /** 0: any free one. */
  port: number;
  /** Hosts that requests may name beside loopback. */
  hosts?: readonly string[] | undefined;
  /** Lets a test move time. */
  now?: () => Date;
};

/** Starts a Stytch of its own, of a kind, on a loopback port. */
export const startSandboxOf = async <S extends ProjectStore, World extends object>(
  kind: SandboxKind<S, World>,
  { port, hosts = [], now = () => new Date() }: SandboxOptions,
): Promise<Sandbox<S, World>> => {
  const clock = createSandboxClock(now);
  const failures = createFailures(new Set([...builtOperations(kind.domains), ...OAUTH_OPERATIONS]));
  const store = kind.seed(clock.now);
  const route = await createRouter(kind, store);
  const own = ownEndpoints(kind, store, { clock, failures });
  const answer = async (incoming: Incoming) =>
    (await answerOauthRequest(kind, store, incoming)) ?? kind.otherProtocol(store, incoming) ?? route(incoming);
  const operationOf = (incoming: Incoming) => oauthOperationOf(incoming) ?? operationIdOf(incoming);
  const closed = new AbortController();
  const server = serve(
    async (incoming) =>
      (await own(incoming)) ?? failing(failures.take(operationOf(incoming)), () => answer(incoming), closed.signal),
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
      closed.abort();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

/** Answers as the failure says, if there is one. */
async function failing(
  failure: Failure | undefined,
  answer: () => Promise<Reply>,
  signal: AbortSignal,
): Promise<Reply> {
  if (!failure) return answer();
  const { delay_ms, connection } = failure;
  if (delay_ms !== undefined) await sleep(delay_ms, undefined, { signal }).catch(() => {});
  const error = errorReplyOf(failure);
  if (error) return error;
  if (connection === undefined) return answer();
  if (connection === 'hang') return { status: 200, body: {}, connection };
  if (connection === 'reset_before') return { status: 200, body: {}, connection: 'reset' };
  return { ...(await answer()), connection: connection === 'reset_after' ? 'reset' : connection };
}

/** Starts the sandbox of a B2B project. */
export const startSandbox = (options: SandboxOptions): Promise<Sandbox> => startSandboxOf(b2b, options);
