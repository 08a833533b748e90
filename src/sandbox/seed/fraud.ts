import { createHash } from 'node:crypto';
import type { DeviceTelemetry, VerdictReasonAction } from '../store.ts';

/** Deterministic id like `seedId`, in the form of device ids. */
const uuid = (words: string) => {
  const hex = createHash('sha256').update(`stytch-graphql sandbox ${words}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
};

const device = (
  key: string,
  of: Partial<DeviceTelemetry> & { reasons: string[] },
  address: string,
): DeviceTelemetry => ({
  telemetry_id: uuid(`telemetry ${key}`),
  created_at: '2025-01-01T00:00:00Z',
  expires_at: '2045-01-01T00:00:00Z',
  fingerprints: {
    network_fingerprint: `network-fingerprint-${uuid(`network ${key}`)}`,
    hardware_fingerprint: `hardware-fingerprint-${uuid(`hardware ${key}`)}`,
    browser_fingerprint: `browser-fingerprint-${uuid(`browser ${key}`)}`,
    visitor_fingerprint: `visitor-fingerprint-${uuid(`visitor ${key}`)}`,
    visitor_id: `visitor-${uuid(`visitor id ${key}`)}`,
    browser_id: `browser-id-${uuid(`browser id ${key}`)}`,
  },
  properties: {
    network_properties: {
      ip_address: address,
      // AS number and network that are reserved for documentation (RFC 5398, RFC 5737).
      asn: { asn: '64496', name: 'Example network', network: '203.0.113.0/24' },
      ip_geolocation: { city: 'Lisbon', region: 'Lisboa', country: 'PT' },
      is_proxy: false,
      is_vpn: false,
    },
    browser_properties: { user_agent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5)' },
  },
  detected_device_type: 'MACOS_ARM',
  is_authentic_device: true,
  ...of,
});

/** Four devices: without findings, to challenge, to block, and expired. */
export const telemetry = [
  device('calm', { reasons: [] }, '203.0.113.7'),
  device('virtual-machine', { reasons: ['VIRTUAL_MACHINE'] }, '203.0.113.40'),
  device(
    'robot',
    {
      reasons: ['USER_AGENT_DECEPTION', 'HEADLESS_BROWSER_AUTOMATION'],
      detected_device_type: 'UNKNOWN',
      is_authentic_device: false,
    },
    '203.0.113.200',
  ),
  device('expired', { reasons: [], expires_at: '2025-02-01T00:00:00Z' }, '203.0.113.9'),
];

/** Verdict reasons that Stytch documents publicly; the complete list is for its customers. */
export const verdictReasons: VerdictReasonAction[] = [
  { verdict_reason: 'HEADLESS_BROWSER_AUTOMATION', default_action: 'BLOCK' },
  { verdict_reason: 'SMART_RATE_LIMIT_WARNING', default_action: 'CHALLENGE' },
  { verdict_reason: 'USER_AGENT_DECEPTION', default_action: 'BLOCK' },
  { verdict_reason: 'VIRTUAL_MACHINE', default_action: 'CHALLENGE' },
];
