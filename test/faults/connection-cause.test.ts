/** T49: the unreachable host and the cause are logged for the operator, and never returned to callers. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { createKept } from '../../src/auth/cached.ts';
import { connectRedis, createRedisReports } from '../../src/process/redis.ts';
import { UNREADY_ERROR_MS, warmUp } from '../../src/process/warm-up.ts';
import { createStytchClient } from '../../src/stytch/client/client.ts';
import { StytchError } from '../../src/stytch/error.ts';
import type { LogFields } from '../../src/stytch/log.ts';
import { freePort } from '../port.ts';
import { redisInstalled } from '../redis.ts';
import { callOutcomeOf, waitUntil } from './harness.ts';

const root = join(import.meta.dirname, '../..');
const servers: Server[] = [];
const sockets: Socket[] = [];
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

/** Listens on a free port; returns host and port. */
const listen = async (server: Server): Promise<string> => {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const accepting = (then: (socket: Socket) => void): Promise<string> =>
  listen(
    createServer((socket) => {
      sockets.push(socket.on('error', () => {}));
      then(socket);
    }),
  );

/** A TLS server with a self-signed certificate. */
const selfSigned = (): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'tls-'));
  const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
  const options = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync('openssl', [...options, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
  return listen(createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }));
};

interface Line extends LogFields {
  level: string;
  message: string;
}
const recorder = () => {
  const lines: Line[] = [];
  const write = (level: string) => (message: string, fields?: LogFields) =>
    void lines.push({ level, message, ...fields });
  return { lines, log: { warn: write('warn'), error: write('error') } };
};

/** The result of a read and of a write to an origin, and the log lines of each. */
const callsTo = async (origin: string) => {
  const { lines, log } = recorder();
  const rules = { retries: 0, retryBurst: 0, retryBudgetRatio: 0 };
  const options = { projectId: 'project-test-1', secret: 'secret-test-canary', log, rules };
  const stytch = createStytchClient({ ...options, baseUrl: origin, telemetryUrl: origin });
  const deadline = Date.now() + 1_500;
  const outcomes = await Promise.all([
    callOutcomeOf(stytch.call('get', '/v1/b2b/rbac/policy', {}, { deadline })),
    callOutcomeOf(stytch.call('post', '/v1/b2b/organizations', { organizationName: 'A' }, { deadline })),
  ]);
  // Connections that are still being opened are not awaited.
  for (const socket of sockets) socket.destroy();
  await stytch.close();
  return { codes: outcomes.map(({ code }) => code), told: outcomes.map(({ text }) => text).join(), lines };
};

describe('O3 a Stytch that cannot be reached', () => {
  const neither = ['UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE'];
  const sent = ['UPSTREAM_UNAVAILABLE', 'OUTCOME_UNKNOWN'];
  it.each<[string, string, () => Promise<string>, readonly string[], RegExp]>([
    ['nothing listens', 'http', async () => `127.0.0.1:${await freePort()}`, neither, /^ECONNREFUSED$/],
    ['the name is unknown', 'http', async () => 'stytch.invalid', neither, /^(ENOTFOUND|EAI_AGAIN)$/],
    ['the certificate is self-signed', 'https', selfSigned, neither, /^DEPTH_ZERO_SELF_SIGNED_CERT$/],
    [
      'no TLS is spoken',
      'https',
      () => accepting((socket) => socket.end('HTTP/1.1 400 No\r\n\r\n')),
      sent,
      /^TLS_HANDSHAKE$/,
    ],
    [
      'the connection is closed',
      'http',
      () => accepting((socket) => socket.destroy()),
      sent,
      /^(CONNECTION_CLOSED|ECONNRESET|EPIPE)$/,
    ],
    ['no answer comes', 'http', () => accepting(() => {}), ['TIMEOUT', 'OUTCOME_UNKNOWN'], /^RESPONSE_TIMEOUT$/],
    ['connecting takes too long', 'https', () => accepting(() => {}), ['TIMEOUT', 'TIMEOUT'], /^CONNECT_TIMEOUT$/],
    [
      'something else answers',
      'http',
      () => accepting((socket) => socket.end('SSH-2.0-canary\r\n')),
      ['BAD_UPSTREAM_RESPONSE', 'OUTCOME_UNKNOWN'],
      /^NOT_HTTP$/,
    ],
  ])('is named with its cause where %s', async (_, scheme, begin, codes, cause) => {
    const host = await begin();
    const { codes: found, told, lines } = await callsTo(`${scheme}://${host}`);
    expect(found).toEqual(codes);
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      expect(line).toMatchObject({ message: 'stytch call failed', host, cause: expect.stringMatching(cause) });
    }
    expect(JSON.stringify(lines)).not.toContain('canary');
    expect(told).not.toMatch(/127\.0\.0\.1|invalid|ECONN|EAI|ENOT|CERT|TLS/);
  });

  it('shows neither host nor cause in an error of a query', () => {
    const error = new StytchError({
      code: 'UPSTREAM_UNAVAILABLE',
      message: 'Stytch is unreachable. Retry later.',
      retryAfter: 1,
      host: 'canary',
      cause: 'ECONNREFUSED',
    });
    expect(JSON.stringify(error.toJSON())).not.toMatch(/canary|ECONNREFUSED/);
  });

  it('where a proxy refuses is named by its host', async () => {
    const host = await accepting((socket) => socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 4\r\n\r\nNo.\n'));
    const { lines } = await callsTo(`http://${host}`);
    expect(lines).toMatchObject([
      { host, statusCode: 403 },
      { host, statusCode: 403 },
    ]);
  });
});

describe('O3 a start', () => {
  it('that fails is one log line per attempt, and an error after a minute', async () => {
    const { lines, log } = recorder();
    let now = 0;
    let rounds = 0;
    const failed = new StytchError({
      code: 'UPSTREAM_UNAVAILABLE',
      message: 'No.',
      host: 'stytch.example',
      cause: 'ENOTFOUND',
    });
    const warm = async (): Promise<void> => {
      rounds += 1;
      if (now < 2 * UNREADY_ERROR_MS) throw failed;
    };
    const sleep = async (milliseconds: number): Promise<void> => {
      now += milliseconds;
    };
    await warmUp(warm, log, new AbortController().signal, { now: () => now, random: () => 0.5, sleep });
    expect(lines).toHaveLength(rounds - 1);
    for (const { level, unreadySeconds, ...line } of lines) {
      expect(level).toBe(Number(unreadySeconds) >= 60 ? 'error' : 'warn');
      expect(line).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', host: 'stytch.example', cause: 'ENOTFOUND' });
    }
    expect(new Set(lines.map(({ level }) => level))).toEqual(new Set(['warn', 'error']));
  });

  it('names Stytch and Redis, and holds no secret', { timeout: 60_000 }, async () => {
    const { PATH = '' } = process.env;
    const ports = [await freePort(), await freePort()];
    const child = spawn(process.execPath, ['src/process/main.js'], {
      cwd: root,
      env: {
        PATH,
        PORT: '0',
        STYTCH_PROJECT_ID: 'project-test-1',
        STYTCH_SECRET: 'secret-test-canary',
        STYTCH_BASE_URL: `http://127.0.0.1:${ports[0]}`,
        REDIS_URL: `redis://user:canary@127.0.0.1:${ports[1]}`,
      },
    });
    running.push(child);
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk;
    });
    const lines = (): Line[] =>
      errors
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line) => JSON.parse(line));
    const ofStytch = () => lines().filter(({ message }) => message === 'warm-up failed');
    expect(await waitUntil(() => ofStytch().length >= 3, 40_000)).toBe(true);
    for (const line of ofStytch()) {
      expect(line).toMatchObject({ level: 'warn', host: `127.0.0.1:${ports[0]}`, cause: 'ECONNREFUSED' });
    }
    const others = lines().filter((line) => !ofStytch().some(({ time }) => time === line['time']));
    expect(others).toMatchObject([
      { level: 'warn', message: 'redis unreachable', host: `127.0.0.1:${ports[1]}`, cause: 'ECONNREFUSED' },
    ]);
    expect(errors).not.toContain('canary');
  });
});

describe('O3 keys or a policy', () => {
  it('that cannot be fetched are one log line with host and cause, and an error when the cached ones are too old', async () => {
    const { lines, log } = recorder();
    let now = 0;
    let failed: StytchError | undefined;
    const fetch = async (): Promise<string> => {
      if (failed) throw failed;
      return 'value';
    };
    const kept = createKept({
      fetch,
      ttlMs: 1_000,
      maxStaleMs: 3_600_000,
      log,
      failureMessage: 'gone',
      now: () => now,
      random: () => 0.5,
    });
    await kept.get();
    failed = new StytchError({ code: 'TIMEOUT', message: 'No.', host: 'stytch.example', cause: 'RESPONSE_TIMEOUT' });
    for (now = 2_000; now < 4_000_000; now += 600_000) await Promise.resolve(kept.get()).catch(() => {});
    const about = { message: 'gone', code: 'TIMEOUT', host: 'stytch.example', cause: 'RESPONSE_TIMEOUT' };
    expect(lines[0]).toMatchObject({ ...about, level: 'warn', serving: true });
    expect(lines.at(-1)).toMatchObject({ ...about, level: 'error', serving: false });
  });
});

describe('O3 a Redis', () => {
  it.runIf(redisInstalled).each([
    ['WRONGPASS', 'user:canary@'],
    ['NOAUTH', ''],
  ])('that says %s is reported so', async (cause, credentials) => {
    const port = await freePort();
    const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--requirepass', 'right'];
    const server = spawn('redis-server', settings, { stdio: 'ignore' });
    running.push(server);
    const { lines, log } = recorder();
    const redis = connectRedis(`redis://${credentials}127.0.0.1:${port}`, { log, now: () => lines.length * 10_000 });
    expect(await waitUntil(() => lines.some((line) => line['cause'] === cause), 12_000), JSON.stringify(lines)).toBe(
      true,
    );
    redis.disconnect();
    expect(JSON.stringify(lines)).not.toContain('canary');
  });

  it('is an error after a minute, and its recovery is logged', () => {
    const { lines, log } = recorder();
    let now = 0;
    const reports = createRedisReports('redis.example', log, () => now);
    for (; now <= 70_000; now += 1_000) reports.failed(new Error('Connection is closed.'));
    reports.ready();
    reports.ready();
    expect(lines.map(({ level }) => level)).toEqual([
      'warn',
      'warn',
      'warn',
      'warn',
      'warn',
      'warn',
      'error',
      'error',
      'warn',
    ]);
    expect(lines[0]).toMatchObject({ host: 'redis.example', cause: 'CONNECTION_CLOSED' });
    expect(lines.at(-1)?.message).toBe('redis reachable again');
  });
});
