import { addToOutbox, linkTo } from '../control/outbox.ts';
import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { checkEmail, checkLinkMinutes, mergeMetadata } from '../shared/checks.ts';
import { type Locale, type Purpose, subjectOf } from '../shared/email-subject.ts';
import { consumeOnce } from '../shared/one-time-token.ts';
import { checkChallenge, checkPkce } from '../shared/pkce.ts';
import { deadTestLink, testEmail, testLink } from '../shared/test-value.ts';
import { newId, opaqueToken } from '../shared/tokens.ts';
import { type AuthenticationFactor, inMinutes, isPast } from '../store.ts';
import { anyReceiver, existingReceiver, type Receiver } from './address.ts';
import { findUser, userByEmail } from './find.ts';
import { checkRedirectUrl } from './redirect-url.ts';
import { signInWith } from './sign-in.ts';
import type { Attributes, ConsumerStore, UserLink } from './store.ts';
import { blankUser, newEmail, removeUser, saveUser } from './user.ts';

const HOUR = 60;
const WEEK = 10_080;

type Mail = {
  purpose: Purpose;
  minutes: number;
  url: string | undefined;
  locale: Locale | undefined;
  challenge?: string | undefined;
  attributes?: Attributes | undefined;
  invites?: true;
};

/** Emails a link to a user. Sends nothing to Stytch's test address, whose documented link is always valid. */
const mailLink = (store: ConsumerStore, { user, id }: Receiver, to: string, mail: Mail) => {
  if (to.toLowerCase() === testEmail) return;
  const { purpose, minutes, url, locale, challenge, attributes, invites } = mail;
  const token = opaqueToken();
  store.magicLinks.set(token, {
    user_id: user.user_id,
    email_id: id,
    expires_at: inMinutes(store, minutes),
    ...(challenge ? { code_challenge: challenge } : {}),
    ...(attributes ? { attributes } : {}),
    ...(invites ? { invites } : {}),
  });
  addToOutbox(store, {
    channel: 'email',
    to,
    subject: subjectOf(purpose, locale),
    user_id: user.user_id,
    secret: token,
    link: linkTo(url, 'magic_links', token),
  });
};

/** Options shared by the operations that email a sign-in link. */
type LoginMail = {
  login_magic_link_url?: string;
  signup_magic_link_url?: string;
  login_expiration_minutes?: number;
  signup_expiration_minutes?: number;
  code_challenge?: string;
  locale?: Locale;
  attributes?: Attributes;
};

/** Validates the options before a user is found or created. Returns the emails for active and for new users. */
const checkMail = (store: ConsumerStore, body: LoginMail): { login: Mail; signup: Mail } => {
  checkRedirectUrl(store, 'login', body.login_magic_link_url);
  checkRedirectUrl(store, 'signup', body.signup_magic_link_url);
  checkChallenge(body.code_challenge);
  const { locale, code_challenge: challenge, attributes } = body;
  const both = { locale, challenge, attributes };
  return {
    login: {
      ...both,
      purpose: 'login',
      minutes: checkLinkMinutes(body.login_expiration_minutes, HOUR),
      url: body.login_magic_link_url,
    },
    signup: {
      ...both,
      purpose: 'signup',
      minutes: checkLinkMinutes(body.signup_expiration_minutes, WEEK),
      url: body.signup_magic_link_url,
    },
  };
};

/** New and pending users get the sign-up email. */
const mailTo = ({ user }: Receiver, isNew: boolean, { login, signup }: ReturnType<typeof checkMail>): Mail =>
  isNew || user.status === 'pending' ? signup : login;

const unusable = () => fail(401, 'unable_to_auth_magic_link', 'The magic link was used already or is too old.');

/** Documented magic link of the test address, always valid. */
const testUserLink = (store: ConsumerStore): UserLink | undefined => {
  const user = userByEmail(store, testEmail);
  return user && { user_id: user.user_id, email_id: user.emails[0]?.email_id ?? '', expires_at: '' };
};

/** Link of a token. Rejects an unknown, used or expired token. */
const findLink = (store: ConsumerStore, token: string): UserLink => {
  if (token === deadTestLink) return unusable();
  const link = token === testLink ? testUserLink(store) : store.magicLinks.get(token);
  if (!link) return fail(404, 'magic_link_not_found', 'There is no magic link of this token.');
  return link.used || isPast(store, link.expires_at) ? unusable() : link;
};

/** Signs in with a link and marks it used; a refused sign-in leaves it unused. */
const useLink = <Result>(store: ConsumerStore, token: string, link: UserLink, use: () => Promise<Result>) => {
  if (token === testLink) return use();
  return consumeOnce(store.magicLinks, token, use, { ...link, used: true });
};

/**
 * Rejects a request whose IP address or user agent differs from the one that requested the link, if the options require
 * a match.
 */
export const checkMatch = (
  asked: Attributes | undefined,
  shown: Attributes | undefined,
  options: { ip_match_required?: boolean; user_agent_match_required?: boolean } | undefined,
) => {
  const differs = (name: 'ip_address' | 'user_agent') => !asked?.[name] || asked[name] !== shown?.[name];
  if (
    (options?.ip_match_required && differs('ip_address')) ||
    (options?.user_agent_match_required && differs('user_agent'))
  ) {
    fail(401, 'attribute_mismatch', 'The request comes from elsewhere than the one that asked for this.');
  }
};

/** Authentication factor of a magic link. */
const linkFactor = (email_id: string, email_address: string | undefined): AuthenticationFactor =>
  email_address === undefined
    ? {
        type: 'magic_link',
        delivery_method: 'embedded',
        embeddable_magic_link_factor: { embedded_id: email_id },
      }
    : { type: 'magic_link', delivery_method: 'email', email_factor: { email_id, email_address } };

/** Whether a link is an invitation to an address. */
const isInvitationOf = (email_id: string) => (link: UserLink) => link.invites === true && link.email_id === email_id;

export const magicLink = {
  api_magic_v1_Authenticate: {
    answer: async ({ store, body }) => {
      const link = findLink(store, body.token);
      const user = store.users.get(link.user_id);
      const email = user?.emails.find(({ email_id }) => email_id === link.email_id);
      // The link is invalid if its user was deleted or does not have the address.
      if (!user || (!link.embedded_id && !email)) return unusable();
      checkPkce(link.code_challenge, body.code_verifier);
      checkMatch(link.attributes, body.attributes, body.options);
      const factor = linkFactor(link.embedded_id ?? link.email_id, email?.email);
      const { answer, reset_sessions } = await useLink(store, body.token, link, () =>
        signInWith(store, user, factor, body, link.embedded_id ? {} : { verifies: link.email_id }),
      );
      return { ...answer, method_id: link.embedded_id ?? link.email_id, reset_sessions };
    },
  },

  // The caller delivers an embeddable link, so it does not prove an email address.
  api_magic_v1_Create: {
    answer: ({ store, body }) => {
      const { user_id } = findUser(store, body.user_id);
      const minutes = checkLinkMinutes(body.expiration_minutes, HOUR);
      const token = opaqueToken();
      store.magicLinks.set(token, {
        user_id,
        email_id: '',
        embedded_id: newId('magic-link'),
        expires_at: inMinutes(store, minutes),
        ...(body.attributes ? { attributes: body.attributes } : {}),
      });
      return { user_id, token };
    },
  },

  api_magic_v1_magic_links_email_Send: {
    answer: async ({ store, body }) => {
      const mails = checkMail(store, body);
      const receiver = await existingReceiver(store, 'email', body.email, body);
      mailLink(store, receiver, body.email, mailTo(receiver, false, mails));
      return { user_id: receiver.user.user_id, email_id: receiver.id };
    },
  },

  api_magic_v1_magic_links_email_LoginOrCreate: {
    answer: ({ store, body }) => {
      const mails = checkMail(store, body);
      const receiver = anyReceiver(store, 'email', body.email, body);
      mailLink(store, receiver, body.email, mailTo(receiver, receiver.created, mails));
      return { user_id: receiver.user.user_id, email_id: receiver.id, user_created: receiver.created };
    },
  },

  // A second invitation sends another email.
  api_magic_v1_magic_links_email_Invite: {
    answer: ({ store, body }) => {
      const { email, name, trusted_metadata, untrusted_metadata, attributes } = body;
      checkEmail(email);
      checkRedirectUrl(store, 'invite', body.invite_magic_link_url);
      const minutes = checkLinkMinutes(body.invite_expiration_minutes, HOUR);
      const found = userByEmail(store, email);
      if (found && found.status !== 'pending' && email.toLowerCase() !== testEmail) {
        fail(400, 'duplicate_email', 'A user has this address.');
      }
      const before = found ?? { ...blankUser(store), emails: [newEmail(email)], status: 'pending' };
      const user = saveUser(store, {
        ...before,
        ...(name ? { name: { ...before.name, ...name } } : {}),
        trusted_metadata: mergeMetadata(before.trusted_metadata, trusted_metadata),
        untrusted_metadata: mergeMetadata(before.untrusted_metadata, untrusted_metadata),
      });
      const id = user.emails.find((one) => one.email.toLowerCase() === email.toLowerCase())?.email_id ?? '';
      const { locale, invite_magic_link_url: url } = body;
      mailLink(store, { user, id }, email, { purpose: 'invite', minutes, url, locale, attributes, invites: true });
      return { user_id: user.user_id, email_id: id };
    },
  },

  // A pending user exists only through the invitation and is deleted with it.
  api_magic_v1_magic_links_email_RevokeInvite: {
    answer: ({ store, body: { email } }) => {
      checkEmail(email);
      if (email.toLowerCase() === testEmail) return {};
      const user = userByEmail(store, email);
      const id = user?.emails.find((one) => one.email.toLowerCase() === email.toLowerCase())?.email_id ?? '';
      const isInvitation = isInvitationOf(id);
      const links = [...store.magicLinks].filter(([, link]) => isInvitation(link));
      if (!user || links.length === 0) return fail(404, 'email_not_found', 'No user was invited at this address.');
      for (const [token] of links) store.magicLinks.delete(token);
      if (user.status === 'pending') removeUser(store, user.user_id);
      return {};
    },
  },
} satisfies DomainHandlers<ConsumerStore>;
