import {
  createDiscoveredOrganization,
  discoveredOrganizations,
  discoveryStep,
  exchangeIntermediateSession,
  type IntermediateSessionShape,
  nextStepIn,
} from '../../resolvers/b2b/discovery.ts';
import { builder, contractObject, contractTypes, outputEnum } from '../builder.ts';
import { type InputFieldBuilder, mutation, type PayloadFieldBuilder } from '../mutation.ts';
import { SmsLocaleInput } from '../shared/locale.ts';
import { sessionWishes } from '../shared/session.ts';
import { organizationNameInput } from './ids.ts';
import { Member } from './member.ts';
import { Organization, organizationSettingsInput } from './organization.ts';
import { signInProofs } from './proof.ts';
import {
  devicePayload,
  MfaRequired,
  NextStep,
  nextStepPayload,
  PrimaryRequired,
  SignInInterface,
  signInAccess,
  telemetryId,
} from './sign-in.ts';

const MembershipType = outputEnum('MembershipType', 'What somebody is to an organization that was found for them.', {
  ACTIVE_MEMBER: { value: 'active_member', description: 'A member who can sign in.' },
  PENDING_MEMBER: { value: 'pending_member', description: 'A member who has not signed in yet.' },
  INVITED_MEMBER: { value: 'invited_member', description: 'Invited; signing in accepts.' },
  ELIGIBLE_TO_JOIN_BY_EMAIL_DOMAIN: {
    value: 'eligible_to_join_by_email_domain',
    description: 'A stranger whom the organization takes in for the domain of their address.',
  },
  ELIGIBLE_TO_JOIN_BY_OAUTH_TENANT: {
    value: 'eligible_to_join_by_oauth_tenant',
    description: 'A stranger whom the organization takes in for a Slack, HubSpot or GitHub tenant they belong to.',
  },
});

const Membership = contractObject('Membership', 'api_discovery_v1_Membership').implement({
  description: 'What somebody is to an organization, or may become.',
  fields: (t) => ({
    type: t.expose('type', { type: MembershipType, description: 'Member, invited, or free to join.' }),
    member: t.expose('member', {
      type: Member,
      nullable: true,
      description: 'Them as a member; null for whoever has yet to join.',
    }),
    details: t.expose('details', {
      type: 'JSONObject',
      nullable: true,
      description: 'Why they may join: the `domain`, or the `provider` and `tenant`. Null for members.',
    }),
  }),
});

const DiscoveredOrganization = contractObject(
  'DiscoveredOrganization',
  'api_discovery_v1_DiscoveredOrganization',
).implement({
  description: 'An organization that somebody can sign in to, and what that takes.',
  fields: (t) => ({
    organization: t.expose('organization', {
      type: Organization,
      nullable: true,
      description: 'The organization itself.',
    }),
    membership: t.expose('membership', {
      type: Membership,
      nullable: true,
      description: 'What the person is to it.',
    }),
    nextStep: t.field({
      type: NextStep,
      description: 'What would be left to do there; NOTHING where choosing it is enough.',
      resolve: nextStepIn,
    }),
    memberAuthenticated: t.exposeBoolean('member_authenticated', {
      description: 'Whether what was shown so far is enough to sign in there.',
    }),
    primaryRequired: t.expose('primary_required', {
      type: PrimaryRequired,
      nullable: true,
      description: 'Another first factor that is asked for there; null when none is missing.',
    }),
    mfaRequired: t.expose('mfa_required', {
      type: MfaRequired,
      nullable: true,
      description: 'The second factor that is asked for there; null when none is.',
    }),
  }),
});

// Stands for all answers that prove an address; what else one of them holds is in its payload, beside this.
contractTypes.set('IntermediateSession', [
  'api_b2b_magic_v1_b2b_magic_links_discovery_AuthenticateResponse',
  'api_b2b_oauth_v1_b2b_oauth_discovery_AuthenticateResponse',
  'api_b2b_otp_v1_b2b_otp_email_discovery_AuthenticateResponse',
  'api_b2b_password_v1_b2b_passwords_discovery_AuthenticateResponse',
  'api_b2b_password_v1_b2b_passwords_discovery_email_ResetResponse',
]);
export const IntermediateSession = builder.objectRef<IntermediateSessionShape>('IntermediateSession').implement({
  description: 'A person who is known by their address, and has an organization to choose or to create.',
  fields: (t) => ({
    token: t.exposeString('intermediate_session_token', {
      secret: true,
      description:
        'Stands for what was proven, for ten minutes: for `exchangeIntermediateSession` or `createDiscoveredOrganization`.',
    }),
    tokenExpiresAt: t.expose('intermediate_session_token_expires_at', {
      type: 'DateTime',
      nullable: true,
      description: 'Time after which `token` is refused. Null if Stytch does not say.',
    }),
    emailAddress: t.expose('email_address', {
      type: 'EmailAddress',
      nullable: true,
      description: 'Address they are known by.',
    }),
    nextStep: t.field({ type: NextStep, description: 'What is left to do: ORGANIZATION.', resolve: discoveryStep }),
    discoveredOrganizations: t.expose('discovered_organizations', {
      type: [DiscoveredOrganization],
      description: 'Where they are a member, are invited or may join; empty where all they can do is create one.',
    }),
  }),
});

/** What every operation that proves an address, and no more, answers. */
export const discoveryPayload = (t: PayloadFieldBuilder<IntermediateSessionShape>) => ({
  intermediateSession: t.field({
    type: IntermediateSession,
    description: 'The person so far, and the organizations that are open to them.',
    resolve: (answer) => answer,
  }),
});

const Discovery = contractObject('Discovery', 'api_discovery_v1_discovery_ListResponse').implement({
  description: 'Whose organizations were looked for, and which were found.',
  fields: (t) => ({
    emailAddress: t.expose('email_address', {
      type: 'EmailAddress',
      nullable: true,
      description: 'Address the person is known by.',
    }),
    organizationIdHint: t.exposeString('organization_id_hint', {
      nullable: true,
      description: 'Id of the organization that the sign-in began with; null where it began with none.',
    }),
    organizations: t.expose('discovered_organizations', {
      type: [DiscoveredOrganization],
      description:
        'Where they are a member or invited and, with an intermediate session, also those they may newly join.',
    }),
  }),
});

builder.queryField('discoveredOrganizations', (t) =>
  t.field({
    type: Discovery,
    nullable: true,
    access: signInAccess(signInProofs),
    operations: ['post /v1/b2b/discovery/organizations'],
    description: 'The organizations open to whoever holds one of these tokens.',
    args: {
      intermediateSessionToken: t.arg.string({
        secret: true,
        description: 'Token of a sign-in under way; give it, or one of a session.',
      }),
      sessionToken: t.arg.string({
        secret: true,
        description: 'Token of a session; leads on with `exchangeMemberSession`.',
      }),
      sessionJwt: t.arg.string({ secret: true, description: 'JWT of a session, in place of its token.' }),
    },
    resolve: discoveredOrganizations,
  }),
);

const proof = (t: InputFieldBuilder) =>
  t.string({ required: true, secret: true, description: 'Token of the person’s intermediate session.' });

mutation('createDiscoveredOrganization', {
  access: {
    ...signInAccess({ intermediateSessionToken: 'token' }),
    // What a founder cannot set later either, by `updateOrganization`.
    serversOnly: [
      'sessionCustomClaims',
      'externalId',
      'trustedMetadata',
      'firstPartyConnectedAppsAllowedType',
      'allowedFirstPartyConnectedApps',
      'thirdPartyConnectedAppsAllowedType',
      'allowedThirdPartyConnectedApps',
    ],
  },
  operations: ['post /v1/b2b/discovery/organizations/create'],
  description:
    'Creates an organization for a person who was found to read mail at their address, and signs them in as its first administrator.',
  input: (t) => ({
    intermediateSessionToken: proof(t),
    name: t.string({
      description: 'What people call the organization: 1 to 128 characters; made from the address when not given.',
    }),
    ...organizationSettingsInput(t),
    ...sessionWishes(t),
    telemetryId: telemetryId(t),
  }),
  resolve: createDiscoveredOrganization,
  interfaces: [SignInInterface],
  payload: (t) => ({ ...devicePayload(t), ...nextStepPayload(t) }),
});

mutation('exchangeIntermediateSession', {
  access: signInAccess({ intermediateSessionToken: 'token' }),
  operations: ['post /v1/b2b/discovery/intermediate_sessions/exchange'],
  description:
    'Chooses an organization for a person known by their address: accepts an invitation, joins where they may, and signs in unless something is missing.',
  input: (t) => ({
    intermediateSessionToken: proof(t),
    organizationId: organizationNameInput(t, 'The organization.'),
    ...sessionWishes(t),
    locale: t.field({
      type: SmsLocaleInput,
      description: 'Language of the passcode that is texted where a second factor is missing; English when not given.',
    }),
    telemetryId: telemetryId(t),
  }),
  resolve: exchangeIntermediateSession,
  interfaces: [SignInInterface],
  payload: (t) => ({ ...devicePayload(t), ...nextStepPayload(t) }),
});
