import { checkDuration, mergeClaims } from '../shared/live-session.ts';
import { checkUnlocked } from '../shared/lock.ts';
import { opaqueToken } from '../shared/tokens.ts';
import { type AuthenticationFactor, inMinutes } from '../store.ts';
import { findMemberAnywhere, memberResult } from './find.ts';
import { showSession, startSession } from './live-session.ts';
import { resetFailures } from './lock.ts';
import { register } from './oauth-registration.ts';
import { RESTRICTABLE_METHODS } from './organization.ts';
import { textPhoneCode } from './phone-code.ts';
import { saveMember } from './save.ts';
import type { IntermediateSession, Member, Organization, SessionRecord, Store } from './store.ts';

/** Sign-in method of a factor, in the names of organization settings; undefined if it is not a first factor. */
const methodOf = ({ type, delivery_method }: AuthenticationFactor): string | undefined => {
  if (type === 'oauth')
    return RESTRICTABLE_METHODS.find((method) => `oauth_${method.replace('_oauth', '')}` === delivery_method);
  return RESTRICTABLE_METHODS.find((method) => method === type);
};

/** Whether a factor is a second factor, which counts only after a first one. */
export const isSecondFactor = ({ type }: AuthenticationFactor) => ['otp', 'totp', 'recovery_codes'].includes(type);

/** Sign-in methods that prove the email address. */
const proveEmail = ['magic_link', 'email_otp', 'google_oauth', 'microsoft_oauth'];

/** Sign-in methods that a member may use; break-glass members are exempt from the organization's restrictions. */
const openMethods = ({ auth_methods, allowed_auth_methods }: Organization, { is_breakglass }: Member) =>
  auth_methods === 'RESTRICTED' && !is_breakglass ? allowed_auth_methods : RESTRICTABLE_METHODS;

/** Whether a member may use `totp` or `sms_otp` as a second factor. */
export const allowsMfaMethod = (
  { mfa_methods, allowed_mfa_methods }: Organization,
  { is_breakglass }: Member,
  method: string,
) => is_breakglass || mfa_methods !== 'RESTRICTED' || allowed_mfa_methods.includes(method);

/** Whether a member may use a sign-in method, such as `magic_link`. */
export const allowsMethod = (organization: Organization, member: Member, method: string) =>
  openMethods(organization, member).includes(method);

/** Whether a member may use any sign-in method that proves the email address. */
export const canProveEmail = (organization: Organization, member: Member) =>
  openMethods(organization, member).some((method) => method === 'sso' || proveEmail.includes(method));

/** `primary_required` of a member; undefined if the factors suffice. */
export const primaryRequired = (
  organization: Organization,
  member: Member,
  factors: readonly AuthenticationFactor[],
): { allowed_auth_methods: string[] } | undefined => {
  const open = openMethods(organization, member);
  const methods = factors.map(methodOf);
  const proving = open.filter((method) => proveEmail.includes(method));
  // If no permitted method proves the address, no proof is needed.
  const proven =
    member.email_address_verified ||
    proving.length === 0 ||
    methods.some((method) => method === 'sso' || proveEmail.includes(method ?? ''));
  if (proven && open.some((method) => methods.includes(method))) return undefined;
  // An exchanged factor, such as GitHub's, needs only a proof of the email address.
  const exchanged = factors.some(({ delivery_method }) => delivery_method.startsWith('oauth_exchange_'));
  return { allowed_auth_methods: (exchanged || !proven) && proving.length > 0 ? proving : open };
};

/** Requirements that are still missing for a session. */
type Lacks = {
  primary_required?: { allowed_auth_methods: string[] };
  mfa_required?: {
    member_options?: { mfa_phone_number: string; totp_registration_id: string };
    secondary_auth_initiated?: string;
  };
};

/** Second factors that a member may use. */
const mfaOptions = (organization: Organization, member: Member) => {
  const mfa_phone_number = allowsMfaMethod(organization, member, 'sms_otp') ? member.mfa_phone_number : '';
  const totp_registration_id = allowsMfaMethod(organization, member, 'totp') ? member.totp_registration_id : '';
  return mfa_phone_number || totp_registration_id ? { member_options: { mfa_phone_number, totp_registration_id } } : {};
};

/** What a member with these factors still needs: a first factor, else a second one; undefined if nothing. */
export const missingFactors = (
  organization: Organization,
  member: Member,
  factors: readonly AuthenticationFactor[],
): Lacks | undefined => {
  const primary_required = primaryRequired(organization, member, factors);
  if (primary_required) return { primary_required };
  const wantsSecond = organization.mfa_policy === 'REQUIRED_FOR_ALL' || member.mfa_enrolled;
  if (!wantsSecond || factors.some(isSecondFactor)) return undefined;
  return { mfa_required: mfaOptions(organization, member) };
};

/** Texts a code immediately if the member's second factor is a phone number. */
const textIfUsual = (store: Store, member: Member, { mfa_required }: Lacks, locale: string | undefined): Lacks => {
  const { mfa_phone_number, totp_registration_id } = mfa_required?.member_options ?? {};
  if (!mfa_phone_number || (totp_registration_id && member.default_mfa_method !== 'sms_otp')) return {};
  textPhoneCode(store, member, locale);
  return { mfa_required: { ...mfa_required, secondary_auth_initiated: 'sms_otp' } };
};

/** Activates an invited or pending member who has proven the email address. */
export const activateMember = (store: Store, member: Member): Member =>
  member.status === 'active' && member.email_address_verified
    ? member
    : saveMember(store, { ...member, status: 'active', email_address_verified: true });

/** Registers the OAuth account of an intermediate session once the address is proven. */
const adopt = (store: Store, member: Member, waiting: IntermediateSession | undefined): Member =>
  waiting?.oauth ? register(store, member, waiting.oauth.arrival, waiting.oauth.tokens) : member;

/** Session options of a request, in the form of `startSession` and `renewSession`. */
export const sessionOptionsOf = (body: {
  session_duration_minutes?: number;
  session_custom_claims?: Record<string, unknown>;
}) => ({ minutes: body.session_duration_minutes, claims: body.session_custom_claims });

type SessionOptions = ReturnType<typeof sessionOptionsOf>;

/** Rejects invalid session options. */
export const checkSessionOptions = ({ minutes, claims }: SessionOptions) => {
  checkDuration(minutes);
  mergeClaims({}, claims);
};

/** Starts a member's session without checking the organization's requirements. */
export const startMemberSession = (
  store: Store,
  arriving: Member,
  factors: AuthenticationFactor[],
  wanted: SessionOptions,
): SessionRecord => {
  checkSessionOptions(wanted);
  resetFailures(store, arriving);
  return startSession(store, activateMember(store, arriving), { factors, ...wanted });
};

/** Response of a complete sign-in: session, member and organization. */
export const signInResult = async (store: Store, record: SessionRecord) => ({
  ...memberResult(store, findMemberAnywhere(store, record.session.member_id)),
  ...(await showSession(store, record)),
});

/**
 * Signs a member in as far as the factors suffice: a session, or an intermediate session with what is missing. The
 * request's intermediate session is consumed, or keeps its token and gets the new factors.
 */
export const signIn = async (
  store: Store,
  organization: Organization,
  arriving: Member,
  factors: AuthenticationFactor[],
  wanted: SessionOptions,
  { locale, intermediate }: { locale?: string | undefined; intermediate?: string | undefined } = {},
) => {
  checkSessionOptions(wanted);
  checkUnlocked(arriving);
  const lacks = missingFactors(organization, arriving, factors);
  const before = store.intermediateSessions.get(intermediate ?? '');
  const member = lacks?.primary_required ? arriving : adopt(store, activateMember(store, arriving), before);
  if (!lacks) {
    const record = startMemberSession(store, member, factors, wanted);
    if (intermediate) store.intermediateSessions.delete(intermediate);
    const session = await signInResult(store, record);
    return { ...session, member_authenticated: true, intermediate_session_token: '' };
  }

  const { member_id, organization_id, email_address } = member;
  const intermediate_session_token = intermediate ?? opaqueToken();
  const expires_at = before?.expires_at ?? inMinutes(store, 10);
  store.intermediateSessions.set(intermediate_session_token, {
    ...before,
    member_id,
    organization_id,
    email_address,
    factors,
    expires_at,
  });
  return {
    ...memberResult(store, member),
    member_authenticated: false,
    intermediate_session_token,
    intermediate_session_token_expires_at: expires_at,
    session_token: '',
    session_jwt: '',
    ...lacks,
    ...textIfUsual(store, member, lacks, locale),
  };
};
