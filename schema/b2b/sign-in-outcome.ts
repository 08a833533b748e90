/** What every way to sign in answers: a session, or what is missing. */
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
    description: 'The session. Null if Stytch sent its tokens only.',
  });

/**
 * The token that the next step of a sign-in takes.
 *
 * @param type the type that shows it
 */
const intermediateToken = (t: PayloadFieldBuilder<SignInOutcomeShape>, type: SignInOutcomeShape['kind']) => ({
  intermediateSessionToken: t.string({
    secret: true,
    extensions: { exposed: 'intermediate_session_token', derived: true },
    description: 'Token of this sign-in. The mutation that does the next step takes it.',
    resolve: (step, _, { faults }) =>
      faults.secret(step.intermediate_session_token, { type, field: 'intermediateSessionToken' }, step),
  }),
  intermediateSessionTokenExpiresAt: t.expose('intermediate_session_token_expires_at', {
    type: 'DateTime',
    nullable: true,
    description: 'Time at which the intermediate session token expires. Null if Stytch does not say.',
  }),
});

const mfaOptions = (t: PayloadFieldBuilder<SignInOutcomeShape>, description: string) =>
  t.expose('member_options', { type: MfaOptions, nullable: true, description });

const SignedIn = outcomeRef('SignedIn').implement({
  description: 'The sign-in is finished: the member has a session.',
  fields: (t) => ({ ...sessionTokensPayload(t, 'SignedIn'), session: session(t) }),
});

const SignedInByCookie = outcomeRef('SignedInByCookie').implement({
  description:
    'The sign-in is finished, and the tokens of the session are in cookies of the response, not in its body. Only if the gateway sets session cookies.',
  fields: (t) => ({ session: session(t) }),
});

const SecondFactorRequired = outcomeRef('SecondFactorRequired').implement({
  description:
    'The member has to show a second factor: `authenticateMemberSmsPasscode`, `authenticateMemberTotp` or `recoverMember` finishes the sign-in.',
  fields: (t) => ({
    ...intermediateToken(t, 'SecondFactorRequired'),
    options: mfaOptions(t, 'The second factors that the member has. Null if Stytch does not say.'),
    started: t.expose('secondary_auth_initiated', {
      type: MfaMethod,
      nullable: true,
      description: 'SMS_OTP if Stytch has texted a passcode already. Null if nothing was sent.',
    }),
  }),
});

const EnrollmentRequired = outcomeRef('EnrollmentRequired').implement({
  description:
    'The member needs a second factor and has none: `sendMemberSmsPasscode` enrolls a phone, `createMemberTotp` an authenticator app.',
  fields: (t) => ({
    ...intermediateToken(t, 'EnrollmentRequired'),
    options: mfaOptions(t, 'The second factors that the member has. Null, since there are none to choose from.'),
  }),
});

const FirstFactorRequired = outcomeRef('FirstFactorRequired').implement({
  description:
    'The organization does not accept this way to sign in as a first factor. Sign in by another one, and pass the intermediate session token along.',
  fields: (t) => ({
    ...intermediateToken(t, 'FirstFactorRequired'),
    allowedAuthMethods: t.expose('allowed_auth_methods', {
      type: [AuthMethod],
      nullable: true,
      description: 'The ways to sign in that the organization accepts. Null if Stytch does not say.',
    }),
  }),
});

/** The organizations are declared by discovery, which knows them. */
export const OrganizationRequired = outcomeRef('OrganizationRequired').implement({
  description:
    'The email address of the person is proven, and an organization has to be chosen by `exchangeIntermediateSession`, or created by `createDiscoveredOrganization`.',
  fields: (t) => intermediateToken(t, 'OrganizationRequired'),
});

/** What a sign-in came to. */
export const SignInOutcome = builder.unionType('SignInOutcome', {
  description: 'What a sign-in came to: a session, or what is missing, with the token that the next step takes.',
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
  description: 'What every mutation that signs in, or may, answers. One fragment on it drives one sign-in screen.',
  fields: (t) => ({
    outcome: t.field({
      type: SignInOutcome,
      description: 'A session, or what is missing.',
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
    requestId: t.exposeString('request_id', { description: 'Id of the call at Stytch, to be named to its support.' }),
  }),
});

/** Of a mutation that proves an address: its payload says what it came to. */
export const discoveryResult = {
  interfaces: [SignInInterface],
  verify: (response: SignInShape, context: Context): void => keepSession(response, context),
};

/** Of a mutation that signs in to an organization: a response that does not tell what it came to is an error. */
export const signInResult = {
  interfaces: [SignInInterface],
  verify: (response: SignInShape, context: Context): void => {
    signInOutcome(response, context);
    keepSession(response, context);
  },
};

/** The device, of an operation that can be told of one. */
export const devicePayload = (t: PayloadFieldBuilder<SignInShape>) => ({
  memberDevice: t.expose('member_device', {
    type: Device,
    nullable: true,
    description: 'The device they sign in with; null unless a `telemetryId` was given and recognized.',
  }),
});
