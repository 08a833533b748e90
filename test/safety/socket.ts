/** A listening gateway and raw bytes sent to it, for requests that no well-behaved client can send. */
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import type { Gateway } from '../../src/gateway.ts';

/** A listening gateway. */
export interface ListeningGateway {
  readonly port: number;
  /**
   * Sends bytes and returns everything received until the gateway closes the connection (`Connection: close`).
   *
   * @param leaves whether the sender closes first, as soon as everything is sent
   */
  raw(bytes: string | Buffer, leaves?: boolean): Promise<string>;
  close(): Promise<void>;
}

/** Timeout in ms for a gateway that neither responds nor closes the connection. */
const PATIENCE = 8_000;

/** Lets a gateway listen on a loopback port. */
export async function listenOnLoopback(gateway: Gateway): Promise<ListeningGateway> {
  const server = gateway.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    raw: (bytes, leaves) => exchange(port, bytes, leaves),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Sends bytes to a local port and returns everything received until the server closes, as `ListeningGateway.raw` does. */
export const exchange = (port: number, bytes: string | Buffer, leaves = false): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.setTimeout(PATIENCE, () => socket.destroy(new Error('the gateway neither answered nor hung up')));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // The gateway may close before everything is sent.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    if (leaves) socket.end(bytes);
    else socket.write(bytes);
  });

/** The statuses of the responses in the received text, one for each request that was parsed as one. */
export const statuses = (text: string): number[] =>
  Array.from(text.matchAll(/HTTP\/1\.1 (\d{3}) /g), ([, status]) => Number(status));
