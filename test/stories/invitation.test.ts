/** An admin invites a person, who follows the mail and becomes a member with the assigned roles. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { outbox } from './story.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

const emailAddress = 'sven@harbour.example';
const MEMBER = 'memberId name status emailAddressVerified roles { roleId sources { type } }';

it('invitation: an admin invites, and the member accepts with the given roles', async () => {
  const { organization_id: organizationId } = g.world.credentials.admin;
  const input = {
    organizationId,
    emailAddress,
    name: 'Sven Dahl',
    roleIds: ['bookkeeper'],
    inviteRedirectUrl: 'https://app.example/welcome',
  };
  const INVITE = `mutation ($input: InviteMemberInput!) {
    inviteMember(input: $input) { ... on InviteMemberPayload { member { ${MEMBER} } } ... on MutationError { code } }
  }`;

  // A member without the right gets FORBIDDEN without a call to Stytch.
  g.calls.length = 0;
  expect(await g.data(INVITE, { as: 'member', variables: { input } })).toEqual({ inviteMember: { code: 'FORBIDDEN' } });
  expect(g.calls).toEqual([]);

  const { inviteMember: invited } = await g.data<{ inviteMember: { member: { memberId: string } } }>(INVITE, {
    as: 'admin',
    variables: { input },
  });
  expect(invited.member).toMatchObject({
    name: 'Sven Dahl',
    status: 'INVITED',
    emailAddressVerified: false,
    roles: expect.arrayContaining([{ roleId: 'bookkeeper', sources: [{ type: 'DIRECT_ASSIGNMENT' }] }]),
  });
  const { memberId } = invited.member;

  // The mail links to the application, with a token that is valid once.
  const mail = (await outbox(g)).find(({ to }) => to === emailAddress);
  const link = new URL(String(mail?.['link']));
  expect(link.origin + link.pathname).toBe('https://app.example/welcome');
  const token = link.searchParams.get('token');
  const ACCEPT = `mutation ($token: String!) {
    authenticateMemberMagicLink(input: { token: $token }) {
      __typename ... on SignIn { member { ${MEMBER} } outcome { ... on SignedIn { sessionJwt session { roleIds } } } } ... on MutationError { code }
    }
  }`;
  const { authenticateMemberMagicLink: accepted } = await g.data<{
    authenticateMemberMagicLink: { outcome: { sessionJwt: string } };
  }>(ACCEPT, { as: null, variables: { token } });
  expect(accepted).toMatchObject({
    member: { memberId, status: 'ACTIVE', emailAddressVerified: true },
    outcome: { session: { roleIds: expect.arrayContaining(['bookkeeper']) } },
  });
  expect(await g.data(ACCEPT, { as: null, variables: { token } })).toEqual({
    authenticateMemberMagicLink: { __typename: 'MutationError', code: 'INVALID_CREDENTIALS' },
  });

  // The role grants these permissions only.
  const viewer = await g.data(
    `{ viewer { roleIds member { memberId } pays: can(resourceId: "invoice", action: "pay") invites: can(resourceId: "stytch.member", action: "create") } }`,
    { as: { token: accepted.outcome.sessionJwt } },
  );
  expect(viewer).toMatchObject({
    viewer: { roleIds: expect.arrayContaining(['bookkeeper']), member: { memberId }, pays: true, invites: false },
  });

  // An active member cannot be invited.
  expect(await g.data(INVITE, { as: 'admin', variables: { input } })).toEqual({ inviteMember: { code: 'CONFLICT' } });
});

it('a revoked invitation is rejected', async () => {
  const { organization_id: organizationId } = g.world.credentials.admin;
  const input = { organizationId, emailAddress: 'tove@harbour.example' };
  const { inviteMember: invited } = await g.data<{ inviteMember: { member: { memberId: string } } }>(
    'mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { ... on InviteMemberPayload { member { memberId } } } }',
    { as: 'admin', variables: { input } },
  );
  await g.data(
    'mutation ($input: DeleteMemberInput!) { deleteMember(input: $input) { ... on DeleteMemberPayload { memberId } } }',
    { as: 'admin', variables: { input: { organizationId, memberId: invited.member.memberId } } },
  );
  const mail = (await outbox(g)).find(({ to }) => to === input.emailAddress);
  const { authenticateMemberMagicLink: refused } = await g.data(
    `mutation ($token: String!) { authenticateMemberMagicLink(input: { token: $token }) { __typename ... on MutationError { code } } }`,
    { as: null, variables: { token: mail?.['secret'] } },
  );
  expect(refused).toEqual({ __typename: 'MutationError', code: 'INVALID_CREDENTIALS' });
});
