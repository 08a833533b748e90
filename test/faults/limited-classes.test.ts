/** T44: a 429 pauses its own subject; a traffic class only after several different subjects; identification never. */
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import type { StytchClient } from '../../src/stytch/client/client.ts';
import { latency, refuse } from './fault-kinds.ts';
import { type CallOutcome, callOutcomeOf, type FaultyGateway, faultyGateway, runMany } from './harness.ts';
import type { FaultKind, ProxiedResponse } from './proxy.ts';

const HOUR_MS = 3_600_000;
const limited = (headers: Record<string, string> = {}) => refuse(429, 'too_many_requests', headers);
const forSeconds = (seconds: number | string) => limited({ 'retry-after': `${seconds}` });

let g: FaultyGateway;
/** Current time of the clock of pauses, in milliseconds. */
let clock = 0;
beforeEach(() => {
  clock = 1_000;
});
afterEach(() => g.close());
const start = async (options: Parameters<typeof faultyGateway>[0] = {}): Promise<void> => {
  g = await faultyGateway({ now: () => clock, ...options });
};

/** A request of each class for a named subject. The sandbox may reject it, but it is sent. */
const classes: Record<string, (stytch: StytchClient, name: string, patienceMs?: number) => Promise<CallOutcome>> = {
  signIn: (stytch, name, patienceMs = 5_000) =>
    callOutcomeOf(
      stytch.call(
        'post',
        '/v1/b2b/passwords/authenticate',
        { organizationId: 'fernhill', emailAddress: `${name}@a.example`, password: 'wrong' },
        { deadline: Date.now() + patienceMs },
      ),
    ),
  'signIn by token': (stytch, name, patienceMs = 5_000) =>
    callOutcomeOf(
      stytch.call(
        'post',
        '/v1/b2b/oauth/authenticate',
        { oauthToken: `token-of-${name}` },
        { deadline: Date.now() + patienceMs },
      ),
    ),
  message: (stytch, name, patienceMs = 5_000) =>
    callOutcomeOf(
      stytch.call(
        'post',
        '/v1/b2b/otps/email/login_or_signup',
        { organizationId: 'fernhill', emailAddress: `${name}@a.example` },
        { deadline: Date.now() + patienceMs },
      ),
    ),
  write: (stytch, name, patienceMs = 5_000) =>
    callOutcomeOf(
      stytch.call(
        'put',
        '/v1/b2b/organizations/{organization_id}/members/{member_id}',
        { organizationId: 'organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0', memberId: name, name: 'A' },
        { deadline: Date.now() + patienceMs },
      ),
    ),
  read: (stytch, name, patienceMs = 5_000) =>
    callOutcomeOf(
      stytch.call(
        'get',
        '/v1/b2b/organizations/{organization_id}/member',
        { organizationId: 'organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0', memberId: name },
        { deadline: Date.now() + patienceMs },
      ),
    ),
  fraud: (stytch, name, patienceMs = 5_000) =>
    callOutcomeOf(
      stytch.call(
        'post',
        '/v1/email/risk',
        { emailAddress: `${name}@a.example` },
        { deadline: Date.now() + patienceMs },
      ),
    ),
  'fraud without a subject': (stytch, name, patienceMs = 5_000) =>
    callOutcomeOf(
      stytch.call(
        'post',
        '/v1/fingerprint/lookup',
        { telemetryId: `telemetry-${name}` },
        { deadline: Date.now() + patienceMs },
      ),
    ),
  search: (stytch, name, patienceMs = 5_000) =>
    callOutcomeOf(
      stytch.call(
        'post',
        '/v1/b2b/organizations/members/search',
        { organizationIds: [name] },
        { deadline: Date.now() + patienceMs },
      ),
    ),
};

describe.each(Object.entries(classes))('%s', (_, call) => {
  it('pauses the refused one, and serves ten others', async () => {
    await start();
    g.proxy.fail(forSeconds(1_800), { text: 'refused-1' });
    expect(await call(g.stytch, 'refused-1')).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 1_800 });
    g.proxy.forget();
    const again = await call(g.stytch, 'refused-1');
    expect(again).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 1_800 });
    expect(again.text).toContain('about this account, address or organization');
    expect(g.proxy.received).toHaveLength(0);
    const others = await runMany(10, 10, (nth) => call(g.stytch, `other-${nth}`));
    expect(others.filter(({ code }) => code === 'RATE_LIMITED')).toEqual([]);
    expect(g.proxy.received).toHaveLength(10);
  });

  it('is paused after the third different subject for at most 60 s, and is resumed by one probe', async () => {
    await start();
    g.proxy.fail(forSeconds(1_800), { text: 'refused-' });
    for (const name of ['refused-1', 'refused-1', 'refused-2']) await call(g.stytch, name);
    expect((await call(g.stytch, 'refused-3')).code).toBe('RATE_LIMITED');
    g.proxy.forget();
    const kept = await call(g.stytch, 'other');
    expect(kept).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 60 });
    expect(kept.text).toContain('of the whole project');
    expect(g.proxy.received).toHaveLength(0);

    clock += 60_000;
    g.proxy.fail(latency(300), { times: 1 });
    const probe = call(g.stytch, 'probe');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const impatient = await call(g.stytch, 'impatient', 300);
    expect(impatient.code).toBe('RATE_LIMITED');
    const waiting = runMany(5, 5, (nth) => call(g.stytch, `waiting-${nth}`));
    expect(g.proxy.received).toHaveLength(1);
    const outcomes = [await probe, ...(await waiting)];
    expect(outcomes.filter(({ code }) => code === 'RATE_LIMITED')).toEqual([]);
    expect(g.proxy.received).toHaveLength(6);
  });

  it('is paused again for 60 s at most if the probe is refused', async () => {
    await start();
    g.proxy.fail(forSeconds(86_400));
    for (const name of ['one', 'two', 'three']) await call(g.stytch, name);
    clock += 60_000;
    g.proxy.forget();
    await call(g.stytch, 'probe');
    expect(await call(g.stytch, 'other')).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 60 });
    expect(g.proxy.received).toHaveLength(1);
    await g.proxy.heal();
    clock += 60_000;
    expect((await call(g.stytch, 'other')).code).not.toBe('RATE_LIMITED');
  });
});

const { message = fail, read = fail, signIn = fail } = classes;
function fail(): never {
  throw new Error('the table names each class');
}

describe('a class', () => {
  it('stays open if another subject was served meanwhile', async () => {
    await start();
    g.proxy.fail(forSeconds(1_800), { text: 'refused-' });
    for (const name of ['refused-1', 'refused-2', 'other', 'refused-3']) await read(g.stytch, name);
    expect((await read(g.stytch, 'another')).code).not.toBe('RATE_LIMITED');
  });

  it('stays open if the refusals are further apart than 10 s', async () => {
    await start();
    g.proxy.fail(forSeconds(1_800), { text: 'refused-' });
    for (const name of ['refused-1', 'refused-2', 'refused-3', 'refused-4']) {
      await read(g.stytch, name);
      clock += 6_000;
    }
    expect((await read(g.stytch, 'other')).code).not.toBe('RATE_LIMITED');
  });

  it('stays open if one address is written in many ways or named in many organizations', async () => {
    await start();
    g.proxy.fail(forSeconds(1_800), { text: 'iro@fernhill.example' });
    const ways = ['hiro@fernhill.example', 'Hiro@fernhill.example', ' hiro@fernhill.example', 'HIro@fernhill.example'];
    for (const [nth, emailAddress] of ways.entries()) {
      const input = { organizationId: `organization-${nth}`, emailAddress };
      await callOutcomeOf(g.stytch.call('post', '/v1/b2b/otps/email/login_or_signup', input));
    }
    expect((await message(g.stytch, 'nia')).code).not.toBe('RATE_LIMITED');
  });

  it('of sign-in stays open while messages are paused', async () => {
    await start();
    g.proxy.fail(forSeconds(1_800), { text: 'refused-' });
    for (const name of ['refused-1', 'refused-2', 'refused-3']) await message(g.stytch, name);
    expect((await message(g.stytch, 'other')).code).toBe('RATE_LIMITED');
    expect((await signIn(g.stytch, 'other')).code).not.toBe('RATE_LIMITED');
  });

  it('is not paused by too_few_tokens_authenticated, which is about an account', async () => {
    await start();
    g.proxy.fail(refuse(429, 'too_few_tokens_authenticated', { 'retry-after': '1800' }), { text: 'refused-' });
    for (const name of ['refused-1', 'refused-2', 'refused-3', 'refused-4']) {
      expect((await message(g.stytch, name)).code).toBe('RATE_LIMITED');
    }
    expect((await message(g.stytch, 'other')).code).not.toBe('RATE_LIMITED');
    g.proxy.forget();
    expect((await message(g.stytch, 'refused-1')).code).toBe('RATE_LIMITED');
    expect(g.proxy.received).toHaveLength(0);
  });
});

/** The response of a proxy between the gateway and Stytch. */
const withoutShape =
  (retryAfter: string): FaultKind =>
  ({ answer }) => {
    const html: ProxiedResponse = {
      status: 429,
      headers: { 'content-type': 'text/html', 'retry-after': retryAfter },
      body: Buffer.from('<html>slow down</html>'),
    };
    answer(html);
  };

describe('Retry-After', () => {
  const inAnHour = () => new Date(Date.now() + HOUR_MS).toUTCString();
  it.each([
    ['seconds', () => forSeconds(1_800), 1_800],
    ['a date', () => forSeconds(inAnHour()), 3_600],
    ['days', () => forSeconds(3 * 86_400), 259_200],
    ['years, cut to 30 days', () => forSeconds('99999999999'), 2_592_000],
    ['seconds, without the error shape of Stytch', () => withoutShape('1800'), 1_800],
  ])('of %s is told to the caller and pauses the subject for an hour at most', async (_, kind, seconds) => {
    await start();
    g.proxy.fail(kind(), { text: 'refused-1' });
    const first = await read(g.stytch, 'refused-1');
    expect(first.code).toBe('RATE_LIMITED');
    expect(Math.abs((first.retryAfter ?? 0) - seconds)).toBeLessThanOrEqual(1);
    clock += 1_000;
    const second = await read(g.stytch, 'refused-1');
    expect(Math.abs((second.retryAfter ?? 0) - seconds)).toBeLessThanOrEqual(2);
    await g.proxy.heal();
    g.proxy.forget();
    clock += Math.min(HOUR_MS, seconds * 1_000) - 15_000;
    expect((await read(g.stytch, 'refused-1')).code).toBe('RATE_LIMITED');
    expect(g.proxy.received).toHaveLength(0);
    clock += 15_000;
    expect((await read(g.stytch, 'refused-1')).code).not.toBe('RATE_LIMITED');
    expect(g.proxy.received).toHaveLength(1);
  });

  it.each([
    ['no header', limited()],
    ['no time at all', forSeconds(0)],
    ['a text that is neither', forSeconds('soon')],
    ['a year alone', forSeconds('-2030')],
  ])('with %s pauses nothing', async (_, kind) => {
    await start({ rules: { retries: 0, retryBudgetRatio: 0, retryBurst: 0 } });
    g.proxy.fail(kind, { text: 'refused-' });
    for (const name of ['refused-1', 'refused-2', 'refused-3']) {
      expect((await read(g.stytch, name)).code).toBe('RATE_LIMITED');
    }
    g.proxy.forget();
    expect((await read(g.stytch, 'other')).code).not.toBe('RATE_LIMITED');
    await read(g.stytch, 'refused-1');
    expect(g.proxy.received).toHaveLength(2);
  });
});

const VIEWER = '{ viewer { kind roleIds scopes } }';
/** A write for which Stytch does not verify the session, so that the gateway confirms it first. */
const ROTATE = `mutation ($organizationId: ID!, $memberId: ID!) {
  rotateRecoveryCodes(input: { organizationId: $organizationId, memberId: $memberId }) {
    ... on RotateRecoveryCodesPayload { requestId }
    ... on MutationError { code retryAfter message }
  }
}`;
const AUTHENTICATE = 'api_b2b_session_v1_Authenticate';

describe('identification', () => {
  const pauseSignIn = async () => {
    for (const name of ['refused-1', 'refused-2', 'refused-3', 'refused-4']) await signIn(g.stytch, name);
    expect((await signIn(g.stytch, 'other')).code).toBe('RATE_LIMITED');
  };

  it('is served while sign-in, reads and messages are paused, by token and by confirmation', async () => {
    await start();
    const { admin } = (await g.sandbox.world()).credentials;
    g.proxy.fail(forSeconds(1_800), { text: 'refused-' });
    await pauseSignIn();
    expect((await g.ask(VIEWER, {}, admin.session_token)).code).toBe('ok');
    const rotated = await g.ask(
      ROTATE,
      { organizationId: admin.organization_id, memberId: admin.member_id },
      admin.session_jwt,
    );
    expect(rotated.code).toBe('ok');
    expect(g.proxy.received.filter(({ id }) => id === AUTHENTICATE)).toHaveLength(2);
  });

  it('that was refused is retried in the next request, of the same caller too', async () => {
    await start();
    const { admin, member } = (await g.sandbox.world()).credentials;
    const heal = g.proxy.fail(forSeconds(1_800), { operation: AUTHENTICATE });
    for (const token of [admin.session_token, member.session_token, admin.session_token, member.session_token]) {
      const refused = await g.ask(VIEWER, {}, token);
      expect(refused.code).toBe('RATE_LIMITED');
      expect(refused.text).toContain('could not be identified');
    }
    heal();
    for (const token of [admin.session_token, member.session_token]) {
      expect((await g.ask(VIEWER, {}, token)).code).toBe('ok');
    }
  });

  it('is never refused by the project’s own limit, which is named in the message', async () => {
    const one = { most: 1, window: 60_000 };
    await start({ limits: { signIn: one, read: one, write: one } });
    const { admin } = (await g.sandbox.world()).credentials;
    await runMany(5, 1, (nth) => signIn(g.stytch, `stranger-${nth}`, 500));
    const refused = await signIn(g.stytch, 'stranger', 500);
    expect(refused.code).toBe('RATE_LIMITED');
    expect(refused.text).toContain('rate limit for sign-in requests');
    const outcomes = await runMany(5, 1, () => g.ask(VIEWER, {}, admin.session_token));
    expect(outcomes.map(({ code }) => code)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  });

  it('is served while keys and policy are refused, and their fetches are retried', async () => {
    await start();
    g.proxy.fail(forSeconds(1_800), { times: 4 });
    const policy = () => callOutcomeOf(g.stytch.call('get', '/v1/b2b/rbac/policy', {}));
    const codes: string[] = [];
    for (let nth = 0; nth < 5; nth += 1) codes.push((await policy()).code);
    expect(codes).toEqual(['RATE_LIMITED', 'RATE_LIMITED', 'RATE_LIMITED', 'RATE_LIMITED', 'ok']);
  });
});

const SEND = `mutation ($organizationId: ID!, $emailAddress: EmailAddress!) {
  sendMemberEmailPasscode(input: { organizationId: $organizationId, emailAddress: $emailAddress }) {
    ... on SendMemberEmailPasscodePayload { requestId }
    ... on MutationError { code retryAfter message }
  }
}`;

test('one address that is refused for an hour keeps no other person from signing in', async () => {
  await start();
  const { organization_id: organizationId } = (await g.sandbox.world()).credentials.admin;
  g.proxy.fail(forSeconds(1_800), { text: 'hiro@fernhill.example' });
  const send = (emailAddress: string) => g.ask(SEND, { organizationId, emailAddress }, null);
  let served = 0;
  let refused = 0;
  for (let minute = 0; minute < 60; minute += 1) {
    if ((await send('hiro@fernhill.example')).code === 'RATE_LIMITED') refused += 1;
    const others = await runMany(5, 5, (nth) => send(`person-${minute}-${nth}@fernhill.example`));
    served += others.filter(({ code }) => code === 'ok').length;
    clock += 60_000;
  }
  expect({ served, refused }).toEqual({ served: 300, refused: 60 });
  // The first request, and one after each half of an hour.
  const asked = g.proxy.received.length - served;
  expect(asked).toBe(2);
});
