/** Strict with input of clients, tolerant with output of Stytch. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatewayOverStubs, type StubbedGateway } from './gateway.ts';
import { sampleId } from './sample-id.ts';

let g: StubbedGateway;
beforeEach(async () => {
  g = await gatewayOverStubs();
});
afterEach(() => g.close());

const O_1 = sampleId('Organization', 1);
const M_1 = sampleId('Member', 1);

const organization = (id: string, odd: Record<string, unknown> = {}) => ({
  organization_id: id,
  organization_name: 'Acme',
  organization_logo_url: '',
  organization_slug: 'acme',
  mfa_policy: 'OPTIONAL',
  allowed_auth_methods: ['sso'],
  custom_roles: [],
  trusted_metadata: {},
  created_at: '2026-01-01T00:00:00Z',
  ...odd,
});

const stub = (id: string, body: object, status = 200) =>
  g.stytch
    .intercept({ path: `/v1/b2b/organizations/${id}`, method: 'GET' })
    .reply(status, { request_id: 'r', status_code: status, ...body });

const FIELDS = 'name logoUrl mfaPolicy authMethods { allowed } createdAt trustedMetadata';
const ask = (fields = FIELDS) => g.query(`{ organization(by: { id: "${O_1}" }) { ${fields} } }`);

describe('a value from Stytch', () => {
  it('as the empty string is null', async () => {
    stub(O_1, { organization: organization(O_1) });
    const { data, errors } = await ask('name logoUrl');
    expect(errors).toEqual([]);
    expect(data).toEqual({ organization: { name: 'Acme', logoUrl: null } });
  });

  it('as a date that is no RFC 3339 is null and a warning, and harms nothing beside it', async () => {
    stub(O_1, {
      organization: organization(O_1, { organization_logo_url: '/logo.png', created_at: 'canary of yesterday' }),
    });
    const { data, errors } = await ask();
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      organization: { name: 'Acme', logoUrl: '/logo.png', createdAt: null, mfaPolicy: 'OPTIONAL' },
    });
    expect(g.logged.map((line) => JSON.parse(line).field)).toEqual(['Organization.createdAt']);
    expect(g.logged.join()).not.toContain('canary');
  });

  it('as a word added later is UNKNOWN', async () => {
    stub(O_1, {
      organization: organization(O_1, { mfa_policy: 'BIOMETRIC', allowed_auth_methods: ['sso', 'telepathy'] }),
    });
    const { data, errors } = await ask('mfaPolicy authMethods { allowed }');
    expect(errors).toEqual([]);
    expect(data).toEqual({ organization: { mfaPolicy: 'UNKNOWN', authMethods: { allowed: ['SSO', 'UNKNOWN'] } } });
  });

  it('not at all is null where that may be, and not a word we do not know', async () => {
    g.stytch
      .intercept({ path: `/v1/b2b/organizations/${O_1}/member?member_id=${M_1}`, method: 'GET' })
      .reply(200, { request_id: 'r', status_code: 200, member: { organization_id: O_1, member_id: M_1 } });
    const { data, errors } = await g.query(
      `{ member(organizationId: "${O_1}", by: { id: "${M_1}" }) { defaultMfaMethod name } }`,
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ member: { defaultMfaMethod: null, name: null } });
  });

  it('beyond the contract is ignored, and __proto__ is only a key', async () => {
    const body = JSON.stringify({
      request_id: 'r',
      status_code: 200,
      organization: organization(O_1, { brand_new: 1 }),
    }).replace('"brand_new":1', '"__proto__":{"polluted":1},"trusted_metadata":{"__proto__":{"polluted":1}}');
    g.stytch.intercept({ path: `/v1/b2b/organizations/${O_1}`, method: 'GET' }).reply(200, body);
    const { errors } = await ask();
    expect(errors).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('without a text it promised shows the empty text, with one log line that names the field', async () => {
    stub(O_1, { organization: organization(O_1, { organization_name: undefined }) });
    stub('o-2', { organization: organization('o-2') });
    const { data, errors } = await g.query(
      `{ a: organization(by: { id: "${O_1}" }) { name } b: organization(by: { slug: "o-2" }) { name } }`,
    );
    expect(data).toEqual({ a: { name: '' }, b: { name: 'Acme' } });
    expect(errors).toEqual([]);
    expect(g.logged.map((line) => JSON.parse(line))).toMatchObject([
      { message: 'value missing from Stytch', field: 'Organization.name' },
    ]);
  });

  it('of the wrong type says nothing of itself to the caller', async () => {
    stub(O_1, { organization: organization(O_1, { organization_name: { canary: true } }) });
    const { data, errors } = await ask('name mfaPolicy');
    expect(data).toEqual({ organization: { name: '', mfaPolicy: 'OPTIONAL' } });
    expect(errors).toMatchObject([
      { path: ['organization', 'name'], extensions: { code: 'BAD_UPSTREAM_RESPONSE', stytch: { requestId: 'r' } } },
    ]);
    expect(errors[0]?.message).toContain('Stytch');
    expect(JSON.stringify(errors)).not.toMatch(/canary|gateway/);
    expect(g.logged.map((line) => JSON.parse(line))).toMatchObject([
      {
        message: 'unreadable response from Stytch',
        operation: 'api_organization_v1_Get',
        requestId: 'r',
        type: 'Organization',
        field: 'Organization.name',
      },
    ]);
  });

  it('as a refusal of a read is an error with its facts', async () => {
    stub(
      O_1,
      { error_type: 'organization_suspended', error_message: 'Suspended.', error_url: 'https://stytch.com/docs' },
      400,
    );
    const { data, errors } = await ask();
    expect(data).toEqual({ organization: null });
    expect(errors[0]).toMatchObject({
      message: 'Suspended.',
      extensions: {
        code: 'NOT_CONFIGURED',
        stytch: { errorType: 'organization_suspended', requestId: 'r', statusCode: 400 },
      },
    });
  });
});

/** Calls the one lookup whose response the test defines. */
const reply = (path: string, body: object | Buffer, method = 'GET') =>
  g.stytch
    .intercept({ path, method })
    .reply(200, Buffer.isBuffer(body) ? body : { request_id: 'r', status_code: 200, ...body });
const lines = () => g.logged.map((line) => JSON.parse(line));
const MEMBER = `/v1/b2b/organizations/${O_1}/member?member_id=${M_1}`;
const askMember = (fields: string) =>
  g.query(`{ member(organizationId: "${O_1}", by: { id: "${M_1}" }) { ${fields} } }`);
const ids = { organization_id: O_1, member_id: M_1 };

describe('a property that Stytch omits', () => {
  it('is empty, false and UNKNOWN, with one log line for each type and field in a process', async () => {
    const odd = { ...ids, roles: null, status: '', sso_registrations: undefined };
    for (let times = 0; times < 2; times += 1) {
      reply(MEMBER, { member: odd });
      const { data, errors } = await askMember(
        'isBreakglass status roles { roleId } ssoRegistrations { registrationId }',
      );
      expect(errors).toEqual([]);
      expect(data).toEqual({ member: { isBreakglass: false, status: 'UNKNOWN', roles: [], ssoRegistrations: [] } });
    }
    expect(lines().map(({ message, field }) => `${message}: ${field}`)).toEqual([
      'value missing from Stytch: Member.isBreakglass',
      'value missing from Stytch: Member.status',
      'value missing from Stytch: Member.roles',
      'value missing from Stytch: Member.ssoRegistrations',
    ]);
  });

  it('of a search is an empty page: the list, and what it says of the whole', async () => {
    const search = '/v1/b2b/organizations/members/search';
    reply(search, { results_metadata: { total: 3 } }, 'POST');
    const empty = await g.query(
      '{ members(organizationIds: ["organization-test-00000000-0000-4000-8000-000000000000"]) { totalCount nodes { name } } }',
    );
    expect(empty).toMatchObject({ errors: [], data: { members: { totalCount: 3, nodes: [] } } });
    reply(search, { members: [{ ...ids, name: 'Zoe' }] }, 'POST');
    const uncounted = await g.query(
      '{ members(organizationIds: ["organization-test-00000000-0000-4000-8000-000000000000"]) { totalCount pageInfo { hasNextPage } nodes { name } } }',
    );
    expect(uncounted).toMatchObject({
      errors: [],
      data: { members: { totalCount: null, pageInfo: { hasNextPage: false }, nodes: [{ name: 'Zoe' }] } },
    });
    expect(lines().map(({ field }) => field)).toEqual(['MemberConnection.nodes', 'MemberConnection.pageInfo']);
  });

  it('within a list is left out: null and the empty text', async () => {
    stub(O_1, {
      organization: organization(O_1, { email_allowed_domains: [null, 'a.example', ''], custom_roles: [null] }),
    });
    const { data, errors } = await ask('emailAllowedDomains customRoles { roleId }');
    expect(errors).toEqual([]);
    expect(data).toEqual({ organization: { emailAllowedDomains: ['a.example'], customRoles: [] } });
    expect(lines().map(({ field }) => field)).toEqual(['Organization.emailAllowedDomains', 'Organization.customRoles']);
  });
});

describe('an unreadable value', () => {
  const unreadable = (path: (string | number)[]) => ({ path, extensions: { code: 'BAD_UPSTREAM_RESPONSE' } });

  it.each([
    ['a member that is {}', { member: {} }],
    ['a member that is a list', { member: [] }],
    ['a member without its id', { member: { organization_id: O_1 } }],
    ['no member', {}],
  ])('is an error that names Stytch, and not "none": %s', async (_, body) => {
    reply(MEMBER, body);
    const { data, errors } = await askMember('name status');
    expect(data).toEqual({ member: null });
    expect(errors).toMatchObject([unreadable(['member'])]);
    expect(errors[0]?.message).toContain('Stytch');
    expect(errors[0]?.message).not.toContain('gateway');
    expect(lines()).toMatchObject([
      {
        message: 'unreadable response from Stytch',
        operation: 'api_organization_v1_organizations_members_Get',
        requestId: 'r',
      },
    ]);
  });

  it('in a list is an error beside the items that can be read', async () => {
    reply(
      '/v1/b2b/organizations/members/search',
      { members: [7, { ...ids, name: 'Zoe' }], results_metadata: {} },
      'POST',
    );
    const page = await g.query(
      '{ members(organizationIds: ["organization-test-00000000-0000-4000-8000-000000000000"]) { nodes { name } } }',
    );
    expect(page.data).toEqual({ members: { nodes: [{ name: 'Zoe' }] } });
    expect(page.errors).toMatchObject([unreadable(['members', 'nodes'])]);
    reply(MEMBER, { member: { ...ids, roles: [7, { role_id: 'a' }, { sources: [] }] } });
    const roles = await askMember('roles { roleId }');
    expect(roles.data).toEqual({ member: { roles: [{ roleId: 'a' }] } });
    expect(roles.errors.map(({ path }) => path?.join('.'))).toEqual(['member.roles', 'member.roles']);
  });

  it('is the zero value and an error where null may not stand: an object for a list, a text for a boolean', async () => {
    const odd = { ...ids, roles: {}, is_admin: 'true', name: 'Zoe', trusted_metadata: 7, mfa_enrolled: 1 };
    reply(MEMBER, { member: odd });
    const { data, errors } = await askMember('name roles { roleId } isAdmin mfaEnrolled trustedMetadata');
    expect(data).toEqual({
      member: { name: 'Zoe', roles: [], isAdmin: false, mfaEnrolled: false, trustedMetadata: null },
    });
    expect(errors).toMatchObject(
      ['roles', 'isAdmin', 'mfaEnrolled', 'trustedMetadata'].map((field) => unreadable(['member', field])).sort(),
    );
  });

  it('as a list of a search is an error, and a total beyond Int is null with a log line', async () => {
    const search = '/v1/b2b/organizations/members/search';
    reply(search, { members: {}, results_metadata: { total: 1 } }, 'POST');
    const lists = await g.query(
      '{ members(organizationIds: ["organization-test-00000000-0000-4000-8000-000000000000"]) { nodes { name } } }',
    );
    expect(lists.errors).toMatchObject([unreadable(['members'])]);
    g.logged.length = 0;
    reply(search, { members: [], results_metadata: { total: 3_000_000_000 } }, 'POST');
    const { data, errors } = await g.query(
      '{ members(organizationIds: ["organization-test-00000000-0000-4000-8000-000000000000"]) { totalCount } }',
    );
    expect({ data, errors }).toEqual({ data: { members: { totalCount: null } }, errors: [] });
    expect(lines().map(({ field }) => field)).toEqual(['MemberConnection.totalCount']);
  });

  it('as bytes that are no UTF-8 is an error, and no text with other letters', async () => {
    const text = JSON.stringify({ organization: organization(O_1, { organization_name: 'B\u00e4ckerei' }) });
    for (let times = 0; times < 3; times += 1) reply(`/v1/b2b/organizations/${O_1}`, Buffer.from(text, 'latin1'));
    const { data, errors } = await ask('name');
    expect(data).toEqual({ organization: null });
    expect(errors).toMatchObject([unreadable(['organization'])]);
  });

  it('among members of one search is an error for each that is not found, and never "none"', async () => {
    const search = '/v1/b2b/organizations/members/search';
    const [a, b] = [M_1, sampleId('Member', 2)];
    reply(search, { members: [{ organization_id: O_1, member_id: a, name: 'Zoe' }, {}] }, 'POST');
    const one = (id = '') => `member(organizationId: "${O_1}", by: { id: "${id}" }) { name }`;
    const { data, errors } = await g.query(`{ a: ${one(a)} b: ${one(b)} }`);
    expect(data).toEqual({ a: { name: 'Zoe' }, b: null });
    expect(errors).toMatchObject([unreadable(['b'])]);
  });
});

describe('a value that Stytch stores and a scalar would reject', () => {
  it('is shown as it is', async () => {
    const member = { ...ids, email_address: 'zo\u00eb@b\u00e4ckerei.example ', mfa_phone_number: '+1 415 555 0101' };
    reply(MEMBER, { member });
    const { data, errors } = await askMember('emailAddress mfaPhoneNumber');
    expect(errors).toEqual([]);
    expect(data).toEqual({ member: { emailAddress: member.email_address, mfaPhoneNumber: member.mfa_phone_number } });
  });
});

describe('what clients send', () => {
  it.each([
    [
      'an unknown enum value',
      'mutation { createOrganization(input: { name: "A", mfaPolicy: SOMETIMES }) { __typename } }',
    ],
    ['an unknown input field', 'mutation { createOrganization(input: { name: "A", canary: 1 }) { __typename } }'],
  ])('refuses %s before Stytch is asked', async (_, document) => {
    const { data, errors } = await g.query(document);
    expect(data).toBeUndefined();
    expect(errors).toHaveLength(1);
  });

  it('passes metadata on untouched', async () => {
    let sent = '';
    g.stytch.intercept({ path: '/v1/b2b/organizations', method: 'POST' }).reply(200, (options) => {
      sent = String(options.body);
      return { request_id: 'r', status_code: 200, organization: organization(O_1) };
    });
    await g.data(
      'mutation ($m: JSONObject) { createOrganization(input: { name: "A", trustedMetadata: $m }) { __typename } }',
      {
        variables: { m: { aB: { cD: null }, snake_case: 1 } },
      },
    );
    expect(JSON.parse(sent)).toEqual({ organization_name: 'A', trusted_metadata: { aB: { cD: null }, snake_case: 1 } });
  });
});
