import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';

/** What every operation that signs a member in answers, in the words of the contract. */
export interface SignInShape {
  request_id: string;
  member: Schemas['api_organization_v1_Member'];
  organization: Schemas['api_organization_v1_Organization'];
  member_session?: Schemas['api_b2b_session_v1_MemberSession'];
  /** Empty while something is missing, as is the JWT. */
  session_token: string;
  session_jwt: string;
  member_device?: Schemas['api_device_history_v1_DeviceInfo'];
  /** Empty once the sign-in is complete; missing where an operation always completes it, as is what follows. */
  intermediate_session_token?: string;
  intermediate_session_token_expires_at?: string;
  mfa_required?: Schemas['api_b2b_mfa_v1_MfaRequired'];
  primary_required?: Schemas['api_b2b_session_v1_PrimaryRequired'];
}

/** The same from an operation that may leave something to do. */
export interface IncompleteSignInShape extends SignInShape {
  member_authenticated: boolean;
}

/** What a sign-in still needs: a first factor goes before a second one. */
export const nextStep = ({ member_session, ...lacks }: SignInShape) =>
  missingFactor(lacks) ?? (member_session ? 'nothing' : 'first_factor');

/** The factor that is missing, where Stytch says which. */
export function missingFactor({
  primary_required,
  mfa_required,
}: Pick<SignInShape, 'primary_required' | 'mfa_required'>) {
  if (primary_required) return 'first_factor';
  if (mfa_required) return mfa_required.member_options ? 'second_factor' : 'enrollment';
  return undefined;
}

/** A mutation's resolver, with what it takes and answers. */
export type MutationResolver<Taken, Answer> = (
  root: unknown,
  args: { input: Taken },
  context: Context,
) => Promise<Answer>;
