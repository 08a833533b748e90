import {
  authenticateDiscoveryMagicLink,
  authenticateMemberMagicLink,
  inviteMember,
  sendDiscoveryMagicLink,
  sendMemberMagicLink,
} from '../../resolvers/b2b/magic-link.ts';
import { LocaleInput } from '../locale.ts';
import { type InputFields, mutation } from '../mutation.ts';
import { discoveryPayload } from './discovery.ts';
import { Member } from './member.ts';
import { Organization } from './organization.ts';
import {
  devicePayload,
  mailedPayload,
  SignInInterface,
  sessionTokens,
  sessionWishes,
  stepPayload,
  telemetryId,
  whoever,
} from './sign-in.ts';

const emailAddress = (t: InputFields) =>
  t.field({ type: 'EmailAddress', required: true, description: 'Address the link is mailed to.' });

const locale = (t: InputFields) =>
  t.field({ type: LocaleInput, description: 'Language of the mail; EN when not given.' });

const challenge = (t: InputFields) =>
  t.string({
    description:
      'SHA-256 hash, in base64url, of a secret that the client keeps: whoever follows the link has to show the secret (PKCE).',
  });

const verifier = (t: InputFields) =>
  t.string({
    secret: true,
    description: 'The secret whose hash was given when the link was sent; required where one was (PKCE).',
  });

/** The template of a mail, by what it is for. */
const template = (t: InputFields, purpose: string) =>
  t.string({ description: `Template of the project for the ${purpose}; its default when not given.` });

/** Where a link leads. */
const redirect = (t: InputFields, purpose: string) =>
  t.field({
    type: 'URL',
    description: `Where the link of the ${purpose} leads, one that the project allows; its default when not given.`,
  });

const minutes = (t: InputFields, purpose: string) =>
  t.int({ description: `How long the ${purpose} may take: 5 to 10080 minutes, an hour when not given.` });

mutation('sendMemberMagicLink', {
  access: 'anyone',
  operations: ['post /v1/b2b/magic_links/email/login_or_signup'],
  description:
    'Mails a link that signs in to an organization. Only servers are told whether somebody there has the address; everybody else sees a success either way.',
  input: (t) => ({
    organizationId: t.string({ required: true, description: 'Where to sign in: id, slug or external id.' }),
    emailAddress: emailAddress(t),
    loginRedirectUrl: redirect(t, 'login of an active member'),
    signupRedirectUrl: redirect(t, 'first login of anybody else'),
    pkceCodeChallenge: challenge(t),
    loginTemplateId: template(t, 'mail to an active member'),
    signupTemplateId: template(t, 'mail to anybody else'),
    locale: locale(t),
    loginExpirationMinutes: minutes(t, 'login of an active member'),
    signupExpirationMinutes: minutes(t, 'first login of anybody else'),
  }),
  resolve: sendMemberMagicLink,
  payload: mailedPayload,
});

mutation('inviteMember', {
  access: {
    resource: 'stytch.member',
    people: 'permitted',
    action: {
      emailAddress: 'create',
      inviteRedirectUrl: 'create',
      name: 'create',
      untrustedMetadata: 'create',
      inviteTemplateId: 'create',
      locale: 'create',
      inviteExpirationMinutes: 'create',
      // Who may only invite shall not make an administrator that way.
      roles: 'update.settings.roles',
    },
  },
  operations: ['post /v1/b2b/magic_links/email/invite'],
  description:
    'Invites a person to an organization by mail. They are a member with the status INVITED until they follow the link; `deleteMember` takes the invitation back.',
  input: (t) => ({
    organizationId: t.string({ required: true, description: 'Where to: id, slug or external id.' }),
    emailAddress: t.field({
      type: 'EmailAddress',
      required: true,
      description: 'Address of the person; no active member of the organization may have it.',
    }),
    name: t.string({ description: 'What the person is called.' }),
    roles: t.stringList({ description: 'Ids of the roles they shall have.' }),
    invitedByMemberId: t.string({
      description: 'The member in whose name it happens. Servers only: a member who invites is that member.',
    }),
    inviteRedirectUrl: redirect(t, 'invitation'),
    inviteTemplateId: template(t, 'invitation'),
    locale: locale(t),
    inviteExpirationMinutes: t.int({
      description: 'How long the invitation stands: 5 to 10080 minutes, a week when not given.',
    }),
    trustedMetadata: t.field({ type: 'JSONObject', description: 'Your own data about the member. Servers only.' }),
    untrustedMetadata: t.field({ type: 'JSONObject', description: 'Data about the member that they may write too.' }),
  }),
  resolve: inviteMember,
  payload: (t) => ({
    member: t.expose('member', {
      type: Member,
      nullable: true,
      expected: true,
      description: 'The person, as an invited member.',
    }),
    organization: t.expose('organization', {
      type: Organization,
      nullable: true,
      expected: true,
      description: 'Where they are invited to.',
    }),
  }),
});

mutation('authenticateMemberMagicLink', {
  access: whoever({ token: 'token' }),
  operations: ['post /v1/b2b/magic_links/authenticate'],
  description:
    'Signs in by the token of a link that was followed. Whoever was PENDING or INVITED becomes ACTIVE; a link works once.',
  input: (t) => ({
    token: t.string({ required: true, secret: true, description: 'The `token` in the address the link led to.' }),
    pkceCodeVerifier: verifier(t),
    ...sessionTokens(t, 'session to add to, if there is one'),
    intermediateSessionToken: t.string({
      secret: true,
      description: 'Token of a sign-in under way that the link adds to, if there is one.',
    }),
    ...sessionWishes(t),
    locale: t.field({
      type: LocaleInput,
      description: 'Language of the passcode that is texted where a second factor is missing; EN when not given.',
    }),
    telemetryId: telemetryId(t),
  }),
  resolve: authenticateMemberMagicLink,
  interfaces: [SignInInterface],
  payload: (t) => ({
    ...devicePayload(t),
    ...stepPayload(t),
    methodId: t.exposeString('method_id', { description: 'Stytch id of the address that was shown to be theirs.' }),
  }),
});

mutation('sendDiscoveryMagicLink', {
  access: 'anyone',
  operations: ['post /v1/b2b/magic_links/email/discovery/send'],
  description:
    'Mails a link to whoever has an address, without saying whether they are a member anywhere: following it shows them where.',
  input: (t) => ({
    emailAddress: emailAddress(t),
    discoveryRedirectUrl: redirect(t, 'mail'),
    pkceCodeChallenge: challenge(t),
    loginTemplateId: template(t, 'mail'),
    locale: locale(t),
    discoveryExpirationMinutes: minutes(t, 'discovery'),
  }),
  resolve: sendDiscoveryMagicLink,
});

mutation('authenticateDiscoveryMagicLink', {
  access: whoever({ token: 'token' }),
  operations: ['post /v1/b2b/magic_links/discovery/authenticate'],
  description:
    'Shows that a person reads mail at their address, by the token of a link that was followed, and which organizations are open to them.',
  input: (t) => ({
    token: t.string({ required: true, secret: true, description: 'The `token` in the address the link led to.' }),
    pkceCodeVerifier: verifier(t),
  }),
  resolve: authenticateDiscoveryMagicLink,
  payload: discoveryPayload,
});
