/** A gateway that listens, and bytes sent to it as they are, for what no well-behaved client can send. */
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import type { Gateway } from '../../src/server.ts';

/** A listening gateway. */
export interface Listening {
  readonly port: number;
  /** Sends bytes and gives all that comes back until the gateway hangs up, or says no more for a while. */
  raw(bytes: string | Buffer): Promise<string>;
  close(): Promise<void>;
}

/** Milliseconds without a byte after which nothing more is awaited. */
const QUIET = 300;

/** Lets a gateway listen on a loopback port. */
export async function listen(gateway: Gateway): Promise<Listening> {
  const server = gateway.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    raw: (bytes) =>
      new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1');
        const chunks: Buffer[] = [];
        const done = () => {
          socket.destroy();
          resolve(Buffer.concat(chunks).toString('latin1'));
        };
        socket.setTimeout(QUIET, done);
        socket.on('data', (chunk) => chunks.push(chunk));
        socket.on('close', done);
        socket.on('error', done);
        socket.write(bytes);
      }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The statuses of the answers in what came back, one for each request that was understood as one. */
export const statuses = (text: string): number[] =>
  Array.from(text.matchAll(/HTTP\/1\.1 (\d{3}) /g), ([, status]) => Number(status));
