/** Members that are created, updated, deleted and reactivated. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import { mintSessionJwt } from '../../src/sandbox/b2b/tokens.ts';
import type { SandboxGateway } from '../gateway.ts';
import { asked, LOOKUP, startMembers, stored } from './members.ts';

let g: SandboxGateway;
let own: string;
let other: string;
let ada: string;
let plain: string;
beforeAll(async () => {
  ({ g, own, other, ada, plain } = await startMembers());
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});

describe('member mutations', () => {
  const result = '__typename ... on MutationError { code errorType message }';
  const created = async (input: object = {}, as: 'server' | 'admin' | { token: string } = 'server') => {
    const data = await g.data<Record<string, { code?: string; member: { memberId: string } }>>(
      `mutation ($input: CreateMemberInput!) { createMember(input: $input) {
        ... on CreateMemberPayload { requestId member { memberId name status roles { roleId } organization { name } } } ${result} } }`,
      { variables: { input: { organizationId: own, ...input } }, as },
    );
    return data['createMember'];
  };
  const update = (input: object, as: 'server' | 'admin' | 'member' | null = 'server') =>
    g.query<{ updateMember: object }>(
      `mutation ($input: UpdateMemberInput!) { updateMember(input: $input) {
        ... on UpdateMemberPayload { member { name emailAddress emailAddressVerified externalId isBreakglass mfaEnrolled
          defaultMfaMethod trustedMetadata untrustedMetadata retiredEmailAddresses { emailAddress } roles { roleId } } } ${result} } }`,
      { variables: { input: { organizationId: own, ...input } }, as },
    );

  it('create a member with all inputs at once', async () => {
    const input = {
      emailAddress: 'uma@fernhill.example',
      name: 'Uma Devi',
      externalId: 'staff-99',
      roleIds: ['editor'],
      isBreakglass: true,
      mfaEnrolled: false,
      trustedMetadata: { Cost_Centre: 'x' },
      untrustedMetadata: { theme: 'dark' },
      createMemberAsPending: true,
    };
    expect(await created(input)).toMatchObject({
      member: {
        name: 'Uma Devi',
        status: 'PENDING',
        roles: expect.arrayContaining([{ roleId: 'editor' }]),
        organization: { name: expect.any(String) },
      },
    });
    expect(asked(g)).toEqual(['members_Create']);
    expect(g.calls[0]?.body).toEqual({
      email_address: 'uma@fernhill.example',
      name: 'Uma Devi',
      external_id: 'staff-99',
      roles: ['editor'],
      is_breakglass: true,
      mfa_enrolled: false,
      trusted_metadata: { Cost_Centre: 'x' },
      untrusted_metadata: { theme: 'dark' },
      create_member_as_pending: true,
    });
    expect(await created({ emailAddress: 'uma@fernhill.example' })).toMatchObject({ code: 'CONFLICT' });
  });

  it('reject an administrator role from a caller who may only create members', async () => {
    const manager = stored(g, own).find(({ roles }) => roles.some(({ role_id }) => role_id === 'people_manager'));
    if (!manager) throw new Error('the sandbox has a people manager');
    const { store } = g.sandbox;
    const token = await mintSessionJwt(store, startSession(store, manager, { minutes: 60, factors: [] }));
    g.calls.length = 0;
    expect(await created({ emailAddress: 'eve@fernhill.example', roleIds: ['stytch_admin'] }, { token })).toMatchObject(
      {
        code: 'FORBIDDEN',
      },
    );
    expect(await created({ emailAddress: 'eve@fernhill.example', isBreakglass: true }, { token })).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await created({ emailAddress: 'eve@fernhill.example', trustedMetadata: {} }, 'admin')).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(asked(g)).toEqual([]);
    expect(await created({ emailAddress: 'eve@fernhill.example', name: 'Eve' }, { token })).toMatchObject({
      member: { name: 'Eve' },
    });
    expect(g.calls[0]?.headers['X-Stytch-Member-SessionJWT']).toBe(token);
  });

  it('update only the given inputs', async () => {
    const someone = [...stored(g, own), ...stored(g, other)].find(
      ({ totp_registration_id, mfa_phone_number }) => totp_registration_id && !mfa_phone_number,
    );
    const memberId = someone?.member_id ?? '';
    const organizationId = someone?.organization_id ?? '';
    const { data } = await update({
      organizationId,
      memberId,
      name: 'New Name',
      emailAddress: 'new.name@fernhill.example',
      unlinkEmail: false,
      externalId: 'staff-77',
      roleIds: ['editor'],
      preserveExistingSessions: true,
      isBreakglass: true,
      mfaPhoneNumber: '+14155550998',
      mfaEnrolled: true,
      defaultMfaMethod: 'SMS_OTP',
      trustedMetadata: { cost_centre: null, level: 3 },
      untrustedMetadata: { theme: 'light' },
    });
    expect(data?.updateMember).toMatchObject({
      member: {
        name: 'New Name',
        emailAddress: 'new.name@fernhill.example',
        emailAddressVerified: false,
        externalId: 'staff-77',
        isBreakglass: true,
        mfaEnrolled: true,
        defaultMfaMethod: 'SMS_OTP',
        trustedMetadata: { level: 3 },
        retiredEmailAddresses: [{ emailAddress: someone?.email_address }],
        roles: expect.arrayContaining([{ roleId: 'editor' }]),
      },
    });
    expect(g.calls[0]?.body).toMatchObject({
      trusted_metadata: { cost_centre: null, level: 3 },
      unlink_email: false,
      preserve_existing_sessions: true,
      default_mfa_method: 'sms_otp',
    });
    expect(
      (await update({ organizationId, memberId, mfaPhoneNumber: '+14155550999' })).data?.updateMember,
    ).toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('permit members to change their name, but not roles, break-glass and similar inputs', async () => {
    const rename = await update({ memberId: plain, name: 'Plain', untrustedMetadata: { a: 1 } }, 'member');
    expect(rename.data?.updateMember).toMatchObject({ member: { name: 'Plain', untrustedMetadata: { a: 1 } } });
    expect(g.calls[0]?.headers['X-Stytch-Member-SessionJWT']).toBe(g.world.credentials.member.session_jwt);
    g.calls.length = 0;
    for (const change of [
      { memberId: plain, roleIds: ['stytch_admin'] },
      { memberId: plain, isBreakglass: true },
      { memberId: plain, externalId: 'mine' },
      { memberId: plain, trustedMetadata: { a: 1 } },
      { memberId: plain, name: 'Me', trustedMetadata: { a: 1 } },
      { memberId: ada, name: 'Not me' },
    ]) {
      expect((await update(change, 'member')).data?.updateMember, JSON.stringify(change)).toMatchObject({
        code: 'FORBIDDEN',
      });
    }
    expect((await update({ memberId: plain, trustedMetadata: {} }, 'admin')).data?.updateMember).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect((await update({ memberId: plain, name: 'x' }, null)).errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(asked(g)).toEqual([]);
  });

  it('reserve the change of the own address for startMemberEmailUpdate, as Stytch does', async () => {
    const { data } = await update({ memberId: ada, emailAddress: 'ada2@fernhill.example' }, 'admin');
    expect(data?.updateMember).toMatchObject({
      code: 'FORBIDDEN',
      errorType: 'member_cannot_update_their_email_address',
    });
  });

  it('delete a member, reactivate them, and remove their external id', async () => {
    const { member_id: memberId, external_id } =
      stored(g, own).find((member) => member.external_id && member.member_id !== ada) ?? {};
    const change = (name: string, payload: string, as: 'admin' | 'member' | 'server') =>
      g.data<Record<string, object>>(
        `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) {
          ... on ${name[0]?.toUpperCase()}${name.slice(1)}Payload { ${payload} } ${result} } }`,
        { variables: { input: { organizationId: own, memberId } }, as },
      );
    for (const name of ['deleteMember', 'reactivateMember', 'deleteMemberExternalId']) {
      expect((await change(name, 'requestId', 'member'))[name]).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(asked(g)).toEqual([]);

    expect(external_id).toBeDefined();
    expect(
      (await change('deleteMemberExternalId', 'member { externalId }', 'admin'))['deleteMemberExternalId'],
    ).toEqual({ __typename: 'DeleteMemberExternalIdPayload', member: { externalId: null } });
    expect((await change('deleteMember', 'memberId', 'admin'))['deleteMember']).toMatchObject({ memberId });
    expect(await g.data(LOOKUP, { variables: { organizationId: own, by: { id: memberId } } })).toEqual({
      member: null,
    });
    expect((await change('deleteMember', 'memberId', 'server'))['deleteMember']).toMatchObject({ code: 'NOT_FOUND' });
    expect((await change('reactivateMember', 'member { status }', 'admin'))['reactivateMember']).toMatchObject({
      member: { status: 'ACTIVE' },
    });
    expect(await g.data(LOOKUP, { variables: { organizationId: own, by: { id: memberId } } })).toMatchObject({
      member: { memberId },
    });
  });

  it('are visible in the same request: the gateway reads the member again after the write', async () => {
    const data = await g.data<Record<string, { member: { organization: { name: string } } }>>(
      `mutation ($own: ID!, $ada: ID!) {
        a: updateMember(input: { organizationId: $own, memberId: $ada, name: "A" }) { ... on UpdateMemberPayload { member { name organization { name } } } }
        b: updateMember(input: { organizationId: $own, memberId: $ada, name: "B" }) { ... on UpdateMemberPayload { member { name organization { name } } } }
      }`,
      { variables: { own, ada } },
    );
    expect(data).toMatchObject({ a: { member: { name: 'A' } }, b: { member: { name: 'B' } } });
    expect(asked(g)).toEqual(['members_Update', 'members_Update']);
  });
});
