/** A gateway that listens, and bytes sent to it as they are, for what no well-behaved client can send. */
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import type { Gateway } from '../../src/gateway.ts';

/** A listening gateway. */
export interface ListeningGateway {
  readonly port: number;
  /**
   * Sends bytes and gives all that comes back until the gateway hangs up, which a request asks for by `Connection: close`.
   *
   * @param leaves whether the sender hangs up first, as soon as it is all sent
   */
  raw(bytes: string | Buffer, leaves?: boolean): Promise<string>;
  close(): Promise<void>;
}

/** Milliseconds after which a gateway that neither says anything nor hangs up has failed the test. */
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

/** Sends bytes to a port of this machine and gives all that comes back until the server hangs up, as `ListeningGateway.raw`. */
export const exchange = (port: number, bytes: string | Buffer, leaves = false): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.setTimeout(PATIENCE, () => socket.destroy(new Error('the gateway neither answered nor hung up')));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // It may hang up before all is sent.
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')));
    if (leaves) socket.end(bytes);
    else socket.write(bytes);
  });

/** The statuses of the answers in what came back, one for each request that was understood as one. */
export const statuses = (text: string): number[] =>
  Array.from(text.matchAll(/HTTP\/1\.1 (\d{3}) /g), ([, status]) => Number(status));
