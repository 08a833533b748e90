/** Responses to requests that are refused before GraphQL sees them. */
import type { ServerResponse } from 'node:http';
import { answerHeaders } from '../graphql/response-headers.ts';

/** Writes one response. */
export type Refuse = (response: ServerResponse) => void;

/** Prepares a response with one GraphQL error. The connection closes after it, so that nothing that follows is read. */
export function createRefusal(status: number, code: string, message: string): Refuse {
  const body = Buffer.from(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
  const headers = {
    ...answerHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(body.length),
    connection: 'close',
  };
  return (response) => {
    response.writeHead(status, headers).end(body);
  };
}
