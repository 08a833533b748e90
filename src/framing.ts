/** What a request must keep to that node's parser does not ask for, so that nothing before the gateway reads it otherwise. */
import type { IncomingMessage, RequestListener } from 'node:http';

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

/** Answers ambiguous requests with 400 and hangs up, since what follows on the connection may not be a request at all. */
export const unambiguous =
  (next: RequestListener): RequestListener =>
  (request, response) => {
    if (isAmbiguous(request)) response.writeHead(400, { connection: 'close' }).end();
    else next(request, response);
  };
