import { addToOutbox, linkTo } from '../control/outbox.ts';
import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { checkEmail, checkLinkMinutes, checkUrl } from '../shared/checks.ts';
import { type Locale, type Purpose, subjectOf } from '../shared/email-subject.ts';
import { withFactor } from '../shared/live-session.ts';
import { consumeOnce } from '../shared/one-time-token.ts';
import { checkChallenge, checkPkce } from '../shared/pkce.ts';
import { testEmail, testLink } from '../shared/test-value.ts';
import { opaqueToken } from '../shared/tokens.ts';
import { inMinutes, isPast } from '../store.ts';
import { allowsEmailDomain, startDiscovery } from './discoverable.ts';
import { emailFactor, findOrJoin, finishEmailUpdate } from './email-sign-in.ts';
import { findMember, findOrganization, memberByEmail, memberResult } from './find.ts';
import { completeFirstFactor } from './first-factor.ts';
import { applyMemberChange, newMember } from './member.ts';
import { checkEmailFree } from './member-email.ts';
import { saveMember } from './save.ts';
import { emailIdOf } from './seed/id.ts';
import { type MagicLink, type Member, normalEmail, type Organization, type Store } from './store.ts';

type Mail = {
  purpose: Purpose;
  to: string;
  minutes: number;
  redirectUrl: string | undefined;
  locale: Locale | undefined;
  challenge?: string | undefined;
};

/** Emails a link: to a member, or without a member for discovery. */
const mailLink = (store: Store, member: Member | undefined, mail: Mail) => {
  const { purpose, to, minutes, redirectUrl, locale, challenge } = mail;
  const isTest = to === testEmail;
  const token = isTest ? testLink : opaqueToken();
  const whose = member && { member_id: member.member_id };
  (member ? store.magicLinks : store.discoveryLinks).set(token, {
    email_address: to,
    ...whose,
    expires_at: isTest ? '' : inMinutes(store, minutes),
    ...(challenge === undefined ? {} : { pkce_code_challenge: challenge }),
  });
  addToOutbox(store, {
    channel: 'email',
    to,
    subject: subjectOf(purpose, locale),
    ...whose,
    ...(member ? { organization_id: member.organization_id } : {}),
    secret: token,
    link: linkTo(redirectUrl, member ? 'multi_tenant_magic_links' : 'discovery', token),
  });
};

const unusable = () => fail(401, 'unable_to_auth_magic_link', 'The magic link was used already or is too old.');

/** Link of a token. Rejects an unknown, used or expired token. */
const findLink = (store: Store, links: Map<string, MagicLink>, token: string): MagicLink => {
  const link = links.get(token);
  if (!link) return fail(404, 'magic_link_not_found', 'There is no magic link of this token.');
  return link.used || isPast(store, link.expires_at) ? unusable() : link;
};

/**
 * Signs in with a link and marks it used; a refused sign-in leaves it unused. The documented test token stays valid.
 */
const useLink = <Result>(links: Map<string, MagicLink>, token: string, use: () => Promise<Result>) => {
  const link = links.get(token);
  if (!link || token === testLink) return use();
  return consumeOnce(links, token, use, { ...link, used: true });
};

/** Rejects an address that the organization does not allow to be invited. */
const checkInvitable = (organization: Organization, email: string) => {
  const { email_invites: invites } = organization;
  if (invites === 'ALL_ALLOWED' || (invites === 'RESTRICTED' && allowsEmailDomain(organization, email))) return;
  fail(400, 'invalid_email_for_invites', 'The organization does not let this address be invited.');
};

export const magicLink = {
  api_b2b_magic_v1_Authenticate: {
    answer: async ({ store, body }) => {
      const token = body.magic_links_token;
      const update = store.emailUpdates.get(token);
      if (update?.delivery_method === 'EMAIL_MAGIC_LINK') {
        if (isPast(store, update.expires_at)) unusable();
        return { ...(await finishEmailUpdate(store, token, update, 'magic_link', body)), reset_sessions: false };
      }

      const link = findLink(store, store.magicLinks, token);
      const member = store.members.get(link.member_id ?? '');
      // The link is invalid if its member was deleted or has another address.
      if (!member || member.status === 'deleted' || normalEmail(member.email_address) !== link.email_address) {
        return unusable();
      }
      checkPkce(link.pkce_code_challenge, body.pkce_code_verifier);
      const { organization_id, email_address } = member;
      const factor = emailFactor('magic_link', member);
      const answer = await useLink(store.magicLinks, token, () => completeFirstFactor(store, member, factor, body));
      return {
        ...answer,
        method_id: emailIdOf(organization_id, email_address),
        organization_id,
        reset_sessions: false,
      };
    },
  },

  api_b2b_magic_v1_b2b_magic_links_email_LoginOrSignup: {
    answer: ({ store, body }) => {
      const organization = findOrganization(store, body.organization_id);
      const login = {
        purpose: 'login' as const,
        minutes: checkLinkMinutes(body.login_expiration_minutes),
        redirectUrl: body.login_redirect_url,
      };
      const signup = {
        purpose: 'signup' as const,
        minutes: checkLinkMinutes(body.signup_expiration_minutes),
        redirectUrl: body.signup_redirect_url,
      };
      checkUrl(login.redirectUrl, 'invalid_login_redirect_url');
      checkUrl(signup.redirectUrl, 'invalid_signup_redirect_url');
      checkChallenge(body.pkce_code_challenge);
      const { member, member_created } = findOrJoin(store, organization, body.email_address, 'magic_link');
      mailLink(store, member, {
        ...(member.status === 'active' ? login : signup),
        to: normalEmail(member.email_address),
        locale: body.locale,
        challenge: body.pkce_code_challenge,
      });
      return { ...memberResult(store, member), member_created };
    },
  },

  api_b2b_magic_v1_b2b_magic_links_email_Invite: {
    needs: { resource: 'stytch.member', action: 'create', organizations: ({ body }) => [body.organization_id] },
    answer: ({ store, body }) => {
      const organization = findOrganization(store, body.organization_id);
      const { name, trusted_metadata, untrusted_metadata, roles } = body;
      const email = normalEmail(body.email_address);
      checkEmail(email);
      checkUrl(body.invite_redirect_url, 'invalid_invite_redirect_url');
      const minutes = checkLinkMinutes(body.invite_expiration_minutes, 10_080);
      if (body.invited_by_member_id) findMember(store, organization, body.invited_by_member_id);
      checkInvitable(organization, email);

      const found = memberByEmail(store, organization.organization_id, email);
      if (found?.status === 'active') {
        fail(400, 'duplicate_member_email', 'An active member of the organization has this address.');
      }
      if (!found) checkEmailFree(store, organization, email);
      const before = found ?? newMember(store, organization, email, true);
      const made = applyMemberChange(store, organization, before, {
        ...(name === undefined ? {} : { name }),
        ...(trusted_metadata ? { trusted_metadata } : {}),
        ...(untrusted_metadata ? { untrusted_metadata } : {}),
        ...(roles ? { roles } : {}),
      });
      const member = saveMember(store, { ...made, status: 'invited' });
      mailLink(store, member, {
        purpose: 'invite',
        to: email,
        minutes,
        redirectUrl: body.invite_redirect_url,
        locale: body.locale,
      });
      return memberResult(store, member);
    },
  },

  api_b2b_magic_v1_b2b_magic_links_email_discovery_Send: {
    answer: ({ store, body }) => {
      const to = normalEmail(body.email_address);
      checkEmail(to);
      checkUrl(body.discovery_redirect_url, 'invalid_discovery_redirect_url');
      checkChallenge(body.pkce_code_challenge);
      mailLink(store, undefined, {
        purpose: 'discovery',
        to,
        minutes: checkLinkMinutes(body.discovery_expiration_minutes),
        redirectUrl: body.discovery_redirect_url,
        locale: body.locale,
        challenge: body.pkce_code_challenge,
      });
      return {};
    },
  },

  api_b2b_magic_v1_b2b_magic_links_discovery_Authenticate: {
    answer: ({ store, body }) => {
      const token = body.discovery_magic_links_token;
      const { email_address, pkce_code_challenge } = findLink(store, store.discoveryLinks, token);
      checkPkce(pkce_code_challenge, body.pkce_code_verifier);
      const factor = emailFactor('magic_link', { organization_id: '', email_address });
      return useLink(store.discoveryLinks, token, async () =>
        startDiscovery(store, { email_address, factors: withFactor(store, [], factor) }),
      );
    },
  },
} satisfies DomainHandlers;
