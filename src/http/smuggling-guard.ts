/**
 * Protection against request smuggling: rejects requests that Node's parser accepts but a proxy before the gateway
 * could read differently.
 */
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/** Headers that determine the target, caller and end of a request. Node ignores a second one. */
const ONCE: ReadonlySet<string> = new Set(['host', 'authorization', 'content-type', 'origin', 'transfer-encoding']);

/** Whether one of those headers is repeated. `rawHeaders` alternates names and values. */
function repeats(rawHeaders: readonly string[]): boolean {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    if (!ONCE.has(name)) continue;
    if (seen.has(name)) return true;
    seen.add(name);
  }
  return false;
}

const host = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/**
 * A target that a URL parser changes: a fragment, or a backslash or dot segment in the path, also percent-encoded. The
 * gateway compares paths as they were sent.
 */
const rewritable = /#|^[^?]*(?:\\|\/(?:\.|%2e){1,2}(?=[/?]|$))/i;

/** The last valid host, cached because most requests name the same. */
let lastHost: string | undefined;

function isHost(name: string): boolean {
  if (name === lastHost) return true;
  if (!host.test(name) || !URL.canParse(`http://${name}`)) return false;
  lastHost = name;
  return true;
}

/** Whether two HTTP parsers could read a request differently. */
function isAmbiguous({ headers, rawHeaders, httpVersionMajor, httpVersion, url = '' }: IncomingMessage): boolean {
  if (httpVersionMajor !== 1) return true;
  if (repeats(rawHeaders)) return true;
  const name = headers.host;
  if (name !== undefined && !isHost(name)) return true;
  if (!url.startsWith('/') || url.startsWith('//') || rewritable.test(url)) return true;
  // RFC 9112, 6.1: HTTP/1.0 has no transfer codings. The gateway decodes only `chunked`.
  const codings = headers['transfer-encoding'];
  return codings !== undefined && (httpVersion === '1.0' || codings.toLowerCase() !== 'chunked');
}

/**
 * Rejects an ambiguous request with 400 and closes the connection. Further requests that Node has already read from
 * that connection are ignored.
 */
export function rejectAmbiguousRequests(next: RequestListener): RequestListener {
  const hungUp = new WeakSet<Socket>();
  return (request, response) => {
    const { socket } = request;
    if (hungUp.has(socket)) return;
    if (!isAmbiguous(request)) return next(request, response);
    hungUp.add(socket);
    response.writeHead(400, { connection: 'close' }).end();
  };
}
