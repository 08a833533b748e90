import { afterEach, beforeEach, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { outcomeOf, SIGN_IN_FIELDS, sendMutation, sendMutationOk } from '../mutation.ts';
import { playProvider } from '../operations/oauth.ts';

let g: SandboxGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox();
});
afterEach(() => g.close());

it('a support agent acts as a member, and the session names the agent', async () => {
  const { organization_id, member_id } = g.world.credentials.member;
  const said = { organization_id, member_id, impersonator_email_address: 'sam@crumb.example' };
  const { impersonation_token: impersonationToken } = await playProvider(g, 'impersonation', said);
  const select = `${SIGN_IN_FIELDS} outcome { ... on SignedIn { session {
    authenticationFactors { __typename ... on ImpersonatedFactor { impersonatorEmailAddress } } } } }`;
  const answer = await sendMutationOk(g, 'authenticateMemberImpersonation', { impersonationToken }, select);
  expect(answer).toMatchObject({
    member: { memberId: member_id },
    outcome: {
      __typename: 'SignedIn',
      sessionToken: expect.any(String),
      session: {
        authenticationFactors: [{ __typename: 'ImpersonatedFactor', impersonatorEmailAddress: 'sam@crumb.example' }],
      },
    },
  });
  // The caller is the member, with the member's permissions.
  const viewer = await g.data('{ viewer { member { memberId } } }', { as: { token: outcomeOf(answer).sessionToken } });
  expect(viewer).toEqual({ viewer: { member: { memberId: member_id } } });

  expect(await sendMutationOk(g, 'authenticateMemberImpersonation', { impersonationToken })).toMatchObject({
    code: 'INVALID_CREDENTIALS',
  });
  expect(JSON.stringify(g.logged)).not.toContain(impersonationToken);
});

it('the session of an impersonation is used, but not extended', async () => {
  const { organization_id, member_id } = g.world.credentials.member;
  const said = { organization_id, member_id, impersonator_email_address: 'sam@crumb.example' };
  const { impersonation_token: impersonationToken } = await playProvider(g, 'impersonation', said);
  const { sessionToken } = outcomeOf(
    await sendMutationOk(g, 'authenticateMemberImpersonation', { impersonationToken }, SIGN_IN_FIELDS),
  );
  const session = { sessionToken };
  expect(await sendMutationOk(g, 'authenticateMemberSession', { session })).toMatchObject({
    __typename: 'AuthenticateMemberSessionPayload',
  });
  const extended = await sendMutationOk(g, 'authenticateMemberSession', { session, sessionDurationMinutes: 60 });
  expect(extended).toMatchObject({ code: 'FORBIDDEN', errorType: 'session_not_mutable' });
});

it('impersonation without a valid token is rejected', async () => {
  const { errors } = await sendMutation(g, 'authenticateMemberImpersonation', { impersonationToken: '' });
  expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  expect(g.calls).toEqual([]);
});
