/** Common parts of sign-in outcomes of members and users. */
import type { Context } from '../../src/graphql/context.ts';
import type { Place, ResponseFaults } from '../../src/stytch/client/response-faults.ts';

/** Tokens of a session. Stytch sends an empty string if there is none. */
export interface SessionTokens {
  session_token?: string;
  session_jwt?: string;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** The tokens of an issued session. */
export interface IssuedSessionTokens extends SessionTokens {
  session_token: string;
}

/**
 * Whether a response contains a session. Only its token counts: the client can continue with it if other parts are
 * missing.
 */
export const hasSession = ({ session_token }: SessionTokens): boolean => isText(session_token);

/**
 * Stores the session of a response in cookies, if the gateway sets session cookies, so that scripts of a page cannot
 * read its tokens. Mutations that sign in call it with their response.
 */
export function keepSession(response: SessionTokens, { sessionCookies, vertical }: Context): void {
  const { session_token: token, session_jwt: jwt } = response;
  if (isText(token)) sessionCookies?.keep({ token, jwt, expiresAt: vertical.session.endOf(response) });
}

/** Whether the tokens of a finished sign-in are in cookies and therefore not in the body. */
export const isKeptInCookies = ({ sessionCookies }: Pick<Context, 'sessionCookies'>): boolean =>
  sessionCookies?.sets ?? false;

/**
 * The JWT of a session. If it is missing beside the token, returns an empty string and logs once without an error: some
 * clients drop a response that has errors, and the token with it.
 */
export function jwtOfSession({ session_jwt }: SessionTokens, place: Place, faults: ResponseFaults): string {
  if (isText(session_jwt)) return session_jwt;
  faults.absent(place);
  return '';
}
