import { Secret, TOTP } from 'otpauth';
import { renderSVG } from 'uqr';
import { checkOneOf } from './checks.ts';
import type { Domain } from './domain.ts';
import { fail } from './errors.ts';
import { findMember, findOrganization, showMember } from './find.ts';
import { countFailure } from './lock.ts';
import { newRecoveryCodes } from './recovery-code.ts';
import { saveMember } from './save.ts';
import { addSecondFactor, findClaimant, findSecondFactorClaimant } from './second-factor.ts';
import { allowsMfaMethod, isSecondFactor, showSignIn, wishes } from './sign-in.ts';
import { inMinutes, isPast, type Member, type Organization, type Store, secretsOf, type Totp } from './store.ts';
import { newId } from './tokens.ts';

const checkAllowed = (organization: Organization, member: Member) => {
  if (!allowsMfaMethod(organization, member, 'totp')) {
    const type = 'operation_restricted_by_organization_mfa_methods';
    fail(403, type, 'The organization does not allow authenticator apps.');
  }
};

/** Refuses a member who cannot get an authenticator app now. An enrolment that ran out is none. */
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

/** What an authenticator app reads: six digits, half a minute, SHA-1, the only kind they all know. */
const generator = (secret: string, { organization_name: issuer }: Organization, { email_address: label }: Member) =>
  new TOTP({ issuer, label, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 });

/** A QR code of that as a picture in a URL. */
const qrCode = (totp: TOTP) =>
  `data:image/svg+xml;base64,${Buffer.from(renderSVG(totp.toString(), { border: 4 })).toString('base64')}`;

/** The authenticator app of a member, its enrolment not run out, or a refusal. */
const totpOf = (store: Store, { member_id }: Member): Totp => {
  const { totp } = secretsOf(store, member_id);
  if (!totp) return fail(404, 'totp_not_found', 'The member has no authenticator app.');
  if (isPast(store, totp.expires_at)) fail(401, 'expired_totp', 'The enrolment ran out; begin another one.');
  return totp;
};

/** The time step that a code belongs to, or a refusal: one step of leeway to either side, and each step once. */
const acceptStep = (store: Store, member: Member, totp: Totp, code: string): number => {
  if (/^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$/i.test(code)) {
    fail(400, 'recovery_code_used_as_totp_code', 'This is a recovery code, not a code of an authenticator app.');
  }
  if (!/^\d{6}$/.test(code)) fail(400, 'invalid_totp_code', 'A code of an authenticator app has six digits.');
  const timestamp = store.now().getTime();
  const delta = TOTP.validate({ token: code, secret: Secret.fromBase32(totp.secret), timestamp, window: 1 });
  if (delta === null) {
    countFailure(store, member);
    return fail(401, 'unable_to_authenticate_totp', 'The code is wrong or too old.');
  }
  const step = TOTP.counter({ timestamp }) + delta;
  if (totp.last_step !== undefined && step <= totp.last_step) {
    fail(400, 'totp_code_already_authenticated', 'The code was used before; wait for the next one.');
  }
  return step;
};

/** A member with a working app: the first second factor of all becomes the usual one. */
const withApp = (member: Member, { totp_registration_id }: Totp, makeDefault = false): Member => ({
  ...member,
  totp_registration_id,
  default_mfa_method: makeDefault || member.default_mfa_method === '' ? 'totp' : member.default_mfa_method,
});

/** Whether a member needs a second factor from now on; where all need one, there is no choice. */
export const enrolment = (member: Member, { mfa_policy }: Organization, choice: string | undefined): boolean =>
  mfa_policy === 'REQUIRED_FOR_ALL' || (choice === undefined ? member.mfa_enrolled : choice === 'enroll');

export const totp = {
  api_b2b_totp_v1_Create: {
    answer: async ({ store, body }) => {
      const { organization, member, base } = await findClaimant(store, body);
      checkFree(store, organization, member);
      const { expiration_minutes: minutes = 60 } = body;
      if (minutes < 5 || minutes > 1440) fail(400, 'invalid_expiration', 'An enrolment stays open 5 to 1440 minutes.');
      // Otherwise whoever has a first factor only could add a second one of their own.
      if (member.mfa_phone_number_verified) {
        const type = 'session_enforced_factor_matching_session_required';
        if (!base) return fail(400, type, 'Send a session with the second factor that the member has.');
        if (!base.factors.some(isSecondFactor)) fail(400, 'insufficient_factors', 'The session lacks a second factor.');
      }

      const secret = new Secret({ size: 20 }).base32;
      const totp_registration_id = newId('member-totp');
      const recovery_codes = newRecoveryCodes();
      const expires_at = inMinutes(store, minutes);
      enrol(store, member, { totp_registration_id, secret, verified: false, expires_at }, recovery_codes);
      return {
        ...showMember(store, member),
        totp_registration_id,
        secret,
        qr_code: qrCode(generator(secret, organization, member)),
        recovery_codes,
      };
    },
  },

  api_b2b_totp_v1_Authenticate: {
    answer: async ({ store, body }) => {
      checkOneOf(body.set_mfa_enrollment, ['enroll', 'unenroll'], 'invalid_argument', 'set_mfa_enrollment');
      const claimant = await findSecondFactorClaimant(store, body);
      const { organization, member } = claimant;
      checkAllowed(organization, member);
      const { expires_at: _, ...totp } = totpOf(store, member);
      const last_step = acceptStep(store, member, totp, body.code);
      const record = addSecondFactor(
        store,
        claimant,
        {
          type: 'totp',
          delivery_method: 'authenticator_app',
          authenticator_app_factor: { totp_id: totp.totp_registration_id },
        },
        wishes(body),
      );
      const { recovery_codes } = secretsOf(store, member.member_id);
      enrol(store, member, { ...totp, verified: true, last_step }, recovery_codes);
      const mfa_enrolled = enrolment(member, organization, body.set_mfa_enrollment);
      saveMember(store, { ...withApp(member, totp, body.set_default_mfa), mfa_enrolled });
      return showSignIn(store, record);
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
      return { ...showMember(store, saved), totp_registration_id: totp.totp_registration_id, recovery_codes };
    },
  },
} satisfies Domain;
