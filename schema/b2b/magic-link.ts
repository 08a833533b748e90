import {
  authenticateDiscoveryMagicLink,
  authenticateMemberMagicLink,
  inviteMember,
  sendDiscoveryMagicLink,
  sendMemberMagicLink,
} from '../../resolvers/b2b/magic-link.ts';
import { newEdge } from '../../resolvers/connection.ts';
import { type InputFieldBuilder, mutation } from '../mutation.ts';
import { Locale } from '../shared/locale.ts';
import {
  linkMinutes,
  linkRedirect,
  linkToken,
  mailLocale,
  mailTemplate,
  pkceChallenge,
  pkceVerifier,
} from '../shared/magic-link.ts';
import { joinedSessionInput, sessionWishes } from '../shared/session.ts';
import { discoveryPayload } from './discovery.ts';
import { organizationIdInput, organizationNameInput } from './ids.ts';
import { Member, MemberEdge } from './member.ts';
import { Organization } from './organization.ts';
import { mailPayload, signInAccess, telemetryId } from './sign-in.ts';
import { devicePayload, discoveryResult, signInResult } from './sign-in-outcome.ts';

const emailAddress = (t: InputFieldBuilder) =>
  t.field({ type: 'EmailAddress', required: true, description: 'Address the link is mailed to.' });

mutation('sendMemberMagicLink', {
  access: 'anyone',
  operations: ['post /v1/b2b/magic_links/email/login_or_signup'],
  description:
    'Mails a link that signs in to an organization. Only servers are told whether somebody there has the address; everybody else sees a success either way.',
  input: (t) => ({
    organizationId: organizationNameInput(t),
    emailAddress: emailAddress(t),
    loginRedirectUrl: linkRedirect(t, 'login of an active member'),
    signupRedirectUrl: linkRedirect(t, 'first login of anybody else'),
    codeChallenge: pkceChallenge(t),
    loginTemplateId: mailTemplate(t, 'mail to an active member'),
    signupTemplateId: mailTemplate(t, 'mail to anybody else'),
    locale: mailLocale(t),
    loginExpirationMinutes: linkMinutes(t, 'login of an active member'),
    signupExpirationMinutes: linkMinutes(t, 'first login of anybody else'),
  }),
  resolve: sendMemberMagicLink,
  payload: mailPayload,
});

mutation('inviteMember', {
  access: {
    resource: 'stytch.member',
    signedIn: 'permitted',
    action: {
      emailAddress: 'create',
      inviteRedirectUrl: 'create',
      name: 'create',
      untrustedMetadata: 'create',
      inviteTemplateId: 'create',
      locale: 'create',
      inviteExpirationMinutes: 'create',
      // Who may only invite shall not make an administrator that way.
      roleIds: 'update.settings.roles',
    },
  },
  operations: ['post /v1/b2b/magic_links/email/invite'],
  description:
    'Invites a person to an organization by mail. They are a member with the status INVITED until they follow the link; `deleteMember` takes the invitation back.',
  input: (t) => ({
    organizationId: organizationIdInput(t, 'Id of the organization that they are invited to.'),
    emailAddress: t.field({
      type: 'EmailAddress',
      required: true,
      description: 'Address of the person; no active member of the organization may have it.',
    }),
    name: t.string({ description: 'What the person is called.' }),
    roleIds: t.idList({ idOf: 'Role', description: 'Ids of the roles they shall have.' }),
    invitedByMemberId: t.id({
      idOf: 'Member',
      description: 'The member in whose name it happens. Servers only: a member who invites is that member.',
    }),
    inviteRedirectUrl: linkRedirect(t, 'invitation'),
    inviteTemplateId: mailTemplate(t, 'invitation'),
    locale: mailLocale(t),
    inviteExpirationMinutes: t.int({
      description: 'How long the invitation stands: 5 to 10080 minutes, a week when not given.',
    }),
    trustedMetadata: t.field({ type: 'JSONObject', description: 'Your own data about the member. Servers only.' }),
    untrustedMetadata: t.field({ type: 'JSONObject', description: 'Data about the member that they may write too.' }),
  }),
  resolve: inviteMember,
  payload: (t) => ({
    member: t.expose('member', { type: Member, description: 'The person, as an invited member.' }),
    memberEdge: t.field({
      type: MemberEdge,
      description: 'The person as an edge, to be added to a list.',
      resolve: ({ member }) => newEdge(member),
    }),
    organization: t.expose('organization', { type: Organization, description: 'Where they are invited to.' }),
  }),
});

mutation('authenticateMemberMagicLink', {
  access: signInAccess({ token: 'token' }),
  operations: ['post /v1/b2b/magic_links/authenticate'],
  description:
    'Signs in by the token of a link that was followed. Whoever was PENDING or INVITED becomes ACTIVE; a link works once.',
  input: (t) => ({
    token: linkToken(t),
    codeVerifier: pkceVerifier(t),
    ...joinedSessionInput(t),
    intermediateSessionToken: t.string({
      secret: true,
      description: 'Token of a sign-in under way that the link adds to, if there is one.',
    }),
    ...sessionWishes(t),
    locale: t.field({
      type: Locale,
      description: 'Language of the passcode that is texted where a second factor is missing; EN when not given.',
    }),
    telemetryId: telemetryId(t),
  }),
  resolve: authenticateMemberMagicLink,
  ...signInResult,
  payload: (t) => ({
    ...devicePayload(t),
    methodId: t.exposeString('method_id', {
      nullable: true,
      description: 'Stytch id of the address that was shown to be theirs.',
    }),
  }),
});

mutation('sendDiscoveryMagicLink', {
  access: 'anyone',
  operations: ['post /v1/b2b/magic_links/email/discovery/send'],
  description:
    'Mails a link to whoever has an address, without saying whether they are a member anywhere: following it shows them where.',
  input: (t) => ({
    emailAddress: emailAddress(t),
    discoveryRedirectUrl: linkRedirect(t, 'mail'),
    codeChallenge: pkceChallenge(t),
    loginTemplateId: mailTemplate(t, 'mail'),
    locale: mailLocale(t),
    discoveryExpirationMinutes: linkMinutes(t, 'discovery'),
  }),
  resolve: sendDiscoveryMagicLink,
});

mutation('authenticateDiscoveryMagicLink', {
  access: signInAccess({ token: 'token' }),
  operations: ['post /v1/b2b/magic_links/discovery/authenticate'],
  description:
    'Shows that a person reads mail at their address, by the token of a link that was followed, and which organizations are open to them.',
  input: (t) => ({
    token: linkToken(t),
    codeVerifier: pkceVerifier(t),
  }),
  resolve: authenticateDiscoveryMagicLink,
  ...discoveryResult,
  payload: discoveryPayload,
});
