/** A server on a loopback port. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Service {
  /** URL of the GraphQL endpoint. */
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

/** Starts a server. */
export async function listening(server: Server, path: string): Promise<Service> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
