/** Payload of a complete sign-in that members and users share. */
import { type IssuedSessionTokens, jwtOfSession } from '../../resolvers/shared/sign-in-outcome.ts';
import type { PayloadFieldBuilder } from '../mutation.ts';

/**
 * The tokens of a new session.
 *
 * @param type the type that has the fields
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
    description: 'JWT of the session, valid for five minutes. Empty if Stytch sent only the token.',
    resolve: (tokens, _, { faults }) => jwtOfSession(tokens, { type, field: 'sessionJwt' }, faults),
  }),
});
