/** O4: effects of settings that only a process shows. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../port.ts';

const root = join(import.meta.dirname, '../..');

/** Starts the program over its sandbox; resolves when it has printed its URL or has ended. */
const start = async (settings: Readonly<Record<string, string>>) => {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['src/process/main.js'], {
    cwd: root,
    env: { PATH, PORT: '0', SANDBOX_PORT: '0', ...settings },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const printed = { out: '', err: '' };
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const listening = new Promise<null>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      printed.out += chunk;
      if (printed.out.includes('member   ')) resolve(null);
    });
  });
  child.stderr.on('data', (chunk: Buffer) => {
    printed.err += chunk;
  });
  const code = await Promise.race([listening, ended]);
  return { code, printed, address: /http:\S+(?=\/graphql)/.exec(printed.out)?.[0] ?? '', ended, child };
};

const numbers: Readonly<Record<string, readonly [least: number, most: number]>> = {
  ...Object.fromEntries(
    [
      ...[
        'SIGN_IN_ATTEMPTS_PER_ACCOUNT_PER_MINUTE',
        'SIGN_IN_ATTEMPTS_PER_ADDRESS_PER_MINUTE',
        'REFUSED_TOKENS_PER_ADDRESS',
      ],
      ...['MAX_BODY_BYTES', 'MAX_DOCUMENT_TOKENS', 'MAX_QUERY_DEPTH', 'MAX_ALIASES', 'MAX_DIRECTIVES', 'MAX_FIELDS'],
      ...['MAX_LIST_LENGTH', 'MAX_JSON_DEPTH', 'MAX_UPSTREAM_CALLS'],
      ...['UPSTREAM_SEARCHES_PER_MINUTE', 'UPSTREAM_CALLS_PER_MINUTE', 'BATCH_MIN_IDS', 'BATCH_RESERVED_SEARCHES'],
      ...['BATCH_MAX_GETS', 'UPSTREAM_MAX_CONNECTIONS', 'UPSTREAM_BACKOFF_MS', 'CIRCUIT_BREAKER_MIN_CALLS'],
      ...[
        'CIRCUIT_BREAKER_WINDOW_MS',
        'CIRCUIT_BREAKER_COOLDOWN_MS',
        'JWKS_MAX_STALE_HOURS',
        'POLICY_MAX_STALE_MINUTES',
      ],
      ...[
        'MAX_RESPONSE_OBJECTS',
        'MAX_CONCURRENT_OPERATIONS',
        'MAX_QUEUED_OPERATIONS',
        'MAX_QUEUE_WAIT_MS',
        'MAX_EVENT_LOOP_LAG_MS',
      ],
      'MAX_CLIENT_CONNECTIONS',
    ].map((name) => [name, [1, 999_999]]),
  ),
  SIGN_IN_FAILURES_PER_ACCOUNT_PER_HOUR: [2, 999_999],
  MAX_BUFFERED_BODY_BYTES: [2, 999_999_999],
  TRUSTED_PROXY_HOPS: [0, 9],
  UPSTREAM_MAX_RETRIES: [0, 9],
  UPSTREAM_RETRY_BUDGET_PERCENT: [0, 100],
  CIRCUIT_BREAKER_FAILURE_PERCENT: [1, 99],
  OTEL_TRACES_SAMPLER_ARG: [0, 1],
  SHUTDOWN_DELAY_MS: [0, 99_999],
  REQUEST_TIMEOUT_MS: [100, 999_999],
};

describe('O4 the program', () => {
  it.each([
    ['least', 0],
    ['most', 1],
  ] as const)('starts with the %s of every number, and answers', { timeout: 60_000 }, async (_, end) => {
    const { code, printed, address, child, ended } = await start({
      METRICS_PORT: '0',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
      ...Object.fromEntries(Object.entries(numbers).map(([name, bounds]) => [name, `${bounds[end]}`])),
    });
    expect([code, printed.err]).toEqual([null, '']);
    const response = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ query: '{ viewer { kind } }' }),
    });
    expect(await response.text()).toMatch(end === 0 ? /"code":"LIMIT_EXCEEDED"|more than 1 bytes/ : /"kind":"VISITOR"/);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(printed.err).not.toMatch(/ at |uncaught|unexpected/);
  });

  it.each([
    [
      { HOST: '192.0.2.7', SANDBOX: 'on' },
      'HOST must be an address of this machine, such as 127.0.0.1, 0.0.0.0 or ::1 (EADDRNOTAVAIL).\n',
    ],
    [
      { METRICS_HOST: '192.0.2.7', METRICS_PORT: '0' },
      'METRICS_HOST must be an address of this machine, such as 127.0.0.1, 0.0.0.0 or ::1 (EADDRNOTAVAIL).\n',
    ],
  ])('ends with one line for %o', { timeout: 60_000 }, async (settings, line) => {
    const { code, printed } = await start(settings);
    expect([code, printed.err]).toEqual([1, line]);
  });

  it('ends with one line if HOST cannot be resolved', { timeout: 60_000 }, async () => {
    const { code, printed } = await start({ HOST: 'gateway.invalid', SANDBOX: 'on' });
    expect(code).toBe(1);
    expect(printed.err).toMatch(/^HOST must be an address of this machine, .*\((ENOTFOUND|EAI_AGAIN)\)\.\n$/);
  });

  it('ends with one line if the port of the sandbox is in use', { timeout: 60_000 }, async () => {
    const port = await freePort();
    const taken = createServer().listen(port, '127.0.0.1');
    await once(taken, 'listening');
    const { code, printed } = await start({ SANDBOX_PORT: `${port}` });
    taken.close();
    expect([code, printed.err]).toEqual([1, `Port ${port} is in use; set SANDBOX_PORT to a free port.\n`]);
  });

  it('prints a URL that works for HOST=::1, and warns of what has no effect', { timeout: 60_000 }, async ({ skip }) => {
    const probe = createServer().listen(0, '::1');
    const hasIpv6 = await once(probe, 'listening').then(
      () => true,
      () => false,
    );
    probe.close();
    if (!hasIpv6) return skip('this machine has no IPv6');
    const hash = 'a'.repeat(64);
    const { address, printed } = await start({
      HOST: '::1',
      LIMIT_CALL: '5',
      METRICS_HOST: '::1',
      GATEWAY_API_KEYS: `jobs:${hash}:stytch.membre:search stytch.member:search stytch.member:* invoice:read invoice:eat`,
    });
    expect(address).toMatch(/^http:\/\/\[::1\]:\d+$/);
    await expect.poll(() => fetch(`${address}/ready`).then(({ status }) => status), { timeout: 20_000 }).toBe(200);
    await expect.poll(() => printed.err, { timeout: 10_000 }).toContain('invoice:eat');
    const lines = printed.err
      .trim()
      .split('\n')
      .map((line) => ({ ...JSON.parse(line), time: undefined }));
    expect(lines).toEqual([
      { level: 'warn', message: 'unknown setting', setting: 'LIMIT_CALL' },
      { level: 'warn', message: 'setting without effect', setting: 'METRICS_HOST', because: 'METRICS_PORT' },
      ...['stytch.membre:search', 'invoice:eat'].map((scope) => ({
        level: 'warn',
        message: 'unknown scope of an API key',
        key: 'jobs',
        scope,
      })),
    ]);
  });
});
