/** What a request must keep to that node's parser does not ask for, so that nothing before the gateway reads it otherwise. */
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/** Headers that decide where a request goes, whose it is and where it ends. Of a second one, node would take no notice. */
const ONCE: ReadonlySet<string> = new Set(['host', 'authorization', 'content-type', 'origin', 'transfer-encoding']);

/** Whether one of those headers comes twice. Names and values follow one another here, as they came. */
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

/** The host that was found to be one last: most requests name the same. */
let lastHost: string | undefined;

function isHost(name: string): boolean {
  if (name === lastHost) return true;
  if (!host.test(name) || !URL.canParse(`http://${name}`)) return false;
  lastHost = name;
  return true;
}

/** Whether two readers of a request could take it for two different ones. */
function isAmbiguous({ headers, rawHeaders, httpVersionMajor, httpVersion, url = '' }: IncomingMessage): boolean {
  if (httpVersionMajor !== 1) return true;
  if (repeats(rawHeaders)) return true;
  const name = headers.host;
  if (name !== undefined && !isHost(name)) return true;
  if (!url.startsWith('/') || url.startsWith('//')) return true;
  // RFC 9112, 6.1: HTTP/1.0 knows no chunks; and of the codings there is one that we undo.
  const codings = headers['transfer-encoding'];
  return codings !== undefined && (httpVersion === '1.0' || codings.toLowerCase() !== 'chunked');
}

/**
 * Answers an ambiguous request with 400 and hangs up. What follows on that connection may be no request at all, so none
 * of it is looked at, though node has read it already.
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
