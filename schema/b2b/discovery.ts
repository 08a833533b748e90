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

const MembershipType = wordEnum('MembershipType', 'Relation of a person to an organization found by discovery.', {
  ACTIVE_MEMBER: { value: 'active_member', description: 'A member who can sign in.' },
  PENDING_MEMBER: { value: 'pending_member', description: 'A member who has not signed in yet.' },
  INVITED_MEMBER: { value: 'invited_member', description: 'An invited member. Signing in accepts the invitation.' },
  ELIGIBLE_TO_JOIN_BY_EMAIL_DOMAIN: {
    value: 'eligible_to_join_by_email_domain',
    description: 'Not a member, but the organization accepts the domain of their email address.',
  },
  ELIGIBLE_TO_JOIN_BY_OAUTH_TENANT: {
    value: 'eligible_to_join_by_oauth_tenant',
    description: 'Not a member, but the organization accepts their Slack, HubSpot or GitHub tenant.',
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
  description: 'Relation of a person to an organization: existing or possible membership.',
  fields: (t) => ({
    type: t.expose('type', {
      type: MembershipType,
      description: 'Kind of relation: member, invited, or eligible to join.',
    }),
    member: t.expose('member', {
      type: Member,
      nullable: true,
      description: 'The person as a member. Null if they have not joined.',
    }),
    emailDomain: t.string({
      nullable: true,
      extensions: { exposed: 'details', derived: true },
      description:
        'Email domain that allows the person to join. Null if `type` is not ELIGIBLE_TO_JOIN_BY_EMAIL_DOMAIN.',
      resolve: detail('domain', { type: 'Membership', field: 'emailDomain' }),
    }),
    oauthTenant: t.field({
      type: OauthTenant,
      nullable: true,
      extensions: { exposed: 'details', derived: true },
      description:
        'OAuth tenant that allows the person to join. Null if `type` is not ELIGIBLE_TO_JOIN_BY_OAUTH_TENANT.',
      resolve: oauthTenant,
    }),
  }),
});

const DiscoveredOrganization = contractObject(
  'DiscoveredOrganization',
  'api_discovery_v1_DiscoveredOrganization',
).implement({
  description: 'An organization that a person can sign in to, and the steps that remain.',
  fields: (t) => ({
    organization: t.expose('organization', {
      type: Organization,
      nullable: true,
      description: 'The organization. Null if Stytch does not return it.',
    }),
    membership: t.expose('membership', {
      type: Membership,
      nullable: true,
      description: 'Relation of the person to the organization. Null if Stytch does not return it.',
    }),
    nextStep: t.field({
      type: NextStep,
      description: 'Step that remains to sign in there. NOTHING if choosing the organization is enough.',
      resolve: nextStepIn,
    }),
    primaryRequired: t.expose('primary_required', {
      type: PrimaryRequired,
      nullable: true,
      description: 'First factor that the organization requires in addition. Null if none is missing.',
    }),
    mfaRequired: t.expose('mfa_required', {
      type: MfaRequired,
      nullable: true,
      description: 'Second factor that the organization requires. Null if none is missing.',
    }),
  }),
});

builder.objectField(OrganizationRequired, 'organizations', (t) =>
  t.expose('discovered_organizations', {
    type: [DiscoveredOrganization],
    nullable: true,
    description:
      'Organizations in which the person is a member, is invited or may join. Null or empty if there are none: the person can only create one.',
  }),
);

/** Payload of operations that verify an email address without signing in to an organization. */
export const discoveryPayload = (t: PayloadFieldBuilder<DiscoveryShape>) => ({
  outcome: t.field({
    type: SignInOutcome,
    description: 'The organizations to choose from.',
    resolve: discoveryOutcome,
  }),
  member: t.field({
    type: Member,
    nullable: true,
    description: 'Always null: a member exists only within an organization.',
    resolve: () => null,
  }),
  organization: t.field({
    type: Organization,
    nullable: true,
    description: 'Always null: no organization is chosen yet.',
    resolve: () => null,
  }),
  emailAddress: t.expose('email_address', {
    type: 'EmailAddress',
    nullable: true,
    description: 'The verified email address. Null if Stytch does not return it.',
  }),
});

mutation('discoverOrganizations', {
  access: signInAccess(signInProofs),
  operations: ['post /v1/b2b/discovery/organizations'],
  readOnly: true,
  description:
    'Lists the organizations that a person can sign in to. Changes nothing. It is a mutation so that no cache stores the token.',
  input: (t) =>
    signInCredentialInput(t, {
      required: true,
      description:
        'The person’s unfinished sign-in, or their session. From a session continue with `exchangeMemberSession`.',
    }),
  resolve: discoverOrganizations,
  payload: (t) => ({
    emailAddress: t.expose('email_address', {
      type: 'EmailAddress',
      description: 'Email address of the person.',
    }),
    organizationIdHint: t.exposeString('organization_id_hint', {
      nullable: true,
      description: 'Id of the organization for which the sign-in started. Null if it started without one.',
    }),
    organizations: t.expose('discovered_organizations', {
      type: [DiscoveredOrganization],
      description:
        'Organizations in which the person is a member or invited. With an intermediate session also those that they may join.',
    }),
  }),
});

const proof = (t: InputFieldBuilder) =>
  t.string({ required: true, secret: true, description: 'Token of the person’s intermediate session.' });

mutation('createDiscoveredOrganization', {
  access: {
    ...signInAccess({ intermediateSessionToken: 'token' }),
    // Inputs that a member cannot set with `updateOrganization` either.
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
    'Creates an organization for a person with a verified email address and signs them in as its first administrator.',
  input: (t) => ({
    intermediateSessionToken: proof(t),
    name: t.string({
      description: 'Display name of the organization: 1 to 128 characters. Default: derived from the email address.',
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
    'Signs a person with a verified email address in to an organization: accepts their invitation, or joins if they may. The outcome names any missing factor.',
  input: (t) => ({
    intermediateSessionToken: proof(t),
    organizationId: organizationNameInput(t, 'Organization to sign in to.'),
    ...sessionWishes(t),
    locale: t.field({
      type: SmsLocale,
      description: 'Language of the text message if a passcode is sent as second factor. Default: EN.',
    }),
    telemetryId: telemetryId(t),
  }),
  resolve: exchangeIntermediateSession,
  ...signInResult,
  payload: devicePayload,
});
