import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
let own: string;
beforeAll(async () => {
  g = await gatewayOverSandbox();
  own = g.world.credentials.admin.organization_id;
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});
const result = '... on MutationError { code errorType }';

describe('startMemberEmailUpdate', () => {
  const start = (input: object, as: 'admin' | 'member' | 'server' = 'member') =>
    g.data<{ startMemberEmailUpdate: object }>(
      `mutation ($input: StartMemberEmailUpdateInput!) { startMemberEmailUpdate(input: $input) {
        ... on StartMemberEmailUpdatePayload { member { emailAddress } } ${result} } }`,
      { variables: { input: { organizationId: own, ...input } }, as },
    );

  it('sends mail to the new address and keeps the old one until the mail is used', async () => {
    const { member_id: memberId, email_address } = g.world.credentials.member;
    const data = await start({
      memberId,
      emailAddress: 'fresh@fernhill.example',
      deliveryMethod: 'EMAIL_MAGIC_LINK',
      loginRedirectUrl: 'https://app.example/login?next=%2F',
      loginTemplateId: 'login',
      locale: 'PT_BR',
    });
    expect(data.startMemberEmailUpdate).toEqual({ member: { emailAddress: email_address } });
    expect(g.calls[0]?.body).toEqual({
      email_address: 'fresh@fernhill.example',
      delivery_method: 'EMAIL_MAGIC_LINK',
      login_redirect_url: 'https://app.example/login?next=%2F',
      login_template_id: 'login',
      locale: 'pt-br',
    });
    expect(g.calls[0]?.headers['X-Stytch-Member-SessionJWT']).toBe(g.world.credentials.member.session_jwt);
    expect(g.sandbox.store.outbox.at(-1)).toMatchObject({ to: 'fresh@fernhill.example', member_id: memberId });
  });

  it('is FORBIDDEN for a plain member and another member', async () => {
    const memberId = g.world.credentials.admin.member_id;
    const data = await start({ memberId, emailAddress: 'taken.over@fernhill.example' });
    expect(data.startMemberEmailUpdate).toMatchObject({ code: 'FORBIDDEN' });
    expect(g.calls).toEqual([]);
  });
});

describe('unlinkRetiredMemberEmail', () => {
  const unlink = (input: object, as: 'admin' | 'member' | 'server' = 'server') =>
    g.data<{ unlinkRetiredMemberEmail: object }>(
      `mutation ($input: UnlinkRetiredMemberEmailInput!) { unlinkRetiredMemberEmail(input: $input) {
        ... on UnlinkRetiredMemberEmailPayload { member { retiredEmailAddresses { emailId emailAddress } } } ${result} } }`,
      { variables: { input: { organizationId: own, ...input } }, as },
    );

  it('unlinks an address, by its id or by the address', async () => {
    const member = [...g.sandbox.store.members.values()].find(
      ({ organization_id, retired_email_addresses }) => organization_id === own && retired_email_addresses.length === 2,
    );
    const memberId = member?.member_id;
    const [first, second] = member?.retired_email_addresses ?? [];
    expect((await unlink({ memberId, emailId: first?.email_id }, 'member')).unlinkRetiredMemberEmail).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(g.calls).toEqual([]);
    expect((await unlink({ memberId, emailId: first?.email_id }, 'admin')).unlinkRetiredMemberEmail).toEqual({
      member: { retiredEmailAddresses: [{ emailId: second?.email_id, emailAddress: second?.email_address }] },
    });
    expect((await unlink({ memberId, emailAddress: second?.email_address })).unlinkRetiredMemberEmail).toEqual({
      member: { retiredEmailAddresses: [] },
    });
    expect((await unlink({ memberId, emailId: first?.email_id })).unlinkRetiredMemberEmail).toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
