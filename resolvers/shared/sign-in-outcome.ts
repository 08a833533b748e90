/** What a response of a sign-in came to, as far as it is the same for members and users. */
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
 * The JWT of a session. If it is missing beside the token, the empty text stands in, with one log line and no error: some clients
 * drop a response that has errors, and the token with it.
 */
export function jwtOfSession({ session_jwt }: SessionTokens, place: Place, faults: ResponseFaults): string {
  if (isText(session_jwt)) return session_jwt;
  faults.absent(place);
  return '';
}
