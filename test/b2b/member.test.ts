import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeOpaqueId } from '../../src/graphql/node-id.ts';
import { startSession } from '../../src/sandbox/b2b/live-session.ts';
import { mintSessionJwt } from '../../src/sandbox/b2b/tokens.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
let own: string;
let other: string;
let ada: string;
let plain: string;
beforeAll(async () => {
  g = await gatewayOverSandbox();
  own = g.world.credentials.admin.organization_id;
  other = g.world.organizations.map(({ organization_id }) => organization_id).find((id) => id !== own) ?? '';
  ada = g.world.credentials.admin.member_id;
  plain = g.world.credentials.member.member_id;
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});
const asked = () => g.calls.map(({ id }) => id.replace('api_organization_v1_', '').replace('organizations_', ''));
const stored = (organizationId: string, status = 'active') =>
  [...g.sandbox.store.members.values()].filter(
    (member) => member.organization_id === organizationId && member.status === status,
  );

const LOOKUP = `query ($organizationId: ID!, $by: MemberBy!) {
  member(organizationId: $organizationId, by: $by) { id memberId name } }`;

describe('member', () => {
  it('is found by either id, external id and address; one and the same', async () => {
    const { external_id, email_address } = g.sandbox.store.members.get(ada) ?? {};
    const data = await g.data<Record<string, { id: string }>>(
      `query ($own: ID!, $opaqueOwn: ID!, $id: ID!, $opaque: ID!, $externalId: String!, $email: EmailAddress!) {
        a: member(organizationId: $own, by: { id: $id }) { id name }
        b: member(organizationId: $opaqueOwn, by: { id: $opaque }) { id name }
        c: member(organizationId: $own, by: { externalId: $externalId }) { id name }
        d: member(organizationId: $own, by: { emailAddress: $email }) { id name }
      }`,
      {
        variables: {
          own,
          opaqueOwn: encodeOpaqueId('Organization', own),
          id: ada,
          opaque: encodeOpaqueId('Member', `${own}/${ada}`),
          externalId: external_id,
          email: email_address,
        },
      },
    );
    expect(Object.values(data).map(({ id }) => id)).toEqual(Array(4).fill(encodeOpaqueId('Member', `${own}/${ada}`)));
    expect(asked()).toEqual(['members_Get', 'members_Get', 'members_Get']);
  });

  it.each([
    ['neither', {}],
    ['both', { id: 'member-test-1', emailAddress: 'ada@fernhill.example' }],
  ])('takes one of id and address, not %s', async (_, by) => {
    const { errors } = await g.query(LOOKUP, { variables: { organizationId: own, by } });
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(asked()).toEqual([]);
  });

  it('is null where there is none', async () => {
    const gone = stored(own, 'deleted')[0];
    for (const by of [
      { id: 'member-test-00000000-0000-4000-8000-000000000000' },
      { id: gone?.member_id },
      { emailAddress: 'nobody@fernhill.example' },
    ]) {
      expect(await g.data(LOOKUP, { variables: { organizationId: own, by } })).toEqual({ member: null });
    }
    expect(
      await g.data(LOOKUP, {
        variables: { organizationId: 'organization-test-00000000-0000-4000-8000-000000000000', by: { id: ada } },
      }),
    ).toEqual({
      member: null,
    });
  });

  it('shows all that a member is, and null where Stytch sends an empty text', async () => {
    const data = await g.data<{ member: object }>(
      `query ($own: ID!, $ada: ID!) { member(organizationId: $own, by: { id: $ada }) {
        memberId externalId name emailAddress emailAddressVerified status isAdmin isBreakglass passwordId
        mfaEnrolled mfaPhoneNumber mfaPhoneNumberVerified totpRegistrationId defaultMfaMethod
        isLocked lockCreatedAt lockExpiresAt retiredEmailAddresses { emailId emailAddress }
        oauthRegistrations { registrationId provider providerSubject profilePictureUrl locale }
        ssoRegistrations { registrationId connectionId externalId attributes }
        createdAt updatedAt trustedMetadata untrustedMetadata } }`,
      { variables: { own, ada } },
    );
    const member = g.sandbox.store.members.get(ada);
    expect(data.member).toMatchObject({
      memberId: ada,
      externalId: member?.external_id,
      emailAddress: member?.email_address,
      status: 'ACTIVE',
      isAdmin: true,
      passwordId: member?.member_password_id,
      mfaPhoneNumber: member?.mfa_phone_number,
      totpRegistrationId: member?.totp_registration_id,
      defaultMfaMethod: 'TOTP',
      lockExpiresAt: null,
      retiredEmailAddresses: [],
      oauthRegistrations: member?.oauth_registrations.map(({ member_oauth_registration_id, provider_type }) => ({
        registrationId: member_oauth_registration_id,
        provider: provider_type.toUpperCase(),
      })),
      ssoRegistrations: [],
      trustedMetadata: member?.trusted_metadata,
    });
    const bare = stored(own).find(
      ({ member_password_id, mfa_phone_number, totp_registration_id }) =>
        !member_password_id && !mfa_phone_number && !totp_registration_id,
    );
    expect(
      await g.data(
        `query ($own: ID!, $bare: ID!) { member(organizationId: $own, by: { id: $bare }) {
          passwordId mfaPhoneNumber totpRegistrationId defaultMfaMethod } }`,
        { variables: { own, bare: bare?.member_id } },
      ),
    ).toEqual({
      member: { passwordId: null, mfaPhoneNumber: null, totpRegistrationId: null, defaultMfaMethod: null },
    });
  });

  it('can be seen by whoever may search, and by themself', async () => {
    const see = (memberId: string, as: 'admin' | 'member' | null, organizationId = own) =>
      g.query<{ member: { memberId: string } }>(LOOKUP, { variables: { organizationId, by: { id: memberId } }, as });
    expect((await see(plain, 'admin')).data?.member.memberId).toBe(plain);
    expect((await see(plain, 'member')).data?.member.memberId).toBe(plain);
    g.calls.length = 0;
    const refusals = [
      await see(ada, 'member'),
      await see('member-test-00000000-0000-4000-8000-000000000000', 'member'),
      await see(ada, 'admin', other),
      await see(ada, null),
    ];
    expect(refusals.map(({ errors }) => errors[0]?.extensions.code)).toEqual([
      'FORBIDDEN',
      'FORBIDDEN',
      'FORBIDDEN',
      'UNAUTHENTICATED',
    ]);
    expect(refusals[0]?.errors[0]?.message).toBe(refusals[1]?.errors[0]?.message);
    expect(asked()).toEqual([]);
  });
});

describe('memberAnywhere', () => {
  const ANYWHERE = `query ($id: ID!, $deleted: Boolean) {
    memberAnywhere(memberId: $id, includeDeleted: $deleted) { status organization { organizationId } } }`;

  it('finds a member by id alone, a deleted one if asked to', async () => {
    const gone = stored(other, 'deleted')[0]?.member_id;
    expect(await g.data(ANYWHERE, { variables: { id: ada } })).toMatchObject({ memberAnywhere: { status: 'ACTIVE' } });
    expect(asked()).toEqual(['members_DangerouslyGet']);
    expect(await g.data(ANYWHERE, { variables: { id: gone } })).toEqual({ memberAnywhere: null });
    expect(await g.data(ANYWHERE, { variables: { id: gone, deleted: true } })).toEqual({
      memberAnywhere: { status: 'DELETED', organization: { organizationId: other } },
    });
    expect(g.calls.at(-1)?.path).toMatch(/include_deleted=true/);
  });

  it('is for servers only', async () => {
    const { errors } = await g.query(ANYWHERE, { variables: { id: ada }, as: 'admin' });
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect(asked()).toEqual([]);
  });
});

describe('calls', () => {
  it('are one search for twenty members, and a GET for one', async () => {
    const ids = stored(own)
      .slice(0, 20)
      .map(({ member_id }) => member_id);
    const lookups = ids.map((id, n) => `m${n}: member(organizationId: "${own}", by: { id: "${id}" }) { memberId }`);
    const data = await g.data<Record<string, { memberId: string }>>(`{ ${lookups.join(' ')} }`);
    expect(Object.values(data).map(({ memberId }) => memberId)).toEqual(ids);
    expect(ids.length).toBeGreaterThan(15);
    expect(asked()).toEqual(['members_Search']);
    g.calls.length = 0;
    await g.data(`{ a: ${lookups[0]?.slice(4)} b: ${lookups[0]?.slice(4)} }`);
    expect(asked()).toEqual(['members_Get']);
  });

  it('are one search for as many nodes as there are, of both organizations', async () => {
    const people = [...stored(own), ...stored(other)];
    const id = (organizationId: string, memberId: string) =>
      Buffer.from(`Member:${organizationId}/${memberId}`).toString('base64url');
    const ids = people.map(({ organization_id, member_id }) => id(organization_id, member_id));
    const nodes = Array.from({ length: 100 }, (_, n) => ids[n % ids.length] ?? id(own, 'none'));
    const data = await g.data<{ nodes: { id: string }[] }>('query ($nodes: [ID!]!) { nodes(ids: $nodes) { id } }', {
      variables: { nodes },
    });
    expect(data.nodes.map((node) => node.id)).toEqual(nodes);
    expect(asked()).toEqual(['members_Search']);
    expect(g.calls[0]?.body).toMatchObject({ organization_ids: [own, other], limit: ids.length });
  });

  it('let one organization that is gone fail only its own members', async () => {
    const data = await g.data(
      `query ($own: ID!, $ada: ID!) {
        here: member(organizationId: $own, by: { id: $ada }) { memberId }
        gone: member(organizationId: "organization-test-00000000-0000-4000-8000-000000000000", by: { id: "member-test-00000000-0000-4000-8000-000000000000" }) { memberId } }`,
      { variables: { own, ada } },
    );
    expect(data).toEqual({ here: { memberId: ada }, gone: null });
  });

  it('are one for the viewer, their member and its organization', async () => {
    const data = await g.data<{ viewer: { member: object } }>(
      '{ viewer { member { memberId organization { organizationId name } } } }',
      { as: 'member' },
    );
    expect(data.viewer.member).toMatchObject({ memberId: plain, organization: { organizationId: own } });
    expect(asked()).toEqual(['Get']);
  });

  it('are one for members of an organization with the edge back to it', async () => {
    const data = await g.data<{ members: { nodes: { organization: { organizationId: string } }[] } }>(
      'query ($own: ID!) { members(organizationIds: [$own]) { nodes { organization { organizationId } } } }',
      { variables: { own } },
    );
    expect(new Set(data.members.nodes.map(({ organization }) => organization.organizationId))).toEqual(new Set([own]));
    expect(asked()).toEqual(['members_Search']);
  });
});

describe('Viewer.member', () => {
  it('is null for servers and visitors', async () => {
    const document = '{ viewer { member { id } } }';
    expect(await g.data(document)).toEqual({ viewer: { member: null } });
    expect(await g.data(document, { as: null })).toEqual({ viewer: { member: null } });
    expect(asked()).toEqual([]);
  });
});

describe('Organization.member', () => {
  const FROM = `query ($own: ID!, $by: MemberBy!) {
    organization(by: { id: $own }) { member(by: $by) { memberId } } }`;

  it('finds one of its own, by id or address', async () => {
    const email = g.sandbox.store.members.get(ada)?.email_address;
    const expected = { organization: { member: { memberId: ada } } };
    expect(await g.data(FROM, { variables: { own, by: { id: ada } } })).toEqual(expected);
    expect(await g.data(FROM, { variables: { own, by: { emailAddress: email } } })).toEqual(expected);
    const elsewhere = stored(other)[0]?.member_id;
    expect(await g.data(FROM, { variables: { own, by: { id: elsewhere } } })).toEqual({
      organization: { member: null },
    });
  });

  it('shows a plain member themself, and nobody else', async () => {
    expect(await g.data(FROM, { variables: { own, by: { id: plain } }, as: 'member' })).toEqual({
      organization: { member: { memberId: plain } },
    });
    g.calls.length = 0;
    const { data, errors } = await g.query(FROM, { variables: { own, by: { id: ada } }, as: 'member' });
    expect(data).toEqual({ organization: { member: null } });
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect(asked()).toEqual(['Get']);
  });
});

describe('Member.roles', () => {
  it('say why, and lead to the permissions, without a call for each member', async () => {
    const data = await g.data<{
      members: { nodes: { roles: { roleId: string; sources: object[]; role: { roleId: string } | null }[] }[] };
    }>(
      `query ($own: ID!) { members(organizationIds: [$own]) { nodes {
        roles { roleId sources { type emailDomain connectionId group groupId } role { roleId permissions { resourceId actions } } } } } }`,
      { variables: { own } },
    );
    const roles = data.members.nodes.flatMap((member) => member.roles);
    expect(roles.length).toBeGreaterThan(20);
    for (const { roleId, role, sources } of roles) {
      expect(role?.roleId).toBe(roleId);
      expect(sources.length).toBeGreaterThan(0);
    }
    expect(roles).toContainEqual(
      expect.objectContaining({
        roleId: 'stytch_admin',
        sources: [{ type: 'DIRECT_ASSIGNMENT', emailDomain: null, connectionId: null, group: null, groupId: null }],
      }),
    );
    expect(g.calls.map(({ id }) => id).filter((id) => id.includes('rbac')).length).toBeLessThanOrEqual(1);
  });

  interface Source {
    type: string;
    emailDomain: string | null;
    connectionId: string | null;
    groupId: string | null;
  }

  it('names where a role comes from, one of the organization’s own too', async () => {
    const data = await g.data<{ members: { nodes: { roles: { sources: Source[]; role: object }[] }[] } }>(
      `query ($other: ID!) { members(organizationIds: [$other]) { nodes {
        roles { roleId sources { type emailDomain connectionId group groupId } role { description } } } } }`,
      { variables: { other } },
    );
    const roles = data.members.nodes.flatMap((member) => member.roles);
    const types = new Set(roles.flatMap(({ sources }) => sources.map(({ type }) => type)));
    expect(types).toContain('SCIM_CONNECTION_GROUP');
    expect(types).not.toContain('UNKNOWN');
    const sources = roles.flatMap((role) => role.sources);
    for (const { type, connectionId, groupId, emailDomain } of sources) {
      if (type === 'SCIM_CONNECTION_GROUP') {
        expect([connectionId, groupId, emailDomain]).toEqual([expect.any(String), expect.any(String), null]);
      }
    }
    expect(roles.every(({ role }) => role !== null)).toBe(true);
  });
});

describe('changes', () => {
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

  it('create a member with everything that can be said at once', async () => {
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
    expect(asked()).toEqual(['members_Create']);
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

  it('let nobody make an administrator who may only create members', async () => {
    const manager = stored(own).find(({ roles }) => roles.some(({ role_id }) => role_id === 'people_manager'));
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
    expect(asked()).toEqual([]);
    expect(await created({ emailAddress: 'eve@fernhill.example', name: 'Eve' }, { token })).toMatchObject({
      member: { name: 'Eve' },
    });
    expect(g.calls[0]?.headers['X-Stytch-Member-SessionJWT']).toBe(token);
  });

  it('update what is given, and nothing else', async () => {
    const someone = [...stored(own), ...stored(other)].find(
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

  it('let a member rename themself, and no more than that about roles, break glass and the rest', async () => {
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
    expect(asked()).toEqual([]);
  });

  it('leave one’s own address to startMemberEmailUpdate, as Stytch has it', async () => {
    const { data } = await update({ memberId: ada, emailAddress: 'ada2@fernhill.example' }, 'admin');
    expect(data?.updateMember).toMatchObject({
      code: 'FORBIDDEN',
      errorType: 'member_cannot_update_their_email_address',
    });
  });

  it('delete a member, bring them back, and take their external id away', async () => {
    const { member_id: memberId, external_id } =
      stored(own).find((member) => member.external_id && member.member_id !== ada) ?? {};
    const change = (name: string, payload: string, as: 'admin' | 'member' | 'server') =>
      g.data<Record<string, object>>(
        `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) {
          ... on ${name[0]?.toUpperCase()}${name.slice(1)}Payload { ${payload} } ${result} } }`,
        { variables: { input: { organizationId: own, memberId } }, as },
      );
    for (const name of ['deleteMember', 'reactivateMember', 'deleteMemberExternalId']) {
      expect((await change(name, 'requestId', 'member'))[name]).toMatchObject({ code: 'FORBIDDEN' });
    }
    expect(asked()).toEqual([]);

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

  it('show in the same request: what was written is read afresh', async () => {
    const data = await g.data<Record<string, { member: { organization: { name: string } } }>>(
      `mutation ($own: ID!, $ada: ID!) {
        a: updateMember(input: { organizationId: $own, memberId: $ada, name: "A" }) { ... on UpdateMemberPayload { member { name organization { name } } } }
        b: updateMember(input: { organizationId: $own, memberId: $ada, name: "B" }) { ... on UpdateMemberPayload { member { name organization { name } } } }
      }`,
      { variables: { own, ada } },
    );
    expect(data).toMatchObject({ a: { member: { name: 'A' } }, b: { member: { name: 'B' } } });
    expect(asked()).toEqual(['members_Update', 'members_Update']);
  });
});
