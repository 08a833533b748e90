/** Sessions of people, for members and users. */
import { decodeJwt } from 'jose';
import { personOf } from '../../src/auth/caller.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { invalidInput, StytchError } from '../../src/stytch/error.ts';
import type { Identity, Vertical } from '../../src/vertical/vertical.ts';
import { authenticationFactor, checkFactorDetails } from './authentication-factor.ts';

/** The factors of a session. */
interface Proven {
  readonly authentication_factors: readonly Schemas['api_session_v1_AuthenticationFactor'][];
}

export const sessionFactors = ({ authentication_factors }: Proven, _: unknown, { faults }: Context) =>
  authentication_factors.map((factor) => {
    checkFactorDetails(factor, faults);
    return authenticationFactor(factor);
  });

/**
 * Rejects empty targets of a revocation: Stytch treats an empty string as absent, and the effect of a revocation
 * without a target is undocumented.
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
 * Ends a session. Revoking a session that has already ended is NOT_FOUND, unless the caller's own session has ended.
 *
 * @param ended ids of the affected sessions, as far as known; clears the cookies if the caller's own session is among
 *   them
 * @param revoke makes the call
 * @throws StytchError NOT_FOUND; UNAUTHENTICATED if the caller's own session has ended
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
    // A write discards the cached confirmation, so this calls Stytch.
    if (own) await confirmedCaller();
    throw new StytchError({ ...cause.facts, code: 'NOT_FOUND' });
  }
}

/** The owner of a JWT, without verification: Stytch verifies it in the revocation. */
export function identityIn(jwt: string, { session }: Vertical): Identity | undefined {
  try {
    return session.identityIn(decodeJwt(jwt));
  } catch {
    return undefined;
  }
}
