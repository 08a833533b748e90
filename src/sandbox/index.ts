import { once } from 'node:events';
import { createAllowedHosts } from '../http/allowed-hosts.ts';
import { answerOwn } from './endpoints.ts';
import { serve } from './http.ts';
import { answerTokenRequest, isTokenRequest } from './oauth-token.ts';
import { createRouter } from './router.ts';
import { scimProtocol } from './scim-protocol.ts';
import { seed } from './seed/index.ts';
import type { Store } from './store.ts';
import { type SandboxWorld, worldOf } from './world.ts';

export type { SandboxWorld } from './world.ts';

/** A running sandbox. */
export type Sandbox = {
  /** Base URL, such as `http://127.0.0.1:4010`. */
  origin: string;
  projectId: string;
  secret: string;
  /** Ids worth trying and fresh credentials: what `GET /sandbox/world` answers. */
  world: () => Promise<SandboxWorld>;
  /** The state behind it, for tests that look or meddle inside. */
  store: Store;
  close: () => Promise<void>;
};

/** Starts a Stytch of its own on a loopback port (0: any free one). `now` lets a test move time. */
export const startSandbox = async ({
  port,
  hosts = [],
  now = () => new Date(),
}: {
  port: number;
  /** Hosts that requests may name beside loopback. */
  hosts?: readonly string[] | undefined;
  now?: () => Date;
}): Promise<Sandbox> => {
  const store = seed(now);
  const route = await createRouter(store);
  const server = serve(
    async (incoming) => {
      if (isTokenRequest(incoming)) return answerTokenRequest(store, incoming);
      const own = await answerOwn(store, incoming);
      if (own) return own;
      return scimProtocol(store, incoming) ?? route(incoming);
    },
    createAllowedHosts('127.0.0.1', hosts),
  );

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  store.origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;

  // The seed does not know yet where identity providers will find it.
  for (const [id, { connection, ...tokens }] of store.scimConnections) {
    const base_url = connection.base_url.replace(new URL(connection.base_url).origin, store.origin);
    store.scimConnections.set(id, { ...tokens, connection: { ...connection, base_url } });
  }

  return {
    origin: store.origin,
    projectId: store.projectId,
    secret: store.secret,
    store,
    world: () => worldOf(store),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};
