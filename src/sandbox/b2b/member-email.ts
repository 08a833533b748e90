import { addToOutbox, linkTo } from '../control/outbox.ts';
import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { checkEmail, checkUrl } from '../shared/checks.ts';
import { newPasscode } from '../shared/passcode.ts';
import { opaqueToken } from '../shared/tokens.ts';
import { emailDomainOf, inMinutes, isPast } from '../store.ts';
import { findMember, findOrganization, memberResult } from './find.ts';
import { saveMember } from './save.ts';
import { emailIdOf } from './seed/id.ts';
import { type Member, normalEmail, type Organization, type Store } from './store.ts';

/**
 * Rejects an address that a member of the organization cannot take: malformed, the current, retired or pending address
 * of another member, or in a domain that another organization claims.
 */
export const checkEmailFree = (store: Store, organization: Organization, email: string, memberId?: string) => {
  checkEmail(email);
  const claimants = store.organizations.with('claimedDomain', emailDomainOf(email));
  if (claimants.length > 0 && !claimants.includes(organization)) {
    fail(400, 'action_not_allowed_email_domain_is_claimed', 'Another organization claims the domain of this address.');
  }

  const isOther = ({ organization_id, member_id, status }: Member) =>
    organization_id === organization.organization_id && member_id !== memberId && status !== 'deleted';
  if (store.members.with('email', email).some(isOther)) {
    fail(400, 'duplicate_member_email', 'Another member of the organization has this address.');
  }
  if (store.members.with('retiredEmail', email).some(isOther)) {
    fail(400, 'desired_email_deactivated_by_different_member', 'Another member had this address and has it retired.');
  }
  for (const { email_address, expires_at, member_id } of store.emailUpdates.values()) {
    if (email_address !== email || isPast(store, expires_at)) continue;
    const owner = store.members.get(member_id);
    if (owner && isOther(owner)) {
      fail(400, 'desired_email_updating_for_different_member', 'Another member is changing to this address.');
    }
  }
};

/** Member with a new, unverified address. The previous one is retired, or removed with `unlink`. */
export const withEmail = (member: Member, email: string, { unlink }: { unlink: boolean }): Member => {
  const { organization_id, email_address: before, retired_email_addresses } = member;
  const retired = retired_email_addresses.filter(({ email_address }) => normalEmail(email_address) !== email);
  return {
    ...member,
    email_address: email,
    email_address_verified: false,
    member_password_id: '',
    retired_email_addresses: unlink
      ? retired
      : [...retired, { email_id: emailIdOf(organization_id, before), email_address: before }],
  };
};

/** Cancels a member's pending email updates. */
export const dropEmailUpdates = (store: Store, memberId: string) => {
  for (const [key, { member_id }] of store.emailUpdates) if (member_id === memberId) store.emailUpdates.delete(key);
};

export const memberEmail = {
  api_organization_v1_organizations_members_UnlinkRetiredEmail: {
    needs: {
      resource: 'stytch.member',
      action: 'update.info.unlink.retired-email',
      self: ({ params }) => params.member_id,
    },
    answer: ({ store, params, body: { email_id, email_address } }) => {
      const member = findMember(store, findOrganization(store, params.organization_id), params.member_id);
      if (!email_id && !email_address) {
        fail(400, 'retired_email_missing_email_identifiers', 'Send email_id, email_address or both.');
      }
      // With both, they must identify the same address.
      const unlinked = member.retired_email_addresses.find(
        (retired) =>
          (!email_id || retired.email_id === email_id) &&
          (!email_address || normalEmail(retired.email_address) === normalEmail(email_address)),
      );
      if (!unlinked) fail(404, 'email_not_found', 'The member has no such retired address.');
      const saved = saveMember(store, {
        ...member,
        retired_email_addresses: member.retired_email_addresses.filter((retired) => retired !== unlinked),
      });
      return { ...memberResult(store, saved), organization_id: saved.organization_id };
    },
  },

  // The address changes when the member authenticates the link or code.
  api_organization_v1_organizations_members_StartEmailUpdate: {
    needs: { resource: 'stytch.member', action: 'update.info.email', self: ({ params }) => params.member_id },
    answer: ({ store, params, body }) => {
      const organization = findOrganization(store, params.organization_id);
      const member = findMember(store, organization, params.member_id);
      const { organization_id } = organization;
      const { member_id } = member;
      const email_address = normalEmail(body.email_address);
      if (member.status !== 'active') {
        fail(400, 'email_updates_available_only_for_active_members', 'Only an active member can change address.');
      }
      if (!member.email_address_verified) {
        fail(400, 'member_has_no_active_verified_email', 'The present address has to be verified first.');
      }
      checkUrl(body.login_redirect_url, 'invalid_login_redirect_url');
      checkEmailFree(store, organization, email_address, member_id);
      if (normalEmail(member.email_address) === email_address) {
        fail(400, 'duplicate_member_email', 'The member has this address already.');
      }

      dropEmailUpdates(store, member_id);
      const byCode = body.delivery_method === 'EMAIL_OTP';
      const secret = byCode ? newPasscode(email_address) : opaqueToken();
      store.emailUpdates.set(byCode ? `${email_address} ${secret}` : secret, {
        member_id,
        email_address,
        delivery_method: byCode ? 'EMAIL_OTP' : 'EMAIL_MAGIC_LINK',
        expires_at: inMinutes(store, 5),
      });
      addToOutbox(store, {
        channel: 'email',
        to: email_address,
        subject: 'Confirm your new email address',
        member_id,
        organization_id,
        secret,
        ...(byCode ? {} : { link: linkTo(body.login_redirect_url, 'multi_tenant_magic_links', secret) }),
      });
      return memberResult(store, member);
    },
  },
} satisfies DomainHandlers;
