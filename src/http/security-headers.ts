/** What a browser may send to the gateway, and what it may do with the answer. */
import type { Plugin } from 'graphql-yoga';
import { asksSomething } from '../graphql/query-string.ts';
import { answerHeaders } from '../graphql/response-headers.ts';
import { correlationIdOf, REQUEST_ID_HEADER } from '../telemetry/correlation.ts';

/** Where GraphQL is served. */
export const GRAPHQL_PATH = '/graphql';

export const isJsonContentType = (contentType: string | null): boolean =>
  /^application\/json\s*(;|$)/i.test(contentType ?? '');

/**
 * Only a POST of `application/json` changes anything. A page of another site cannot send one without asking first (CORS
 * preflight), and it is told nothing when it asks: this is the whole of the CSRF protection, and needs no token. A GET runs
 * queries, see src/graphql/query-string.ts.
 */
export const browserSecurityPlugin: Plugin = {
  onRequest({ request, url, endResponse, fetchAPI }) {
    const refuse = (status: number, message: string, headers: Record<string, string> = {}) =>
      endResponse(
        fetchAPI.Response.json({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] }, { status, headers }),
      );
    if (url.pathname !== GRAPHQL_PATH) refuse(404, `Nothing is served here. GraphQL is at ${GRAPHQL_PATH}.`);
    else if (request.method === 'GET' || request.method === 'HEAD') {
      if (!asksSomething(request.url)) refuse(400, 'Send a query as `?query=...`, or a POST of application/json.');
    } else if (request.method !== 'POST') refuse(405, 'Send a POST of application/json.', { allow: 'GET, HEAD, POST' });
    else if (!isJsonContentType(request.headers.get('content-type')))
      refuse(415, 'The content type must be application/json.');
    else if (request.headers.has('content-encoding')) refuse(415, 'The body must have no content encoding.');
  },
  onResponse({ request, response }) {
    if (!response.headers.has(REQUEST_ID_HEADER)) {
      response.headers.set(REQUEST_ID_HEADER, correlationIdOf(request.headers.get(REQUEST_ID_HEADER)));
    }
    for (const [name, value] of Object.entries(answerHeaders)) {
      if (!response.headers.has(name)) response.headers.set(name, value);
    }
  },
};
