import { afterAll, beforeAll, expect, test } from 'vitest';
import { telemetry } from '../../src/sandbox/seed/fraud.ts';
import { type Harness, startHarness } from './harness.ts';

let stytch: Harness;
beforeAll(async () => {
  stytch = await startHarness();
});
afterAll(() => stytch.close());

const [calm, , , expired] = telemetry;

const renew = async (telemetry_id: string | undefined, email: string) => {
  const organization_id = 'fernhill-bakery';
  await stytch.ok('api_b2b_magic_v1_b2b_magic_links_email_LoginOrSignup', { organization_id, email_address: email });
  const magic_links_token = stytch.store.outbox.find(({ to }) => to === email)?.secret ?? '';
  const result = await stytch.ok('api_b2b_magic_v1_Authenticate', {
    magic_links_token,
    ...(telemetry_id === undefined ? {} : { telemetry_id }),
  });
  return result.member_device;
};

test('a sign-in with a telemetry id returns the device, and when the member first used it', async () => {
  const first = await renew(calm?.telemetry_id, 'benedikt@fernhill.example');
  expect(first).toMatchObject({
    visitor_id: calm?.fingerprints.visitor_id,
    visitor_id_details: { is_new: true },
    ip_address: '203.0.113.7',
    ip_geo_country: 'PT',
    ip_geo_country_details: { is_new: true },
  });
  stytch.pass({ minutes: 5 });
  const again = await renew(calm?.telemetry_id, 'benedikt@fernhill.example');
  expect(again?.visitor_id_details).toMatchObject({
    is_new: false,
    first_seen_at: first?.visitor_id_details?.first_seen_at,
  });
  expect(again?.visitor_id_details?.last_seen_at).not.toBe(first?.visitor_id_details?.last_seen_at);
  const other = await renew(calm?.telemetry_id, 'liam@fernhill.example');
  expect(other?.visitor_id_details?.is_new).toBe(true);
});

test('a sign-in without a telemetry id, or with an unknown or expired one, returns no device', async () => {
  for (const id of [undefined, 'unknown', expired?.telemetry_id]) {
    expect(await renew(id, 'benedikt@fernhill.example')).toBeUndefined();
  }
});
