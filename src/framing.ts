/** What a request must keep to that node's parser does not ask for, so that nothing before the gateway reads it otherwise. */
import type { IncomingMessage, RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/** Headers that decide where a request goes, whose it is and where it ends. Of a second one, node would take no notice. */
const ONCE = ['host', 'authorization', 'content-type', 'origin'] as const;

const host = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Whether two readers of a request could take it for two different ones. */
function isAmbiguous({ headersDistinct: headers, httpVersionMajor, httpVersion, url = '' }: IncomingMessage): boolean {
  if (httpVersionMajor !== 1) return true;
  if (ONCE.some((name) => (headers[name]?.length ?? 0) > 1)) return true;
  const [name] = headers.host ?? [];
  if (name !== undefined && !(host.test(name) && URL.canParse(`http://${name}`))) return true;
  if (!url.startsWith('/') || url.startsWith('//')) return true;
  // RFC 9112, 6.1: HTTP/1.0 knows no chunks; and of the codings there is one that we undo.
  const codings = headers['transfer-encoding'];
  return codings !== undefined && (httpVersion === '1.0' || codings.join().toLowerCase() !== 'chunked');
}

/**
 * Answers an ambiguous request with 400 and hangs up. What follows on that connection may be no request at all, so none
 * of it is looked at, though node has read it already.
 */
export function unambiguous(next: RequestListener): RequestListener {
  const hungUp = new WeakSet<Socket>();
  return (request, response) => {
    const { socket } = request;
    if (hungUp.has(socket)) return;
    if (!isAmbiguous(request)) return next(request, response);
    hungUp.add(socket);
    response.writeHead(400, { connection: 'close' }).end();
  };
}
