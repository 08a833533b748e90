/** The kinds of fault that the table of faults names. */
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { setTimeout as after } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { FaultKind, ProxiedResponse } from './proxy.ts';

const MEGABYTE = 1024 * 1024;

/** Right, but so many milliseconds late. */
export const latency =
  (milliseconds: number): FaultKind =>
  async ({ deliver, answer }) => {
    await after(milliseconds);
    answer(await deliver());
  };

/** Takes the request and never answers. */
export const hang: FaultKind = ({ request }) => {
  request.resume();
};

/** Does what was asked and never says so. */
export const hangAfter: FaultKind = async ({ deliver }) => {
  await deliver();
};

/** Refuses in Stytch's own form. */
export const refuse =
  (status: number, errorType: string, headers: Record<string, string> = {}): FaultKind =>
  ({ request, answer }) => {
    request.resume();
    answer(refusalOf(status, errorType, headers));
  };

/** Does what was asked, and says in Stytch's own form that it failed. */
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

/** What a load balancer says that could not reach what is behind it. */
export const badGateway: FaultKind = ({ request, answer }) => {
  request.resume();
  answer({ status: 502, headers: { 'content-type': 'text/html' }, body: Buffer.from('<html>lb-internal-7</html>') });
};

/** Does what was asked, after which whatever stands in between answers with a failure of its own. */
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

/** Closes the connection in order, before the request is read. */
export const closeBefore: FaultKind = ({ socket }) => {
  socket.destroy();
};

/** Does what was asked, and resets the connection instead of answering. */
export const resetAfter: FaultKind = async ({ deliver, socket }) => {
  await deliver();
  socket.resetAndDestroy();
};

/** Does what was asked, and ends the connection in order instead of answering. */
export const finAfter: FaultKind = async ({ deliver, socket }) => {
  await deliver();
  socket.end();
};

/** Does what was asked, and resets the connection in the middle of the answer. */
export const resetMid: FaultKind = async ({ deliver, socket }) => {
  const { body } = await deliver();
  socket.write(head('200 OK', `content-type: application/json\r\ncontent-length: ${body.length}`));
  socket.write(body.subarray(0, body.length / 2));
  // The half goes out first.
  await after(5);
  socket.resetAndDestroy();
};

/** Answers, and closes the connection at some moment after that, without having said so. */
export const closeAfterAnswer =
  (milliseconds: () => number): FaultKind =>
  async ({ deliver, answer, response, socket }) => {
    answer(await deliver());
    await Promise.race([once(response, 'finish'), once(response, 'close')]);
    await after(milliseconds());
    socket.end();
  };

/** Answers, and goes on talking when nobody asked anything. */
export const unsolicitedData: FaultKind = async ({ deliver, answer, response, socket }) => {
  answer(await deliver());
  await Promise.race([once(response, 'finish'), once(response, 'close')]);
  socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}lb-internal-7');
};

const head = (status: string, headers: string): string => `HTTP/1.1 ${status}\r\n${headers}\r\n\r\n`;

/** Answers with something else, of Stytch's answer or of nothing. */
export const replaceAnswer =
  (change: (answer: ProxiedResponse) => Partial<ProxiedResponse>): FaultKind =>
  async ({ deliver, answer }) => {
    const given = await deliver();
    answer({ ...given, ...change(given) });
  };

/** An answer whose JSON stops in the middle, in a body that is as long as it says. */
export const truncatedJson = replaceAnswer(({ body }) => ({ body: body.subarray(0, body.length / 2) }));
/** A success with nothing in it. */
export const emptyBody = replaceAnswer(() => ({ body: Buffer.alloc(0) }));
/** A page where JSON was expected, as a captive portal or a cache gives. */
export const htmlInstead = replaceAnswer(() => ({
  headers: { 'content-type': 'text/html' },
  body: Buffer.from('<html>lb-internal-7</html>'),
}));
/** JSON that is no object. */
export const wrongShape = replaceAnswer(() => ({ body: Buffer.from('[1, 2, 3]') }));
/** JSON of great depth. */
export const deepJson = replaceAnswer(() => ({ body: Buffer.from('['.repeat(MEGABYTE) + ']'.repeat(MEGABYTE)) }));

/** Changes the JSON of the answer in place. */
export const editJson = (change: (body: Record<string, unknown>) => void): FaultKind =>
  replaceAnswer(({ body }) => {
    const parsed: Record<string, unknown> = JSON.parse(body.toString());
    change(parsed);
    return { body: Buffer.from(JSON.stringify(parsed)) };
  });

/** Promises a longer body than comes. */
export const shortLength: FaultKind = async ({ deliver, socket }) => {
  const { body } = await deliver();
  socket.write(head('200 OK', `content-type: application/json\r\ncontent-length: ${body.length + 100}`));
  socket.end(body);
};

/** So many megabytes of JSON. */
export const hugeBody =
  (megabytes: number): FaultKind =>
  async ({ deliver, response }) => {
    await deliver();
    response.writeHead(200, { 'content-type': 'application/json' });
    const piece = Buffer.alloc(MEGABYTE, 'a');
    await pipeline(['{"request_id":"', ...Array<Buffer>(megabytes).fill(piece), '"}'], response);
  };

/** A hundred times a megabyte: packed texts, one after the other, are one packed text. */
const bomb = Buffer.concat(Array<Buffer>(100).fill(gzipSync(Buffer.alloc(MEGABYTE, 'a'))));

/** A small body that unpacks to a hundred megabytes. */
export const gzipBomb: FaultKind = async ({ deliver, answer }) => {
  await deliver();
  answer({ status: 200, headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' }, body: bomb });
};

/** Headers without end. */
export const hugeHeaders: FaultKind = async ({ deliver, socket }) => {
  await deliver();
  socket.end(head('200 OK', `content-type: application/json\r\nx-long: ${'a'.repeat(MEGABYTE)}`));
};

/** What is no HTTP. */
export const badHttp: FaultKind = async ({ deliver, socket }) => {
  await deliver();
  socket.end('SSH-2.0-lb-internal-7\r\n\r\n');
};

/** The right answer, a byte at a time with so many milliseconds between them. */
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

/** Sends the gateway elsewhere. */
export const redirectTo =
  (location: string, status = 302): FaultKind =>
  ({ request, answer }) => {
    request.resume();
    answer({ status, headers: { location, 'content-type': 'text/html' }, body: Buffer.from('moved') });
  };
