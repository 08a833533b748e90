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
  t.field({ type: 'EmailAddress', required: true, description: 'Email address to which the link is sent.' });

mutation('sendMemberMagicLink', {
  access: 'anyone',
  operations: ['post /v1/b2b/magic_links/email/login_or_signup'],
  description:
    'Sends a magic link by email that signs in to an organization. The response says only to servers whether a member has the address; all other callers get a success in both cases.',
  input: (t) => ({
    organizationId: organizationNameInput(t),
    emailAddress: emailAddress(t),
    loginRedirectUrl: linkRedirect(t, 'the link for an active member'),
    signupRedirectUrl: linkRedirect(t, 'the link for a first sign-in'),
    codeChallenge: pkceChallenge(t),
    loginTemplateId: mailTemplate(t, 'the email to an active member'),
    signupTemplateId: mailTemplate(t, 'the email for a first sign-in'),
    locale: mailLocale(t),
    loginExpirationMinutes: linkMinutes(t, 'the link for an active member'),
    signupExpirationMinutes: linkMinutes(t, 'the link for a first sign-in'),
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
      // The permission to invite must not suffice to create an administrator.
      roleIds: 'update.settings.roles',
    },
  },
  operations: ['post /v1/b2b/magic_links/email/invite'],
  description:
    'Invites a person to an organization by email. The member has the status INVITED until the person follows the link. `deleteMember` withdraws the invitation.',
  input: (t) => ({
    organizationId: organizationIdInput(t, 'Id of the organization.'),
    emailAddress: t.field({
      type: 'EmailAddress',
      required: true,
      description: 'Email address of the person. No active member of the organization may have it.',
    }),
    name: t.string({ description: 'Name of the person.' }),
    roleIds: t.idList({ idOf: 'Role', description: 'Ids of the roles to assign.' }),
    invitedByMemberId: t.id({
      idOf: 'Member',
      description: 'The member who invites. Members who call this are the inviter themselves. Servers only.',
    }),
    inviteRedirectUrl: linkRedirect(t, 'the invitation link'),
    inviteTemplateId: mailTemplate(t, 'the invitation email'),
    locale: mailLocale(t),
    inviteExpirationMinutes: t.int({
      description: 'Lifetime of the invitation: 5 to 10080 minutes. Default: 10080.',
    }),
    trustedMetadata: t.field({ type: 'JSONObject', description: 'Your own data about the member. Servers only.' }),
    untrustedMetadata: t.field({
      type: 'JSONObject',
      description: 'Data about the member that the member can write, too.',
    }),
  }),
  resolve: inviteMember,
  payload: (t) => ({
    member: t.expose('member', { type: Member, description: 'The person as an invited member.' }),
    memberEdge: t.field({
      type: MemberEdge,
      description: 'The invited member as an edge, to add to a list.',
      resolve: ({ member }) => newEdge(member),
    }),
    organization: t.expose('organization', {
      type: Organization,
      description: 'The organization that the person is invited to.',
    }),
  }),
});

mutation('authenticateMemberMagicLink', {
  access: signInAccess({ token: 'token' }),
  operations: ['post /v1/b2b/magic_links/authenticate'],
  description:
    'Signs in with the token of a magic link, which is valid once. A PENDING or INVITED member becomes ACTIVE.',
  input: (t) => ({
    token: linkToken(t),
    codeVerifier: pkceVerifier(t),
    ...joinedSessionInput(t),
    intermediateSessionToken: t.string({
      secret: true,
      description: 'Token of an unfinished sign-in to which the link adds a factor.',
    }),
    ...sessionWishes(t),
    locale: t.field({
      type: Locale,
      description: 'Language of the text message if a passcode is sent as second factor. Default: EN.',
    }),
    telemetryId: telemetryId(t),
  }),
  resolve: authenticateMemberMagicLink,
  ...signInResult,
  payload: (t) => ({
    ...devicePayload(t),
    methodId: t.exposeString('method_id', {
      nullable: true,
      description: 'Stytch id of the verified email address. Null if unknown.',
    }),
  }),
});

mutation('sendDiscoveryMagicLink', {
  access: 'anyone',
  operations: ['post /v1/b2b/magic_links/email/discovery/send'],
  description:
    'Sends a magic link for discovery by email: the organizations of the person are listed after they follow it. The response does not say whether anyone has the address.',
  input: (t) => ({
    emailAddress: emailAddress(t),
    discoveryRedirectUrl: linkRedirect(t, 'the link'),
    codeChallenge: pkceChallenge(t),
    loginTemplateId: mailTemplate(t, 'the email'),
    locale: mailLocale(t),
    discoveryExpirationMinutes: linkMinutes(t, 'the link'),
  }),
  resolve: sendDiscoveryMagicLink,
});

mutation('authenticateDiscoveryMagicLink', {
  access: signInAccess({ token: 'token' }),
  operations: ['post /v1/b2b/magic_links/discovery/authenticate'],
  description:
    'Verifies an email address with the token of a magic link, and lists the organizations that the person can sign in to.',
  input: (t) => ({
    token: linkToken(t),
    codeVerifier: pkceVerifier(t),
  }),
  resolve: authenticateDiscoveryMagicLink,
  ...discoveryResult,
  payload: discoveryPayload,
});
