import type { Context } from '../../src/graphql/context.ts';
import { isRecord } from '../../src/stytch/contract/record.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { hasSession, isKeptInCookies, type SessionTokens } from '../shared/sign-in-outcome.ts';

type MfaRequired = Schemas['api_b2b_mfa_v1_MfaRequired'];
type PrimaryRequired = Schemas['api_b2b_session_v1_PrimaryRequired'];

/** The token of a sign-in that is not finished. Empty if it is, and missing if an operation always finishes it. */
export interface IntermediateToken {
  intermediate_session_token?: string;
  intermediate_session_token_expires_at?: string;
}

/** What every operation that signs in, or may, answers, in the words of the contract. */
export interface SignInShape extends SessionTokens, IntermediateToken {
  request_id: string;
  /** Missing until an organization is chosen, as is the organization. */
  member?: Schemas['api_organization_v1_Member'];
  organization?: Schemas['api_organization_v1_Organization'];
  member_session?: Schemas['api_b2b_session_v1_MemberSession'];
  member_device?: Schemas['api_device_history_v1_DeviceInfo'];
  mfa_required?: MfaRequired;
  primary_required?: PrimaryRequired;
  discovered_organizations?: Schemas['api_discovery_v1_DiscoveredOrganization'][];
}

/** What a sign-in came to: its response, what is missing brought up beside the token, and the type in the graph. */
export interface SignInOutcomeShape extends SignInShape, MfaRequired, Partial<PrimaryRequired> {
  /** The token of the new session. Empty if the sign-in is not finished. */
  session_token: string;
  kind:
    | 'SignedIn'
    | 'SignedInByCookie'
    | 'FirstFactorRequired'
    | 'SecondFactorRequired'
    | 'EnrollmentRequired'
    | 'OrganizationRequired';
}

/** Anything but nothing; in what form it came is for the fields to say. */
const isGiven = (value: unknown): boolean => value !== null && value !== undefined;

const signedIn = (context: Context) => (isKeptInCookies(context) ? 'SignedInByCookie' : 'SignedIn');

/** What a response of a sign-in says. A first factor goes before a second one. Undefined if it holds no token and no reason. */
function outcomeIn(response: SignInShape, context: Context): SignInOutcomeShape | undefined {
  const { session_token = '', primary_required, mfa_required, intermediate_session_token } = response;
  const facts = { ...response, session_token };
  if (hasSession(facts)) return { ...facts, kind: signedIn(context) };
  if (isGiven(primary_required)) return { ...facts, ...primary_required, kind: 'FirstFactorRequired' };
  if (isRecord(mfa_required)) {
    const kind = isGiven(mfa_required.member_options) ? 'SecondFactorRequired' : 'EnrollmentRequired';
    return { ...facts, ...mfa_required, kind };
  }
  // The token is not lost where Stytch does not say what is missing: a first factor goes on from anything.
  return intermediate_session_token ? { ...facts, kind: 'FirstFactorRequired' } : undefined;
}

/**
 * What a sign-in in an organization came to.
 *
 * @throws UnreadableError if the response does not tell
 */
export function signInOutcome(response: SignInShape, context: Context): SignInOutcomeShape {
  const outcome = outcomeIn(response, context);
  if (!outcome) throw context.faults.unreadable({ type: 'SignIn', field: 'outcome' }, response);
  return outcome;
}

/** What a proof of an address came to: an organization has to be chosen, unless there is a session already. */
export const discoveryOutcome = (response: SignInShape, _: unknown, context: Context): SignInOutcomeShape => ({
  ...response,
  session_token: response.session_token ?? '',
  kind: hasSession(response) ? signedIn(context) : 'OrganizationRequired',
});

/** The factor that is missing, where Stytch says which. */
export function missingFactor({
  primary_required,
  mfa_required,
}: Pick<SignInShape, 'primary_required' | 'mfa_required'>) {
  if (primary_required) return 'first_factor';
  if (mfa_required) return mfa_required.member_options ? 'second_factor' : 'enrollment';
  return undefined;
}
