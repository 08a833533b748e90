/** What a response of a sign-in came to, as far as it is the same for members and users. */
import type { Context } from '../../src/graphql/context.ts';
import type { Place, ResponseFaults } from '../../src/stytch/client/response-faults.ts';

/** Tokens of a session. Stytch sends the empty text for none. */
export interface SessionTokens {
  session_token?: string;
  session_jwt?: string;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** The tokens of a session that a response holds. */
export interface IssuedSessionTokens extends SessionTokens {
  session_token: string;
}

/** Whether a response holds a session. Its token alone decides: whatever else is missing, the client can go on with it. */
export const hasSession = ({ session_token }: SessionTokens): boolean => isText(session_token);

/**
 * Keeps the session of a response in cookies, where the gateway sets them, so that no script of a page reads its tokens. A mutation
 * that signs in calls it once its response is there.
 */
export function keepSession(response: SessionTokens, { sessionCookies, vertical }: Context): void {
  const { session_token: token, session_jwt: jwt } = response;
  if (isText(token)) sessionCookies?.keep({ token, jwt, expiresAt: vertical.session.endOf(response) });
}

/** Whether the tokens of a finished sign-in are in cookies, and so not in the body. */
export const isKeptInCookies = ({ sessionCookies }: Pick<Context, 'sessionCookies'>): boolean =>
  sessionCookies?.sets ?? false;

/**
 * The JWT of a session. If it is missing beside the token, the empty text stands in, with one log line and no error: some clients
 * drop a response that has errors, and the token with it.
 */
export function jwtOfSession({ session_jwt }: SessionTokens, place: Place, faults: ResponseFaults): string {
  if (isText(session_jwt)) return session_jwt;
  faults.absent(place);
  return '';
}
