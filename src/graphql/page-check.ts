/**
 * Protection against cross-site request forgery. A `POST` needs JSON, so a browser sends a CORS preflight first; it
 * sends a `GET` without one. Browsers attach session cookies automatically, so each request with a cookie must come
 * from an allowed page.
 */
import type { PageOrigins } from '../auth/page-origin.ts';
import type { ClientRequest } from './admit.ts';
import { badRequest } from './params.ts';

/**
 * Checks the page that sent a request, before anything else of the request is read.
 *
 * @throws GraphQLError with status 403
 */
export function checkPage(
  { origin, headers, cookies }: Pick<ClientRequest, 'origin' | 'headers' | 'cookies'>,
  isGet: boolean,
  origins: Pick<PageOrigins, 'refused'>,
): void {
  const hasBearer = Boolean(headers.get('authorization'));
  const byCookie = cookies?.shown !== undefined && !hasBearer;
  if (origin === 'foreign') {
    // A sign-in sets cookies, so a foreign page must not be able to sign a user in either.
    const mayLeaveTraces = cookies !== undefined && (cookies.shown !== undefined || !hasBearer);
    if (isGet || mayLeaveTraces) {
      origins.refused(headers);
      throw badRequest('Requests from pages of this origin are not allowed.', { status: 403 });
    }
  }
  if (byCookie && origin === 'none') {
    throw badRequest(
      'A request with a session cookie needs the header `Origin` or `Sec-Fetch-Site`, which browsers send.',
      {
        status: 403,
      },
    );
  }
}
