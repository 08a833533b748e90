/**
 * Requests that a page of another site must not make a browser send. A `POST` needs JSON, so a page has to ask for leave first
 * (CORS preflight); a `GET` it can send without. Where sessions are in cookies, which a browser sends along by itself, each
 * request by cookie must come from a page that is known to be allowed.
 */
import type { PageOrigins } from '../auth/page-origin.ts';
import type { ClientRequest } from './admit.ts';
import { badRequest } from './params.ts';

/** @throws GraphQLError with status 403, before anything is read of what the request asks for */
export function checkPage(
  { origin, headers, cookies }: Pick<ClientRequest, 'origin' | 'headers' | 'cookies'>,
  isGet: boolean,
  origins: Pick<PageOrigins, 'refused'>,
): void {
  const hasBearer = Boolean(headers.get('authorization'));
  const byCookie = cookies?.shown !== undefined && !hasBearer;
  if (origin === 'foreign') {
    // A sign-in sets cookies, so a page must not sign somebody in without their knowledge either.
    const mayLeaveTraces = cookies !== undefined && (cookies.shown !== undefined || !hasBearer);
    if (isGet || mayLeaveTraces) {
      origins.refused(headers);
      throw badRequest('A page of another site may not send this here.', { status: 403 });
    }
  }
  if (byCookie && origin === 'none') {
    throw badRequest(
      'A request with a session cookie needs `Origin` or `Sec-Fetch-Site`, as browsers send them for pages.',
      {
        status: 403,
      },
    );
  }
}
