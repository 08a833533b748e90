import { randomBytes } from 'node:crypto';
import type { Domain } from './domain.ts';
import { fail } from './errors.ts';
import { findMember, findOrganization, showMember } from './find.ts';
import { countFailure } from './lock.ts';
import { addSecondFactor, findSecondFactorClaimant } from './second-factor.ts';
import { showSignIn, wishes } from './sign-in.ts';
import { isPast, type Member, type Store, secretsOf } from './store.ts';
import { newId } from './tokens.ts';

/** Ten new recovery codes in Stytch's form. */
export const newRecoveryCodes = () =>
  Array.from({ length: 10 }, () =>
    randomBytes(6)
      .toString('hex')
      .replace(/(.{4})(?=.)/g, '$1-'),
  );

/** The recovery codes of a member: they back an authenticator app and are nothing without one. */
const recoveryCodesOf = (store: Store, { member_id }: Member): string[] => {
  const { totp, recovery_codes } = secretsOf(store, member_id);
  return totp && !isPast(store, totp.expires_at)
    ? recovery_codes
    : fail(
        404,
        'recovery_codes_not_found',
        'The member has no authenticator app that recovery codes would stand in for.',
      );
};

const setRecoveryCodes = (store: Store, { member_id }: Member, recovery_codes: string[]) => {
  store.memberSecrets.set(member_id, { ...secretsOf(store, member_id), recovery_codes });
};

/** Refuses a code that is not one of the member's, and says so when it is of another kind altogether. */
const checkCode = (store: Store, member: Member, code: string, codes: readonly string[]) => {
  if (codes.includes(code)) return;
  if (/^\d{6}$/.test(code)) {
    fail(400, 'totp_code_used_as_recovery_code', 'This is a code of an authenticator app, not a recovery code.');
  }
  countFailure(store, member);
  fail(401, 'unable_to_authenticate_recovery_code', 'The recovery code is wrong or was used before.');
};

export const recoveryCode = {
  api_b2b_recovery_codes_v1_Recover: {
    answer: async ({ store, body }) => {
      const claimant = await findSecondFactorClaimant(store, body);
      const { member } = claimant;
      if (!secretsOf(store, member.member_id).totp?.verified) {
        fail(
          400,
          'no_active_recovery_code_backed_factor',
          'The member has no factor that a recovery code stands in for.',
        );
      }
      const codes = recoveryCodesOf(store, member);
      checkCode(store, member, body.recovery_code, codes);
      const record = addSecondFactor(
        store,
        claimant,
        {
          type: 'recovery_codes',
          delivery_method: 'recovery_code',
          recovery_code_factor: { totp_recovery_code_id: newId('totp-recovery-code') },
        },
        wishes(body),
      );
      const remaining = codes.filter((code) => code !== body.recovery_code);
      setRecoveryCodes(store, member, remaining);
      return { ...(await showSignIn(store, record)), recovery_codes_remaining: remaining.length };
    },
  },

  api_b2b_recovery_codes_v1_Get: {
    answer: ({ store, params }) => {
      const member = findMember(store, findOrganization(store, params.organization_id), params.member_id);
      return { ...showMember(store, member), recovery_codes: recoveryCodesOf(store, member) };
    },
  },

  api_b2b_recovery_codes_v1_Rotate: {
    answer: ({ store, body }) => {
      const member = findMember(store, findOrganization(store, body.organization_id), body.member_id);
      recoveryCodesOf(store, member);
      const recovery_codes = newRecoveryCodes();
      setRecoveryCodes(store, member, recovery_codes);
      return { ...showMember(store, member), recovery_codes };
    },
  },
} satisfies Domain;
