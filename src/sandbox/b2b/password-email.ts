import { fail } from '../errors.ts';
import type { DomainHandlers, HandlerRequest } from '../handler.ts';
import { passwordFactor } from '../shared/kept-password.ts';
import { checkUnlocked } from '../shared/lock.ts';
import { checkPassword } from '../shared/password-strength.ts';
import { findMember, findOrganization, memberByEmail, memberResult } from './find.ts';
import { completeFirstFactor } from './first-factor.ts';
import { revokeSessionsOf } from './live-session.ts';
import { dropResets, findReset, mailReset } from './password-reset.ts';
import {
  checkCrossOrganization,
  checkPasswordAllowed,
  holderByEmail,
  holderOf,
  invalidatePassword,
  setPassword,
} from './password-store.ts';
import { saveMember } from './save.ts';
import { findSigningInMember } from './second-factor.ts';
import { emailIdOf } from './seed/id.ts';
import { checkSessionOptions, sessionOptionsOf } from './sign-in.ts';
import { type Member, normalEmail, type PasswordReset, type Store } from './store.ts';

/** Member of a password reset. Rejects a reset if the member was deleted or has another address. */
const memberOf = (store: Store, { member_id = '', email_address }: PasswordReset): Member => {
  const member = store.members.get(member_id);
  return member && member.status !== 'deleted' && normalEmail(member.email_address) === email_address
    ? member
    : fail(401, 'unable_to_auth_password_reset_token', 'The address is no more that of the member.');
};

/** Member of a RequireReset request; undefined if the request has only an email address. */
const target = ({
  store,
  body,
}: HandlerRequest<'api_b2b_password_v1_b2b_passwords_email_RequireReset'>): Member | undefined => {
  const { organization_id, member_id, email_address } = body;
  if (!organization_id) return undefined;
  const organization = findOrganization(store, organization_id);
  const member = member_id
    ? findMember(store, organization, member_id)
    : memberByEmail(store, organization.organization_id, normalEmail(email_address));
  return member && normalEmail(member.email_address) === normalEmail(email_address)
    ? member
    : fail(404, 'member_not_found', 'The organization has no such member of this address.');
};

export const passwordEmail = {
  // Sets the first password as well as a new one.
  api_b2b_password_v1_b2b_passwords_email_ResetStart: {
    answer: ({ store, body }) => {
      const organization = findOrganization(store, body.organization_id);
      const { organization_id } = organization;
      const member = memberByEmail(store, organization_id, normalEmail(body.email_address));
      if (!member) return fail(404, 'email_not_found', 'The organization has no member with this address.');
      checkPasswordAllowed(organization, member);
      mailReset(store, member, body, body.code_challenge);
      const { member_id, email_address } = member;
      return { member_id, member, member_email_id: emailIdOf(organization_id, email_address) };
    },
  },

  api_b2b_password_v1_b2b_passwords_email_Reset: {
    answer: async ({ store, body: { code_verifier, ...body } }) => {
      const reset = findReset(store, body.password_reset_token, code_verifier, { discovery: false });
      const member = memberOf(store, reset);
      const { organization_id, member_id, email_address } = member;
      checkPasswordAllowed(findOrganization(store, organization_id), member);
      checkUnlocked(member);
      checkPassword(store, body.password, email_address);
      checkSessionOptions(sessionOptionsOf(body));
      const named = { ...body, organization_id, member_id };
      const { base } = await findSigningInMember(store, named, { ignoreForeign: true });
      // Checked again: a concurrent request may have used the link during the await.
      findReset(store, body.password_reset_token, code_verifier, { discovery: false });

      dropResets(store, reset);
      // The link proves access to the mailbox.
      const verified = saveMember(store, { ...member, status: 'active', email_address_verified: true });
      setPassword(store, holderOf(store, verified), body.password);
      revokeSessionsOf(store, member_id, base && 'sessionId' in base ? base.sessionId : undefined);
      const answer = await completeFirstFactor(store, verified, passwordFactor, body);
      return { ...answer, organization_id, member_email_id: emailIdOf(organization_id, email_address) };
    },
  },

  api_b2b_password_v1_b2b_passwords_email_RequireReset: {
    needs: {
      resource: 'stytch.member',
      action: 'update.info.delete.password',
      self: (call) => target(call)?.member_id,
      // The password becomes invalid in all organizations, so the caller needs permission in each of them.
      organizations: ({ store, body }) =>
        holderByEmail(store, body.email_address).members.map(({ organization_id }) => organization_id),
    },
    answer: (call) => {
      const { store, body } = call;
      checkCrossOrganization(store);
      if (body.member_id && !body.organization_id) {
        fail(400, 'invalid_argument', 'member_id needs organization_id beside it.');
      }
      const member = target(call);
      const holder = holderByEmail(store, body.email_address);
      if (holder.members.length === 0) fail(404, 'email_not_found', 'No member has this address.');
      invalidatePassword(store, holder);
      return member
        ? memberResult(store, findMember(store, findOrganization(store, member.organization_id), member.member_id))
        : {};
    },
  },
} satisfies DomainHandlers;
