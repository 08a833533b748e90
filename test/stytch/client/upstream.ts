/** A fake Stytch behind a real socket with responses that each test chooses, and its client. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createStytchClient } from '../../../src/stytch/client/client.ts';
import { StytchError } from '../../../src/stytch/error.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

interface ReceivedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Upstream = Awaited<ReturnType<typeof startUpstream>>;

/** Listens on a free port. Requests use the handlers in order; the last handler serves all further requests. */
export const startUpstream = async () => {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    upstream.received.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
    const { handlers } = upstream;
    const handler = handlers.length > 1 ? handlers.shift() : handlers[0];
    handler?.(request, response, body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const logged: string[] = [];
  /** A client for a port of this host. The timeout is in milliseconds. */
  const clientAt = (port: number, timeout = 2_000, scheme = 'http') =>
    createStytchClient({
      baseUrl: `${scheme}://127.0.0.1:${port}`,
      telemetryUrl: `${scheme}://127.0.0.1:${port}`,
      projectId: 'project-test-1',
      secret: 'secret-test-canary',
      rules: { timeout },
      log: { warn: (message, fields) => logged.push(JSON.stringify({ message, ...fields })), error: () => {} },
    });
  const stytch = clientAt(port);

  const handlers: Handler[] = [];
  const received: ReceivedRequest[] = [];
  const upstream = {
    port,
    stytch,
    handlers,
    received,
    logged,
    clientAt,
    read: () => stytch.call('get', '/v1/b2b/rbac/policy', {}),
    write: () => stytch.call('post', '/v1/b2b/organizations', { organizationName: 'A', organizationSlug: 'a' }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return upstream;
};

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
export const html =
  (status: number): Handler =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html>lb-internal says no</html>');
export const hang: Handler = () => {};
export const hangUp: Handler = (request) => (request.socket as Socket).destroy();

export const policy = { request_id: 'r1', status_code: 200, policy: { roles: [], resources: [], scopes: [] } };
export const refusalBody = (status: number, error_type: string) => ({
  status_code: status,
  request_id: 'request-1',
  error_type,
  error_message: 'Stytch says why.',
  error_url: 'https://stytch.com/docs/api/errors',
});

/** The error of a call that must fail. */
export const refused = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (!(error instanceof StytchError)) throw new Error('the call was to be refused');
  return error.facts;
};
