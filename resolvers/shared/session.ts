/** Sessions of people, the same for members and users. */
import { personOf } from '../../src/auth/caller.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
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

/** Clears the cookies of the caller's session if it is among those that ended. */
export function clearEndedSession({ caller, sessionCookies }: Context, ended: readonly string[]): void {
  const own = personOf(caller)?.sessionId;
  if (own !== undefined && ended.includes(own)) sessionCookies?.clear();
}
