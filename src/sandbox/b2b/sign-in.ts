import { checkDuration, mergeClaims } from '../shared/live-session.ts';
import { checkUnlocked } from '../shared/lock.ts';
import { opaqueToken } from '../shared/tokens.ts';
import { type AuthenticationFactor, inMinutes } from '../store.ts';
import { findMemberAnywhere, showMember } from './find.ts';
import { showSession, startSession } from './live-session.ts';
import { resetFailures } from './lock.ts';
import { register } from './oauth-registration.ts';
import { authMethods } from './organization.ts';
import { textPhoneCode } from './phone-code.ts';
import { saveMember } from './save.ts';
import type { IntermediateSession, Member, Organization, SessionRecord, Store } from './store.ts';

/** What an organization calls the way in which a factor was proven; undefined for what is no way in by itself. */
const methodOf = ({ type, delivery_method }: AuthenticationFactor): string | undefined => {
  if (type === 'oauth')
    return authMethods.find((method) => `oauth_${method.replace('_oauth', '')}` === delivery_method);
  return authMethods.find((method) => method === type);
};

/** Whether a factor is a second one: worth nothing before a first. */
export const isSecondFactor = ({ type }: AuthenticationFactor) => ['otp', 'totp', 'recovery_codes'].includes(type);

/** The ways in that prove the email address at that very moment. */
const proveEmail = ['magic_link', 'email_otp', 'google_oauth', 'microsoft_oauth'];

/** The ways in that are open to a member; break-glass members pass by the organization's restrictions. */
const openMethods = ({ auth_methods, allowed_auth_methods }: Organization, { is_breakglass }: Member) =>
  auth_methods === 'RESTRICTED' && !is_breakglass ? allowed_auth_methods : authMethods;

/** Whether a member may use `totp` or `sms_otp` as a second factor. */
export const allowsMfaMethod = (
  { mfa_methods, allowed_mfa_methods }: Organization,
  { is_breakglass }: Member,
  method: string,
) => is_breakglass || mfa_methods !== 'RESTRICTED' || allowed_mfa_methods.includes(method);

/** Whether a member may use a way in, such as `magic_link`. */
export const allowsMethod = (organization: Organization, member: Member, method: string) =>
  openMethods(organization, member).includes(method);

/** Whether there is any way in by which a member could prove their address. */
export const canProveEmail = (organization: Organization, member: Member) =>
  openMethods(organization, member).some((method) => method === 'sso' || proveEmail.includes(method));

/** What a member still has to do for a first factor; undefined when the factors are enough. */
export const primaryRequired = (
  organization: Organization,
  member: Member,
  factors: readonly AuthenticationFactor[],
): { allowed_auth_methods: string[] } | undefined => {
  const open = openMethods(organization, member);
  const methods = factors.map(methodOf);
  const proving = open.filter((method) => proveEmail.includes(method));
  // Where no way in could prove the address, nobody is kept out for want of it.
  const proven =
    member.email_address_verified ||
    proving.length === 0 ||
    methods.some((method) => method === 'sso' || proveEmail.includes(method ?? ''));
  if (proven && open.some((method) => methods.includes(method))) return undefined;
  // An exchanged factor of GitHub and its like lacks nothing but a proof of the email address.
  const exchanged = factors.some(({ delivery_method }) => delivery_method.startsWith('oauth_exchange_'));
  return { allowed_auth_methods: (exchanged || !proven) && proving.length > 0 ? proving : open };
};

/** What stands between some factors and a session. */
type Lacks = {
  primary_required?: { allowed_auth_methods: string[] };
  mfa_required?: {
    member_options?: { mfa_phone_number: string; totp_registration_id: string };
    secondary_auth_initiated?: string;
  };
};

/** What a member can do for a second factor. */
const mfaOptions = (organization: Organization, member: Member) => {
  const mfa_phone_number = allowsMfaMethod(organization, member, 'sms_otp') ? member.mfa_phone_number : '';
  const totp_registration_id = allowsMfaMethod(organization, member, 'totp') ? member.totp_registration_id : '';
  return mfa_phone_number || totp_registration_id ? { member_options: { mfa_phone_number, totp_registration_id } } : {};
};

/** What a member with these factors still lacks: first a first factor, then a second; undefined is nothing. */
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

/** Texts a code at once to a member who needs a second factor and has it that way. */
const textIfUsual = (store: Store, member: Member, { mfa_required }: Lacks, locale: string | undefined): Lacks => {
  const { mfa_phone_number, totp_registration_id } = mfa_required?.member_options ?? {};
  if (!mfa_phone_number || (totp_registration_id && member.default_mfa_method !== 'sms_otp')) return {};
  textPhoneCode(store, member, locale);
  return { mfa_required: { ...mfa_required, secondary_auth_initiated: 'sms_otp' } };
};

/** A member who has proven their address: whoever was invited or pending becomes active. */
export const activate = (store: Store, member: Member): Member =>
  member.status === 'active' && member.email_address_verified
    ? member
    : saveMember(store, { ...member, status: 'active', email_address_verified: true });

/** An account with an OAuth provider that waited for a proof of the address becomes the member's own. */
const adopt = (store: Store, member: Member, waiting: IntermediateSession | undefined): Member =>
  waiting?.oauth ? register(store, member, waiting.oauth.arrival, waiting.oauth.tokens) : member;

/** A request's wishes for the session, in the words of `startSession` and `renewSession`. */
export const sessionOptionsOf = (body: {
  session_duration_minutes?: number;
  session_custom_claims?: Record<string, unknown>;
}) => ({ minutes: body.session_duration_minutes, claims: body.session_custom_claims });

type SessionOptions = ReturnType<typeof sessionOptionsOf>;

/** Refuses wishes that a session could not have. */
export const checkSessionOptions = ({ minutes, claims }: SessionOptions) => {
  checkDuration(minutes);
  mergeClaims({}, claims);
};

/** Starts a member's session at once, whatever factors the organization may ask for. */
export const startMemberSession = (
  store: Store,
  arriving: Member,
  factors: AuthenticationFactor[],
  wanted: SessionOptions,
): SessionRecord => {
  checkSessionOptions(wanted);
  resetFailures(store, arriving);
  return startSession(store, activate(store, arriving), { factors, ...wanted });
};

/** What a sign-in that is complete answers: the session with its member and organization. */
export const signInResult = async (store: Store, record: SessionRecord) => ({
  ...showMember(store, findMemberAnywhere(store, record.session.member_id)),
  ...(await showSession(store, record)),
});

/**
 * Signs a member in as far as their factors reach: a session, or an intermediate one and what it lacks.
 * An intermediate session that the request came with is used up, or kept under the same token with the new factors.
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
  const member = lacks?.primary_required ? arriving : adopt(store, activate(store, arriving), before);
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
    ...showMember(store, member),
    member_authenticated: false,
    intermediate_session_token,
    intermediate_session_token_expires_at: expires_at,
    session_token: '',
    session_jwt: '',
    ...lacks,
    ...textIfUsual(store, member, lacks, locale),
  };
};
