import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AllowedHosts, MISDIRECTED } from '../http/allowed-hosts.ts';
import { type BodyBudget, createBodyBudget, MAX_BUFFERED_BODY_BYTES } from '../http/body-budget.ts';
import { errorBody, SandboxError } from './errors.ts';
import type { HttpReply } from './reply.ts';

const maxBody = 1_000_000;

/** Max nesting depth of a body. JSON.parse has no limit; JSON.stringify fails at a few thousand levels. */
const MAX_DEPTH = 1_000;

/** Whether a JSON text is nested deeper than MAX_DEPTH. */
const isTooDeep = (text: string): boolean => {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length && depth <= MAX_DEPTH; at += 1) {
    const character = text.charAt(at);
    if (character === '"') isInString = !isInString;
    else if (isInString) at += character === '\\' ? 1 : 0;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
  }
  return depth > MAX_DEPTH;
};

/** Reads a body within the budget that all concurrent bodies of the process share, as in the gateway. */
const readBody = (request: IncomingMessage, bodies: BodyBudget): Promise<string> =>
  new Promise((resolve, reject) => {
    bodies.receive(request, maxBody, {
      received: (body) => {
        if (body.length > maxBody) reject(new SandboxError(413, 'bad_request', 'The body is larger than 1 MB.'));
        else resolve(body.toString());
      },
      tooSlow: () => reject(new SandboxError(408, 'bad_request', 'The body arrived too slowly.')),
    });
  });

/** Style of pages: long tokens wrap, and tables stay within the window. */
export const PAGE_STYLE =
  'body{font:14px/1.5 system-ui,sans-serif;margin:1rem auto;max-width:90rem;padding:0 1rem}' +
  'table{border-collapse:collapse;width:100%}td,th{border:1px solid #ccc;padding:.2rem .4rem;text-align:left;vertical-align:top}' +
  'td,dd,dt,li{overflow-wrap:anywhere}th{overflow-wrap:break-word}dt{font-weight:600}dd{margin-left:1.5rem}';

/** Pages run no scripts, load nothing and have only the style above. */
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
};

const write = (response: ServerResponse, { status, body, headers, connection }: HttpReply) => {
  // The client must time out.
  if (connection === 'hang') return;
  if (connection === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (status === 204) {
    response.writeHead(status, headers).end();
    return;
  }
  const whole = typeof body === 'string' ? body : JSON.stringify(body);
  const text = connection === 'malformed' ? whole.slice(0, whole.length / 2) : whole;
  response.writeHead(status, {
    ...(typeof body === 'string' ? pageHeaders : { 'content-type': 'application/json; charset=utf-8' }),
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  });
  if (connection === 'cut') response.write(text.slice(0, text.length / 2), () => response.destroy());
  else response.end(text);
};

/** A request as the router accepts it. */
export type IncomingRequest = {
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  body?: string;
};

/**
 * HTTP server over one function. Rejects a request that names a host which is not allowed, and one that cannot be read.
 */
export const createJsonServer = (
  answer: (incoming: IncomingRequest) => Promise<HttpReply>,
  allowed: AllowedHosts,
): Server => {
  const bodies = createBodyBudget({ maxBytes: MAX_BUFFERED_BODY_BYTES });
  return createServer(async (request, response) => {
    try {
      if (!allowed.request(request)) throw new SandboxError(421, 'bad_request', MISDIRECTED);
      const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
      const text = await readBody(request, bodies);
      if (isTooDeep(text))
        throw new SandboxError(400, 'bad_request', `The body is nested deeper than ${MAX_DEPTH} levels.`);
      // An empty body is equivalent to an empty object.
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
      if (!(error instanceof SandboxError)) console.error('sandbox:', error);
      const refusal =
        error instanceof SandboxError
          ? error
          : new SandboxError(500, 'internal_server_error', 'The sandbox has a fault; see its terminal.');
      // The rest of the body is not read, so the connection cannot be reused.
      response.setHeader('connection', 'close');
      write(response, { status: refusal.status, body: errorBody(refusal) });
    }
  });
};
