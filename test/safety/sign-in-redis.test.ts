/** T11 over Redis: gateways share counters, a restart keeps them, and an outage keeps limits in force. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectRedis } from '../../src/process/redis.ts';
import { type Account, accountsOf } from '../../src/sign-in/account.ts';
import type { SignInAttempt } from '../../src/sign-in/sign-in-attempt.ts';
import { createTries, type Origin, type SignInThrottle } from '../../src/sign-in/throttle.ts';
import { StytchError } from '../../src/stytch/error.ts';
import type { Log } from '../../src/stytch/log.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { gatewayOverSandbox } from '../gateway.ts';
import { redisInstalled } from '../redis.ts';

const limits = { perAccount: 5, perAccountHour: 9, perAddress: 30 };
const SECRET = 'secret-test-canary-0000000000000000';
const account = (name: string): Account => ({ tenant: 'organization-1', kind: 'address', name });
const guess = (name: string): SignInAttempt => ({ kind: 'guess', accounts: [account(name)], provesMailbox: false });
const origin = (address: string | null): Origin => ({ address, tenantId: async (name) => name });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe.skipIf(!redisInstalled)('T11 over Redis', () => {
  const directory = mkdtempSync(join(tmpdir(), 'stytch-graphql-redis-'));
  let port: number;
  let server: ChildProcess;
  const open: Redis[] = [];
  const logged: string[] = [];
  const write = (message: string, fields?: object) => logged.push(JSON.stringify({ message, ...fields }));
  const log: Log = { warn: write, error: write };

  const startRedis = async () => {
    const settings = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      directory,
    ];
    server = spawn('redis-server', settings, { stdio: 'ignore' });
    await ready(await connect());
  };
  const stopRedis = async () => {
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  const connect = async (at = port): Promise<Redis> => {
    const redis = connectRedis(`redis://127.0.0.1:${at}`);
    open.push(redis);
    return redis;
  };
  const ready = async (redis: Redis) => {
    for (let waited = 0; redis.status !== 'ready'; waited += 20) {
      if (waited > 8_000) throw new Error('redis did not start');
      await wait(20);
    }
  };
  /** The counters of one process of the gateway. */
  const aProcess = async (namespace = 'project-test-1'): Promise<SignInThrottle> => {
    const redis = await connect();
    await ready(redis);
    return createTries(limits, b2b, { redis, namespace, secret: SECRET, log });
  };
  const wrong = async () => {
    throw new StytchError({ code: 'INVALID_CREDENTIALS', message: 'wrong' });
  };
  const codeOf = async (
    tries: SignInThrottle,
    name: string,
    address: string | null = null,
    act: () => Promise<unknown> = wrong,
  ) => {
    try {
      await tries.make(guess(name), origin(address), act);
      return 'OK';
    } catch (cause) {
      return cause instanceof StytchError ? cause.facts.code : cause;
    }
  };

  beforeAll(async () => {
    port = await freePort();
    await startRedis();
  });
  afterEach(() => {
    for (const redis of open.splice(0)) redis.disconnect();
    logged.length = 0;
  });
  afterAll(async () => {
    await stopRedis();
    rmSync(directory, { recursive: true });
  });

  it('counts across two gateways and across a restart', async () => {
    const [first, second] = await Promise.all([aProcess(), aProcess()]);
    const codes = [];
    for (const tries of [first, second, first, second, first, second]) codes.push(await codeOf(tries, 'a@b.example'));
    expect(codes).toEqual([...Array(5).fill('INVALID_CREDENTIALS'), 'RATE_LIMITED']);
    expect(await codeOf(await aProcess(), 'a@b.example')).toBe('RATE_LIMITED');
    expect(logged).toEqual([]);
  });

  it('admits five of a hundred concurrent attempts over four gateways', async () => {
    const processes = await Promise.all(Array.from({ length: 4 }, () => aProcess()));
    let asked = 0;
    const ask = async () => {
      asked += 1;
      await wrong();
    };
    const rounds = Array.from({ length: 25 }, () =>
      processes.map((tries) => codeOf(tries, 'crowd@b.example', null, ask)),
    );
    await Promise.all(rounds.flat());
    expect(asked).toBe(5);
  });

  it('shares address counters, resets on success, and separates projects', async () => {
    const [first, second, other] = await Promise.all([aProcess(), aProcess(), aProcess('project-test-2')]);
    for (let n = 0; n < 30; n++) await codeOf(n % 2 ? first : second, `n${n}`, '192.0.2.1');
    expect(await codeOf(first, 'n99', '192.0.2.1')).toBe('RATE_LIMITED');
    expect(await codeOf(other, 'n99', '192.0.2.1')).toBe('INVALID_CREDENTIALS');
    const right = async () => {};
    for (let n = 0; n < 50; n++) expect(await codeOf(n % 2 ? first : second, 'right', '192.0.2.2', right)).toBe('OK');
  });

  it('stores no account, token or caller address in any key or value, and expires entries', async () => {
    const redis = await connect();
    await ready(redis);
    await redis.flushall();
    const tries = await aProcess('project-canary');
    const member = {
      tenant: 'organization-canary',
      id: 'member-canary',
      emailAddress: 'canary@b.example',
    };
    const { address, id } = accountsOf(member);
    const from = { ...origin('192.0.2.77'), sender: 'member-canary-sender' };
    const texted = { mfa_required: { secondary_auth_initiated: 'sms_otp' }, member_id: 'member-canary' };
    for (const account of [address, id, { ...address, tenant: undefined }]) {
      const attempt = { kind: 'guess', accounts: [account], provesMailbox: false } as const;
      await expect(tries.make(attempt, from, wrong)).rejects.toThrow();
      await tries.make({ ...attempt, accounts: [{ ...account, name: 'canary-right' }] }, from, () => texted);
    }
    const shown = { kind: 'guess', accounts: [], credential: 'canary-token', provesMailbox: false } as const;
    await expect(tries.make(shown, from, wrong)).rejects.toThrow();
    const phone = { kind: 'phone', name: '+14155550177' } as const;
    const sent = { kind: 'message', accounts: [address, id, phone], provesMailbox: false } as const;
    await tries.make(sent, from, () => ({}));

    const keys = await redis.keys('*');
    const kinds = new Set(keys.map((key) => key.replace(/:[^:]*$/, '')));
    expect([...kinds].map((kind) => kind.replace('stytch-graphql:project-canary:', '')).sort()).toEqual([
      'guess:account',
      'guess:address',
      'guess:hour',
      'guess:hour:tenants',
      'guess:text',
      'message:account',
      'message:address',
      'message:sender',
    ]);
    const values = await Promise.all(keys.map((key) => redis.get(key)));
    for (const text of [...keys.map((key) => key.replace('project-canary', '')), ...values]) {
      expect(text).not.toMatch(/canary|192\.0\.2|example|4155550177/);
      for (const name of ['192.0.2.77', 'canary-token', 'canary@b.example', '+14155550177']) {
        // An unkeyed hash of an address could be guessed by trying addresses.
        for (const algorithm of ['sha1', 'sha256', 'md5']) {
          for (const form of ['hex', 'base64', 'base64url'] as const) {
            expect(text).not.toContain(createHash(algorithm).update(name).digest(form));
          }
        }
      }
    }
    for (const key of keys) expect(await redis.ttl(key)).toBeGreaterThan(0);
  });

  it('uses equal keys in all gateways with one project secret, and different keys with another', async () => {
    const redis = await connect();
    await ready(redis);
    const keysWith = async (secret: string) => {
      await redis.flushall();
      const tries = createTries(limits, b2b, { redis, namespace: 'keys', secret, log });
      await codeOf(tries, 'a@b.example', '192.0.2.1');
      return (await redis.keys('*')).sort();
    };
    const first = await keysWith(SECRET);
    expect(first).toEqual(await keysWith(SECRET));
    const other = await keysWith('secret-test-another');
    expect(first.filter((key) => other.includes(key))).toEqual([]);
  });

  it('shares the lock of an hour: set, read, lifted and ended by a proof', async () => {
    const patient = { ...limits, perAccount: 1_000 };
    const redis = await connect();
    await ready(redis);
    const another = () => createTries(patient, b2b, { redis, namespace: 'lock', secret: SECRET, log });
    const [first, second] = [another(), another()];
    const member = { tenant: 'organization-1', id: 'member-1', emailAddress: 'lock@b.example' };
    const names = Object.values(accountsOf(member));
    const lock = async () => {
      const codes = [];
      for (let n = 0; n < 7; n++) codes.push(await codeOf(n % 2 ? first : second, member.emailAddress));
      expect(codes).toEqual([...Array(6).fill('INVALID_CREDENTIALS'), 'LOCKED']);
    };
    expect(await first.lockedUntil(names)).toBeUndefined();
    await lock();
    const until = await another().lockedUntil(names);
    expect(until?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
    await second.unlock(names, false);
    expect(await first.lockedUntil(names)).toBeUndefined();
    await lock();
    const proof = { kind: 'guess', accounts: [], credential: 'token', provesMailbox: true } as const;
    const proven = { member: { organization_id: 'organization-1', email_address: 'LOCK@b.example' } };
    await second.make(proof, origin(null), () => proven);
    expect(await first.lockedUntil(names)).toBeUndefined();
    await lock();
  });

  it('counts per gateway and logs it while Redis is down, and shares again when it is back', async () => {
    const [first, second] = await Promise.all([aProcess(), aProcess()]);
    await stopRedis();
    const before = Date.now();
    const codes = [];
    for (let n = 0; n < 7; n++) codes.push(await codeOf(first, 'outage@b.example'));
    expect(codes).toEqual([...Array(5).fill('INVALID_CREDENTIALS'), 'RATE_LIMITED', 'RATE_LIMITED']);
    expect(await codeOf(second, 'outage@b.example')).toBe('INVALID_CREDENTIALS');
    expect(Date.now() - before).toBeLessThan(2_000);
    // Once per gateway, not per attempt.
    expect(logged).toHaveLength(2);
    expect(logged[0]).toContain('redis does not respond');
    await startRedis();
    await Promise.all(open.map(ready));
    for (const tries of [first, second, first, second, first]) await codeOf(tries, 'back@b.example');
    expect(await codeOf(second, 'back@b.example')).toBe('RATE_LIMITED');
  }, 20_000);

  it('waits a quarter of a second per command for a Redis that never responds', async () => {
    const sockets = new Set<Socket>();
    const mute = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const redis = await connect((mute.address() as AddressInfo).port);
    const tries = createTries(limits, b2b, { redis, namespace: 'mute', secret: SECRET, log });
    const before = Date.now();
    const codes = [];
    for (let n = 0; n < 6; n++) codes.push(await codeOf(tries, 'mute@b.example'));
    expect(codes.at(-1)).toBe('RATE_LIMITED');
    expect(Date.now() - before).toBeLessThan(6_000);
    expect(logged).toHaveLength(1);
    redis.disconnect();
    for (const socket of sockets) socket.destroy();
    mute.close();
  }, 15_000);

  it('still responds over such a Redis', async () => {
    const g = await gatewayOverSandbox({ tries: await aProcess() });
    const document = `mutation { authenticateMemberPassword(input: {
      organizationId: "${g.world.credentials.admin.organization_id}", emailAddress: "benedikt@fernhill.example", password: "wrong"
    }) { ... on MutationError { code retryAfter } } }`;
    const answers = [];
    for (let n = 0; n < 6; n++) answers.push((await g.data(document, { as: null }))['authenticateMemberPassword']);
    expect(answers.at(-1)).toEqual({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
    expect(g.calls).toHaveLength(5);
    await g.close();
  });
});
