/** The body of a request: counted while it is read, however it comes. */
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { figure, overLimit } from './limits.ts';

/** Refuses a body of more than `most` bytes: unread where its length is told, else as soon as it is one byte too long. */
export const bodyPlugin = (most: number): Plugin => {
  const tooLarge = () => overLimit(`The request has more than ${figure(most)} bytes.`, { limit: 'body', most }, 413);
  return {
    onRequestParse({ request, requestParser, setRequestParser, fetchAPI }) {
      if (Number(request.headers.get('content-length') ?? 0) > most) throw tooLarge();
      if (!requestParser || !request.body) return;
      setRequestParser(async ({ url, method, headers, signal, body }) => {
        const whole = await read(body, most, tooLarge).catch((cause: unknown) => {
          throw cause instanceof GraphQLError ? cause : brokeOff();
        });
        try {
          return await requestParser(new fetchAPI.Request(url, { method, headers, signal, body: whole }));
        } catch {
          // The parser's own message repeats what it could not read.
          throw new GraphQLError('The body must be a JSON object.', {
            extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
          });
        }
      });
    },
    onResponse({ response }) {
      // What is left of the body is not waited for.
      if (response.status === 413) response.headers.set('connection', 'close');
    },
  };
};

/** Its sender left, or wrote on what is no body: nobody waits for the answer, and the operator need not know. */
const brokeOff = () =>
  new GraphQLError('The request broke off.', { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });

async function read(
  body: ReadableStream<Uint8Array> | null,
  most: number,
  tooLarge: () => Error,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.byteLength;
    if (length > most) throw tooLarge();
    chunks.push(part.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
