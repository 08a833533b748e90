import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from '../node-http.ts';
import { errorBody, Refusal } from './errors.ts';
import type { Reply } from './router.ts';

const maxBody = 1_000_000;

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += buffer.length;
    if (size > maxBody) throw new Refusal(413, 'bad_request', 'The body is larger than 1 MB.');
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString();
};

const write = (response: ServerResponse, { status, body, headers }: Reply) => {
  const json = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(json),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(json);
};

/** A request as the router takes it. */
export type Incoming = { method: string; path: string; query: string; headers: Record<string, string>; body?: string };

/** A JSON server over one function; a request that cannot even be read is refused here. */
export const serve = (answer: (incoming: Incoming) => Promise<Reply>): Server =>
  createServer(async (request, response) => {
    try {
      const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
      const text = await readBody(request);
      // Nothing sent where something could be is the same as an empty object.
      const body = text || (['POST', 'PUT'].includes(request.method ?? '') ? '{}' : '');
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(',') : (value ?? ''),
        ]),
      );
      write(
        response,
        await answer({ method: request.method ?? 'GET', path, query, headers, ...(body ? { body } : {}) }),
      );
    } catch (error) {
      if (!(error instanceof Refusal)) console.error('sandbox:', error);
      const refusal =
        error instanceof Refusal
          ? error
          : new Refusal(500, 'internal_server_error', 'The sandbox has a fault; see its terminal.');
      // What is left of the body will not be read, so the connection cannot carry another request.
      response.setHeader('connection', 'close');
      write(response, { status: refusal.status, body: errorBody(refusal) });
    }
  });
