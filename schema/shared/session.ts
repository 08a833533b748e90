/** Inputs about sessions, the same for members and users. */
import type { Proofs } from '../../src/auth/proof.ts';
import type { InputFieldBuilder } from '../mutation.ts';

/** A session as proof, by one of its tokens, for access rules. */
export const sessionProofs = { sessionToken: 'token', sessionJwt: 'jwt' } as const satisfies Proofs;

/** A session by one of its tokens. */
export const sessionTokens = (t: InputFieldBuilder, what: string) => ({
  sessionToken: t.string({ secret: true, description: `Token of the ${what}; give it or the JWT.` }),
  sessionJwt: t.string({ secret: true, description: `JWT of the ${what}; give it or the token.` }),
});

/** How long the session shall last and what it shall carry. */
export const sessionWishes = (t: InputFieldBuilder) => ({
  sessionDurationMinutes: t.int({
    description: 'How long the session lasts from now: 5 to 527040 minutes, an hour when not given.',
  }),
  sessionCustomClaims: t.field({
    type: 'JSONObject',
    description:
      'Your own data for the session and its JWTs, 4 kB at most; keys are merged, null removes one. Servers only.',
  }),
});

/**
 * The device, for projects that use device fingerprinting.
 *
 * @param filled the field of the payload that shows it
 */
export const deviceInput = (t: InputFieldBuilder, filled: string) =>
  t.string({ description: `Id from device fingerprinting in the browser; fills \`${filled}\`.` });
