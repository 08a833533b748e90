/** Sessions of people, the same for members and users. */
import { decodeJwt } from 'jose';
import { personOf } from '../../src/auth/caller.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { invalidInput, StytchError } from '../../src/stytch/error.ts';
import type { Identity, Vertical } from '../../src/vertical/vertical.ts';
import { authenticationFactor, checkFactorDetails } from './authentication-factor.ts';

/** What a session rests on. */
interface Proven {
  readonly authentication_factors: readonly Schemas['api_session_v1_AuthenticationFactor'][];
}

export const sessionFactors = ({ authentication_factors }: Proven, _: unknown, { faults }: Context) =>
  authentication_factors.map((factor) => {
    checkFactorDetails(factor, faults);
    return authenticationFactor(factor);
  });

/**
 * Refuses an empty target of a revocation: Stytch takes an empty text for nothing, and what it ends without a target is not known.
 *
 * @throws StytchError INVALID_INPUT
 */
export function checkTarget(target: Readonly<Record<string, string | null | undefined>>): void {
  for (const [name, value] of Object.entries(target)) {
    if (value !== undefined && (value === null || value.trim() === '')) {
      throw invalidInput(`\`${name}\` must not be empty.`, [name]);
    }
  }
}

/**
 * Ends a session. A target that has ended does not exist, unless it is the session that the caller acts with.
 *
 * @param ended ids of the sessions that it is about, as far as they are known; the cookies of the caller's own are cleared
 * @param revoke makes the call
 * @throws StytchError NOT_FOUND; UNAUTHENTICATED where the caller's own session has ended
 */
export async function endSession<Answer>(
  { caller, confirmedCaller, sessionCookies }: Context,
  ended: readonly string[] | undefined,
  revoke: () => Promise<Answer>,
): Promise<Answer> {
  const own = personOf(caller);
  try {
    const answer = await revoke();
    if (own && ended?.includes(own.sessionId)) sessionCookies?.clear();
    return answer;
  } catch (cause) {
    if (!(cause instanceof StytchError)) throw cause;
    const { code } = cause.facts;
    if (code !== 'UNAUTHENTICATED' && code !== 'INVALID_CREDENTIALS') throw cause;
    // A write forgets what was confirmed, so Stytch is asked.
    if (own) await confirmedCaller();
    throw new StytchError({ ...cause.facts, code: 'NOT_FOUND' });
  }
}

/** Whose session a JWT is; Stytch has checked it once the revocation succeeds. */
export function identityIn(jwt: string, { session }: Vertical): Identity | undefined {
  try {
    return session.identityIn(decodeJwt(jwt));
  } catch {
    return undefined;
  }
}
