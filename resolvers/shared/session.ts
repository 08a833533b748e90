/** Sessions of people, the same for members and users. */
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
