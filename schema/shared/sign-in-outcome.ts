/** What a finished sign-in shows, the same for members and users. */
import { type IssuedSessionTokens, jwtOfSession } from '../../resolvers/shared/sign-in-outcome.ts';
import type { PayloadFieldBuilder } from '../mutation.ts';

/**
 * The tokens of a new session.
 *
 * @param type the type that shows them
 */
export const sessionTokensPayload = (t: PayloadFieldBuilder<IssuedSessionTokens>, type: string) => ({
  sessionToken: t.exposeString('session_token', {
    secret: true,
    description: 'Opaque token of the session. Valid until the session ends.',
  }),
  sessionJwt: t.field({
    type: 'JWT',
    secret: true,
    extensions: { exposed: 'session_jwt', derived: true },
    description: 'JWT of the session. Valid for five minutes. Empty if Stytch sent the token without it.',
    resolve: (tokens, _, { faults }) => jwtOfSession(tokens, { type, field: 'sessionJwt' }, faults),
  }),
});
