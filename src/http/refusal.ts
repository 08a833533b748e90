/** Responses to requests that are rejected before GraphQL processing. */
import type { ServerResponse } from 'node:http';
import type { RenderedResponse } from '../graphql/present.ts';
import { answerHeaders } from '../graphql/response-headers.ts';

/** Writes one response. */
export type Refuse = (response: ServerResponse) => void;

/** Prepares a response with one GraphQL error. It closes the connection, so that no further request on it is read. */
export function createRefusal(status: number, code: string, message: string): Refuse {
  const { headers, body } = render(status, code, message);
  return (response) => {
    response.writeHead(status, { ...headers, connection: 'close' }).end(body);
  };
}

/** The same for a web request; its server controls the connection. */
export function createWebRefusal(status: number, code: string, message: string): () => Response {
  const { headers, body } = render(status, code, message);
  return () => new Response(body, { status, headers });
}

function render(status: number, code: string, message: string): RenderedResponse {
  const body = Buffer.from(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
  const headers = {
    ...answerHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(body.length),
  };
  return { status, headers, body };
}
