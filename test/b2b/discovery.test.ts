import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Member } from '../../src/sandbox/b2b/store.ts';
import { type ActAs, gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { outcomeOf, SIGN_IN_FIELDS, sendMutation, sendMutationOk } from '../mutation.ts';
import { discoveryToken } from '../operations/discovery.ts';
import { seededMember } from '../operations/totp.ts';

let g: SandboxGateway;
let liam: Member;
let bakery: string;
let bank: string;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  liam = seededMember(g, 'liam@fernhill.example');
  bakery = liam.organization_id;
  bank = g.world.organizations.find(({ organization_id }) => organization_id !== bakery)?.organization_id ?? '';
});
afterEach(() => g.close());

const asked = () => g.calls.map(({ id }) => id);
const quinn = 'quinn@elsewhere.example';
/** Address in a domain from which the bank accepts new members, and of which it has members. */
const newcomer = 'newcomer@northgate.example';
const startOf = async (email: string) => {
  const intermediateSessionToken = await discoveryToken(g, email);
  g.calls.length = 0;
  return { intermediateSessionToken };
};

const FOUND = `nextStep organization { slug } membership { type emailDomain member { memberId } }
  primaryRequired { allowedAuthMethods } mfaRequired { secondaryAuthInitiated }`;
const LIST = `emailAddress organizationIdHint organizations { ${FOUND} }`;
const list = (credential: object, select = LIST, as: ActAs = null) =>
  sendMutationOk(g, 'discoverOrganizations', { credential }, select, as);

describe('discoverOrganizations', () => {
  const liamAtHome = {
    nextStep: 'NOTHING',
    organization: { slug: 'fernhill-bakery' },
    membership: { type: 'ACTIVE_MEMBER', emailDomain: null, member: { memberId: '' } },
    primaryRequired: null,
    mfaRequired: null,
  };
  beforeEach(() => {
    liamAtHome.membership.member.memberId = liam.member_id;
  });

  it('returns the organizations for an intermediate session', async () => {
    const credential = await startOf(liam.email_address);
    expect(await list(credential)).toEqual({
      __typename: 'DiscoverOrganizationsPayload',
      emailAddress: liam.email_address,
      organizationIdHint: null,
      organizations: [liamAtHome],
    });
    expect(g.calls.map(({ id, body }) => [id, body])).toEqual([
      [
        'api_discovery_v1_discovery_organizations_List',
        { intermediate_session_token: credential.intermediateSessionToken },
      ],
    ]);
  });

  it('returns the organizations for a session, by its token or JWT', async () => {
    const { organization_id, session_token: sessionToken, session_jwt: sessionJwt } = g.world.credentials.admin;
    const slug = g.sandbox.store.organizations.get(organization_id)?.organization_slug;
    for (const credential of [{ sessionToken }, { sessionJwt }]) {
      const { organizations } = await list(credential);
      expect(organizations).toContainEqual(expect.objectContaining({ organization: { slug } }));
    }
  });

  it('returns the next step for an organization that the person may join', async () => {
    const { organizations } = await list(await startOf(newcomer));
    expect(organizations).toEqual([
      {
        nextStep: 'FIRST_FACTOR',
        organization: { slug: 'northgate-bank' },
        membership: {
          type: 'ELIGIBLE_TO_JOIN_BY_EMAIL_DOMAIN',
          emailDomain: 'northgate.example',
          member: null,
        },
        primaryRequired: { allowedAuthMethods: expect.any(Array) },
        mfaRequired: null,
      },
    ]);
  });

  it('gives no access to the members and sessions of a discovered organization', async () => {
    const credential = await startOf(liam.email_address);
    const select = `organizations { organization { name members(first: 1) { totalCount } }
      membership { member { name sessions { memberSessionId } } } }`;
    const { errors } = await sendMutation(g, 'discoverOrganizations', { credential }, select);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    expect(asked()).toEqual(['api_discovery_v1_discovery_organizations_List']);
  });

  it('returns the discovered objects without fetching them again', async () => {
    const select = 'organizations { membership { member { organization { slug } } } }';
    await list(await startOf(liam.email_address), select, 'server');
    expect(asked()).toEqual(['api_discovery_v1_discovery_organizations_List']);
  });

  it('requires a valid proof', async () => {
    for (const credential of [{ sessionToken: '' }, { intermediateSessionToken: '' }]) {
      const { errors } = await sendMutation(g, 'discoverOrganizations', { credential });
      expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
      expect(await list(credential, LIST, 'admin')).toMatchObject({ code: 'FORBIDDEN' });
    }
    const token = 'a-token-of-nobody';
    const both = { intermediateSessionToken: token, sessionToken: token };
    for (const input of [{}, { credential: null }, { credential: {} }, { credential: both }]) {
      const { errors } = await sendMutation(g, 'discoverOrganizations', input, 'requestId', 'server');
      expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
    expect(asked()).toEqual([]);
    const answer = await list({ intermediateSessionToken: token });
    expect(answer).toMatchObject({ __typename: 'MutationError' });
    expect(JSON.stringify([answer, g.logged])).not.toContain(token);
  });
});

describe('createDiscoveredOrganization', () => {
  const facts = `${SIGN_IN_FIELDS} memberDevice { visitorId }`;

  it('creates an organization and signs its first administrator in', async () => {
    const start = await startOf(quinn);
    const input = {
      ...start,
      name: 'Elsewhere',
      slug: 'elsewhere',
      emailInvites: 'NOT_ALLOWED',
      sessionDurationMinutes: 30,
    };
    const answer = await sendMutationOk(g, 'createDiscoveredOrganization', input, facts);
    expect(answer).toMatchObject({
      outcome: { __typename: 'SignedIn', sessionJwt: expect.stringMatching(/^eyJ/) },
      organization: { slug: 'elsewhere' },
      memberDevice: null,
    });
    expect(g.calls.map(({ body }) => body)).toEqual([
      {
        intermediate_session_token: start.intermediateSessionToken,
        organization_name: 'Elsewhere',
        organization_slug: 'elsewhere',
        email_invites: 'NOT_ALLOWED',
        session_duration_minutes: 30,
      },
    ]);
    const as = { token: outcomeOf(answer).sessionJwt };
    const who = '{ viewer { roleIds organization { name emailInvites } member { emailAddress isAdmin } } }';
    expect(await g.data(who, { as })).toMatchObject({
      viewer: {
        roleIds: expect.arrayContaining(['stytch_admin']),
        organization: { name: 'Elsewhere', emailInvites: 'NOT_ALLOWED' },
        member: { emailAddress: quinn, isAdmin: true },
      },
    });
  });

  it('derives the default name from the address, and is valid once', async () => {
    const start = await startOf(quinn);
    const answer = await sendMutationOk(g, 'createDiscoveredOrganization', start, 'organization { name }');
    expect(answer).toMatchObject({ organization: { name: 'Elsewhere' } });
    expect(await sendMutationOk(g, 'createDiscoveredOrganization', start)).toMatchObject({
      __typename: 'MutationError',
    });
  });

  it.each([
    { trustedMetadata: { plan: 'enterprise' } },
    { externalId: 'crm-1' },
    { firstPartyConnectedApps: { allowance: 'ALL_ALLOWED' } },
    { thirdPartyConnectedApps: { allowed: [] } },
    { sessionCustomClaims: { plan: 'enterprise' } },
  ])('reserves %o for servers', async (setting) => {
    const input = { ...(await startOf(quinn)), ...setting };
    const { errors } = await sendMutation(g, 'createDiscoveredOrganization', input);
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(await sendMutationOk(g, 'createDiscoveredOrganization', input, 'requestId', 'admin')).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(asked()).toEqual([]);
    const answer = await sendMutationOk(g, 'createDiscoveredOrganization', input, 'requestId', 'server');
    expect(answer).toMatchObject({ __typename: 'CreateDiscoveredOrganizationPayload' });
  });

  it('requires a proof', async () => {
    const { errors } = await sendMutation(g, 'createDiscoveredOrganization', { intermediateSessionToken: '' });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked()).toEqual([]);
  });
});

describe('exchangeIntermediateSession', () => {
  const facts = `${SIGN_IN_FIELDS} memberDevice { visitorId }`;

  it('signs in if no factor is missing', async () => {
    const start = await startOf(liam.email_address);
    const input = { ...start, organizationId: 'fernhill-bakery', locale: 'CA_ES' };
    expect(await sendMutationOk(g, 'exchangeIntermediateSession', input, facts)).toMatchObject({
      outcome: { __typename: 'SignedIn', sessionToken: expect.any(String) },
      member: { memberId: liam.member_id },
      organization: { slug: 'fernhill-bakery' },
    });
    expect(g.calls.map(({ body }) => body)).toEqual([
      {
        intermediate_session_token: start.intermediateSessionToken,
        organization_id: 'fernhill-bakery',
        locale: 'ca-ES',
      },
    ]);
    expect(JSON.stringify(g.logged)).not.toContain(start.intermediateSessionToken);
  });

  it('accepts a person who may join, and returns the factors that the organization requires', async () => {
    const start = await startOf(newcomer);
    expect(
      await sendMutationOk(g, 'exchangeIntermediateSession', { ...start, organizationId: bank }, facts),
    ).toMatchObject({
      outcome: { __typename: 'FirstFactorRequired', ...start, allowedAuthMethods: expect.any(Array) },
      organization: { slug: 'northgate-bank' },
    });
  });

  it('is FORBIDDEN if the person may not join', async () => {
    const input = { ...(await startOf(quinn)), organizationId: bakery };
    expect(await sendMutationOk(g, 'exchangeIntermediateSession', input)).toMatchObject({
      __typename: 'MutationError',
      code: 'FORBIDDEN',
    });
  });

  it('requires a proof', async () => {
    const input = { intermediateSessionToken: '', organizationId: bakery };
    const { errors } = await sendMutation(g, 'exchangeIntermediateSession', input);
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked()).toEqual([]);
  });
});
