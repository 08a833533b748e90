/** Strict with what comes in from clients, tolerant with what comes back from Stytch. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gatewayOverStubs, type StubbedGateway } from './gateway.ts';

let g: StubbedGateway;
beforeEach(async () => {
  g = await gatewayOverStubs();
});
afterEach(() => g.close());

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

const FIELDS = 'name logoUrl mfaPolicy allowedAuthMethods createdAt trustedMetadata';
const ask = (fields = FIELDS) => g.query(`{ organization(organizationId: "o-1") { ${fields} } }`);

describe('what Stytch sends', () => {
  it('as the empty string is null', async () => {
    stub('o-1', { organization: organization('o-1') });
    const { data, errors } = await ask('name logoUrl');
    expect(errors).toEqual([]);
    expect(data).toEqual({ organization: { name: 'Acme', logoUrl: null } });
  });

  it('as a date that is no RFC 3339 is null and a warning, and harms nothing beside it', async () => {
    stub('o-1', {
      organization: organization('o-1', { organization_logo_url: '/logo.png', created_at: 'canary of yesterday' }),
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
    stub('o-1', {
      organization: organization('o-1', { mfa_policy: 'BIOMETRIC', allowed_auth_methods: ['sso', 'telepathy'] }),
    });
    const { data, errors } = await ask('mfaPolicy allowedAuthMethods');
    expect(errors).toEqual([]);
    expect(data).toEqual({ organization: { mfaPolicy: 'UNKNOWN', allowedAuthMethods: ['SSO', 'UNKNOWN'] } });
  });

  it('not at all is null where that may be, and not a word we do not know', async () => {
    g.stytch
      .intercept({ path: '/v1/b2b/organizations/o-1/member?member_id=m-1', method: 'GET' })
      .reply(200, { request_id: 'r', status_code: 200, member: { organization_id: 'o-1', member_id: 'm-1' } });
    const { data, errors } = await g.query(
      '{ member(organizationId: "o-1", memberId: "m-1") { defaultMfaMethod name } }',
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ member: { defaultMfaMethod: null, name: null } });
  });

  it('beyond the contract is ignored, and __proto__ is only a key', async () => {
    const body = JSON.stringify({
      request_id: 'r',
      status_code: 200,
      organization: organization('o-1', { brand_new: 1 }),
    }).replace('"brand_new":1', '"__proto__":{"polluted":1},"trusted_metadata":{"__proto__":{"polluted":1}}');
    g.stytch.intercept({ path: '/v1/b2b/organizations/o-1', method: 'GET' }).reply(200, body);
    const { errors } = await ask();
    expect(errors).toEqual([]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('without a text it promised shows the empty text, with one log line that names the field', async () => {
    stub('o-1', { organization: organization('o-1', { organization_name: undefined }) });
    stub('o-2', { organization: organization('o-2') });
    const { data, errors } = await g.query(
      '{ a: organization(organizationId: "o-1") { name } b: organization(organizationId: "o-2") { name } }',
    );
    expect(data).toEqual({ a: { name: '' }, b: { name: 'Acme' } });
    expect(errors).toEqual([]);
    expect(g.logged.map((line) => JSON.parse(line))).toMatchObject([
      { message: 'value missing from Stytch', field: 'Organization.name' },
    ]);
  });

  it('of the wrong type says nothing of itself to the caller', async () => {
    stub('o-1', { organization: organization('o-1', { organization_name: { canary: true } }) });
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
      'o-1',
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

describe('what clients send', () => {
  it.each([
    [
      'an unknown enum value',
      'mutation { createOrganization(input: { name: "A", mfaPolicy: UNKNOWN }) { __typename } }',
    ],
    ['an odd URL', 'mutation { createOrganization(input: { name: "A", logoUrl: "canary" }) { __typename } }'],
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
      return { request_id: 'r', status_code: 200, organization: organization('o-1') };
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
