import { addToOutbox } from '../control/outbox.ts';
import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { checkEmail, checkOneOf, checkPhoneNumber } from '../shared/checks.ts';
import { type Locale, type Purpose, subjectOf } from '../shared/email-subject.ts';
import { withFactor } from '../shared/live-session.ts';
import { checkUnlocked } from '../shared/lock.ts';
import { consumeOnce } from '../shared/one-time-token.ts';
import { checkPasscode, checkPasscodeForm, checkPasscodeMinutes, newPasscode } from '../shared/passcode.ts';
import { testCode, testEmail } from '../shared/test-value.ts';
import { inMinutes } from '../store.ts';
import { startDiscovery } from './discoverable.ts';
import { emailFactor, findOrJoin, finishEmailUpdate } from './email-sign-in.ts';
import { findOrganization, memberByEmail, memberResult } from './find.ts';
import { completeFirstFactor } from './first-factor.ts';
import { countFailure } from './lock.ts';
import { checkPhone } from './member.ts';
import { resolveDefaultMfa } from './member-factor.ts';
import { textPhoneCode } from './phone-code.ts';
import { saveMember } from './save.ts';
import { addSecondFactor, findMemberForSecondFactor, findSigningInMember } from './second-factor.ts';
import { emailIdOf, phoneIdOf } from './seed/id.ts';
import { allowsMfaMethod, isSecondFactor, sessionOptionsOf, signInResult } from './sign-in.ts';
import { type EmailCode, type Member, normalEmail, type Organization, type Store } from './store.ts';
import { requiresSecondFactor } from './totp.ts';

const checkAllowed = (organization: Organization, member: Member) => {
  if (!allowsMfaMethod(organization, member, 'sms_otp')) {
    const type = 'operation_restricted_by_organization_mfa_methods';
    fail(403, type, 'The organization does not allow texted codes.');
  }
};

/** The member with a phone number for the code: the existing one, or a new one from the request. */
const withPhone = (store: Store, member: Member, phoneNumber: string | undefined): Member => {
  if (member.mfa_phone_number) {
    if (phoneNumber && phoneNumber !== member.mfa_phone_number) {
      const type = 'duplicate_member_phone_number_for_member';
      fail(400, type, 'The member has another phone number; delete that one first.');
    }
    return member;
  }
  if (!phoneNumber) return fail(400, 'missing_sms_parameter', 'The member has no phone number; send mfa_phone_number.');
  checkPhoneNumber(phoneNumber);
  checkPhone(store, member, phoneNumber);
  return resolveDefaultMfa({ ...member, mfa_phone_number: phoneNumber });
};

/** Lifetime of an emailed code: 2 to 15 minutes, default 10. */
const checkMinutes = (minutes: number | undefined) => checkPasscodeMinutes(minutes, { usual: 10, least: 2, most: 15 });

type Mail = { purpose: Purpose; to: string; minutes: number; locale: Locale | undefined };

/** Emails a code: to a member, or without a member for discovery. Earlier codes to the address become invalid. */
const mailCode = (store: Store, member: Member | undefined, { purpose, to, minutes, locale }: Mail) => {
  const code = newPasscode(to);
  const organization = member && { organization_id: member.organization_id };
  store.emailCodes.set(to, { code, ...organization, expires_at: inMinutes(store, minutes) });
  const whose = member && { member_id: member.member_id };
  addToOutbox(store, {
    channel: 'email',
    to,
    subject: subjectOf(purpose, locale),
    ...whose,
    ...organization,
    secret: code,
  });
};

/**
 * Latest code emailed for an organization or, without one, for discovery. The documented test code is always valid for
 * the test address.
 */
const codeFor = (store: Store, email: string, organizationId?: string): EmailCode | undefined => {
  if (email === testEmail) return { code: testCode, expires_at: '' };
  const sent = store.emailCodes.get(email);
  return sent?.organization_id === organizationId ? sent : undefined;
};

/** Signs in with a code and marks it used; a refused sign-in leaves it unused. */
const useCode = <Result>(store: Store, email: string, use: () => Promise<Result>) => {
  const sent = store.emailCodes.get(email);
  return consumeOnce(store.emailCodes, email, use, sent && { ...sent, used: true });
};

/** Pending email update to this address by a member of the organization, with its code. */
const emailUpdateTo = (store: Store, { organization_id }: Organization, email: string) => {
  for (const [key, update] of store.emailUpdates) {
    const member = store.members.get(update.member_id);
    if (update.delivery_method !== 'EMAIL_OTP' || update.email_address !== email) continue;
    if (member?.organization_id === organization_id) {
      return { key, update, member, sent: { code: key.slice(email.length + 1), expires_at: update.expires_at } };
    }
  }
  return undefined;
};

export const otp = {
  api_b2b_otp_v1_b2b_otp_sms_Send: {
    answer: async ({ store, body }) => {
      const { organization, member, base } = await findSigningInMember(store, body);
      checkAllowed(organization, member);
      if (member.status !== 'active') {
        fail(400, 'action_available_only_for_active_members', 'Only an active member can have a second factor.');
      }
      // Otherwise a first factor alone would suffice to add a second one.
      if (!member.mfa_phone_number_verified && member.totp_registration_id) {
        const type = 'session_enforced_factor_matching_session_required';
        if (!base) return fail(400, type, 'Send a session with the second factor that the member has.');
        if (!base.factors.some(isSecondFactor)) fail(400, 'insufficient_factors', 'The session lacks a second factor.');
      }
      const next = withPhone(store, member, body.mfa_phone_number);
      const saved = next === member ? member : saveMember(store, next);
      textPhoneCode(store, saved, body.locale);
      return memberResult(store, saved);
    },
  },

  api_b2b_otp_v1_b2b_otp_sms_Authenticate: {
    answer: async ({ store, body }) => {
      checkOneOf(body.set_mfa_enrollment, ['enroll', 'unenroll'], 'invalid_argument', 'set_mfa_enrollment');
      const claimant = await findMemberForSecondFactor(store, body);
      const { organization, member } = claimant;
      const { member_id, mfa_phone_number: phone_number } = member;
      checkAllowed(organization, member);
      if (!phone_number) fail(404, 'member_phone_number_not_found', 'The member has no phone number.');
      checkPasscodeForm(body.code);
      const sent = store.phoneCodes.get(member_id);
      checkPasscode(store, sent?.phone_number === phone_number ? sent : undefined, body.code, () =>
        countFailure(store, member),
      );
      const record = addSecondFactor(
        store,
        claimant,
        {
          type: 'otp',
          delivery_method: 'sms',
          phone_number_factor: { phone_id: phoneIdOf(member_id, phone_number), phone_number },
        },
        sessionOptionsOf(body),
      );
      if (sent) store.phoneCodes.set(member_id, { ...sent, used: true });
      saveMember(store, {
        ...member,
        mfa_phone_number_verified: true,
        mfa_enrolled: requiresSecondFactor(member, organization, body.set_mfa_enrollment),
        default_mfa_method: body.set_default_mfa || !member.default_mfa_method ? 'sms_otp' : member.default_mfa_method,
      });
      return signInResult(store, record);
    },
  },

  api_b2b_otp_v1_b2b_otp_email_LoginOrSignup: {
    answer: ({ store, body }) => {
      const organization = findOrganization(store, body.organization_id);
      const login = { purpose: 'login' as const, minutes: checkMinutes(body.login_expiration_minutes) };
      const signup = { purpose: 'signup' as const, minutes: checkMinutes(body.signup_expiration_minutes) };
      const { member, member_created } = findOrJoin(store, organization, body.email_address, 'email_otp');
      mailCode(store, member, {
        ...(member.status === 'active' ? login : signup),
        to: normalEmail(member.email_address),
        locale: body.locale,
      });
      return { ...memberResult(store, member), member_created };
    },
  },

  api_b2b_otp_v1_b2b_otp_email_Authenticate: {
    answer: async ({ store, body }) => {
      const organization = findOrganization(store, body.organization_id);
      const { organization_id } = organization;
      const email = normalEmail(body.email_address);
      checkPasscodeForm(body.code);
      const change = emailUpdateTo(store, organization, email);
      const member = change?.member ?? memberByEmail(store, organization_id, email);
      if (member) checkUnlocked(member);
      checkPasscode(store, change?.sent ?? codeFor(store, email, organization_id), body.code, () => {
        if (member) countFailure(store, member);
      });
      if (change) return finishEmailUpdate(store, change.key, change.update, 'email_otp', body);
      // The member was deleted after the code was sent.
      if (!member) return fail(404, 'otp_code_not_found', 'The organization has no member with this address.');

      const factor = emailFactor('email_otp', member);
      const answer = await useCode(store, email, () => completeFirstFactor(store, member, factor, body));
      return { ...answer, method_id: emailIdOf(organization_id, member.email_address), organization_id };
    },
  },

  api_b2b_otp_v1_b2b_otp_email_discovery_Send: {
    answer: ({ store, body }) => {
      const to = normalEmail(body.email_address);
      checkEmail(to);
      const minutes = checkMinutes(body.discovery_expiration_minutes);
      mailCode(store, undefined, { purpose: 'discovery', to, minutes, locale: body.locale });
      return {};
    },
  },

  api_b2b_otp_v1_b2b_otp_email_discovery_Authenticate: {
    answer: ({ store, body }) => {
      const email_address = normalEmail(body.email_address);
      checkPasscodeForm(body.code);
      checkPasscode(store, codeFor(store, email_address), body.code, () => {});
      const factor = emailFactor('email_otp', { organization_id: '', email_address });
      return useCode(store, email_address, async () =>
        startDiscovery(store, { email_address, factors: withFactor(store, [], factor) }),
      );
    },
  },
} satisfies DomainHandlers;
