import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mintAccessToken, mintTrustedToken } from '../../src/sandbox/shared/tokens.ts';
import { type Harness, startHarness } from './harness.ts';

/** Concurrent requests with one token: one succeeds, and the others get the error of a later request. */
const REQUESTS = 8;

let stytch: Harness;
beforeAll(async () => {
  stytch = await startHarness();
});
afterAll(() => stytch.close());

const organization_id = 'fernhill-bakery';
const email_address = 'benedikt@fernhill.example';

/** The newest message to an address, with the token of its link or its code. */
const sent = (to: string) => {
  const message = stytch.store.outbox.find((candidate) => candidate.to === to);
  if (!message) throw new Error('nothing was sent');
  return message;
};

const post = async (path: string, body: object) => {
  const response = await stytch.raw('POST', path, { body: JSON.stringify(body) });
  const { error_type } = response.body as { error_type?: string };
  return error_type ?? String(response.status);
};

type Use = readonly [path: string, body: object];

const uses: Record<string, () => Promise<Use>> = {
  'a magic link': async () => {
    await post('/v1/b2b/magic_links/email/login_or_signup', { organization_id, email_address });
    return ['/v1/b2b/magic_links/authenticate', { magic_links_token: sent(email_address).secret }];
  },
  'a magic link for discovery': async () => {
    await post('/v1/b2b/magic_links/email/discovery/send', { email_address });
    return ['/v1/b2b/magic_links/discovery/authenticate', { discovery_magic_links_token: sent(email_address).secret }];
  },
  'a passcode by email': async () => {
    await post('/v1/b2b/otps/email/login_or_signup', { organization_id, email_address });
    return ['/v1/b2b/otps/email/authenticate', { organization_id, email_address, code: sent(email_address).secret }];
  },
  'a password reset': async () => {
    await post('/v1/b2b/passwords/email/reset/start', { organization_id, email_address });
    const body = { password_reset_token: sent(email_address).secret, password: 'Very-unusual-bread-4711' };
    return ['/v1/b2b/passwords/email/reset', body];
  },
  'a change of an email address by a link': async () => {
    const member = [...stytch.store.members.values()].find((each) => each.email_address === 'liam@fernhill.example');
    const to = 'liam.new@fernhill.example';
    const path = `/v1/b2b/organizations/${organization_id}/members/${member?.member_id}/start_email_update`;
    await post(path, { email_address: to });
    return ['/v1/b2b/magic_links/authenticate', { magic_links_token: sent(to).secret }];
  },
  'a trusted token': async () => {
    const [profile] = stytch.store.trustedTokenProfiles.values();
    if (!profile) throw new Error('no issuer is trusted');
    const token = await mintTrustedToken(stytch.store, profile, { [profile.email_claim]: email_address });
    return ['/v1/b2b/sessions/attest', { profile_id: profile.profile_id, token, organization_id }];
  },
  'an access token': async () => {
    const { admin } = (await stytch.sandbox.world()).credentials;
    const app = [...stytch.store.connectedApps.values()].find(({ app: { full_access_allowed: full } }) => full)?.app;
    const access_token = await mintAccessToken(stytch.store, {
      personId: admin.member_id,
      clientId: app?.client_id ?? '',
      scopes: ['openid', 'full_access'],
    });
    return ['/v1/b2b/sessions/exchange_access_token', { access_token }];
  },
};

describe('of eight concurrent requests with one token, one succeeds and the others get the same error', () => {
  test.each(Object.entries(uses))('%s', async (_, start) => {
    const [path, body] = await start();
    const results = await Promise.all(Array.from({ length: REQUESTS }, () => post(path, body)));
    const later = await post(path, body);
    expect(later).not.toBe('200');
    expect(results.toSorted()).toEqual(['200', ...Array.from({ length: REQUESTS - 1 }, () => later)].toSorted());
  });
});
