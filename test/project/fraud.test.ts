import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeOpaqueId } from '../../src/graphql/node-id.ts';
import { gatewayOverSandbox, gatewayOverStubs, type SandboxGateway, type StubbedGateway } from '../gateway.ts';

const result = '__typename ... on MutationError { code errorType }';
const facts = { request_id: 'request-id-test-1', status_code: 200 };

describe('fraud, as Stytch may answer', () => {
  let g: StubbedGateway;
  beforeEach(async () => {
    g = await gatewayOverStubs();
  });
  afterEach(() => g.close());

  const sent: unknown[] = [];
  const post = (path: string, status: number, answer: object) => {
    sent.length = 0;
    g.stytch.intercept({ path, method: 'POST' }).reply(status, ({ body }) => {
      sent.push(JSON.parse(String(body)));
      return JSON.stringify(answer);
    });
  };

  const found = {
    ...facts,
    telemetry_id: 't1',
    fingerprints: {
      network_fingerprint: 'network-1',
      hardware_fingerprint: 'hardware-1',
      browser_fingerprint: 'browser-1',
      visitor_fingerprint: 'visitor-1',
      visitor_id: '',
      browser_id: '',
    },
    verdict: {
      action: 'CHALLENGE',
      reasons: ['VIRTUAL_MACHINE', 'RULE_MATCH'],
      detected_device_type: 'LINUX_X86',
      is_authentic_device: true,
      verdict_reason_overrides: [{ verdict_reason: 'VIRTUAL_MACHINE', override_action: 'LIMIT' }],
      rule_match_type: 'CIDR_BLOCK',
      rule_match_identifier: '192.0.2.0/24',
    },
    external_metadata: { external_id: 'ada', organization_id: '', user_action: 'login' },
    created_at: '2026-03-01T10:00:00Z',
    expires_at: 'soon',
    properties: {
      network_properties: {
        ip_address: '192.0.2.7',
        asn: { asn: '64500', name: 'Example Net', network: '192.0.2.0/24' },
        ip_geolocation: { city: 'Graz', region: '', country: 'AT' },
        is_proxy: false,
        is_vpn: true,
      },
      browser_properties: { user_agent: 'Mozilla/5.0' },
    },
    raw_signals: { screen_size: { width_px: 800 } },
  };

  it('shows all there is to a fingerprint, and takes odd values', async () => {
    post('/v1/fingerprint/lookup', 200, found);
    const data = await g.data(
      `{ deviceFingerprint(telemetryId: "t1", externalMetadata: { externalId: "ada", userAction: "login" }) {
        telemetryId createdAt expiresAt rawSignals externalMetadata { externalId organizationId userAction }
        fingerprints { visitorId browserId visitorFingerprint browserFingerprint hardwareFingerprint networkFingerprint }
        verdict { action reasons detectedDeviceType isAuthenticDevice ruleMatchType ruleMatchIdentifier
          verdictReasonOverrides { reason action } }
        properties { browserProperties { userAgent } networkProperties { ipAddress isProxy isVpn
          asn { asn name network } ipGeolocation { city region country } } }
      } }`,
    );
    expect(sent).toEqual([{ telemetry_id: 't1', external_metadata: { external_id: 'ada', user_action: 'login' } }]);
    expect(data).toEqual({
      deviceFingerprint: {
        telemetryId: 't1',
        createdAt: '2026-03-01T10:00:00Z',
        expiresAt: null,
        rawSignals: { screen_size: { width_px: 800 } },
        externalMetadata: { externalId: 'ada', organizationId: null, userAction: 'login' },
        fingerprints: {
          visitorId: null,
          browserId: null,
          visitorFingerprint: 'visitor-1',
          browserFingerprint: 'browser-1',
          hardwareFingerprint: 'hardware-1',
          networkFingerprint: 'network-1',
        },
        verdict: {
          action: 'CHALLENGE',
          reasons: ['VIRTUAL_MACHINE', 'RULE_MATCH'],
          detectedDeviceType: 'LINUX_X86',
          isAuthenticDevice: true,
          ruleMatchType: 'CIDR_BLOCK',
          ruleMatchIdentifier: '192.0.2.0/24',
          verdictReasonOverrides: [{ reason: 'VIRTUAL_MACHINE', action: 'UNKNOWN' }],
        },
        properties: {
          browserProperties: { userAgent: 'Mozilla/5.0' },
          networkProperties: {
            ipAddress: '192.0.2.7',
            isProxy: false,
            isVpn: true,
            asn: { asn: '64500', name: 'Example Net', network: '192.0.2.0/24' },
            ipGeolocation: { city: 'Graz', region: null, country: 'AT' },
          },
        },
      },
    });
  });

  it('says null of a device that is not known, and an error when it cannot know', async () => {
    const error = { status_code: 404, request_id: 'r', error_message: 'm', error_url: 'https://stytch.com/docs' };
    const lookup = '{ deviceFingerprint(telemetryId: "made-up") { verdict { action } } }';
    post('/v1/fingerprint/lookup', 404, { ...error, error_type: 'telemetry_id_not_found' });
    expect(await g.data(lookup)).toEqual({ deviceFingerprint: null });
    // An absent service must never read as an absent device: the one is blocked, the other is trouble of ours.
    post('/v1/fingerprint/lookup', 404, { ...error, error_type: 'route_not_found' });
    const { errors } = await g.query(lookup);
    expect(errors).toHaveLength(1);
  });

  it('asks once for equal lookups', async () => {
    post('/v1/fingerprint/lookup', 200, found);
    post('/v1/email/risk', 200, {
      ...facts,
      address_information: {
        has_known_bounces: false,
        has_valid_syntax: false,
        is_suspected_role_address: true,
        normalized_email: '',
        tumbling_character_count: 2,
      },
      domain_information: { has_mx_or_a_record: false, is_disposable_domain: true },
      action: 'BLOCK',
      risk_score: 100,
    });
    const data = await g.data(`{
      a: deviceFingerprint(telemetryId: "t1") { verdict { action } }
      b: deviceFingerprint(telemetryId: "t1") { fingerprints { visitorFingerprint } }
      risk: emailRisk(emailAddress: "no address.at+all") { action riskScore }
      again: emailRisk(emailAddress: "no address.at+all") {
        addressInformation { hasValidSyntax hasKnownBounces isSuspectedRoleAddress normalizedEmailAddress tumblingCharacterCount }
        domainInformation { hasMxOrARecord isDisposableDomain } }
    }`);
    expect(sent).toEqual([{ telemetry_id: 't1' }, { email_address: 'no address.at+all' }]);
    expect(data).toMatchObject({
      risk: { action: 'BLOCK', riskScore: 100 },
      again: {
        addressInformation: { hasValidSyntax: false, normalizedEmailAddress: null, tumblingCharacterCount: 2 },
        domainInformation: { hasMxOrARecord: false, isDisposableDomain: true },
      },
    });
  });

  it.each([
    ['VISITOR_ID', 'visitor_id'],
    ['BROWSER_ID', 'browser_id'],
    ['VISITOR_FINGERPRINT', 'visitor_fingerprint'],
    ['BROWSER_FINGERPRINT', 'browser_fingerprint'],
    ['HARDWARE_FINGERPRINT', 'hardware_fingerprint'],
    ['NETWORK_FINGERPRINT', 'network_fingerprint'],
    ['CIDR_BLOCK', 'cidr_block'],
    ['ASN', 'asn'],
    ['COUNTRY_CODE', 'country_code'],
  ])('sets and lists a rule about %s', async (type, property) => {
    post('/v1/rules/set', 200, { ...facts, action: 'BLOCK', [property]: 'x/32', expires_at: '' });
    const set = await g.data(
      `mutation ($type: FraudRuleType!) { answer: setFraudRule(input: {
        type: $type, identifier: "x", action: BLOCK, description: "Why", expiresInMinutes: 5
      }) { ... on SetFraudRulePayload { fraudRule { type identifier action expiresAt } } ${result} } }`,
      { variables: { type } },
    );
    expect(sent).toEqual([{ [property]: 'x', action: 'BLOCK', description: 'Why', expires_in_minutes: 5 }]);
    expect(set).toMatchObject({
      answer: { fraudRule: { type, identifier: 'x/32', action: 'BLOCK', expiresAt: null } },
    });

    const rule = { rule_type: type, action: 'BLOCK', created_at: '2026-03-01T10:00:00Z', [property]: 'x/32' };
    post('/v1/rules/list', 200, { ...facts, next_cursor: '', rules: [rule, { ...rule, rule_type: 'MOON_PHASE' }] });
    expect(await g.data('{ fraudRules { nodes { type identifier } } }')).toEqual({
      fraudRules: {
        nodes: [
          { type, identifier: 'x/32' },
          { type: 'UNKNOWN', identifier: null },
        ],
      },
    });
  });

  it('pages through rules, at most a hundred at a time', async () => {
    const rule = (asn: string) => ({ rule_type: 'ASN', action: 'ALLOW', created_at: '2026-03-01T10:00:00Z', asn });
    const page = `query ($first: Int, $after: String) { fraudRules(first: $first, after: $after) {
      totalCount nodes { identifier updatedAt description expiresAt createdAt } pageInfo { hasNextPage endCursor } } }`;
    post('/v1/rules/list', 200, { ...facts, next_cursor: 'more', rules: [rule('1'), rule('2')] });
    type Page = { fraudRules: { pageInfo: { endCursor: string } } };
    const first = await g.data<Page>(page, { variables: { first: 2 } });
    expect(sent).toEqual([{ limit: 2 }]);
    expect(first).toMatchObject({
      fraudRules: {
        totalCount: null,
        nodes: [{ identifier: '1' }, { identifier: '2' }],
        pageInfo: { hasNextPage: true },
      },
    });
    post('/v1/rules/list', 200, { ...facts, next_cursor: '', rules: [rule('3')] });
    const after = first.fraudRules.pageInfo.endCursor;
    const second = await g.data(page, { variables: { first: 100, after } });
    expect(sent).toEqual([{ cursor: 'more', limit: 100 }]);
    expect(second).toMatchObject({ fraudRules: { nodes: [{ identifier: '3' }], pageInfo: { hasNextPage: false } } });

    const { errors } = await g.query(page, { variables: { first: 101 } });
    expect(errors.map(({ extensions, message }) => [extensions.code, message])).toEqual([
      ['INVALID_INPUT', '`first` must be between 1 and 100.'],
    ]);
  });
});

describe('fraud, over the sandbox', () => {
  let g: SandboxGateway;
  beforeAll(async () => {
    g = await gatewayOverSandbox();
  });
  afterAll(() => g.close());
  beforeEach(() => {
    g.calls.length = 0;
  });
  const asked = () => g.calls.map(({ id }) => id.replace('api_fraud_v1_fraud_', ''));
  const telemetryId = (reasons: string[]) =>
    g.world.telemetry.find((device) => `${device.reasons}` === `${reasons}`)?.telemetry_id ?? '';

  it('an override and a rule decide over a device, until the rule is taken back', async () => {
    const lookup = `query ($telemetryId: String!) { device: deviceFingerprint(telemetryId: $telemetryId) {
      fingerprints { visitorId } verdict { action reasons ruleMatchType ruleMatchIdentifier
        verdictReasonOverrides { reason action } } } }`;
    const variables = { telemetryId: telemetryId(['VIRTUAL_MACHINE']) };
    type Device = { device: { fingerprints: { visitorId: string }; verdict: object } };
    const before = await g.data<Device>(lookup, { variables });
    expect(before.device.verdict).toEqual({
      action: 'CHALLENGE',
      reasons: ['VIRTUAL_MACHINE'],
      ruleMatchType: null,
      ruleMatchIdentifier: null,
      verdictReasonOverrides: [],
    });

    expect(
      await g.data(`mutation { answer: overrideVerdictReason(input: {
        reason: "VIRTUAL_MACHINE", action: ALLOW, description: "Our testers use them"
      }) { ... on OverrideVerdictReasonPayload { requestId verdictReason {
        reason defaultAction overrideAction overrideDescription overrideCreatedAt } } ${result} } }`),
    ).toMatchObject({
      answer: {
        verdictReason: {
          reason: 'VIRTUAL_MACHINE',
          defaultAction: 'CHALLENGE',
          overrideAction: 'ALLOW',
          overrideDescription: 'Our testers use them',
          overrideCreatedAt: expect.any(String),
        },
      },
    });
    expect(g.calls.at(-1)?.body).toEqual({
      verdict_reason: 'VIRTUAL_MACHINE',
      override_action: 'ALLOW',
      override_description: 'Our testers use them',
    });
    const { all, overridden } = await g.data<{ all: object[]; overridden: object[] }>(
      '{ all: verdictReasons { reason overrideAction } overridden: verdictReasons(overridesOnly: true) { reason } }',
    );
    expect(all.length).toBeGreaterThan(1);
    expect(overridden).toEqual([{ reason: 'VIRTUAL_MACHINE' }]);
    expect((await g.data<Device>(lookup, { variables })).device.verdict).toMatchObject({
      action: 'ALLOW',
      verdictReasonOverrides: [{ reason: 'VIRTUAL_MACHINE', action: 'ALLOW' }],
    });

    const identifier = before.device.fingerprints.visitorId;
    const set = `mutation ($identifier: String!, $action: FraudRuleAction!) {
      answer: setFraudRule(input: { type: VISITOR_ID, identifier: $identifier, action: $action }) {
        ... on SetFraudRulePayload { requestId deletedId fraudRule { type identifier action expiresAt } } ${result} } }`;
    expect(await g.data(set, { variables: { identifier, action: 'BLOCK' } })).toMatchObject({
      answer: { deletedId: null, fraudRule: { type: 'VISITOR_ID', identifier, action: 'BLOCK', expiresAt: null } },
    });
    expect((await g.data<Device>(lookup, { variables })).device.verdict).toMatchObject({
      action: 'BLOCK',
      reasons: ['RULE_MATCH', 'VIRTUAL_MACHINE'],
      ruleMatchType: 'VISITOR_ID',
      ruleMatchIdentifier: identifier,
    });
    const rules = '{ fraudRules { nodes { id type identifier action } } }';
    const id = encodeOpaqueId('FraudRule', `VISITOR_ID/${identifier}`);
    expect(await g.data(rules)).toEqual({
      fraudRules: { nodes: [{ id, type: 'VISITOR_ID', identifier, action: 'BLOCK' }] },
    });
    expect(await g.data(set, { variables: { identifier, action: 'NONE' } })).toMatchObject({
      answer: { deletedId: id, fraudRule: null },
    });
    expect(await g.data(rules)).toEqual({ fraudRules: { nodes: [] } });
  });

  it('what Stytch refuses is an answer', async () => {
    expect(
      await g.data(`mutation {
        country: setFraudRule(input: { type: COUNTRY_CODE, identifier: "AT", action: ALLOW }) { ${result} }
        reason: overrideVerdictReason(input: { reason: "RULE_MATCH", action: ALLOW }) { ${result} }
      }`),
    ).toMatchObject({ country: { code: 'INVALID_INPUT' }, reason: { code: 'INVALID_INPUT' } });
  });

  it.each(['admin', 'member', null] as const)('is not for %s', async (as) => {
    for (const field of [
      'deviceFingerprint(telemetryId: "t1") { telemetryId }',
      'emailRisk(emailAddress: "ada@example.com") { riskScore }',
      'fraudRules { totalCount }',
      'verdictReasons { reason }',
    ]) {
      const { errors } = await g.query(`{ ${field} }`, { as });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual([as ? 'FORBIDDEN' : 'UNAUTHENTICATED']);
    }
    for (const mutation of [
      'setFraudRule(input: { type: ASN, identifier: "1", action: BLOCK })',
      'overrideVerdictReason(input: { reason: "VIRTUAL_MACHINE", action: ALLOW })',
    ]) {
      const { data, errors } = await g.query<{ answer: { code: string } | null }>(
        `mutation { answer: ${mutation} { ${result} } }`,
        { as },
      );
      expect(data?.answer?.code ?? errors[0]?.extensions.code).toBe(as ? 'FORBIDDEN' : 'UNAUTHENTICATED');
    }
    expect(asked()).toEqual([]);
  });

  it('looks devices up for a server that may do no more than that', async () => {
    const key = 'sgk_lookups_only';
    const sha256 = createHash('sha256').update(key).digest('hex');
    const narrow = await gatewayOverSandbox({ apiKeys: [{ name: 'lookups', sha256, scopes: ['stytch.fraud:get'] }] });
    try {
      const as = { token: key };
      const { telemetry_id } = narrow.world.telemetry[0] ?? {};
      const lookup = `{ deviceFingerprint(telemetryId: "${telemetry_id}") { verdict { action } } }`;
      expect(await narrow.data(lookup, { as })).toEqual({ deviceFingerprint: { verdict: { action: 'ALLOW' } } });
      const { errors } = await narrow.query('{ fraudRules { totalCount } m2mClients { totalCount } }', { as });
      expect(errors.map(({ extensions }) => extensions.code)).toContain('FORBIDDEN');
      expect(narrow.calls.map(({ id }) => id)).toEqual(['api_fraud_v1_fraud_fingerprint_Lookup']);
    } finally {
      await narrow.close();
    }
  });
});
