import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { checkRecoveryCode, failWithoutApp, newRecoveryCodes } from '../shared/authenticator-app.ts';
import { newId } from '../shared/tokens.ts';
import { isPast } from '../store.ts';
import { findMember, findOrganization, memberResult } from './find.ts';
import { countFailure } from './lock.ts';
import { addSecondFactor, findMemberForSecondFactor } from './second-factor.ts';
import { sessionOptionsOf, signInResult } from './sign-in.ts';
import { type Member, type Store, secretsOf } from './store.ts';

/** Recovery codes of a member. Rejects a member without an authenticator app. */
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

export const recoveryCode = {
  api_b2b_recovery_codes_v1_Recover: {
    answer: async ({ store, body }) => {
      const claimant = await findMemberForSecondFactor(store, body);
      const { member } = claimant;
      if (!secretsOf(store, member.member_id).totp?.verified) failWithoutApp();
      const codes = recoveryCodesOf(store, member);
      checkRecoveryCode(body.recovery_code, codes, () => countFailure(store, member));
      const record = addSecondFactor(
        store,
        claimant,
        {
          type: 'recovery_codes',
          delivery_method: 'recovery_code',
          recovery_code_factor: { totp_recovery_code_id: newId('totp-recovery-code') },
        },
        sessionOptionsOf(body),
      );
      const remaining = codes.filter((code) => code !== body.recovery_code);
      setRecoveryCodes(store, member, remaining);
      return { ...(await signInResult(store, record)), recovery_codes_remaining: remaining.length };
    },
  },

  api_b2b_recovery_codes_v1_Get: {
    answer: ({ store, params }) => {
      const member = findMember(store, findOrganization(store, params.organization_id), params.member_id);
      return { ...memberResult(store, member), recovery_codes: recoveryCodesOf(store, member) };
    },
  },

  api_b2b_recovery_codes_v1_Rotate: {
    answer: ({ store, body }) => {
      const member = findMember(store, findOrganization(store, body.organization_id), body.member_id);
      recoveryCodesOf(store, member);
      const recovery_codes = newRecoveryCodes();
      setRecoveryCodes(store, member, recovery_codes);
      return { ...memberResult(store, member), recovery_codes };
    },
  },
} satisfies DomainHandlers;
