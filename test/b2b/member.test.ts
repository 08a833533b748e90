/** Members that are read: lookups, fields, roles and access. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeOpaqueId } from '../../src/graphql/node-id.ts';
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

describe('member', () => {
  it('is found by id, external id and address, as the same object', async () => {
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
    expect(asked(g)).toEqual(['members_Get', 'members_Get', 'members_Get']);
  });

  it.each([
    ['neither', {}],
    ['both', { id: 'member-test-1', emailAddress: 'ada@fernhill.example' }],
  ])('requires exactly one of id and address, not %s', async (_, by) => {
    const { errors } = await g.query(LOOKUP, { variables: { organizationId: own, by } });
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(asked(g)).toEqual([]);
  });

  it('is null if unknown', async () => {
    const gone = stored(g, own, 'deleted')[0];
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

  it('has all fields of a member, and null for empty strings of Stytch', async () => {
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
    const bare = stored(g, own).find(
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

  it('is exposed to callers who may search, and to the member', async () => {
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
    expect(asked(g)).toEqual([]);
  });
});

describe('memberAnywhere', () => {
  const ANYWHERE = `query ($id: ID!, $deleted: Boolean) {
    memberAnywhere(memberId: $id, includeDeleted: $deleted) { status organization { organizationId } } }`;

  it('finds a member by id only, a deleted one on request', async () => {
    const gone = stored(g, other, 'deleted')[0]?.member_id;
    expect(await g.data(ANYWHERE, { variables: { id: ada } })).toMatchObject({ memberAnywhere: { status: 'ACTIVE' } });
    expect(asked(g)).toEqual(['members_DangerouslyGet']);
    expect(await g.data(ANYWHERE, { variables: { id: gone } })).toEqual({ memberAnywhere: null });
    expect(await g.data(ANYWHERE, { variables: { id: gone, deleted: true } })).toEqual({
      memberAnywhere: { status: 'DELETED', organization: { organizationId: other } },
    });
    expect(g.calls.at(-1)?.path).toMatch(/include_deleted=true/);
  });

  it('is for servers only', async () => {
    const { errors } = await g.query(ANYWHERE, { variables: { id: ada }, as: 'admin' });
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect(asked(g)).toEqual([]);
  });
});

describe('Viewer.member', () => {
  it('is null for servers and visitors', async () => {
    const document = '{ viewer { member { id } } }';
    expect(await g.data(document)).toEqual({ viewer: { member: null } });
    expect(await g.data(document, { as: null })).toEqual({ viewer: { member: null } });
    expect(asked(g)).toEqual([]);
  });
});

describe('Organization.member', () => {
  const FROM = `query ($own: ID!, $by: MemberBy!) {
    organization(by: { id: $own }) { member(by: $by) { memberId } } }`;

  it('finds a member of the organization, by id or address', async () => {
    const email = g.sandbox.store.members.get(ada)?.email_address;
    const expected = { organization: { member: { memberId: ada } } };
    expect(await g.data(FROM, { variables: { own, by: { id: ada } } })).toEqual(expected);
    expect(await g.data(FROM, { variables: { own, by: { emailAddress: email } } })).toEqual(expected);
    const elsewhere = stored(g, other)[0]?.member_id;
    expect(await g.data(FROM, { variables: { own, by: { id: elsewhere } } })).toEqual({
      organization: { member: null },
    });
  });

  it('returns a plain member to themself only', async () => {
    expect(await g.data(FROM, { variables: { own, by: { id: plain } }, as: 'member' })).toEqual({
      organization: { member: { memberId: plain } },
    });
    g.calls.length = 0;
    const { data, errors } = await g.query(FROM, { variables: { own, by: { id: ada } }, as: 'member' });
    expect(data).toEqual({ organization: { member: null } });
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
    expect(asked(g)).toEqual(['Get']);
  });
});

describe('Member.roles', () => {
  it('have their source and permissions, without a call for each member', async () => {
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

  it('have the source of each role, for the organization’s own roles too', async () => {
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
