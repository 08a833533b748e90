/** The kinds of fault in the table of faults. */
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { setTimeout as after } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { FaultKind, ProxiedResponse } from './proxy.ts';

const MEGABYTE = 1024 * 1024;

/** The correct response, delayed by a number of milliseconds. */
export const latency =
  (milliseconds: number): FaultKind =>
  async ({ deliver, answer }) => {
    await after(milliseconds);
    answer(await deliver());
  };

/** Reads the request and never responds. */
export const hang: FaultKind = ({ request }) => {
  request.resume();
};

/** Executes the request and never responds. */
export const hangAfter: FaultKind = async ({ deliver }) => {
  await deliver();
};

/** An error in Stytch's own format. */
export const refuse =
  (status: number, errorType: string, headers: Record<string, string> = {}): FaultKind =>
  ({ request, answer }) => {
    request.resume();
    answer(refusalOf(status, errorType, headers));
  };

/** Executes the request, and returns an error in Stytch's own format. */
export const refuseAfter =
  (status: number, errorType: string): FaultKind =>
  async ({ deliver, answer }) => {
    await deliver();
    answer(refusalOf(status, errorType, {}));
  };

const refusalOf = (status: number, errorType: string, headers: Record<string, string>): ProxiedResponse => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(
    JSON.stringify({
      status_code: status,
      request_id: `request-id-faulty-${status}`,
      error_type: errorType,
      error_message: 'Stytch says why.',
      error_url: `https://stytch.com/docs/api/errors/${status}`,
    }),
  ),
});

/** The error of a load balancer that cannot reach its backend. */
export const badGateway: FaultKind = ({ request, answer }) => {
  request.resume();
  answer({ status: 502, headers: { 'content-type': 'text/html' }, body: Buffer.from('<html>lb-internal-7</html>') });
};

/** Executes the request, and returns an error of a proxy in between. */
export const htmlAfter = (status: number): FaultKind =>
  replaceAnswer(() => ({
    status,
    headers: { 'content-type': 'text/html' },
    body: Buffer.from('<html>lb-internal-7</html>'),
  }));

/** Resets the connection before the request is read. */
export const resetBefore: FaultKind = ({ socket }) => {
  socket.resetAndDestroy();
};

/** Closes the connection cleanly before the request is read. */
export const closeBefore: FaultKind = ({ socket }) => {
  socket.destroy();
};

/** Executes the request, and resets the connection without a response. */
export const resetAfter: FaultKind = async ({ deliver, socket }) => {
  await deliver();
  socket.resetAndDestroy();
};

/** Executes the request, and closes the connection cleanly without a response. */
export const finAfter: FaultKind = async ({ deliver, socket }) => {
  await deliver();
  socket.end();
};

/** Executes the request, and resets the connection in the middle of the response. */
export const resetMid: FaultKind = async ({ deliver, socket }) => {
  const { body } = await deliver();
  socket.write(head('200 OK', `content-type: application/json\r\ncontent-length: ${body.length}`));
  socket.write(body.subarray(0, body.length / 2));
  // The first half is flushed before the reset.
  await after(5);
  socket.resetAndDestroy();
};

/** Responds, and later closes the connection without `connection: close`. */
export const closeAfterAnswer =
  (milliseconds: () => number): FaultKind =>
  async ({ deliver, answer, response, socket }) => {
    answer(await deliver());
    await Promise.race([once(response, 'finish'), once(response, 'close')]);
    await after(milliseconds());
    socket.end();
  };

/** Responds, and sends more bytes without a request. */
export const unsolicitedData: FaultKind = async ({ deliver, answer, response, socket }) => {
  answer(await deliver());
  await Promise.race([once(response, 'finish'), once(response, 'close')]);
  socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}lb-internal-7');
};

const head = (status: string, headers: string): string => `HTTP/1.1 ${status}\r\n${headers}\r\n\r\n`;

/** Replaces parts of Stytch's response. */
export const replaceAnswer =
  (change: (answer: ProxiedResponse) => Partial<ProxiedResponse>): FaultKind =>
  async ({ deliver, answer }) => {
    const given = await deliver();
    answer({ ...given, ...change(given) });
  };

/** A response whose JSON is truncated, with a matching content length. */
export const truncatedJson = replaceAnswer(({ body }) => ({ body: body.subarray(0, body.length / 2) }));
/** A success with an empty body. */
export const emptyBody = replaceAnswer(() => ({ body: Buffer.alloc(0) }));
/** An HTML page in place of JSON, as from a captive portal or a cache. */
export const htmlInstead = replaceAnswer(() => ({
  headers: { 'content-type': 'text/html' },
  body: Buffer.from('<html>lb-internal-7</html>'),
}));
/** JSON that is not an object. */
export const wrongShape = replaceAnswer(() => ({ body: Buffer.from('[1, 2, 3]') }));
/** Deeply nested JSON. */
export const deepJson = replaceAnswer(() => ({ body: Buffer.from('['.repeat(MEGABYTE) + ']'.repeat(MEGABYTE)) }));

/** Modifies the JSON of the response. */
export const editJson = (change: (body: Record<string, unknown>) => void): FaultKind =>
  replaceAnswer(({ body }) => {
    const parsed: Record<string, unknown> = JSON.parse(body.toString());
    change(parsed);
    return { body: Buffer.from(JSON.stringify(parsed)) };
  });

/** Announces a longer body than it sends. */
export const shortLength: FaultKind = async ({ deliver, socket }) => {
  const { body } = await deliver();
  socket.write(head('200 OK', `content-type: application/json\r\ncontent-length: ${body.length + 100}`));
  socket.end(body);
};

/** A number of megabytes of JSON. */
export const hugeBody =
  (megabytes: number): FaultKind =>
  async ({ deliver, response }) => {
    await deliver();
    response.writeHead(200, { 'content-type': 'application/json' });
    const piece = Buffer.alloc(MEGABYTE, 'a');
    await pipeline(['{"request_id":"', ...Array<Buffer>(megabytes).fill(piece), '"}'], response);
  };

/** A hundred compressed members of one megabyte: concatenated gzip members form one gzip stream. */
const bomb = Buffer.concat(Array<Buffer>(100).fill(gzipSync(Buffer.alloc(MEGABYTE, 'a'))));

/** A small body that decompresses to a hundred megabytes. */
export const gzipBomb: FaultKind = async ({ deliver, answer }) => {
  await deliver();
  answer({ status: 200, headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, body: bomb });
};

/** Endless headers. */
export const hugeHeaders: FaultKind = async ({ deliver, socket }) => {
  await deliver();
  socket.end(head('200 OK', `content-type: application/json\r\nx-long: ${'a'.repeat(MEGABYTE)}`));
};

/** Bytes that are not HTTP. */
export const badHttp: FaultKind = async ({ deliver, socket }) => {
  await deliver();
  socket.end('SSH-2.0-lb-internal-7\r\n\r\n');
};

/** The correct response, one byte at a time with a delay in milliseconds between them. */
export const slowBody =
  (milliseconds: number): FaultKind =>
  async ({ deliver, response }) => {
    const { status, headers, body } = await deliver();
    response.writeHead(status, headers);
    for (const byte of body) {
      if (response.destroyed) return;
      response.write(Buffer.of(byte));
      await after(milliseconds);
    }
    response.end();
  };

/** Redirects the gateway to another URL. */
export const redirectTo =
  (location: string, status = 302): FaultKind =>
  ({ request, answer }) => {
    request.resume();
    answer({ status, headers: { location, 'content-type': 'text/html' }, body: Buffer.from('moved') });
  };
