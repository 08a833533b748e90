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

const members = 'api_organization_v1_organizations_members';

describe.each([
  ['deleteMemberMfaPhoneNumber', 'mfaPhoneNumber', [`${members}_DeleteMFAPhoneNumber`]],
  ['deleteMemberTotp', 'totpRegistrationId', [`${members}_DeleteTOTP`]],
  ['deleteMemberPassword', 'passwordId', [`${members}_Get`, `${members}_DeletePassword`]],
])('%s', (name, field, calls) => {
  const change = (memberId: string, as: 'admin' | 'member' | null) =>
    g.query<Record<string, object>>(
      `mutation ($own: ID!, $id: ID!) { ${name}(input: { organizationId: $own, memberId: $id }) {
        ... on ${name[0]?.toUpperCase()}${name.slice(1)}Payload { member { ${field} } } ... on MutationError { code } } }`,
      { variables: { own, id: memberId }, as },
    );

  it('deletes the factor, once', async () => {
    const ada = g.world.credentials.admin;
    expect((await change(ada.member_id, 'admin')).data?.[name]).toEqual({ member: { [field]: null } });
    expect(g.calls.map(({ id }) => id)).toEqual(calls);
    expect(g.calls.at(-1)?.headers['X-Stytch-Member-SessionJWT']).toBe(ada.session_jwt);
    expect((await change(ada.member_id, 'admin')).data?.[name]).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is rejected for a plain member and another member, and for visitors', async () => {
    expect((await change(g.world.credentials.admin.member_id, 'member')).data?.[name]).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect((await change(g.world.credentials.admin.member_id, null)).errors[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
    expect(g.calls).toEqual([]);
  });

  it('is permitted to a plain member, and NOT_FOUND without the factor', async () => {
    expect((await change(g.world.credentials.member.member_id, 'member')).data?.[name]).toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
