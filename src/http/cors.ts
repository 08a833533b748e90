/**
 * CORS: pages of the origins in `CORS_ORIGINS` may send requests and read responses. Other pages get no CORS headers.
 */
import type { RequestListener } from 'node:http';
import type { PageOrigins } from '../auth/page-origin.ts';
import type { HeaderReader } from '../graphql/admit.ts';
import { answerHeaders } from '../graphql/response-headers.ts';
import { correlationIdOf, REQUEST_ID_HEADER } from '../telemetry/correlation.ts';

/** Seconds for which browsers cache a preflight response: two hours, the maximum of Chrome. */
const MAX_AGE_S = 7_200;

const ALLOWED_HEADERS = 'Authorization, Content-Type, X-Explain, X-Request-Id';

const preflightHeaders = {
  'access-control-allow-methods': 'GET, POST',
  'access-control-max-age': String(MAX_AGE_S),
} as const;

/** CORS headers, independent of the HTTP server. */
export interface Cors {
  /** Headers of every response to a request. */
  headersFor(headers: HeaderReader): Readonly<Record<string, string>>;
  /** Headers of the 204 response to a preflight request; undefined for other requests and for rejected preflights. */
  preflight(request: {
    readonly method: string;
    readonly path: string;
    readonly headers: HeaderReader;
  }): Readonly<Record<string, string>> | undefined;
}

/**
 * Creates the CORS rules of a gateway.
 *
 * @param path GraphQL path
 * @param credentials whether pages may send cookies
 * @param failures whether pages may send X-Sandbox-Failure
 */
export function createCors(path: string, origins: PageOrigins, credentials: boolean, failures: boolean): Cors {
  const vary: Readonly<Record<string, string>> = origins.allowsAny ? { vary: 'Origin' } : {};
  return {
    headersFor(headers) {
      const origin = headers.get('origin');
      if (origin === null || !origins.allows(origin)) return vary;
      return {
        ...vary,
        'access-control-allow-origin': origin,
        'access-control-expose-headers': 'X-Request-Id, Retry-After',
        ...(credentials ? { 'access-control-allow-credentials': 'true' } : {}),
      };
    },
    preflight({ method, path: asked, headers }) {
      const origin = headers.get('origin');
      if (method !== 'OPTIONS' || origin === null || headers.get('access-control-request-method') === null) {
        return undefined;
      }
      if (!origins.allows(origin)) {
        origins.refused(headers);
        return undefined;
      }
      if (asked !== path) return undefined;
      return {
        ...answerHeaders,
        ...preflightHeaders,
        'access-control-allow-headers': failures ? `${ALLOWED_HEADERS}, X-Sandbox-Failure` : ALLOWED_HEADERS,
        [REQUEST_ID_HEADER]: correlationIdOf(headers.get(REQUEST_ID_HEADER)),
      };
    },
  };
}

/** Adds CORS to a `node:http` listener. */
export const corsListener =
  (
    cors: Cors,
    readerOf: (headers: Parameters<RequestListener>[0]) => HeaderReader,
    next: RequestListener,
  ): RequestListener =>
  (request, response) => {
    const headers = readerOf(request);
    for (const [name, value] of Object.entries(cors.headersFor(headers))) response.setHeader(name, value);
    const { method = '', url = '' } = request;
    const [path = ''] = url.split('?', 1);
    const preflight = cors.preflight({ method, path, headers });
    if (preflight) response.writeHead(204, preflight).end();
    else next(request, response);
  };

/** Adds CORS to a handler of web requests. */
export async function withCors(
  cors: Cors,
  request: Request,
  next: () => Response | Promise<Response>,
): Promise<Response> {
  const { method, headers, url } = request;
  const preflight = cors.preflight({ method, path: new URL(url).pathname, headers });
  const response = preflight ? new Response(null, { status: 204, headers: preflight }) : await next();
  for (const [name, value] of Object.entries(cors.headersFor(headers))) {
    if (name === 'vary') response.headers.append(name, value);
    else response.headers.set(name, value);
  }
  return response;
}
