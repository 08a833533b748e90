/** Requests that browsers may send, and security headers of responses. */
import type { Plugin } from 'graphql-yoga';
import { asksSomething } from '../graphql/query-string.ts';
import { answerHeaders } from '../graphql/response-headers.ts';
import { correlationIdOf, REQUEST_ID_HEADER } from '../telemetry/correlation.ts';

/** Default GraphQL path. */
export const DEFAULT_GRAPHQL_PATH = '/graphql';

/** Content type of responses other than GraphQL responses. */
export const JSON_TYPE = 'application/json; charset=utf-8';

export const isJsonContentType = (contentType: string | null): boolean =>
  /^application\/json\s*(;|$)/i.test(contentType ?? '');

/**
 * CSRF protection: only a POST of `application/json` can write. A page of another site cannot send one without a CORS
 * preflight, whose response denies it, so no CSRF token is needed. A GET runs only queries, see
 * src/graphql/query-string.ts.
 */
export const browserSecurityPlugin = (path: string): Plugin => ({
  onRequest({ request, url, endResponse, fetchAPI }) {
    const refuse = (status: number, message: string, headers: Record<string, string> = {}) =>
      endResponse(
        fetchAPI.Response.json(
          { errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] },
          { status, headers: { 'content-type': JSON_TYPE, ...headers } },
        ),
      );
    if (url.pathname !== path) refuse(404, `Not found. GraphQL is served at ${path}.`);
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
});
