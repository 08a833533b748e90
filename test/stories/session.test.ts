/** A member switches from one organization to another, and finally signs out everywhere. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

const WHO = '{ viewer { kind organization { organizationId } } }';
const SIGN_IN =
  'fragment SignedIn on SignIn { outcome { __typename ... on SignedIn { sessionJwt } ... on SecondFactorRequired { intermediateSessionToken } ... on EnrollmentRequired { intermediateSessionToken } } organization { organizationId } member { memberId mfaEnrolled } }';

interface SignedIn {
  outcome: { __typename: string; sessionJwt: string };
  organization: { organizationId: string };
  member: { memberId: string };
}

it('session: exchanged, revoked everywhere, its JWT rejected after five minutes', async () => {
  const { admin } = g.world.credentials;
  const other = g.world.organizations
    .map(({ organization_id }) => organization_id)
    .find((id) => id !== admin.organization_id);

  // Ada is a member of the bank too. It requires a second factor, so she is not signed in yet.
  const { exchangeMemberSession: exchanged } = await g.data<{ exchangeMemberSession: SignedIn }>(
    `mutation ($organizationId: ID!, $sessionToken: String!) {
      exchangeMemberSession(input: { organizationId: $organizationId, session: { sessionToken: $sessionToken } }) { ...SignedIn ... on MutationError { code message } }
    } ${SIGN_IN}`,
    { as: null, variables: { organizationId: other, sessionToken: admin.session_token } },
  );
  expect(exchanged).toMatchObject({
    outcome: { __typename: 'EnrollmentRequired', intermediateSessionToken: expect.any(String) },
    organization: { organizationId: other },
  });

  // Her session at the first organization remains valid.
  const as = { token: admin.session_token };
  expect(await g.data(WHO, { as })).toEqual({
    viewer: { kind: 'MEMBER', organization: { organizationId: admin.organization_id } },
  });

  const { data: revoked } = await g.query(
    `mutation ($memberId: ID!) { revokeMemberSession(input: { memberId: $memberId }) { __typename ... on MutationError { code message } } }`,
    { as: 'admin', variables: { memberId: admin.member_id } },
  );
  expect(revoked).toMatchObject({ revokeMemberSession: { __typename: 'RevokeMemberSessionPayload' } });

  // The session token, which Stytch verifies, ends immediately; a JWT is accepted until it expires.
  expect((await g.query(WHO, { as })).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  expect((await g.query('{ viewer { kind } }', { as: 'admin' })).data).toEqual({ viewer: { kind: 'MEMBER' } });
  // An operation that Stytch authorizes is rejected already.
  const refused = await g.data(
    `mutation ($organizationId: ID!) { updateOrganization(input: { organizationId: $organizationId, name: "Mine" }) { __typename ... on MutationError { code } } }`,
    { as: 'admin', variables: { organizationId: admin.organization_id } },
  );
  expect(refused).toEqual({ updateOrganization: { __typename: 'MutationError', code: 'UNAUTHENTICATED' } });
});

it('a JWT expires after five minutes, and its session issues another', async () => {
  const { member } = g.world.credentials;
  // A token that was issued six minutes ago.
  g.pass({ minutes: -6 });
  const old = await g.data<{ authenticateMemberSession: SignedIn }>(
    `mutation ($sessionToken: String!) { authenticateMemberSession(input: { session: { sessionToken: $sessionToken } }) { ...SignedIn ... on MutationError { code } } } ${SIGN_IN}`,
    { as: null, variables: { sessionToken: member.session_token } },
  );
  g.pass({ minutes: 6 });
  const { sessionJwt } = old.authenticateMemberSession.outcome;
  expect((await g.query(WHO, { as: { token: sessionJwt } })).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');

  const renewed = await g.data<{ authenticateMemberSession: SignedIn }>(
    `mutation ($sessionJwt: String!) { authenticateMemberSession(input: { session: { sessionJwt: $sessionJwt } }) { ...SignedIn ... on MutationError { code } } } ${SIGN_IN}`,
    { as: null, variables: { sessionJwt } },
  );
  const { __typename: outcome, sessionJwt: token } = renewed.authenticateMemberSession.outcome;
  expect(outcome).toBe('SignedIn');
  expect(await g.data(WHO, { as: { token } })).toMatchObject({ viewer: { kind: 'MEMBER' } });
});
