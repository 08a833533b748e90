/** The public keys or the RBAC policy cannot be had, are nonsense, or change: F16 to F21, F29. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { defaultOutage } from '../../src/auth/cached.ts';
import { createKeys } from '../../src/auth/keys.ts';
import { createRefusedTokens } from '../../src/auth/refused-tokens.ts';
import { createGateway, type Gateway } from '../../src/gateway.ts';
import { createStytch, type StytchClient, withContractTypes } from '../../src/stytch/client/client.ts';
import type { Log } from '../../src/stytch/log.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { type Listener, openListener, unhurried } from '../gateway.ts';
import { until } from './harness.ts';
import { startTally } from './tally.ts';

const tally = startTally();

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const PROJECT = 'project-test-keys';
const SECRET = 'secret-test-keys';
const SERVER_KEY = 'sgk_keys_admin';
const sha256 = createHash('sha256').update(SERVER_KEY).digest('hex');
const JWKS = `/v1/b2b/sessions/jwks/${PROJECT}`;
const POLICY = '/v1/b2b/rbac/policy';
const WHO = '{ viewer { kind } }';
const CAN = '{ viewer { can(resourceId: "stytch.member", action: "search") } }';

/** A key pair as Stytch would publish it. */
interface SigningKey {
  readonly kid: string;
  readonly secret: KeyObject;
  readonly published: object;
}

function signingKey(kid: string): SigningKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = publicKey.export({ format: 'jwk' });
  return { kid, secret: privateKey, published: { ...jwk, kid, use: 'sig', alg: 'RS256', key_ops: ['verify'] } };
}

const first = signingKey('jwk-test-1');
const second = signingKey('jwk-test-2');

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
let minted = 0;

/** A session JWT that was made so many milliseconds ago; each is one of its own. */
function session({ kid, secret }: SigningKey, ago = 0, member = 'member-test-1'): string {
  const now = Math.floor((Date.now() - ago) / SECOND);
  minted += 1;
  const text = `${part({ alg: 'RS256', kid, typ: 'JWT' })}.${part({
    iss: `stytch.com/${PROJECT}`,
    aud: [PROJECT],
    sub: member,
    iat: now,
    nbf: now,
    exp: now + 300,
    'https://stytch.com/session': { id: `session-${minted}`, roles: ['searcher'] },
    'https://stytch.com/organization': { organization_id: 'organization-test-1', slug: 'slug' },
  })}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), secret).toString('base64url')}`;
}

type Answer = (response: ServerResponse) => void;
const json =
  (body: object, status = 200): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...body, request_id: 'request-id-test-1', status_code: status }));
  };
const html =
  (status: number): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html><h1>lb-internal</h1></html>');
  };
const reset: Answer = (response) => {
  response.socket?.resetAndDestroy();
};
const keySet = (...keys: SigningKey[]): Answer => json({ keys: keys.map(({ published }) => published) });
const policy = json({
  policy: {
    roles: [
      { role_id: 'searcher', description: '', permissions: [{ resource_id: 'stytch.member', actions: ['search'] }] },
    ],
    resources: [],
    scopes: [],
  },
});

/** A Stytch that gives keys and a policy, or whatever a test puts in their place. */
interface Fake {
  readonly origin: string;
  jwks: Answer;
  policy: Answer;
  /** Paths that were asked for, and when. */
  readonly asked: { readonly path: string; readonly at: number }[];
  hangUp(): void;
  close(): void;
}

async function startFake(): Promise<Fake> {
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    fake.asked.push({ path, at: Date.now() });
    if (path === JWKS) fake.jwks(response);
    else if (path === POLICY) fake.policy(response);
    else json({ error_type: 'organization_not_found', error_message: '', error_url: '' }, 404)(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fake: Fake = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    jwks: keySet(first),
    policy,
    asked: [],
    hangUp: () => server.closeAllConnections(),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return fake;
}

let fake: Fake;
let stytch: StytchClient;
let gateway: Gateway;
let listener: Listener;
let logged: string[];
let log: Log;
const programs: ChildProcess[] = [];

beforeEach(async () => {
  fake = await startFake();
  logged = [];
  const write = (message: string) => logged.push(message);
  log = { info: () => {}, warn: write, error: write };
  const client = createStytch({
    baseUrl: fake.origin,
    telemetryUrl: fake.origin,
    projectId: PROJECT,
    secret: SECRET,
    log,
  });
  stytch = { ...client, ...withContractTypes((...given) => remembered(client.send(...given))) };
  gateway = createGateway({
    schema,
    stytch,
    baseUrl: fake.origin,
    apiKeys: [{ name: 'test', sha256, scopes: ['admin'] }],
    log,
    timeout: 10 * SECOND,
    introspection: 'on',
    tries: unhurried(),
    refusedTokens: createRefusedTokens(b2b, 1e6),
    trustProxy: 0,
  });
  listener = await openListener(gateway);
});

afterEach(async () => {
  vi.useRealTimers();
  for (const program of programs.splice(0)) program.kill('SIGKILL');
  await listener.close();
  fake.hangUp();
  await stytch.close();
  fake.close();
});

/** The clock of everything in this process goes on by so many milliseconds. */
const goOn = (milliseconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + milliseconds });
const asksFor = (path: string) => fake.asked.filter((each) => each.path === path);

interface Said {
  data?: { viewer: { kind?: string; can?: boolean } | null } | null;
  errors?: { extensions: { code: string } }[];
}

async function answerOf(response: Response): Promise<string> {
  const { data, errors = [] } = (await response.json()) as Said;
  const [error] = errors;
  return error ? error.extensions.code : String(data?.viewer?.kind ?? data?.viewer?.can);
}

const request = (origin: string, token: string, query: string) =>
  new Request(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });

/** What a caller is told: what they are, whether they may, or a code. */
const ask = async (token: string, query = WHO) =>
  answerOf(await listener.fetch(request('http://localhost', token, query)));

/** The shortest time between two of these, in milliseconds. */
const closest = (asked: readonly { at: number }[]) =>
  Math.min(...asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0)));

describe('F16 no keys when the program starts', () => {
  /** The program over the fake; whatever comes of it. */
  async function start(): Promise<string> {
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, ['src/process/main.js'], {
      cwd: join(import.meta.dirname, '../..'),
      env: {
        PATH,
        PORT: '0',
        STYTCH_PROJECT_ID: PROJECT,
        STYTCH_SECRET: SECRET,
        STYTCH_BASE_URL: fake.origin,
        GATEWAY_API_KEYS: `test:${sha256}:admin`,
      },
    });
    programs.push(child);
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
      fake.jwks = jwks;
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
      // Twenty callers did not make it ask twenty times.
      expect(asksFor(JWKS).length).toBeLessThan(10);
      fake.jwks = keySet(first);
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

  it('in a process that is asked all the same: each code is the right one, and asking is not without pause', async () => {
    fake.jwks = html(503);
    for (let index = 0; index < 50; index += 1) {
      expect(await ask(session(first))).toBe('UPSTREAM_UNAVAILABLE');
      expect(await ask(SERVER_KEY)).toBe('SERVER');
      goOn(100);
    }
    // Half a second, one, two ... between them, in five seconds.
    expect(asksFor(JWKS).length).toBeLessThan(6);
    fake.jwks = keySet(first);
    goOn(15 * SECOND);
    expect(await ask(session(first))).toBe('MEMBER');
    tally('F16', { calls: 101, right: 101 });
  });
});

describe('F17 no keys for an hour, after they were there', () => {
  it.each([
    ['503', html(503)],
    ['resets', reset],
    ['429', json({ error_type: 'too_many_requests', error_message: '', error_url: '' }, 429)],
  ])('(%s): no session is refused, and they are asked for every 30 seconds at most', async (_, jwks) => {
    await gateway.warm();
    fake.jwks = jwks;
    fake.asked.length = 0;
    let token = session(first);
    for (let step = 0; step < 360; step += 1) {
      goOn(10 * SECOND);
      // A page renews its session each minute, and asks six times with it.
      if (step % 6 === 0) token = session(first);
      expect(await ask(token)).toBe('MEMBER');
      // What is asked in the background is answered before the clock goes on.
      await settled();
    }
    const asked = asksFor(JWKS);
    expect(asked.length).toBeGreaterThan(10);
    expect(closest(asked)).toBeGreaterThanOrEqual(30 * SECOND);
    fake.jwks = keySet(first, second);
    goOn(31 * SECOND);
    expect(await ask(session(second))).toBe('MEMBER');
    tally('F17', { calls: 361, right: 361 });
  });

  it('(refused connections): the same, and after a day sessions are told that it is not them', async () => {
    await gateway.warm();
    fake.close();
    for (let hour = 0; hour < 23; hour += 1) {
      goOn(HOUR);
      expect(await ask(session(first))).toBe('MEMBER');
    }
    const token = session(first);
    expect(await ask(token)).toBe('MEMBER');
    goOn(HOUR + MINUTE);
    expect(await ask(session(first))).toBe('UPSTREAM_UNAVAILABLE');
    expect(await ask(SERVER_KEY)).toBe('SERVER');
    tally('F17', { calls: 26, right: 26 });
  });

  it('(no answer at all): nobody waits for it', async () => {
    await gateway.warm();
    fake.jwks = () => {};
    const begun = performance.now();
    // To nine and a half minutes, by which the keys are being renewed.
    for (let step = 0; step < 30; step += 1) {
      goOn(19 * SECOND);
      expect(await ask(session(first))).toBe('MEMBER');
    }
    expect(await until(() => asksFor(JWKS).length === 2)).toBe(true);
    // Waiting would have taken five seconds.
    expect(performance.now() - begun).toBeLessThan(4 * SECOND);
    tally('F17', { calls: 30, right: 30 });
  });
});

/** Calls to the fake that have not come to their end. */
const underWay = new Set<Promise<object>>();
function remembered(call: Promise<object>): Promise<object> {
  const done = () => void underWay.delete(call);
  underWay.add(call);
  call.then(done, done);
  return call;
}

/** What is asked in the background has been answered, or has failed. */
const settled = async () => {
  await new Promise((resolve) => setImmediate(resolve));
  await Promise.allSettled(underWay);
};

describe('F18 a new key', () => {
  it('is taken at once, seconds after the keys were fetched, by twenty at a time, for one look', async () => {
    await gateway.warm();
    goOn(SECOND);
    fake.jwks = keySet(first, second);
    fake.asked.length = 0;
    const told = await Promise.all(Array.from({ length: 20 }, () => ask(session(second))));
    expect(new Set(told)).toEqual(new Set(['MEMBER']));
    expect(await ask(session(first))).toBe('MEMBER');
    expect(asksFor(JWKS)).toHaveLength(1);
    tally('F18', { calls: 21, right: 21 });
  });

  it('that is published while the keys are being fetched is taken as well', async () => {
    await gateway.warm();
    // Beyond their life, so that the next session has them fetched; that answer was written before the new key was.
    goOn(11 * MINUTE);
    let answerOld: () => void = () => {};
    fake.jwks = (response) => {
      answerOld = () => keySet(first)(response);
    };
    const told = [ask(session(second)), ask(session(second)), ask(session(first))];
    expect(await until(() => asksFor(JWKS).length === 2)).toBe(true);
    fake.jwks = keySet(first, second);
    answerOld();
    expect(await Promise.all(told)).toEqual(['MEMBER', 'MEMBER', 'MEMBER']);
    expect(asksFor(JWKS)).toHaveLength(3);
    tally('F18', { calls: 3, right: 3 });
  });

  it('among a thousand that nobody knows waits half a minute at most, with one look', async () => {
    await gateway.warm();
    fake.asked.length = 0;
    const unknown = Array.from({ length: 1_000 }, (_, index) => ({ ...first, kid: `jwk-test-unknown-${index}` }));
    const told = await Promise.all(unknown.map((key) => ask(session(key))));
    expect(new Set(told)).toEqual(new Set(['UNAUTHENTICATED']));
    fake.jwks = keySet(first, second);
    expect(await ask(session(second))).toBe('UNAUTHENTICATED');
    expect(asksFor(JWKS)).toHaveLength(1);
    goOn(30 * SECOND);
    expect(await ask(session(second))).toBe('MEMBER');
    expect(asksFor(JWKS)).toHaveLength(2);
    tally('F18', { calls: 1_002, right: 1_002 });
  });

  it('that cannot be looked for, because Stytch fails, is not called wrong', async () => {
    await gateway.warm();
    fake.jwks = html(503);
    expect(await ask(session(second))).toBe('UPSTREAM_UNAVAILABLE');
    expect(await ask(session(second))).toBe('UPSTREAM_UNAVAILABLE');
    expect(await ask(session(first))).toBe('MEMBER');
    expect(asksFor(JWKS)).toHaveLength(2);
    fake.jwks = keySet(first, second);
    goOn(30 * SECOND);
    expect(await ask(session(second))).toBe('MEMBER');
    tally('F18', { calls: 4, right: 4 });
  });

  it.each([
    ['is taken back', () => keySet(second)],
    ['is exchanged under its old name', () => keySet(second, { ...signingKey('jwk-test-1') })],
  ])('when the old one %s: no token of the old one counts, though it was seen before', async (_, after) => {
    await gateway.warm();
    const token = session(first);
    expect([await ask(token), await ask(token)]).toEqual(['MEMBER', 'MEMBER']);
    fake.jwks = after();
    expect(await ask(session(second))).toBe('MEMBER');
    expect(await ask(token)).toBe('UNAUTHENTICATED');
    tally('F18', { calls: 4, right: 4 });
  });

  it('does not make anybody’s token last longer: one that was seen before ends when it ends', async () => {
    await gateway.warm();
    const token = session(first);
    expect(await ask(token)).toBe('MEMBER');
    goOn(300 * SECOND);
    expect(await ask(token)).toBe('MEMBER');
    goOn(31 * SECOND);
    expect(await ask(token)).toBe('UNAUTHENTICATED');
    expect(await ask(token)).toBe('UNAUTHENTICATED');
    tally('F18', { calls: 4, right: 4 });
  });
});

describe('F19 keys that are none', () => {
  const manyKeys = Array.from({ length: 1_000 }, (_, index) => ({ ...first.published, kid: `jwk-test-${index}` }));
  const nonsense: readonly (readonly [string, Answer])[] = [
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
    await gateway.warm();
    fake.jwks = jwks;
    for (let step = 0; step < 4; step += 1) {
      goOn(11 * MINUTE);
      expect(await ask(session(first))).toBe('MEMBER');
      await settled();
    }
    expect(asksFor(JWKS).length).toBeGreaterThan(1);
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.join()).not.toContain('lb-internal');
    fake.jwks = keySet(first, second);
    goOn(11 * MINUTE);
    expect(await ask(session(second))).toBe('MEMBER');
    tally('F19', { calls: 5, right: 5 });
  });

  it.each(nonsense)('(%s): where there are no old ones, sessions are told that it is not them', async (_, jwks) => {
    fake.jwks = jwks;
    expect(await ask(session(first))).toBe('BAD_UPSTREAM_RESPONSE');
    expect(await ask(SERVER_KEY)).toBe('SERVER');
    tally('F19', { calls: 2, right: 2 });
  });

  it('beside one that is good do not matter', async () => {
    fake.jwks = json({ keys: [null, { kty: 'EC', kid: 'jwk-test-3' }, first.published] });
    expect(await ask(session(first))).toBe('MEMBER');
    tally('F19', { calls: 1, right: 1 });
  });
});

describe('F20 a clock that is wrong', () => {
  it.each([-25, -10, 10, 30])('by %i seconds is borne', async (seconds) => {
    await gateway.warm();
    // To a slow clock a new session begins later; to a fast one it has ended before its five minutes are over.
    const token = session(first, seconds > 0 ? -seconds * SECOND : 300 * SECOND - seconds * SECOND);
    expect(await ask(token)).toBe('MEMBER');
    // A second time from memory.
    expect(await ask(token)).toBe('MEMBER');
    tally('F20', { calls: 2, right: 2 });
  });

  it('by ten minutes, slow: nobody gets in, and one line says why', async () => {
    await gateway.warm();
    const ahead = Array.from({ length: 20 }, (_, index) => session(first, -10 * MINUTE, `member-test-${index}`));
    for (const token of ahead) expect(await ask(token)).toBe('UNAUTHENTICATED');
    expect(logged).toEqual(['a session is refused because it begins in the future: the clock of this machine is slow']);
    tally('F20', { calls: 20, right: 20 });
  });

  it('by ten minutes, fast: the same, once so many have come that it is no page left open', async () => {
    await gateway.warm();
    const behind = Array.from({ length: 20 }, (_, index) => session(first, 10 * MINUTE, `member-test-${index}`));
    for (const token of behind) expect(await ask(token)).toBe('UNAUTHENTICATED');
    expect(logged).toEqual([
      'sessions of ten people in a row are refused because they have ended: is the clock of this machine fast?',
    ]);
    tally('F20', { calls: 20, right: 20 });
  });

  it('is not suspected for pages left open, as long as others get in', async () => {
    await gateway.warm();
    const good = session(first);
    for (let index = 0; index < 40; index += 1) {
      expect(await ask(session(first, 10 * MINUTE, `member-test-${index}`))).toBe('UNAUTHENTICATED');
      if (index % 8 === 0) expect(await ask(good)).toBe('MEMBER');
    }
    expect(logged).toEqual([]);
    tally('F20', { calls: 45, right: 45 });
  });
});

describe('F21 no policy', () => {
  it.each([
    ['503', html(503)],
    ['resets', reset],
    ['a page', html(200)],
    ['nonsense', json({ policy: { roles: 'all', resources: [], scopes: [] } })],
  ])('(%s): it decides on for an hour, and then nothing is allowed', async (_, answer) => {
    await gateway.warm();
    fake.policy = answer;
    fake.asked.length = 0;
    let calls = 0;
    for (let step = 0; step < 119; step += 1) {
      goOn(30 * SECOND);
      expect(await ask(session(first), CAN)).toBe('true');
      await settled();
      calls += 1;
    }
    expect(closest(asksFor(POLICY))).toBeGreaterThanOrEqual(30 * SECOND);
    goOn(31 * SECOND);
    for (let step = 0; step < 20; step += 1) {
      expect(await ask(session(first), CAN)).toMatch(/^(UPSTREAM_UNAVAILABLE|BAD_UPSTREAM_RESPONSE)$/);
      expect(await ask(session(first))).toBe('MEMBER');
      goOn(10 * SECOND);
      calls += 2;
    }
    fake.policy = policy;
    goOn(15 * SECOND);
    expect(await ask(session(first), CAN)).toBe('true');
    tally('F21', { calls: calls + 1, right: calls + 1 });
  });

  it('from the beginning: nothing is allowed that needs it, and the rest goes on', async () => {
    fake.policy = html(503);
    for (let step = 0; step < 20; step += 1) {
      expect(await ask(session(first), CAN)).toBe('UPSTREAM_UNAVAILABLE');
      expect(await ask(session(first))).toBe('MEMBER');
      expect(await ask(SERVER_KEY, CAN)).toBe('true');
    }
    expect(asksFor(POLICY).length).toBeLessThan(5);
    tally('F21', { calls: 60, right: 60 });
  });
});

describe('F29 gateways that start at the same moment', () => {
  it('fetch keys and policy once each, however many ask meanwhile', async () => {
    const told = await Promise.all([
      gateway.warm().then(() => 'MEMBER'),
      ...Array.from({ length: 50 }, () => ask(session(first))),
      gateway.warm().then(() => 'MEMBER'),
    ]);
    expect(new Set(told)).toEqual(new Set(['MEMBER']));
    await Promise.all(Array.from({ length: 50 }, () => ask(session(first), CAN)));
    expect(fake.asked.map(({ path }) => path).sort()).toEqual([POLICY, JWKS].sort());
    tally('F29', { calls: 100, right: 100 });
  });

  it('renew them at different moments from then on', async () => {
    const processes = Array.from({ length: 12 }, () =>
      createKeys({ vertical: b2b, stytch, projectId: PROJECT, log, bound: defaultOutage.keys }),
    );
    await Promise.all(processes.map((keys) => keys.warm()));
    const renewals: number[] = [];
    // Their life is ten minutes; by the end of it each has renewed them once.
    for (let step = 0; step < 60; step += 1) {
      goOn(10 * SECOND - 1);
      fake.asked.length = 0;
      await Promise.all(processes.map((keys) => keys.warm()));
      await settled();
      renewals.push(fake.asked.length);
    }
    expect(renewals.reduce((sum, each) => sum + each, 0)).toBe(12);
    expect(renewals.slice(0, 35).every((each) => each === 0)).toBe(true);
    // Twelve over three minutes: all in the same fifty seconds would be a wonder.
    expect(renewals.filter((each) => each > 0).length).toBeGreaterThan(4);
    tally('F29', { calls: 12, right: 12 });
  });
});
