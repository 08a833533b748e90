/** Outcomes of sign-ins: derived from the response alone, for every mutation that signs in or may sign in. */
import { isInterfaceType, isObjectType, isUnionType } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { contract, contractRoutes } from '../contract.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { SIGN_IN_FIELDS, sendMutation } from '../mutation.ts';
import { benedikt } from '../operations/password.ts';
import { type Json, replacing } from '../spoil.ts';

let g: SandboxGateway;

const PASSWORD = 'api_b2b_password_v1_Authenticate';
const DISCOVERY = 'api_b2b_magic_v1_b2b_magic_links_discovery_Authenticate';

/** A gateway over a sandbox with replaced properties in the responses to an operation; undefined omits a property. */
const answering = async (id: string, properties: Readonly<Record<string, Json | undefined>>) => {
  g = await gatewayOverSandbox({
    between: replacing(
      (operation) => operation === id,
      (body) => Buffer.from(JSON.stringify({ ...Object(body), ...properties })),
    ),
  });
};

/** Signs in by a password, with these properties in the response of Stytch. */
async function signIn(properties: Readonly<Record<string, Json | undefined>>) {
  await answering(PASSWORD, properties);
  const { data, errors } = await sendMutation(g, 'authenticateMemberPassword', benedikt(g), SIGN_IN_FIELDS);
  return { result: data?.['authenticateMemberPassword'], errors };
}

const TOKEN = 'a-session-token-0123456789';
const STEP = 'an-intermediate-token-0123456789';
const none = { session_token: '', session_jwt: '', member_session: undefined, intermediate_session_token: STEP };
const methods = { allowed_auth_methods: ['sso'] };
const options = { member_options: { mfa_phone_number: '+14155550142', totp_registration_id: '' } };

describe('the outcome of a sign-in', () => {
  afterEach(() => g.close());

  it.each<[string, Readonly<Record<string, Json | undefined>>, object]>([
    [
      'is SignedIn if there is a session token, whatever the other properties',
      {
        ...none,
        session_token: TOKEN,
        session_jwt: 'a.b.c',
        member_authenticated: false,
        primary_required: methods,
        mfa_required: options,
      },
      { __typename: 'SignedIn', sessionToken: TOKEN, sessionJwt: 'a.b.c', session: null },
    ],
    [
      'is FirstFactorRequired if a first factor is missing, whether a second one is or not',
      { ...none, primary_required: methods, mfa_required: options },
      { __typename: 'FirstFactorRequired', intermediateSessionToken: STEP, allowedAuthMethods: ['SSO'] },
    ],
    [
      'is SecondFactorRequired if the member has a second factor',
      { ...none, mfa_required: { ...options, secondary_auth_initiated: 'sms_otp' } },
      {
        __typename: 'SecondFactorRequired',
        intermediateSessionToken: STEP,
        options: { mfaPhoneNumber: '+14155550142', totpRegistrationId: null },
        started: 'SMS_OTP',
      },
    ],
    [
      'is EnrollmentRequired if the member has no second factor',
      { ...none, mfa_required: { secondary_auth_initiated: '' } },
      { __typename: 'EnrollmentRequired', intermediateSessionToken: STEP, options: null },
    ],
    [
      'keeps an intermediate token for which Stytch gives no reason',
      none,
      { __typename: 'FirstFactorRequired', intermediateSessionToken: STEP, allowedAuthMethods: null },
    ],
    [
      'ignores a session token that is not a string',
      { ...none, session_token: 7, mfa_required: options },
      { __typename: 'SecondFactorRequired', intermediateSessionToken: STEP },
    ],
  ])('%s', async (_, properties, outcome) => {
    const { result, errors } = await signIn(properties);
    expect(errors).toEqual([]);
    expect(result).toMatchObject({ __typename: 'AuthenticateMemberPasswordPayload', outcome });
  });

  it.each([undefined, null, '', 7])('keeps a session token beside a JWT that is %o, with one log line', async (jwt) => {
    const { result, errors } = await signIn({ session_token: TOKEN, session_jwt: jwt });
    expect(errors).toEqual([]);
    expect(result).toMatchObject({ outcome: { __typename: 'SignedIn', sessionToken: TOKEN, sessionJwt: '' } });
    const lines = g.logged.map((line) => JSON.parse(line)).filter(({ field }) => field === 'SignedIn.sessionJwt');
    expect(lines).toHaveLength(1);
  });

  it('keeps a session token if the rest of the response is unreadable', async () => {
    const { result } = await signIn({
      session_token: TOKEN,
      member: 'nobody',
      organization: [],
      member_session: 7,
      member_device: 'none',
    });
    expect(result).toMatchObject({ member: null, organization: null, outcome: { sessionToken: TOKEN, session: null } });
  });

  it.each([
    ['neither a token nor a reason', { ...none, intermediate_session_token: '' }],
    ['tokens of another form', { ...none, session_token: [TOKEN], intermediate_session_token: undefined }],
  ])('is an error in the result with %s', async (_, properties) => {
    const { result, errors } = await signIn(properties);
    expect(errors).toEqual([]);
    expect(result).toMatchObject({ __typename: 'MutationError', code: 'BAD_UPSTREAM_RESPONSE' });
    const { data } = await sendMutation(g, 'authenticateMemberPassword', benedikt(g), 'member { name }');
    expect(data?.['authenticateMemberPassword']).toMatchObject({ code: 'BAD_UPSTREAM_RESPONSE' });
  });

  it('is an error at the path of a missing intermediate token', async () => {
    const { result, errors } = await signIn({ ...none, intermediate_session_token: '', mfa_required: options });
    expect(result).toMatchObject({ outcome: { __typename: 'SecondFactorRequired', intermediateSessionToken: '' } });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_UPSTREAM_RESPONSE']);
  });

  it.each([
    ['OrganizationRequired', { discovered_organizations: undefined }],
    ['OrganizationRequired', { discovered_organizations: [] }],
    ['SignedIn', { session_token: TOKEN, session_jwt: 'a.b.c' }],
  ])('of a discovery is %s with %o', async (outcome, properties) => {
    await answering(DISCOVERY, properties);
    await sendMutation(g, 'sendDiscoveryMagicLink', { emailAddress: 'quinn@elsewhere.example' });
    const token = g.sandbox.store.outbox[0]?.secret;
    const { data, errors } = await sendMutation(g, 'authenticateDiscoveryMagicLink', { token }, SIGN_IN_FIELDS);
    expect(errors).toEqual([]);
    expect(data?.['authenticateDiscoveryMagicLink']).toMatchObject({
      member: null,
      organization: null,
      outcome: { __typename: outcome },
    });
  });
});

describe('every mutation that signs in or may sign in', () => {
  const tokens = ['session_token', 'intermediate_session_token'];
  const giving = new Set(
    [...contractRoutes.values()]
      .filter(({ path }) => path.startsWith('/v1/b2b/'))
      .filter(({ response }) =>
        tokens.some((name) => name in (contract.components.schemas[response]?.properties ?? {})),
      )
      .map(({ method, path }) => `${method} ${path}`),
  );
  const operationsOf = (extensions: Readonly<Record<string, unknown>>) => (extensions['operations'] ?? []) as string[];
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  const signing = mutations.filter(({ extensions }) => operationsOf(extensions).some((key) => giving.has(key)));
  const payloadOf = (name: string) => schema.getType(`${name[0]?.toUpperCase()}${name.slice(1)}Payload`);

  it('follows from the contract: an operation for each, and a mutation for each operation', () => {
    expect(giving.size).toBeGreaterThan(20);
    const served = new Set(signing.flatMap(({ extensions }) => operationsOf(extensions)));
    expect([...giving].filter((key) => !served.has(key))).toEqual([]);
  });

  it.each(signing.map(({ name }) => name))('%s returns `outcome`, beside member and organization', (name) => {
    const payload = payloadOf(name);
    if (!isObjectType(payload)) throw new Error(`${name} has no payload`);
    expect(payload.getInterfaces().map((type) => type.name)).toEqual(['SignIn']);
    const types = Object.entries(payload.getFields()).map(([field, { type }]) => [field, String(type)]);
    expect(Object.fromEntries(types)).toMatchObject({
      outcome: 'SignInOutcome!',
      member: 'Member',
      organization: 'Organization',
      requestId: 'String!',
    });
    // Fields that `outcome` replaces. A missing value of a non-null field would null the tokens.
    expect(Object.keys(payload.getFields())).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(session|intermediateSession|nextStep|mfaRequired|primary)/)]),
    );
    const beside = types.filter(
      ([field, type]) => !/^(outcome|requestId)$/.test(field ?? '') && /[^\]]!$/.test(type ?? ''),
    );
    expect(beside).toEqual([]);
  });

  it('is the only kind of mutation with an outcome', () => {
    const others = mutations.filter((field) => !signing.includes(field)).map(({ name }) => payloadOf(name));
    expect(others.filter((type) => isObjectType(type) && type.getFields()['outcome'])).toEqual([]);
  });

  it('has non-null tokens, and beside them only fields whose errors keep the tokens', () => {
    const outcome = schema.getType('SignInOutcome');
    const types = isUnionType(outcome) ? outcome.getTypes() : [];
    const shape = types.map((type) => [
      type.name,
      Object.fromEntries(Object.values(type.getFields()).map((field) => [field.name, String(field.type)])),
    ]);
    const session = { session: 'MemberSession' };
    const step = { intermediateSessionToken: 'String!', intermediateSessionTokenExpiresAt: 'DateTime' };
    expect(Object.fromEntries(shape)).toEqual({
      SignedIn: { sessionToken: 'String!', sessionJwt: 'JWT!', ...session },
      SignedInByCookie: session,
      SecondFactorRequired: { ...step, options: 'MfaOptions', started: 'MfaMethod' },
      EnrollmentRequired: { ...step, options: 'MfaOptions' },
      FirstFactorRequired: { ...step, allowedAuthMethods: '[AuthMethod!]' },
      OrganizationRequired: { ...step, organizations: '[DiscoveredOrganization!]' },
    });
    const interfaceType = schema.getType('SignIn');
    expect(isInterfaceType(interfaceType) ? Object.keys(interfaceType.getFields()).sort() : []).toEqual([
      'member',
      'organization',
      'outcome',
      'requestId',
    ]);
  });
});
