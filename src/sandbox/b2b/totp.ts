import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { acceptStep, enrolmentEnd, newAppSecret, newRecoveryCodes, qrCode } from '../shared/authenticator-app.ts';
import { checkOneOf } from '../shared/checks.ts';
import { newId } from '../shared/tokens.ts';
import { isPast } from '../store.ts';
import { findMember, findOrganization, memberResult } from './find.ts';
import { countFailure } from './lock.ts';
import { saveMember } from './save.ts';
import { addSecondFactor, findMemberForSecondFactor, findSigningInMember } from './second-factor.ts';
import { allowsMfaMethod, isSecondFactor, sessionOptionsOf, signInResult } from './sign-in.ts';
import { type Member, type Organization, type Store, secretsOf, type Totp } from './store.ts';

const checkAllowed = (organization: Organization, member: Member) => {
  if (!allowsMfaMethod(organization, member, 'totp')) {
    const type = 'operation_restricted_by_organization_mfa_methods';
    fail(403, type, 'The organization does not allow authenticator apps.');
  }
};

/** Rejects a member who cannot register an authenticator app. An expired registration does not count. */
const checkFree = (store: Store, organization: Organization, member: Member) => {
  if (member.status !== 'active') {
    fail(400, 'action_available_only_for_active_members', 'Only an active member can have a second factor.');
  }
  checkAllowed(organization, member);
  const { totp } = secretsOf(store, member.member_id);
  if (totp?.verified) fail(400, 'active_totp_exists', 'The member has an authenticator app already.');
  if (totp && !isPast(store, totp.expires_at)) {
    fail(400, 'pending_totp_exists', 'An authenticator app of the member waits for its first code.');
  }
};

const enrol = (store: Store, { member_id }: Member, totp: Totp, recovery_codes: string[]) => {
  store.memberSecrets.set(member_id, { ...secretsOf(store, member_id), totp, recovery_codes });
};

/** TOTP registration of a member. Rejects a missing or expired one. */
const totpOf = (store: Store, { member_id }: Member): Totp => {
  const { totp } = secretsOf(store, member_id);
  if (!totp) return fail(404, 'totp_not_found', 'The member has no authenticator app.');
  if (isPast(store, totp.expires_at)) fail(401, 'expired_totp', 'The enrolment ran out; begin another one.');
  return totp;
};

/** A member with a verified registration, which becomes the default second factor if there is none. */
const withApp = (member: Member, { totp_registration_id }: Totp, makeDefault = false): Member => ({
  ...member,
  totp_registration_id,
  default_mfa_method: makeDefault || member.default_mfa_method === '' ? 'totp' : member.default_mfa_method,
});

/** Whether a member needs a second factor. The choice is ignored if the organization requires one. */
export const requiresSecondFactor = (
  member: Member,
  { mfa_policy }: Organization,
  choice: string | undefined,
): boolean => mfa_policy === 'REQUIRED_FOR_ALL' || (choice === undefined ? member.mfa_enrolled : choice === 'enroll');

export const totp = {
  api_b2b_totp_v1_Create: {
    answer: async ({ store, body }) => {
      const { organization, member, base } = await findSigningInMember(store, body);
      checkFree(store, organization, member);
      const expires_at = enrolmentEnd(store, body.expiration_minutes ?? 60);
      // Otherwise a first factor alone would suffice to add a second one.
      if (member.mfa_phone_number_verified) {
        const type = 'session_enforced_factor_matching_session_required';
        if (!base) return fail(400, type, 'Send a session with the second factor that the member has.');
        if (!base.factors.some(isSecondFactor)) fail(400, 'insufficient_factors', 'The session lacks a second factor.');
      }

      const secret = newAppSecret();
      const totp_registration_id = newId('member-totp');
      const recovery_codes = newRecoveryCodes();
      enrol(store, member, { totp_registration_id, secret, verified: false, expires_at }, recovery_codes);
      return {
        ...memberResult(store, member),
        totp_registration_id,
        secret,
        qr_code: qrCode(secret, { issuer: organization.organization_name, label: member.email_address }),
        recovery_codes,
      };
    },
  },

  api_b2b_totp_v1_Authenticate: {
    answer: async ({ store, body }) => {
      checkOneOf(body.set_mfa_enrollment, ['enroll', 'unenroll'], 'invalid_argument', 'set_mfa_enrollment');
      const claimant = await findMemberForSecondFactor(store, body);
      const { organization, member } = claimant;
      checkAllowed(organization, member);
      const { expires_at: _, ...totp } = totpOf(store, member);
      const last_step = acceptStep(store, totp, body.code, () => countFailure(store, member));
      const record = addSecondFactor(
        store,
        claimant,
        {
          type: 'totp',
          delivery_method: 'authenticator_app',
          authenticator_app_factor: { totp_id: totp.totp_registration_id },
        },
        sessionOptionsOf(body),
      );
      const { recovery_codes } = secretsOf(store, member.member_id);
      enrol(store, member, { ...totp, verified: true, last_step }, recovery_codes);
      const mfa_enrolled = requiresSecondFactor(member, organization, body.set_mfa_enrollment);
      saveMember(store, { ...withApp(member, totp, body.set_default_mfa), mfa_enrolled });
      return signInResult(store, record);
    },
  },

  api_b2b_totp_v1_Migrate: {
    answer: ({ store, body }) => {
      const organization = findOrganization(store, body.organization_id);
      const member = findMember(store, organization, body.member_id);
      checkFree(store, organization, member);
      const secret = body.secret.toUpperCase().replace(/[\s=]/g, '');
      if (!/^[A-Z2-7]{16,}$/.test(secret)) {
        fail(400, 'invalid_argument', 'A TOTP secret has 16 base32 characters at least.');
      }
      if (body.recovery_codes.some((code) => code === '')) {
        fail(400, 'invalid_recovery_code', 'A recovery code is not empty.');
      }
      const given = [...new Set(body.recovery_codes)];
      const recovery_codes = given.length > 0 ? given : newRecoveryCodes();
      const totp = { totp_registration_id: newId('member-totp'), secret, verified: true };
      enrol(store, member, totp, recovery_codes);
      const saved = saveMember(store, withApp(member, totp));
      return { ...memberResult(store, saved), totp_registration_id: totp.totp_registration_id, recovery_codes };
    },
  },
} satisfies DomainHandlers;
