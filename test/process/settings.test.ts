/** O4: an invalid setting causes one line with its name and the expected form, and every setting has an effect. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/process/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'settings-'));
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const project = { STYTCH_PROJECT_ID: 'project-test-1', STYTCH_SECRET: 'secret-test-12345' };
const withoutSecret = { STYTCH_PROJECT_ID: 'project-test-1' };
const HASH = 'a1'.repeat(32);

interface Expected {
  /** Ten invalid values. */
  readonly wrong: readonly string[];
  /** Valid values, each with a different effect; for numbers, both bounds. */
  readonly right: readonly [string, string];
  /** The expected form in the message. */
  readonly hint: RegExp;
  /** Other settings that this one needs. */
  readonly beside?: Readonly<Record<string, string>>;
}

const number = (least: number, most: number): Expected => ({
  wrong: [
    'canary',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    '+5',
    '007',
    ' 5',
    '1,000',
    '٣',
    `${most + 1}`,
    ...(least > 0 ? [`${least - 1}`] : []),
  ],
  right: [`${least}`, `${most}`],
  hint: new RegExp(`must be a number from ${least} to ${most}\\.$`),
});
const words = (hint: RegExp, ...right: [string, string]): Expected => ({
  wrong: ['canary', ' ', 'On', 'ON', 'true', '1', 'on ', 'yes', 'on,off', 'null'],
  right,
  hint,
});
const host: Expected = {
  wrong: ['http://canary', 'a b', '127.0.0.1/8', '[::1]', 'canary,canary', '*', '@', '%', 'a\nb', '127.0.0.1;'],
  right: ['127.0.0.2', '::1'],
  hint: /must be an address to listen on/,
};
const addresses = [
  'canary',
  '//canary',
  'canary.example:1',
  'ftp://canary',
  'javascript:1',
  ':',
  'http//canary',
  '://',
  '/',
];
const count = number(1, 999_999);
const port = number(0, 65_535);
const ofKeys = (entry: string): string => `good:${'b2'.repeat(32)}:admin,${entry}`;
const unreadable = [
  '/no/canary',
  folder,
  `${folder}/canary`,
  '\0',
  'x'.repeat(5_000),
  ' ',
  '~/canary',
  '..',
  'file:///canary',
];

const settings: Readonly<Record<string, Expected>> = {
  PORT: port,
  HOST: host,
  GRAPHQL_PATH: {
    wrong: ['canary', '/', '//', '/canary/', '/a b', '/a?b', '/a#b', '/../canary', '/%2e', 'http://localhost/graphql'],
    right: ['/graphql', '/api/auth.v1/graph_ql~x'],
    hint: /must be a path such as/,
  },
  SANDBOX: { ...words(/must be on or off/, 'on', 'off'), beside: project },
  SANDBOX_HOST: host,
  SANDBOX_PORT: port,
  SANDBOX_FAILURES: words(/must be on or off/, 'on', 'off'),
  STYTCH_PROJECT_ID: {
    wrong: [
      'canary',
      'project',
      'project-',
      'project-test',
      'project-test-',
      'project-prod-1',
      'project-test-1 ',
      'project-test-a/b',
      'PROJECT-TEST-1',
      'secret-test-1',
    ],
    right: ['project-test-1', 'project-live-1'],
    hint: /must be the project id/,
    beside: { STYTCH_SECRET: project.STYTCH_SECRET },
  },
  STYTCH_SECRET: {
    wrong: [
      'short',
      'has a space in',
      'ends with one ',
      ' begins',
      'new\nline-new',
      'tab\ttab-tab',
      'ümlaut-ümlaut',
      '1234567',
      '\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000',
      '“quoted-quoted”',
    ],
    right: ['secret-test-1', 'secret-test-2'],
    hint: /must be a secret of that project/,
    beside: withoutSecret,
  },
  STYTCH_SECRET_FILE: {
    wrong: [...unreadable, file('short', 'canary'), file('two', 'secret-test-canary\nsecret-test-canary\n')],
    right: [file('one', 'secret-test-1\n'), file('other', 'secret-test-2')],
    hint: /must name a file that/,
    beside: withoutSecret,
  },
  STYTCH_VERTICAL: {
    wrong: ['canary', 'B2B', 'b2c', 'Consumer', 'b2b ', '1', 'true', 'both', 'null', 'b2b,consumer'],
    right: ['b2b', 'consumer'],
    hint: /must be b2b/,
  },
  STYTCH_BASE_URL: {
    wrong: [
      ...addresses,
      'http://canary.example',
      'https://test.stytch.com/canary',
      'https://a:canary@b.example',
      'https://b.example/#canary',
      'https://b.example/?canary',
    ],
    right: ['https://test.stytch.com', 'http://127.0.0.1:4010'],
    hint: /must be an origin/,
    beside: project,
  },
  GATEWAY_API_KEYS: {
    wrong: [
      'canary',
      `canary:${HASH}`,
      `:${HASH}:admin`,
      `canary:${HASH}:`,
      `canary:${HASH.slice(1)}:admin`,
      `canary:${HASH}:stytch.member.search`,
      `canary:${HASH}:Admin`,
      ofKeys(''),
      ofKeys(`good:${HASH}:admin`),
      ofKeys(`canary:${'B2'.repeat(32)}:admin`),
      `sandbox:${HASH}:admin`,
    ],
    right: [`one:${HASH}:admin`, `one:${HASH.toUpperCase()}:stytch.member:search stytch.sso:*`],
    hint: /must be /,
  },
  GRAPHIQL: words(/must be on or off/, 'on', 'off'),
  FEDERATION: words(/must be on or off/, 'on', 'off'),
  ALLOWED_HOSTS: {
    wrong: ['http://canary', 'a b', 'canary/', 'a,', ',', '*', 'canary:port', 'a,,b', 'canary:1:2', '@canary'],
    right: ['graphql.example.com', 'graphql.example.com,localhost:4000'],
    hint: /must be hosts joined by commas/,
  },
  CORS_ORIGINS: {
    wrong: [
      'canary',
      'null',
      'https://canary.example/',
      'https://canary.example/path',
      'https://CANARY.example',
      'https://canary.example:443',
      'http://canary.example',
      'https://*.canary.example',
      'https://a:canary@b.example',
      'https://a.example,',
      'https://a.example;https://canary.example',
      'https://a.example,*',
      'file://',
      '//canary.example',
    ],
    right: ['https://app.example.com', 'https://app.example.com, http://localhost:3000'],
    hint: /must be origins joined by commas/,
    beside: project,
  },
  SESSION_COOKIES: words(/must be on or off/, 'on', 'off'),
  SESSION_COOKIE_NAMES: {
    wrong: ['a canary', 'canary=', 'a,', ',', 'a;b', '"canary"', 'a,,b', 'ümlaut', 'a\tb', '(a)'],
    right: ['stytch_session', 'stytch_session,stytch_session_jwt'],
    hint: /must be names of cookies joined by commas/,
  },
  INTROSPECTION: words(/must be on, callers or off/, 'callers', 'off'),
  EXPLAIN: words(/must be off, servers or callers/, 'off', 'callers'),
  SIGN_IN_ATTEMPTS_PER_ACCOUNT_PER_MINUTE: count,
  SIGN_IN_FAILURES_PER_ACCOUNT_PER_HOUR: number(2, 999_999),
  SIGN_IN_ATTEMPTS_PER_ADDRESS_PER_MINUTE: count,
  REFUSED_TOKENS_PER_ADDRESS: count,
  REDIS_URL: {
    wrong: [...addresses, 'http://canary', 'redis:canary', 'redis://', 'redis://localhost/canary', 'REDIS'],
    right: ['redis://localhost:6379', 'rediss://redis.example:6380/1'],
    hint: /must be an address such as redis:/,
  },
  TRUSTED_PROXY_HOPS: number(0, 9),
  PERSISTED_DOCUMENTS: {
    ...words(/must be off, allow or only/, 'allow', 'only'),
    beside: { PERSISTED_DOCUMENTS_FILE: file('manifest.json', '{"a":"{ __typename }"}') },
  },
  PERSISTED_DOCUMENTS_FILE: {
    wrong: [
      ...unreadable,
      file('empty', ''),
      file('list', '[]'),
      file('number', '{"a":1}'),
      file('none', '{}'),
      file('text', 'canary'),
    ],
    right: [file('a.json', '{"a":"{ __typename }"}'), file('b.json', '{"b":"{ __typename }"}')],
    hint: /must name a file/,
    beside: { PERSISTED_DOCUMENTS: 'allow' },
  },
  MAX_BODY_BYTES: count,
  MAX_BUFFERED_BODY_BYTES: { ...number(1, 999_999_999), beside: { MAX_BODY_BYTES: '1' }, right: ['2', '999999999'] },
  MAX_DOCUMENT_TOKENS: count,
  MAX_QUERY_DEPTH: count,
  MAX_ALIASES: count,
  MAX_DIRECTIVES: count,
  MAX_FIELDS: count,
  MAX_LIST_LENGTH: count,
  MAX_JSON_DEPTH: count,
  MAX_UPSTREAM_CALLS: count,
  UPSTREAM_SEARCHES_PER_MINUTE: count,
  UPSTREAM_CALLS_PER_MINUTE: count,
  BATCH_MIN_IDS: count,
  BATCH_RESERVED_SEARCHES: count,
  BATCH_MAX_GETS: count,
  UPSTREAM_MAX_CONNECTIONS: count,
  UPSTREAM_MAX_RETRIES: number(0, 9),
  UPSTREAM_BACKOFF_MS: count,
  UPSTREAM_RETRY_BUDGET_PERCENT: number(0, 100),
  CIRCUIT_BREAKER_FAILURE_PERCENT: number(1, 99),
  CIRCUIT_BREAKER_MIN_CALLS: count,
  CIRCUIT_BREAKER_WINDOW_MS: count,
  CIRCUIT_BREAKER_COOLDOWN_MS: count,
  JWKS_MAX_STALE_HOURS: count,
  POLICY_MAX_STALE_MINUTES: count,
  MAX_RESPONSE_OBJECTS: count,
  MAX_CONCURRENT_OPERATIONS: count,
  MAX_QUEUED_OPERATIONS: count,
  MAX_QUEUE_WAIT_MS: count,
  MAX_EVENT_LOOP_LAG_MS: count,
  MAX_CLIENT_CONNECTIONS: count,
  LOG_LEVEL: words(/must be debug, info, warn, error or silent/, 'debug', 'silent'),
  METRICS_PORT: port,
  METRICS_HOST: { ...host, beside: { METRICS_PORT: '0' } },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    wrong: [...addresses, 'grpc://canary', 'localhost:4318'],
    right: ['http://localhost:4318', 'https://otel.example/base'],
    hint: /must be the address of an OTLP receiver/,
  },
  OTEL_TRACES_SAMPLER_ARG: {
    wrong: ['canary', '-0.1', '1.1', '2', '50%', '.5', '0,5', '1e-3', ' 1', '0.'],
    right: ['0', '1'],
    hint: /must be a number from 0 to 1/,
    beside: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' },
  },
  SHUTDOWN_DELAY_MS: number(0, 99_999),
  REQUEST_TIMEOUT_MS: number(100, 999_999),
};
const names = Object.keys(settings);

/** The lines that reject settings. */
const refusal = (environment: Readonly<Record<string, string>>): readonly string[] => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  return [];
};

describe('O4 a setting', () => {
  it('is one of those that the program reads', () => {
    const source = readFileSync(join(import.meta.dirname, '../../src/process/config.ts'), 'utf8');
    const read = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): \[/gm)].map(([, name = '']) => name);
    expect(names.toSorted()).toEqual(read.toSorted());
  });

  it.each(names)('%s with a wrong value is refused in one line, without the value', (name) => {
    const { wrong = [], hint = /never/, beside = {} } = settings[name] ?? {};
    expect(new Set(wrong).size).toBeGreaterThanOrEqual(10);
    for (const value of wrong) {
      const lines = refusal({ ...beside, [name]: value });
      expect([value, lines.length], lines.join()).toEqual([value, 1]);
      expect(lines[0]).toMatch(new RegExp(`^${name} must [ -~’]+\\.$`));
      expect(lines[0]).toMatch(hint);
      expect(lines[0]).not.toContain('canary');
    }
  });

  // SANDBOX has no effect over a project; the last test below covers it.
  it.each(names.filter((name) => name !== 'SANDBOX'))('%s has an effect at both ends of its range', (name) => {
    const { right = ['', ''], beside = {} } = settings[name] ?? {};
    const [first, second] = right.map((value) => readConfig({ ...beside, [name]: value }));
    expect(first).not.toEqual(second);
    expect([first?.warnings, second?.warnings]).toEqual([[], []]);
  });

  it('is refused where it has no effect but seems to', () => {
    expect(refusal({ PERSISTED_DOCUMENTS_FILE: '/some/file' })).toEqual([
      'PERSISTED_DOCUMENTS must be allow or only if PERSISTED_DOCUMENTS_FILE is set.',
    ]);
    expect(refusal({ STYTCH_BASE_URL: 'https://test.stytch.com' })).toEqual([
      'STYTCH_PROJECT_ID is missing: without a project STYTCH_BASE_URL has no effect.',
    ]);
  });

  it('is refused where another one does not fit it', () => {
    expect(refusal({ MAX_BUFFERED_BODY_BYTES: '1' })).toEqual([
      'MAX_BUFFERED_BODY_BYTES must be at least twice MAX_BODY_BYTES.',
    ]);
  });

  it('about pages is refused where it would give strangers what is not theirs', () => {
    expect(refusal({ ...project, CORS_ORIGINS: '*' })).toEqual([
      'CORS_ORIGINS must list each origin: * is for the sandbox only.',
    ]);
    expect(readConfig({ CORS_ORIGINS: '*' }).corsOrigins).toBe('*');
    for (const cookies of [{ SESSION_COOKIES: 'on' }, { SESSION_COOKIE_NAMES: 'stytch_session' }]) {
      expect(refusal({ CORS_ORIGINS: '*', ...cookies })).toEqual([
        'CORS_ORIGINS must list each origin if session cookies are on.',
      ]);
    }
    const behind = { ...project, SESSION_COOKIES: 'on', HOST: '0.0.0.0' };
    expect(refusal(behind)).toEqual([
      'SESSION_COOKIES requires TLS: use a proxy that terminates TLS and set TRUSTED_PROXY_HOPS, or set HOST to 127.0.0.1.',
    ]);
    expect(readConfig({ ...behind, TRUSTED_PROXY_HOPS: '1' }).sessionCookies).toEqual({ sets: true, names: [] });
    expect(readConfig({ SESSION_COOKIES: 'on', HOST: '::1', SESSION_COOKIE_NAMES: 'a, b' }).sessionCookies).toEqual({
      sets: true,
      names: ['a', 'b'],
    });
  });

  it('O6: SANDBOX decides about a sandbox where others reach the gateway', () => {
    const missing = [
      'STYTCH_PROJECT_ID and STYTCH_SECRET are missing. To serve a sandbox, whose admin key is public, set SANDBOX to on.',
    ];
    for (const HOST of ['0.0.0.0', '::', '192.0.2.7', 'gateway.example']) {
      expect(refusal({ HOST })).toEqual(missing);
      expect(refusal({ HOST, SANDBOX: 'off' })).toEqual(missing);
      expect(readConfig({ HOST, SANDBOX: 'on' }).project).toBeNull();
      expect(readConfig({ HOST, ...project }).project).not.toBeNull();
    }
    for (const HOST of ['127.0.0.1', '127.0.0.2', '::1', 'localhost']) expect(readConfig({ HOST }).project).toBeNull();
    expect(refusal({ SANDBOX: 'off' })).toEqual(missing);
    expect(readConfig({ ...project, SANDBOX: 'on' }).warnings).toMatchObject([{ setting: 'SANDBOX' }]);
  });

  it('that has no effect beside the others is warned of', () => {
    const warned = (environment: Readonly<Record<string, string>>) => readConfig(environment).warnings;
    const message = 'setting without effect';
    expect(warned({ METRICS_HOST: '0.0.0.0' })).toEqual([
      { message, setting: 'METRICS_HOST', because: 'METRICS_PORT' },
    ]);
    expect(warned({ OTEL_TRACES_SAMPLER_ARG: '1' })).toMatchObject([{ because: 'OTEL_EXPORTER_OTLP_ENDPOINT' }]);
    expect(warned({ ...project, SANDBOX_PORT: '4010' })).toMatchObject([{ setting: 'SANDBOX_PORT' }]);
    expect(warned({ SANDBOX_PORT: '4010' })).toEqual([]);
  });

  it('whose name is unknown is warned of, if the name begins like ours', () => {
    const general = ['GRAPHQL_PATH', 'PORT', 'HOST', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_TRACES_SAMPLER_ARG'];
    for (const name of names.filter((each) => !general.includes(each))) {
      const setting = `${name}S`;
      expect(readConfig({ [setting]: 'canary' }).warnings).toEqual([{ message: 'unknown setting', setting }]);
    }
    const ofOthers = {
      PATH: '/bin',
      HOSTNAME: 'gateway-1',
      NODE_ENV: 'production',
      OTEL_SERVICE_NAME: 'gateway',
      STYTCH_GRAPHQL_SERVICE_HOST: '10.0.0.1',
      STYTCH_GRAPHQL_SERVICE_PORT_HTTP: '80',
      STYTCH_GRAPHQL_PORT: 'tcp://10.0.0.1:80',
      STYTCH_GRAPHQL_PORT_80_TCP: 'tcp://10.0.0.1:80',
      STYTCH_GRAPHQL_PORT_80_TCP_ADDR: '10.0.0.1',
    };
    expect(readConfig(ofOthers).warnings).toEqual([]);
  });

  it('GATEWAY_API_KEYS names the entry and the reason', () => {
    const keys = (GATEWAY_API_KEYS: string) => refusal({ GATEWAY_API_KEYS });
    expect(keys(`a:${HASH}:admin,b:canary:admin`)).toEqual([
      'GATEWAY_API_KEYS must be `name:sha256:scopes` with a SHA-256 hash of 64 hexadecimal digits; entry 2 is invalid.',
    ]);
    expect(keys(`a:${HASH}:stytch.member.search`)).toEqual([
      'GATEWAY_API_KEYS must be `name:sha256:scopes` with scopes that are `admin` or `resource:action`, joined by spaces; entry 1 is invalid.',
    ]);
    expect(keys(`a:${HASH}:admin,a:${'b'.repeat(64)}:admin`)).toEqual([
      'GATEWAY_API_KEYS must be keys with different names; entries 1 and 2 have the same.',
    ]);
    expect(readConfig({ GATEWAY_API_KEYS: `a:${HASH.toUpperCase()}:admin` }).apiKeys).toEqual([
      { name: 'a', sha256: HASH, scopes: ['admin'] },
    ]);
  });
});
