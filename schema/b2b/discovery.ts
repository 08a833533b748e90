import {
  createDiscoveredOrganization,
  type DiscoveryShape,
  discoverOrganizations,
  exchangeIntermediateSession,
  nextStepIn,
  type OauthTenantShape,
  oauthTenant,
} from '../../resolvers/b2b/discovery.ts';
import { discoveryOutcome } from '../../resolvers/b2b/sign-in.ts';
import { detail } from '../../resolvers/shared/detail.ts';
import { builder, contractObject, wordEnum } from '../builder.ts';
import { type InputFieldBuilder, mutation, type PayloadFieldBuilder } from '../mutation.ts';
import { SmsLocale } from '../shared/locale.ts';
import { sessionWishes } from '../shared/session.ts';
import { organizationNameInput } from './ids.ts';
import { Member } from './member.ts';
import { Organization, organizationSettingsInput } from './organization.ts';
import { newOrganizationSettingInput, OauthTenantProvider } from './organization-setting.ts';
import { signInCredentialInput, signInProofs } from './proof.ts';
import { MfaRequired, NextStep, PrimaryRequired, signInAccess, telemetryId } from './sign-in.ts';
import { devicePayload, OrganizationRequired, SignInOutcome, signInResult } from './sign-in-outcome.ts';

const MembershipType = wordEnum('MembershipType', 'How a person relates to an organization that was found for them.', {
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

const OauthTenant = builder.objectRef<OauthTenantShape>('OauthTenant').implement({
  description: 'A tenant of an OAuth provider: a Slack workspace, a HubSpot hub or a GitHub organization.',
  fields: (t) => ({
    provider: t.expose('provider', { type: OauthTenantProvider, description: 'The provider.' }),
    tenantId: t.exposeString('tenant', { description: 'Id of the tenant at the provider.' }),
  }),
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
    emailDomain: t.string({
      nullable: true,
      extensions: { exposed: 'details', derived: true },
      description: 'Domain of the email address with which they may join; null unless that is the reason.',
      resolve: detail('domain', { type: 'Membership', field: 'emailDomain' }),
    }),
    oauthTenant: t.field({
      type: OauthTenant,
      nullable: true,
      extensions: { exposed: 'details', derived: true },
      description: 'Tenant of their OAuth account with which they may join; null unless that is the reason.',
      resolve: oauthTenant,
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

builder.objectField(OrganizationRequired, 'organizations', (t) =>
  t.expose('discovered_organizations', {
    type: [DiscoveredOrganization],
    nullable: true,
    description:
      'The organizations where the person is a member, is invited or may join. Null or empty if there are none: all they can do is create one.',
  }),
);

/** What every operation that proves an address, and no more, answers. */
export const discoveryPayload = (t: PayloadFieldBuilder<DiscoveryShape>) => ({
  outcome: t.field({
    type: SignInOutcome,
    description: 'The organizations to choose from.',
    resolve: discoveryOutcome,
  }),
  member: t.field({
    type: Member,
    nullable: true,
    description: 'Always null, since a member exists only within an organization.',
    resolve: () => null,
  }),
  organization: t.field({
    type: Organization,
    nullable: true,
    description: 'Always null, since no organization is chosen yet.',
    resolve: () => null,
  }),
  emailAddress: t.expose('email_address', {
    type: 'EmailAddress',
    nullable: true,
    description: 'The email address that is proven.',
  }),
});

mutation('discoverOrganizations', {
  access: signInAccess(signInProofs),
  operations: ['post /v1/b2b/discovery/organizations'],
  readOnly: true,
  description:
    'Lists the organizations that are open to a person. Changes nothing; it is a mutation so that no cache keeps the token.',
  input: (t) =>
    signInCredentialInput(t, {
      required: true,
      description: 'The sign-in of the person, or their session, which leads on with `exchangeMemberSession`.',
    }),
  resolve: discoverOrganizations,
  payload: (t) => ({
    emailAddress: t.expose('email_address', {
      type: 'EmailAddress',
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
      'firstPartyConnectedApps',
      'thirdPartyConnectedApps',
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
    ...newOrganizationSettingInput(t),
    ...sessionWishes(t),
    telemetryId: telemetryId(t),
  }),
  resolve: createDiscoveredOrganization,
  ...signInResult,
  payload: devicePayload,
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
      type: SmsLocale,
      description: 'Language of the passcode that is texted where a second factor is missing; English when not given.',
    }),
    telemetryId: telemetryId(t),
  }),
  resolve: exchangeIntermediateSession,
  ...signInResult,
  payload: devicePayload,
});
