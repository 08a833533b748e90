import { match } from 'stytch-graphql/client';
import type { Session } from 'stytch-graphql/session';
import type { SignInMutation } from '../gql/graphql.ts';

/** Where a sign-in goes on. The compiler reports an outcome that is left out. */
export const afterSignIn = (result: SignInMutation['authenticateMemberPassword'], session: Session): string =>
  match(result, {
    AuthenticateMemberPasswordPayload: ({ outcome }) =>
      match(outcome, {
        SignedIn: ({ sessionToken, sessionJwt }) => {
          session.set({ sessionToken, sessionJwt });
          return '/';
        },
        SignedInByCookie: () => '/',
        SecondFactorRequired: () => '/second-factor',
        EnrollmentRequired: () => '/enroll',
        FirstFactorRequired: () => '/sign-in',
        OrganizationRequired: () => '/organizations',
      }),
    MutationError: () => '/sign-in',
    null: () => '/sign-in',
  });
