import type { Context } from '../../src/graphql/context.ts';
import { isRecord } from '../../src/stytch/contract/record.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { hasSession, isKeptInCookies, type SessionTokens } from '../shared/sign-in-outcome.ts';

type MfaRequired = Schemas['api_b2b_mfa_v1_MfaRequired'];
type PrimaryRequired = Schemas['api_b2b_session_v1_PrimaryRequired'];

/**
 * The token of an unfinished sign-in. Empty if the sign-in is finished, undefined if the operation always finishes it.
 */
export interface IntermediateToken {
  intermediate_session_token?: string;
  intermediate_session_token_expires_at?: string;
}

/** Common wire properties of all responses to operations that may sign a member in. */
export interface SignInShape extends SessionTokens, IntermediateToken {
  request_id: string;
  /** Undefined until an organization is chosen, like `organization`. */
  member?: Schemas['api_organization_v1_Member'];
  organization?: Schemas['api_organization_v1_Organization'];
  member_session?: Schemas['api_b2b_session_v1_MemberSession'];
  member_device?: Schemas['api_device_history_v1_DeviceInfo'];
  mfa_required?: MfaRequired;
  primary_required?: PrimaryRequired;
  discovered_organizations?: Schemas['api_discovery_v1_DiscoveredOrganization'][];
}

/**
 * The outcome of a sign-in: the response, with the properties of the missing factor on the same level, and the GraphQL
 * type.
 */
export interface SignInOutcomeShape extends SignInShape, MfaRequired, Partial<PrimaryRequired> {
  /** The token of the new session; empty if the sign-in is not finished. */
  session_token: string;
  kind:
    | 'SignedIn'
    | 'SignedInByCookie'
    | 'FirstFactorRequired'
    | 'SecondFactorRequired'
    | 'EnrollmentRequired'
    | 'OrganizationRequired';
}

/** Whether a value is neither null nor undefined; the fields check its form. */
const isGiven = (value: unknown): boolean => value !== null && value !== undefined;

const signedIn = (context: Context) => (isKeptInCookies(context) ? 'SignedInByCookie' : 'SignedIn');

/**
 * The outcome in a sign-in response. A missing first factor takes precedence over a missing second factor. Undefined if
 * the response contains neither a token nor a reason.
 */
function outcomeIn(response: SignInShape, context: Context): SignInOutcomeShape | undefined {
  const { session_token = '', primary_required, mfa_required, intermediate_session_token } = response;
  const facts = { ...response, session_token };
  if (hasSession(facts)) return { ...facts, kind: signedIn(context) };
  if (isGiven(primary_required)) return { ...facts, ...primary_required, kind: 'FirstFactorRequired' };
  if (isRecord(mfa_required)) {
    const kind = isGiven(mfa_required.member_options) ? 'SecondFactorRequired' : 'EnrollmentRequired';
    return { ...facts, ...mfa_required, kind };
  }
  // The token is returned even if Stytch does not report what is missing: FirstFactorRequired allows every next step.
  return intermediate_session_token ? { ...facts, kind: 'FirstFactorRequired' } : undefined;
}

/**
 * The outcome of a sign-in in an organization.
 *
 * @throws UnreadableError if the response contains no outcome
 */
export function signInOutcome(response: SignInShape, context: Context): SignInOutcomeShape {
  const outcome = outcomeIn(response, context);
  if (!outcome) throw context.faults.unreadable({ type: 'SignIn', field: 'outcome' }, response);
  return outcome;
}

/** The outcome of a proof of an email address: an organization must be chosen, unless there is a session already. */
export const discoveryOutcome = (response: SignInShape, _: unknown, context: Context): SignInOutcomeShape => ({
  ...response,
  session_token: response.session_token ?? '',
  kind: hasSession(response) ? signedIn(context) : 'OrganizationRequired',
});

/** The missing factor, if Stytch reports one. */
export function missingFactor({
  primary_required,
  mfa_required,
}: Pick<SignInShape, 'primary_required' | 'mfa_required'>) {
  if (primary_required) return 'first_factor';
  if (mfa_required) return mfa_required.member_options ? 'second_factor' : 'enrollment';
  return undefined;
}
