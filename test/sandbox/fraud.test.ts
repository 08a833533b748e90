import { afterEach, beforeEach, expect, test } from 'vitest';
import { fraud } from '../../src/sandbox/project/fraud.ts';
import { telemetry } from '../../src/sandbox/seed/fraud.ts';
import { expectAllAnswered, type Harness, startHarness } from './harness.ts';

let stytch: Harness;
beforeEach(async () => {
  stytch = await startHarness();
});
afterEach(() => stytch.close());

const lookup = 'api_fraud_v1_fraud_fingerprint_Lookup';
const setRule = 'api_fraud_v1_fraud_rules_Set';
const listRules = 'api_fraud_v1_fraud_rules_List';
const override = 'api_fraud_v1_fraud_verdict_reasons_Override';
const listReasons = 'api_fraud_v1_fraud_verdict_reasons_List';
const risk = 'api_fraud_v1_fraud_email_Risk';

const [calm, machine, robot, expired] = telemetry.map(({ telemetry_id }) => ({ telemetry_id }));
if (!calm || !machine || !robot || !expired) throw new Error('the seed has fewer devices');
const address = '203.0.113.7';
const verdictOn = async (device: { telemetry_id: string }) => (await stytch.ok(lookup, device)).verdict;

test('a lookup returns a device with its suspicious properties, until it expires', async () => {
  expect(await verdictOn(calm)).toMatchObject({ action: 'ALLOW', reasons: [], is_authentic_device: true });
  expect(await verdictOn(machine)).toMatchObject({ action: 'CHALLENGE', reasons: ['VIRTUAL_MACHINE'] });
  expect(await verdictOn(robot)).toMatchObject({ action: 'BLOCK', is_authentic_device: false });
  const external_metadata = { external_id: 'staff-1', user_action: 'login' };
  const answer = await stytch.ok(lookup, { ...calm, external_metadata });
  expect(answer).toMatchObject({
    ...calm,
    external_metadata,
    properties: { network_properties: { ip_address: address } },
  });
  for (const telemetry_id of ['', 'nobody', expired.telemetry_id]) {
    await stytch.refused(lookup, { telemetry_id }, [400, 'invalid_argument']);
  }
  for (const user_action of ['x'.repeat(66), 'log in']) {
    await stytch.refused(lookup, { ...calm, external_metadata: { user_action } }, [400, 'invalid_argument']);
  }
});

test('a rule decides for a device until it is removed or expires', async () => {
  const { fingerprints } = await stytch.ok(lookup, calm);
  const { visitor_id = '' } = fingerprints;
  const set = await stytch.ok(setRule, { action: 'BLOCK', visitor_id, expires_in_minutes: 30, description: 'Spam' });
  expect(set).toMatchObject({ action: 'BLOCK', visitor_id, expires_at: expect.any(String) });
  expect(await verdictOn(calm)).toMatchObject({
    action: 'BLOCK',
    reasons: ['RULE_MATCH'],
    rule_match_type: 'VISITOR_ID',
    rule_match_identifier: visitor_id,
  });
  expect((await stytch.ok(listRules, {})).rules).toMatchObject([
    { rule_type: 'VISITOR_ID', visitor_id, action: 'BLOCK', description: 'Spam' },
  ]);
  stytch.pass({ minutes: 31 });
  expect((await verdictOn(calm)).action).toBe('ALLOW');
  expect((await stytch.ok(listRules, {})).rules).toEqual([]);

  await stytch.ok(setRule, { action: 'CHALLENGE', visitor_id });
  stytch.pass({ days: 400 });
  await stytch.ok(setRule, { action: 'BLOCK', visitor_id });
  const { rules } = await stytch.ok(listRules, {});
  expect(rules).toMatchObject([{ action: 'BLOCK', last_updated_at: expect.any(String) }]);
  expect(rules[0]?.created_at).not.toBe(rules[0]?.last_updated_at);
  await stytch.ok(setRule, { action: 'NONE', visitor_id });
  expect((await verdictOn(calm)).action).toBe('ALLOW');
});

test('the most specific rule wins, and takes precedence over suspicious properties', async () => {
  const { fingerprints } = await stytch.ok(lookup, robot);
  const order = [
    ['country_code', 'PT', 'CHALLENGE'],
    ['asn', '64496', 'BLOCK'],
    ['cidr_block', '203.0.0.0/16', 'ALLOW'],
    ['network_fingerprint', fingerprints.network_fingerprint, 'BLOCK'],
    ['hardware_fingerprint', fingerprints.hardware_fingerprint, 'ALLOW'],
    ['browser_fingerprint', fingerprints.browser_fingerprint, 'CHALLENGE'],
    ['visitor_fingerprint', fingerprints.visitor_fingerprint, 'ALLOW'],
    ['browser_id', fingerprints.browser_id, 'BLOCK'],
    ['visitor_id', fingerprints.visitor_id, 'ALLOW'],
  ] as const;
  for (const [kind, value, action] of order) {
    await stytch.ok(setRule, { action, [kind]: value });
    expect(await verdictOn(robot)).toMatchObject({
      action,
      rule_match_type: kind.toUpperCase(),
      rule_match_identifier: value,
      reasons: ['RULE_MATCH', 'USER_AGENT_DECEPTION', 'HEADLESS_BROWSER_AUTOMATION'],
    });
  }
});

test('the smallest CIDR block wins, and of equal blocks the strictest action', async () => {
  await stytch.ok(setRule, { action: 'CHALLENGE', cidr_block: '203.0.113.0/24' });
  await stytch.ok(setRule, { action: 'ALLOW', cidr_block: address });
  expect(await verdictOn(calm)).toMatchObject({ action: 'ALLOW', rule_match_identifier: `${address}/32` });
  await stytch.ok(setRule, { action: 'NONE', cidr_block: address });
  expect((await verdictOn(calm)).action).toBe('CHALLENGE');
  // The same block in another notation, set later.
  await stytch.ok(setRule, { action: 'BLOCK', cidr_block: '203.0.113.128/24' });
  expect((await verdictOn(calm)).action).toBe('BLOCK');
  await stytch.ok(setRule, { action: 'BLOCK', cidr_block: '198.51.100.0/24' });
  expect((await verdictOn(calm)).rule_match_identifier).toBe('203.0.113.128/24');
});

test.each([
  [{ action: 'BLOCK' }],
  [{ action: 'BLOCK', visitor_id: 'a', asn: '1' }],
  [{ action: 'BLOCK', visitor_id: '' }],
  [{ action: 'MAYBE', visitor_id: 'a' }],
  [{ action: 'ALLOW', country_code: 'PT' }],
  [{ action: 'BLOCK', country_code: 'XX' }],
  [{ action: 'BLOCK', country_code: 'portugal' }],
  [{ action: 'BLOCK', asn: '4294967296' }],
  [{ action: 'BLOCK', asn: 'AS1' }],
  [{ action: 'BLOCK', cidr_block: '203.0.0.0/15' }],
  [{ action: 'BLOCK', cidr_block: '203.0.113.0/33' }],
  [{ action: 'BLOCK', cidr_block: 'somewhere' }],
  [{ action: 'BLOCK', visitor_id: 'a', expires_in_minutes: 0 }],
])('the rule %j is rejected', async (wrong) => {
  await stytch.refused(setRule, wrong, [400, 'invalid_argument']);
  expect((await stytch.ok(listRules, {})).rules).toEqual([]);
});

test('rules have pages of ten by default, at most 100', async () => {
  for (let n = 0; n < 12; n += 1) await stytch.ok(setRule, { action: 'BLOCK', visitor_id: `visitor-${n}` });
  const first = await stytch.ok(listRules, {});
  const rest = await stytch.ok(listRules, { cursor: first.next_cursor });
  expect([first.rules.length, rest.rules.length, rest.next_cursor]).toEqual([10, 2, '']);
  expect(new Set([...first.rules, ...rest.rules].map(({ visitor_id }) => visitor_id)).size).toBe(12);
  expect((await stytch.ok(listRules, { limit: 100 })).rules).toHaveLength(12);
  for (const limit of [-1, 101]) await stytch.refused(listRules, { limit }, [400, 'invalid_argument']);
});

test('the action of a verdict reason can be overridden', async () => {
  const all = (await stytch.ok(listReasons, {})).verdict_reason_actions;
  expect(all.map(({ verdict_reason }) => verdict_reason)).toContain('VIRTUAL_MACHINE');
  expect((await stytch.ok(listReasons, { overrides_only: true })).verdict_reason_actions).toEqual([]);
  const { verdict_reason_action } = await stytch.ok(override, {
    verdict_reason: 'VIRTUAL_MACHINE',
    override_action: 'ALLOW',
    override_description: 'Many of ours work in one',
  });
  expect(verdict_reason_action).toMatchObject({
    verdict_reason: 'VIRTUAL_MACHINE',
    default_action: 'CHALLENGE',
    override_action: 'ALLOW',
    override_description: 'Many of ours work in one',
  });
  expect(await verdictOn(machine)).toMatchObject({
    action: 'ALLOW',
    reasons: ['VIRTUAL_MACHINE'],
    verdict_reason_overrides: [{ verdict_reason: 'VIRTUAL_MACHINE', override_action: 'ALLOW' }],
  });
  expect((await stytch.ok(listReasons, { overrides_only: true })).verdict_reason_actions).toEqual([
    verdict_reason_action,
  ]);
  // One reason is allowed; the other still blocks.
  await stytch.ok(override, { verdict_reason: 'USER_AGENT_DECEPTION', override_action: 'ALLOW' });
  expect((await verdictOn(robot)).action).toBe('BLOCK');
  for (const [verdict_reason, override_action] of [
    ['RULE_MATCH', 'ALLOW'],
    ['NO_SUCH_REASON', 'ALLOW'],
    ['VIRTUAL_MACHINE', 'NONE'],
    ['VIRTUAL_MACHINE', 'MAYBE'],
  ]) {
    await stytch.refused(override, { verdict_reason, override_action }, [400, 'invalid_argument']);
  }
});

test.each([
  ['ada@fernhill.example', 'ALLOW', {}],
  ['support@fernhill.example', 'CHALLENGE', { is_suspected_role_address: true }],
  ['bounce@fernhill.example', 'CHALLENGE', { has_known_bounces: true }],
  ['a.d.a.o.k+x@gmail.com', 'CHALLENGE', { normalized_email: 'adaok@gmail.com', tumbling_character_count: 5 }],
  ['x@mailinator.com', 'BLOCK', {}],
  ['nobody', 'BLOCK', { has_valid_syntax: false }],
  ['x@nowhere.invalid', 'BLOCK', { has_valid_syntax: true }],
])('the address %s has the verdict %s', async (email_address, action, address_information) => {
  const answer = await stytch.ok(risk, { email_address });
  expect(answer).toMatchObject({ action, address_information });
  expect(answer.risk_score).toBeGreaterThanOrEqual(0);
  expect(answer.risk_score).toBeLessThanOrEqual(100);
});

test('the risk of an email domain is returned', async () => {
  const of = async (email_address: string) => (await stytch.ok(risk, { email_address })).domain_information;
  expect(await of('x@mailinator.com')).toEqual({ has_mx_or_a_record: true, is_disposable_domain: true });
  expect(await of('x@nowhere.invalid')).toEqual({ has_mx_or_a_record: false, is_disposable_domain: false });
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(fraud));
