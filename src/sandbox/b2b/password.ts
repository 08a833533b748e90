import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { passwordFactor } from '../shared/kept-password.ts';
import { checkUnlocked } from '../shared/lock.ts';
import { readHash } from '../shared/password-hash.ts';
import { checkPassword, ratePassword } from '../shared/password-strength.ts';
import { inMinutes } from '../store.ts';
import { findOrganization, memberByEmail, memberResult } from './find.ts';
import { completeFirstFactor } from './first-factor.ts';
import { findLiveSession, renewSession, revokeSessionsOf } from './live-session.ts';
import { applyMemberChange, newMember, revokeSsoSessions } from './member.ts';
import { checkEmailFree } from './member-email.ts';
import {
  checkPasswordAllowed,
  hasPassword,
  holderOf,
  needsReset,
  setPassword,
  withRightPassword,
} from './password-store.ts';
import { saveMember } from './save.ts';
import { findSigningInMember } from './second-factor.ts';
import { checkSessionOptions, sessionOptionsOf, signInResult } from './sign-in.ts';
import { type Member, normalEmail, type Store } from './store.ts';

/** Member of an organization by email address. Rejects an unknown address. */
const findByEmail = (store: Store, reference: string, email: string): Member =>
  memberByEmail(store, findOrganization(store, reference).organization_id, normalEmail(email)) ??
  fail(404, 'email_not_found', 'The organization has no member with this address.');

/** Member of an organization by email address and password. Rejects a wrong password. */
const findByPassword = (store: Store, reference: string, email: string, shown: string): Promise<Member> =>
  withRightPassword(
    store,
    () => findByEmail(store, reference, email),
    (member) => holderOf(store, member),
    shown,
  );

export const password = {
  api_b2b_password_v1_StrengthCheck: {
    answer: ({ store, body }) => ratePassword(store, body.password, body.email_address),
  },

  api_b2b_password_v1_Migrate: {
    answer: ({ store, body }) => {
      const { organization_id, email_address, set_phone_number_verified, preserve_existing_sessions, ...rest } = body;
      const { name, trusted_metadata, untrusted_metadata, roles, mfa_phone_number, external_id } = rest;
      const organization = findOrganization(store, organization_id);
      const hash = readHash(body);
      const email = normalEmail(email_address);
      const found = memberByEmail(store, organization.organization_id, email);
      if (found && hasPassword(store, holderOf(store, found)))
        fail(400, 'password_already_exists', 'The member has a password.');
      if (!found) checkEmailFree(store, organization, email);

      const before = found ?? newMember(store, organization, email, false);
      // The server that migrates a password vouches for the address.
      const verified: Member = { ...before, status: 'active', email_address_verified: true };
      const next = applyMemberChange(store, organization, verified, {
        ...(name === undefined ? {} : { name }),
        ...(trusted_metadata ? { trusted_metadata } : {}),
        ...(untrusted_metadata ? { untrusted_metadata } : {}),
        ...(roles ? { roles } : {}),
        ...(mfa_phone_number ? { mfa_phone_number } : {}),
        ...(external_id === undefined || found ? {} : { external_id }),
      });
      const saved = saveMember(store, {
        ...next,
        mfa_phone_number_verified:
          next.mfa_phone_number_verified || Boolean(mfa_phone_number && set_phone_number_verified),
      });
      if (found && roles && !preserve_existing_sessions) revokeSsoSessions(store, found, roles);
      setPassword(store, holderOf(store, saved), hash);
      return {
        ...memberResult(store, store.members.get(saved.member_id) ?? saved),
        member_created: found === undefined,
      };
    },
  },

  api_b2b_password_v1_Authenticate: {
    answer: async ({ store, body }) => {
      const member = await findByPassword(store, body.organization_id, body.email_address, body.password);
      if (needsReset(store, holderOf(store, member), body.password)) {
        fail(400, 'member_reset_password', 'The password holds no more; reset it by email.');
      }
      const answer = await completeFirstFactor(store, member, passwordFactor, body);
      return { ...answer, organization_id: member.organization_id };
    },
  },

  // Proven by the current password, which must not need a reset.
  api_b2b_password_v1_b2b_passwords_existing_password_Reset: {
    answer: async ({ store, body }) => {
      const { existing_password, new_password } = body;
      const member = await findByPassword(store, body.organization_id, body.email_address, existing_password);
      if (needsReset(store, holderOf(store, member), existing_password)) {
        const type = 'cannot_reset_password_with_existing_password';
        fail(400, type, 'The password holds no more; reset it by email.');
      }
      checkPasswordAllowed(findOrganization(store, member.organization_id), member);
      checkPassword(store, new_password, member.email_address);
      const { organization_id, member_id } = member;
      const { base } = await findSigningInMember(
        store,
        { ...body, organization_id, member_id },
        { ignoreForeign: true },
      );
      checkSessionOptions(sessionOptionsOf(body));
      setPassword(store, holderOf(store, member), new_password);
      revokeSessionsOf(store, member_id, base && 'sessionId' in base ? base.sessionId : undefined);
      return completeFirstFactor(store, member, passwordFactor, body);
    },
  },

  api_b2b_password_v1_b2b_passwords_session_Reset: {
    answer: async ({ store, body }) => {
      const organization = findOrganization(store, body.organization_id);
      const { record, member } = await findLiveSession(store, body);
      if (member.organization_id !== organization.organization_id) {
        fail(403, 'session_authorization_tenancy_error', 'The session belongs to another organization.');
      }
      checkPasswordAllowed(organization, member);
      checkUnlocked(member);
      const since = inMinutes(store, -5);
      const { authentication_factors: factors, member_session_id } = record.session;
      if (!factors.some(({ last_authenticated_at = '' }) => last_authenticated_at >= since)) {
        const type = 'session_too_old_to_reset_password';
        fail(400, type, 'No factor of the session was proven in the last five minutes.');
      }
      checkPassword(store, body.password, member.email_address);
      const renewed = renewSession(store, record, { factor: passwordFactor, ...sessionOptionsOf(body) });
      setPassword(store, holderOf(store, member), body.password);
      revokeSessionsOf(store, member.member_id, member_session_id);
      return { ...(await signInResult(store, renewed)), member_authenticated: true, intermediate_session_token: '' };
    },
  },
} satisfies DomainHandlers;
