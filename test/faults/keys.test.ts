/** The public keys cannot be fetched, are invalid, or change: F16 to F19, F29. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultOutage } from '../../src/auth/cached.ts';
import { createKeys } from '../../src/auth/keys.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { waitUntil } from './harness.ts';
import {
  answerOf,
  CAN,
  closest,
  first,
  goOn,
  HOUR,
  html,
  JWKS,
  json,
  type KeyedGateway,
  keySet,
  MINUTE,
  POLICY,
  PROJECT,
  type RespondToRequest,
  request,
  reset,
  SECOND,
  SECRET,
  SERVER_KEY,
  second,
  session,
  sha256,
  signingKey,
  startKeyedGateway,
  WHO,
} from './keyed-gateway.ts';
import { startFaultTally } from './tally.ts';

const tally = startFaultTally();

let g: KeyedGateway;
beforeEach(async () => {
  g = await startKeyedGateway();
});
afterEach(() => g.close());

describe('F16 no keys when the program starts', () => {
  /** The program over the fake, with any outcome. */
  async function start(): Promise<string> {
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, ['src/process/main.js'], {
      cwd: join(import.meta.dirname, '../..'),
      env: {
        PATH,
        PORT: '0',
        STYTCH_PROJECT_ID: PROJECT,
        STYTCH_SECRET: SECRET,
        STYTCH_BASE_URL: g.fake.origin,
        GATEWAY_API_KEYS: `test:${sha256}:admin`,
      },
    });
    g.programs.push(child);
    let printed = '';
    return new Promise((resolve, reject) => {
      const take = (chunk: Buffer): void => {
        printed += chunk;
        const port = /^GraphQL over \S+: \S+:(\d+)\/graphql$/m.exec(printed)?.[1];
        if (port) resolve(`http://127.0.0.1:${port}`);
      };
      child.stdout.on('data', take);
      child.stderr.on('data', take);
      child.on('exit', () => reject(new Error(`the gateway ended before it listened:\n${printed}`)));
    });
  }

  it.each([
    ['503', html(503)],
    ['a reset', reset],
  ])(
    '(%s): not ready, sessions are told that it is not them, servers notice nothing; ready by itself',
    async (_, jwks) => {
      g.fake.jwks = jwks;
      const origin = await start();
      const told: string[] = [];
      const toldServers: string[] = [];
      for (let index = 0; index < 20; index += 1) {
        told.push(await answerOf(await fetch(request(origin, session(first), WHO))));
        toldServers.push(await answerOf(await fetch(request(origin, SERVER_KEY, WHO))));
      }
      expect((await fetch(`${origin}/ready`)).status).toBe(503);
      expect((await fetch(`${origin}/live`)).status).toBe(200);
      expect(new Set(told)).toEqual(new Set(['UPSTREAM_UNAVAILABLE']));
      expect(new Set(toldServers)).toEqual(new Set(['SERVER']));
      // Twenty callers caused one fetch, not twenty.
      expect(g.asksFor(JWKS).length).toBeLessThan(10);
      g.fake.jwks = keySet(first);
      const since = performance.now();
      const isReady = async () => (await fetch(`${origin}/ready`)).status === 200;
      let ready = false;
      while (!ready && performance.now() - since < 30_000) {
        ready = await isReady();
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      expect(ready).toBe(true);
      expect(await answerOf(await fetch(request(origin, session(first), WHO)))).toBe('MEMBER');
      tally('F16', { calls: 41, right: 41, recovery: performance.now() - since });
    },
    60_000,
  );

  it('in a process that receives requests: each error code is correct, and fetches are delayed', async () => {
    g.fake.jwks = html(503);
    for (let index = 0; index < 50; index += 1) {
      expect(await g.ask(session(first))).toBe('UPSTREAM_UNAVAILABLE');
      expect(await g.ask(SERVER_KEY)).toBe('SERVER');
      goOn(100);
    }
    // Delays of 0.5 s, 1 s, 2 s ... between attempts, within five seconds.
    expect(g.asksFor(JWKS).length).toBeLessThan(6);
    g.fake.jwks = keySet(first);
    goOn(15 * SECOND);
    expect(await g.ask(session(first))).toBe('MEMBER');
    tally('F16', { calls: 101, right: 101 });
  });
});

describe('F17 no keys for an hour, after they were there', () => {
  it.each([
    ['503', html(503)],
    ['resets', reset],
    ['429', json({ error_type: 'too_many_requests', error_message: '', error_url: '' }, 429)],
  ])('(%s): no session is refused, and they are asked for every 30 seconds at most', async (_, jwks) => {
    await g.gateway.warm();
    g.fake.jwks = jwks;
    g.fake.asked.length = 0;
    let token = session(first);
    for (let step = 0; step < 360; step += 1) {
      goOn(10 * SECOND);
      // A page renews its session each minute, and sends six requests with it.
      if (step % 6 === 0) token = session(first);
      expect(await g.ask(token)).toBe('MEMBER');
      // Background calls complete before the clock is advanced.
      await g.settled();
    }
    const asked = g.asksFor(JWKS);
    expect(asked.length).toBeGreaterThan(10);
    expect(closest(asked)).toBeGreaterThanOrEqual(30 * SECOND);
    g.fake.jwks = keySet(first, second);
    goOn(31 * SECOND);
    expect(await g.ask(session(second))).toBe('MEMBER');
    tally('F17', { calls: 361, right: 361 });
  });

  it('(refused connections): the same, and after a day sessions get UPSTREAM_UNAVAILABLE', async () => {
    await g.gateway.warm();
    g.fake.close();
    for (let hour = 0; hour < 23; hour += 1) {
      goOn(HOUR);
      expect(await g.ask(session(first))).toBe('MEMBER');
    }
    const token = session(first);
    expect(await g.ask(token)).toBe('MEMBER');
    goOn(HOUR + MINUTE);
    expect(await g.ask(session(first))).toBe('UPSTREAM_UNAVAILABLE');
    expect(await g.ask(SERVER_KEY)).toBe('SERVER');
    tally('F17', { calls: 26, right: 26 });
  });

  it('(no response): no request waits for the fetch', async () => {
    await g.gateway.warm();
    g.fake.jwks = () => {};
    const begun = performance.now();
    // To 9.5 minutes, when the keys are being refreshed.
    for (let step = 0; step < 30; step += 1) {
      goOn(19 * SECOND);
      expect(await g.ask(session(first))).toBe('MEMBER');
    }
    expect(await waitUntil(() => g.asksFor(JWKS).length === 2)).toBe(true);
    // Waiting for the fetch would have taken five seconds.
    expect(performance.now() - begun).toBeLessThan(4 * SECOND);
    tally('F17', { calls: 30, right: 30 });
  });
});

describe('F18 a new key', () => {
  it('is accepted immediately after a recent fetch, in twenty parallel requests, with one fetch', async () => {
    await g.gateway.warm();
    goOn(SECOND);
    g.fake.jwks = keySet(first, second);
    g.fake.asked.length = 0;
    const told = await Promise.all(Array.from({ length: 20 }, () => g.ask(session(second))));
    expect(new Set(told)).toEqual(new Set(['MEMBER']));
    expect(await g.ask(session(first))).toBe('MEMBER');
    expect(g.asksFor(JWKS)).toHaveLength(1);
    tally('F18', { calls: 21, right: 21 });
  });

  it('that is published while the keys are being fetched is taken as well', async () => {
    await g.gateway.warm();
    // Beyond the lifetime of the keys, so that the next session causes a fetch; its response was created before the new
    // key.
    goOn(11 * MINUTE);
    let answerOld: () => void = () => {};
    g.fake.jwks = (response) => {
      answerOld = () => keySet(first)(response);
    };
    const told = [g.ask(session(second)), g.ask(session(second)), g.ask(session(first))];
    expect(await waitUntil(() => g.asksFor(JWKS).length === 2)).toBe(true);
    g.fake.jwks = keySet(first, second);
    answerOld();
    expect(await Promise.all(told)).toEqual(['MEMBER', 'MEMBER', 'MEMBER']);
    expect(g.asksFor(JWKS)).toHaveLength(3);
    tally('F18', { calls: 3, right: 3 });
  });

  it('among a thousand unknown ones is accepted after at most 30 seconds, with one fetch', async () => {
    await g.gateway.warm();
    g.fake.asked.length = 0;
    const unknown = Array.from({ length: 1_000 }, (_, index) => ({ ...first, kid: `jwk-test-unknown-${index}` }));
    const told = await Promise.all(unknown.map((key) => g.ask(session(key))));
    expect(new Set(told)).toEqual(new Set(['UNAUTHENTICATED']));
    g.fake.jwks = keySet(first, second);
    expect(await g.ask(session(second))).toBe('UNAUTHENTICATED');
    expect(g.asksFor(JWKS)).toHaveLength(1);
    goOn(30 * SECOND);
    expect(await g.ask(session(second))).toBe('MEMBER');
    expect(g.asksFor(JWKS)).toHaveLength(2);
    tally('F18', { calls: 1_002, right: 1_002 });
  });

  it('that cannot be looked for, because Stytch fails, is not called wrong', async () => {
    await g.gateway.warm();
    g.fake.jwks = html(503);
    expect(await g.ask(session(second))).toBe('UPSTREAM_UNAVAILABLE');
    expect(await g.ask(session(second))).toBe('UPSTREAM_UNAVAILABLE');
    expect(await g.ask(session(first))).toBe('MEMBER');
    expect(g.asksFor(JWKS)).toHaveLength(2);
    g.fake.jwks = keySet(first, second);
    goOn(30 * SECOND);
    expect(await g.ask(session(second))).toBe('MEMBER');
    tally('F18', { calls: 4, right: 4 });
  });

  it.each([
    ['is taken back', () => keySet(second)],
    ['is exchanged under its old name', () => keySet(second, { ...signingKey('jwk-test-1') })],
  ])('when the old one %s: no token of the old one counts, though it was seen before', async (_, after) => {
    await g.gateway.warm();
    const token = session(first);
    expect([await g.ask(token), await g.ask(token)]).toEqual(['MEMBER', 'MEMBER']);
    g.fake.jwks = after();
    expect(await g.ask(session(second))).toBe('MEMBER');
    expect(await g.ask(token)).toBe('UNAUTHENTICATED');
    tally('F18', { calls: 4, right: 4 });
  });

  it('does not extend a cached token: it expires at its own time', async () => {
    await g.gateway.warm();
    const token = session(first);
    expect(await g.ask(token)).toBe('MEMBER');
    goOn(300 * SECOND);
    expect(await g.ask(token)).toBe('MEMBER');
    goOn(31 * SECOND);
    expect(await g.ask(token)).toBe('UNAUTHENTICATED');
    expect(await g.ask(token)).toBe('UNAUTHENTICATED');
    tally('F18', { calls: 4, right: 4 });
  });
});

describe('F19 keys that are none', () => {
  const manyKeys = Array.from({ length: 1_000 }, (_, index) => ({ ...first.published, kid: `jwk-test-${index}` }));
  const nonsense: readonly (readonly [string, RespondToRequest])[] = [
    ['a page', html(200)],
    ['an empty set', json({ keys: [] })],
    ['no set', json({})],
    ['a text for a set', json({ keys: 'none' })],
    ['ten megabytes', json({ keys: [first.published], padding: 'p'.repeat(10 * 1024 * 1024) })],
    ['a thousand keys', json({ keys: manyKeys })],
    ['keys of nothing', json({ keys: [null, 1, 'key', [], {}] })],
    ['a key for something else', json({ keys: [{ ...first.published, use: 'enc' }] })],
    ['a shared secret', json({ keys: [{ kty: 'oct', kid: first.kid, k: 'c2VjcmV0' }] })],
    ['a key of 512 bits', json({ keys: [{ ...first.published, n: 'x'.repeat(86) }] })],
    ['half an answer', (response) => void response.writeHead(200).end('{"keys": [{"kty"')],
  ];

  it.each(nonsense)('(%s): the old ones serve on', async (_, jwks) => {
    await g.gateway.warm();
    g.fake.jwks = jwks;
    for (let step = 0; step < 4; step += 1) {
      goOn(11 * MINUTE);
      expect(await g.ask(session(first))).toBe('MEMBER');
      await g.settled();
    }
    expect(g.asksFor(JWKS).length).toBeGreaterThan(1);
    expect(g.logged.length).toBeGreaterThan(0);
    expect(g.logged.join()).not.toContain('lb-internal');
    g.fake.jwks = keySet(first, second);
    goOn(11 * MINUTE);
    expect(await g.ask(session(second))).toBe('MEMBER');
    tally('F19', { calls: 5, right: 5 });
  });

  it.each(nonsense)('(%s): without cached keys, sessions get BAD_UPSTREAM_RESPONSE', async (_, jwks) => {
    g.fake.jwks = jwks;
    expect(await g.ask(session(first))).toBe('BAD_UPSTREAM_RESPONSE');
    expect(await g.ask(SERVER_KEY)).toBe('SERVER');
    tally('F19', { calls: 2, right: 2 });
  });

  it('beside a valid one are ignored', async () => {
    g.fake.jwks = json({ keys: [null, { kty: 'EC', kid: 'jwk-test-3' }, first.published] });
    expect(await g.ask(session(first))).toBe('MEMBER');
    tally('F19', { calls: 1, right: 1 });
  });
});

describe('F29 gateways that start at the same moment', () => {
  it('fetch keys and policy once each, however many ask meanwhile', async () => {
    const told = await Promise.all([
      g.gateway.warm().then(() => 'MEMBER'),
      ...Array.from({ length: 50 }, () => g.ask(session(first))),
      g.gateway.warm().then(() => 'MEMBER'),
    ]);
    expect(new Set(told)).toEqual(new Set(['MEMBER']));
    await Promise.all(Array.from({ length: 50 }, () => g.ask(session(first), CAN)));
    expect(g.fake.asked.map(({ path }) => path).sort()).toEqual([POLICY, JWKS].sort());
    tally('F29', { calls: 100, right: 100 });
  });

  it('renew them at different moments from then on', async () => {
    const processes = Array.from({ length: 12 }, () =>
      createKeys({ vertical: b2b, stytch: g.stytch, projectId: PROJECT, log: g.log, maxStaleMs: defaultOutage.keys }),
    );
    await Promise.all(processes.map((keys) => keys.warm()));
    const renewals: number[] = [];
    // Keys expire after ten minutes; by then each process has refreshed them once.
    for (let step = 0; step < 60; step += 1) {
      goOn(10 * SECOND - 1);
      g.fake.asked.length = 0;
      await Promise.all(processes.map((keys) => keys.warm()));
      await g.settled();
      renewals.push(g.fake.asked.length);
    }
    expect(renewals.reduce((sum, each) => sum + each, 0)).toBe(12);
    expect(renewals.slice(0, 35).every((each) => each === 0)).toBe(true);
    // Twelve fetches over three minutes: all within 50 seconds would be very unlikely.
    expect(renewals.filter((each) => each > 0).length).toBeGreaterThan(4);
    tally('F29', { calls: 12, right: 12 });
  });
});
