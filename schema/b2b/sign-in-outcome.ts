/** Result of every sign-in: a session, or the next step. */
import { type SignInOutcomeShape, type SignInShape, signInOutcome } from '../../resolvers/b2b/sign-in.ts';
import { keepSession } from '../../resolvers/shared/sign-in-outcome.ts';
import type { Context } from '../../src/graphql/context.ts';
import { builder } from '../builder.ts';
import type { PayloadFieldBuilder } from '../mutation.ts';
import { Device } from '../shared/device.ts';
import { sessionTokensPayload } from '../shared/sign-in-outcome.ts';
import { Member } from './member.ts';
import { Organization } from './organization.ts';
import { AuthMethod, MfaMethod } from './organization-setting.ts';
import { MemberSession } from './session.ts';
import { MfaOptions } from './sign-in.ts';

const outcomeRef = (kind: SignInOutcomeShape['kind']) => builder.objectRef<SignInOutcomeShape>(kind);

const session = (t: PayloadFieldBuilder<SignInOutcomeShape>) =>
  t.expose('member_session', {
    type: MemberSession,
    nullable: true,
    description: 'The session. Null if Stytch sent only its tokens.',
  });

/**
 * Token of an unfinished sign-in, an input of the next step.
 *
 * @param type the type that has the field
 */
const intermediateToken = (t: PayloadFieldBuilder<SignInOutcomeShape>, type: SignInOutcomeShape['kind']) => ({
  intermediateSessionToken: t.string({
    secret: true,
    extensions: { exposed: 'intermediate_session_token', derived: true },
    description: 'Token of this sign-in. Send it with the mutation of the next step.',
    resolve: (step, _, { faults }) =>
      faults.secret(step.intermediate_session_token, { type, field: 'intermediateSessionToken' }, step),
  }),
  intermediateSessionTokenExpiresAt: t.expose('intermediate_session_token_expires_at', {
    type: 'DateTime',
    nullable: true,
    description: 'When the intermediate session token expires. Null if unknown.',
  }),
});

const mfaOptions = (t: PayloadFieldBuilder<SignInOutcomeShape>, description: string) =>
  t.expose('member_options', { type: MfaOptions, nullable: true, description });

const SignedIn = outcomeRef('SignedIn').implement({
  description: 'The sign-in is complete: the member has a session.',
  fields: (t) => ({ ...sessionTokensPayload(t, 'SignedIn'), session: session(t) }),
});

const SignedInByCookie = outcomeRef('SignedInByCookie').implement({
  description:
    'The sign-in is complete. The session tokens are in cookies of the response, not in its body. Only if the gateway is configured to set session cookies.',
  fields: (t) => ({ session: session(t) }),
});

const SecondFactorRequired = outcomeRef('SecondFactorRequired').implement({
  description:
    'The member needs a second factor: `authenticateMemberSmsPasscode`, `authenticateMemberTotp` or `recoverMember` completes the sign-in.',
  fields: (t) => ({
    ...intermediateToken(t, 'SecondFactorRequired'),
    options: mfaOptions(t, 'Second factors of the member. Null if unknown.'),
    started: t.expose('secondary_auth_initiated', {
      type: MfaMethod,
      nullable: true,
      description: 'SMS_OTP if Stytch already sent a passcode by text message. Null if nothing was sent.',
    }),
  }),
});

const EnrollmentRequired = outcomeRef('EnrollmentRequired').implement({
  description:
    'The member needs a second factor and has none: `sendMemberSmsPasscode` enrolls a phone, `createMemberTotp` an authenticator app.',
  fields: (t) => ({
    ...intermediateToken(t, 'EnrollmentRequired'),
    options: mfaOptions(t, 'Second factors of the member. Null because there are none.'),
  }),
});

const FirstFactorRequired = outcomeRef('FirstFactorRequired').implement({
  description:
    'The organization does not accept this sign-in method as a first factor. Sign in with another one and send the intermediate session token.',
  fields: (t) => ({
    ...intermediateToken(t, 'FirstFactorRequired'),
    allowedAuthMethods: t.expose('allowed_auth_methods', {
      type: [AuthMethod],
      nullable: true,
      description: 'Sign-in methods that the organization accepts. Null if unknown.',
    }),
  }),
});

/** discovery.ts adds the field `organizations`. */
export const OrganizationRequired = outcomeRef('OrganizationRequired').implement({
  description:
    'The email address is verified. The next step is to choose an organization with `exchangeIntermediateSession` or create one with `createDiscoveredOrganization`.',
  fields: (t) => intermediateToken(t, 'OrganizationRequired'),
});

/** Result of a sign-in. */
export const SignInOutcome = builder.unionType('SignInOutcome', {
  description: 'Result of a sign-in: a session, or the next step with its token.',
  types: [
    SignedIn,
    SignedInByCookie,
    SecondFactorRequired,
    EnrollmentRequired,
    FirstFactorRequired,
    OrganizationRequired,
  ],
  resolveType: ({ kind }) => kind,
});

const SignInInterface = builder.interfaceRef<SignInShape>('SignIn').implement({
  description: 'Interface of the payloads of all mutations that sign in. One fragment on it handles every sign-in.',
  fields: (t) => ({
    outcome: t.field({
      type: SignInOutcome,
      description: 'A session, or the next step.',
      resolve: (response, _, context) => signInOutcome(response, context),
    }),
    member: t.expose('member', {
      type: Member,
      nullable: true,
      expected: true,
      description: 'The member who signs in. Null until an organization is chosen.',
    }),
    organization: t.expose('organization', {
      type: Organization,
      nullable: true,
      expected: true,
      description: 'The organization that the member signs in to. Null until one is chosen.',
    }),
    requestId: t.exposeString('request_id', { description: 'Id of the call to Stytch, for its support.' }),
  }),
});

/** Result options of mutations that verify an email address: the payload type states the outcome. */
export const discoveryResult = {
  interfaces: [SignInInterface],
  verify: (response: SignInShape, context: Context): void => keepSession(response, context),
};

/** Result options of mutations that sign in to an organization. A response without an outcome is an error. */
export const signInResult = {
  interfaces: [SignInInterface],
  verify: (response: SignInShape, context: Context): void => {
    signInOutcome(response, context);
    keepSession(response, context);
  },
};

/** The device, for operations that accept a `telemetryId`. */
export const devicePayload = (t: PayloadFieldBuilder<SignInShape>) => ({
  memberDevice: t.expose('member_device', {
    type: Device,
    nullable: true,
    description: 'The device of the sign-in. Null unless `telemetryId` was given and recognized.',
  }),
});
