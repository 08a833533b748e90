import { match } from 'stytch-graphql/client';
import type { AuthMethod, DiscoveredFragment, SignInStepFragment } from '../gql/graphql.ts';
import { enter } from '../session.ts';

/** Somebody who has shown a first factor, and shows a second one next. */
export interface Claimant {
  readonly intermediateSessionToken: string;
  readonly memberId: string;
  readonly organizationId: string;
  readonly organizationName: string;
}

/** Where a sign-in is: what the person is asked for next. */
export type Step =
  | { readonly at: 'address' }
  | { readonly at: 'link'; readonly emailAddress: string }
  | { readonly at: 'code'; readonly emailAddress: string }
  | { readonly at: 'arrival'; readonly token: string; readonly isInvitation: boolean }
  | {
      readonly at: 'organizations';
      readonly intermediateSessionToken: string;
      readonly organizations: readonly DiscoveredFragment[];
    }
  | {
      readonly at: 'secondFactor';
      readonly claimant: Claimant;
      readonly hasApp: boolean;
      readonly phoneNumber: string | null;
      readonly isTexted: boolean;
    }
  | { readonly at: 'enrollment'; readonly claimant: Claimant }
  | { readonly at: 'elsewhere'; readonly organizationName: string; readonly methods: readonly AuthMethod[] }
  | { readonly at: 'done' };

/** The step after an answer. Whoever is signed in has a session from here on. */
export function stepAfter({ outcome, member, organization }: SignInStepFragment): Step {
  const organizationName = organization?.name ?? 'This organization';
  const claimant = (intermediateSessionToken: string): Claimant => {
    if (!member || !organization) throw new Error('It is not known who signs in.');
    return { intermediateSessionToken, memberId: member.id, organizationId: organization.id, organizationName };
  };
  // The compiler reports an outcome that is missing here.
  return match(outcome, {
    SignedIn: ({ sessionToken, sessionJwt }): Step => {
      enter({ sessionToken, sessionJwt });
      return { at: 'done' };
    },
    SignedInByCookie: (): Step => {
      enter(null);
      return { at: 'done' };
    },
    SecondFactorRequired: ({ intermediateSessionToken, options, started }): Step => ({
      at: 'secondFactor',
      claimant: claimant(intermediateSessionToken),
      hasApp: Boolean(options?.totpRegistrationId),
      phoneNumber: options?.mfaPhoneNumber ?? null,
      isTexted: started === 'SMS_OTP',
    }),
    EnrollmentRequired: ({ intermediateSessionToken }): Step => ({
      at: 'enrollment',
      claimant: claimant(intermediateSessionToken),
    }),
    FirstFactorRequired: ({ allowedAuthMethods }): Step => ({
      at: 'elsewhere',
      organizationName,
      methods: allowedAuthMethods ?? [],
    }),
    OrganizationRequired: ({ intermediateSessionToken, organizations }): Step => ({
      at: 'organizations',
      intermediateSessionToken,
      organizations: organizations ?? [],
    }),
  });
}
