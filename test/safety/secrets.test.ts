/**
 * T34, T36, T37, T57: no secret in a log, a metric, a trace, an explanation, an error message, a cache or the output of
 * the program. Tested in the gateway of the tests and in a real process whose Stytch repeats every request.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type GraphQLInputType,
  type GraphQLNamedType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { isIdKind } from '../../schema/id.ts';
import { collectSecrets } from '../../src/stytch/client/secrets.ts';
import { toWireName } from '../../src/stytch/contract/names.ts';
import { composeTelemetry } from '../../src/telemetry/index.ts';
import { createPrometheus } from '../../src/telemetry/prometheus.ts';
import { EXPLAIN_ON } from '../explained.ts';
import { gatewayOverSandbox } from '../gateway.ts';
import { examples } from '../operations/index.ts';
import { sampleId } from '../sample-id.ts';
import { recordingLog, startCollector } from '../telemetry/read.ts';
import { roots } from './b2b-roots.ts';
import { freePort, type RunningGateway, startEchoStytch, startPlainGateway } from './process.ts';

const PROJECT = 'project-test-11111111-1111-4111-8111-111111111111';
const SECRET = 'secret-test-canary-Zx9Qw7Rt5Yp3Ls1Kd8Jf6Hg4';
const API_KEY = 'sgk_canary_5Tg7Yh9Uj1Ik3Ol';
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Values that must never be in any output. */
const never: readonly [string, RegExp][] = [
  ['the project’s secret', /secret-test-canary|Zx9Qw7Rt5Yp3/],
  ['the secret in base64', new RegExp([base64(SECRET), base64(`${PROJECT}:${SECRET}`)].join('|'))],
  ['an API key', /sgk_\w/],
  ['a JWT', /eyJ[\w-]{8,}/],
  ['an e-mail address', /[\w.+-]+@[\w-]+\.[a-z]/i],
  ['a canary', /canary/i],
];
const foundIn = (text: string, given: readonly string[] = []): string[] => [
  ...never.filter(([, form]) => form.test(text)).map(([what]) => what),
  ...given.filter((value) => text.includes(value)).map(() => 'a value that was sent or answered'),
];

/** Every text in a value that is too long to occur in a log line by chance. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.length >= 6 ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const isSecret = ({ extensions }: { extensions: Readonly<Record<string, unknown>> }) =>
  'secret' in ((extensions['directives'] ?? {}) as object);

interface Log {
  asked: number;
  lines: string;
}
const environment = (port: number, baseUrl: string): Record<string, string> => ({
  PORT: `${port}`,
  STYTCH_PROJECT_ID: PROJECT,
  STYTCH_SECRET: SECRET,
  STYTCH_BASE_URL: baseUrl,
  // The circuit breaker would open for a Stytch that always fails, and its responses could not leak.
  CIRCUIT_BREAKER_MIN_CALLS: '999999',
  GATEWAY_API_KEYS: `test:${createHash('sha256').update(API_KEY).digest('hex')}:admin`,
  SIGN_IN_ATTEMPTS_PER_ACCOUNT_PER_MINUTE: '99999',
  SIGN_IN_FAILURES_PER_ACCOUNT_PER_HOUR: '99999',
  SIGN_IN_ATTEMPTS_PER_ADDRESS_PER_MINUTE: '99999',
  // Settings that a careless operator leaves on.
  LOG_LEVEL: 'debug',
  NODE_ENV: 'development',
  DEBUG: '*',
});

describe('T34: logs and metrics', () => {
  const { metrics, registry } = createPrometheus('b2b');
  it.each(examples)('hold no secret while $id works', async ({ document, variables, as = 'server' }) => {
    const kept = recordingLog('debug');
    const g = await gatewayOverSandbox({ warm: false, telemetry: composeTelemetry(kept.log, metrics) });
    try {
      const given = (await variables?.(g)) ?? {};
      const { data } = await g.query(document, { variables: given, as });
      const { admin, member } = g.world.credentials;
      const tokens = [admin, member].flatMap((who) => [who.session_token, who.session_jwt]);
      const people = [...g.sandbox.store.members.values()].map(({ email_address }) => email_address);
      const canaries = [g.sandbox.secret, ...tokens, ...people, ...textsIn(given), ...textsIn(data)];
      const counted = await registry.metrics();
      const labels = [...counted.matchAll(/="([^"]*)"/g)].map(([, value]) => value).join('\n');
      // A plain word such as `policy` or `Google` is a value of some field, and also in the name of an operation.
      const telling = canaries.filter((value) => !/^[a-z]+$/i.test(value));
      expect(kept.lines().map(({ message }) => message)).toContain('operation');
      expect(foundIn([...g.logged, ...kept.text].join('\n'), canaries)).toEqual([]);
      expect(foundIn(labels, telling)).toEqual([]);
    } finally {
      await g.close();
    }
  });
});

describe('T34: a real process, with a Stytch that rejects every call and repeats the request, prints no secret', () => {
  let parrot: Awaited<ReturnType<typeof startEchoStytch>>;
  let collector: Awaited<ReturnType<typeof startCollector>>;
  let running: RunningGateway;
  let url: string;
  let metricsUrl: string;
  const given: string[] = [];
  beforeAll(async () => {
    parrot = await startEchoStytch();
    collector = await startCollector();
    const [port, metricsPort] = [await freePort(), await freePort()];
    const seen = { METRICS_PORT: `${metricsPort}`, OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint };
    running = await startPlainGateway({ ...environment(port, parrot.origin), ...seen }, /^GraphQL over/m);
    metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
    url = `http://127.0.0.1:${port}/graphql`;
  });
  afterAll(async () => {
    await running.stop();
    parrot.close();
    collector.close();
  });

  const send = async (body: string, headers: Record<string, string> = {}, to = url) => {
    const response = await fetch(to, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...EXPLAIN_ON, authorization: `Bearer ${API_KEY}`, ...headers },
      body,
    });
    return response.text();
  };
  /** Sends requests and returns the output of that time. */
  const printedDuring = async (act: () => Promise<unknown>): Promise<Log> => {
    const before = running.printed().length;
    const heard = parrot.heard();
    await act();
    // Lines are written in batches: all lines of the act are there once that of a later request is.
    const mark = `mark-${randomUUID()}`;
    await send('{"query":"{ viewer { kind } }"}', { 'x-request-id': mark });
    await expect.poll(() => running.printed().includes(mark), { timeout: 10_000, interval: 20 }).toBe(true);
    return { asked: parrot.heard() - heard, lines: running.printed().slice(before) };
  };

  it('for the examples of all operations', async () => {
    const log = await printedDuring(async () => {
      for (const { document, variables } of examples) {
        const g = await gatewayOverSandbox({ warm: false });
        const values = (await variables?.(g)) ?? {};
        await g.close();
        given.push(...textsIn(values));
        await send(JSON.stringify({ query: document, variables: values }));
      }
    });
    expect(log.asked).toBeGreaterThan(100);
    expect(log.lines.split('\n').length).toBeGreaterThan(100);
    expect(foundIn(log.lines, [...new Set(given)])).toEqual([]);
  }, 60_000);

  const hostile: [string, () => Promise<unknown>][] = [
    [
      'a token of a session',
      () => send('{"query":"{ viewer { kind } }"}', { authorization: 'Bearer canary-session-token-0123456789' }),
    ],
    [
      'a JWT',
      () =>
        send('{"query":"{ viewer { kind } }"}', {
          authorization: `Bearer ${base64('{"alg":"RS256"}')}.${base64('{"sub":"canary"}')}.c2ln`,
        }),
    ],
    [
      'a JWT with the form of a session',
      () => send('{"query":"{ viewer { kind } }"}', { authorization: `Bearer ${sessionJwt()}` }),
    ],
    ['a wrong API key', () => send('{"query":"{ viewer { kind } }"}', { authorization: 'Bearer sgk_canary_wrong' })],
    [
      'Basic credentials',
      () => send('{"query":"{ viewer { kind } }"}', { authorization: `Basic ${base64(`${PROJECT}:${SECRET}`)}` }),
    ],
    [
      'cookies and odd headers',
      () =>
        send('{"query":"{ viewer { kind } }"}', {
          cookie: 'session=canary',
          'x-stytch-member-session': 'canary',
          referer: 'https://canary.example/?token=canary',
        }),
    ],
    [
      'ids of the request and of a trace',
      () =>
        send('{"query":"{ viewer { kind } }"}', {
          'x-request-id': 'canary_0123456789',
          traceparent: '00-canary-canary-01',
          tracestate: 'canary=1',
          baggage: 'canary=1',
        }),
    ],
    ['a body that is no JSON', () => send('{"query": "canary" "canary-p4ssw0rd')],
    ['a document that is no GraphQL', () => send(JSON.stringify({ query: 'mutation { canary("canary-p4ssw0rd" }' }))],
    [
      'a password in the wrong place',
      () =>
        send(
          JSON.stringify({
            query: 'query ($n: Int) { organizations(first: $n) { totalCount } }',
            variables: { n: 'canary-p4ssw0rd' },
          }),
        ),
    ],
    ['a field named after a secret', () => send(JSON.stringify({ query: '{ canary_p4ssw0rd }' }))],
    [
      // The name in a document is chosen by its author, and logged; an `operationName` parameter may be anything.
      'a name of an operation that the document does not have',
      () => send(JSON.stringify({ query: 'query Known { viewer { kind } }', operationName: 'canary' })),
    ],
    ['a key in the address', () => send('{"query":"{ viewer { kind } }"}', {}, `${url}?key=${API_KEY}&token=canary`)],
    ['a password in an address that GET asks', () => fetch(`${url}?query={canary}&password=canary`)],
    ['another path', () => send('{}', {}, url.replace('graphql', 'canary/..%2fcanary'))],
    [
      'extensions',
      () =>
        send(
          JSON.stringify({ query: '{ viewer { kind } }', extensions: { persistedQuery: { sha256Hash: 'canary' } } }),
        ),
    ],
    ['too much of everything', () => send(JSON.stringify({ query: `{ ${'canary '.repeat(50_000)} }` }))],
    ['a path in an id', () => send(JSON.stringify({ query: '{ organization(by: { id: "canary/../x" }) { name } }' }))],
  ];
  it.each(hostile)('for %s', async (_, act) => {
    expect(foundIn((await printedDuring(act)).lines)).toEqual([]);
  });

  it('T37: for requests of probes', async () => {
    const told = ['/live', '/ready', '/health', '/metrics'].map(async (path) =>
      (await fetch(new URL(path, url))).text(),
    );
    expect((await Promise.all(told)).slice(0, 2)).toEqual(['{"live":true}', '{"ready":false}']);
    expect(foundIn((await Promise.all(told)).join())).toEqual([]);
  });

  it('from its start on', () => {
    expect(running.printed()).toContain(`GraphQL over ${PROJECT}`);
    expect(foundIn(running.printed())).toEqual([]);
  });

  /** Fields of the graph whose input holds a secret. */
  const taking = roots
    .filter(([, field]) => field.args.some((arg) => isSecret(arg) || holdsSecret(getNamedType(arg.type))))
    .map(([kind, field]) => [field.name, kind, field] as const);
  let redacted = 0;
  it.each(taking)('and returns none in the response of %s', async (name, kind, field) => {
    const declared = field.args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
    const passed = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
    const variables = Object.fromEntries(
      field.args.map((arg) => [arg.name, sample(arg.type, arg.name, isSecret(arg))]),
    );
    const shown =
      kind === 'mutation'
        ? '__typename ... on MutationError { code message errorType requestId errorUrl }'
        : '__typename';
    const document = `${kind} (${declared}) { it: ${name}(${passed}) { ${shown} } }`;
    let answer = '';
    const log = await printedDuring(async () => {
      answer = await send(JSON.stringify({ query: document, variables }));
    });
    expect(answer).toMatch(/"code":"(UPSTREAM|OUTCOME|INVALID|INTERNAL_ERROR|STYTCH)|"errors"/);
    expect(answer).not.toMatch(/canary|eyJ[\w-]{8,}/);
    expect(answer).toContain('"explain":{"cost":{');
    expect(log.lines).not.toMatch(/canary|eyJ[\w-]{8,}/);
    if (answer.includes('[redacted]')) redacted += 1;
  });

  it('although the redacted responses of Stytch repeated them', () => expect(redacted).toBeGreaterThan(15));

  it('T34: and has none in its metrics', async () => {
    const counted = await (await fetch(metricsUrl)).text();
    expect(counted).toMatch(/stytch_graphql_upstream_calls_total\{.*outcome="UPSTREAM_ERROR"/);
    const labels = [...counted.matchAll(/="([^"]*)"/g)].map(([, value]) => value).join('\n');
    expect(foundIn(labels, given)).toEqual([]);
    expect(foundIn(counted)).toEqual([]);
  });

  it('T34: and has none in its traces', async () => {
    await expect.poll(() => collector.spans().length, { timeout: 12_000 }).toBeGreaterThan(200);
    // Digits of a passcode may occur by chance in times and ids of a trace.
    const told = collector.text().replaceAll(/"(?:traceId|spanId|parentSpanId|\w*[tT]imeUnixNano)":"?\w+"?/g, '');
    expect(told).not.toContain('UnixNano');
    expect(foundIn(told, given)).toEqual([]);
  });
});

const holdsSecret = (type: GraphQLNamedType): boolean =>
  isInputObjectType(type) &&
  Object.values(type.getFields()).some((field) => isSecret(field) || holdsSecret(getNamedType(field.type)));

/** A value for an input: a canary for every secret, a value for every required input, and nothing else. */
function sample(type: GraphQLInputType, name: string, secret: boolean): unknown {
  if (isNonNullType(type)) return sample(type.ofType, name, secret);
  if (isListType(type)) return [sample(type.ofType, name, secret)];
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) || isSecret(field) || holdsSecret(getNamedType(field.type)),
    );
    // Of a @oneOf input, a token, whose form a canary has.
    const given = type.isOneOf ? fields.filter(({ name: field }) => field.endsWith('Token')).slice(0, 1) : fields;
    return Object.fromEntries(
      given.map((field) => {
        const { idOf } = field.extensions;
        return [field.name, isIdKind(idOf) ? sampleId(idOf) : sample(field.type, field.name, isSecret(field))];
      }),
    );
  }
  if (isEnumType(type)) return type.getValues()[0]?.name;
  const samples: Record<string, unknown> = {
    Int: 1,
    Boolean: true,
    Float: 1,
    URL: 'https://example.com/a',
    EmailAddress: 'somebody@example.com',
    PhoneNumber: '+12025550123',
    JWT: sessionJwt(),
    DateTime: '2026-01-01T00:00:00Z',
    JSONObject: {},
  };
  return samples[type.name] ?? (secret ? `canary-${name}-8Hj2` : 'x-123456');
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** Has the form of a member's session, with an invalid signature. */
function sessionJwt(): string {
  return [
    part({ alg: 'RS256', kid: 'canary-key' }),
    part({
      sub: 'member-test-00000000-0000-4000-8000-000000000000',
      iss: `stytch.com/${PROJECT}`,
      aud: [PROJECT],
      exp: Math.floor(Date.now() / 1000) + 300,
      'https://stytch.com/session': { id: 'canary', roles: [] },
      'https://stytch.com/organization': {
        organization_id: 'organization-test-00000000-0000-4000-8000-000000000000',
        slug: 'canary',
      },
    }),
    'Y2FuYXJ5',
  ].join('.');
}

it('T34: every secret of the graph has a parameter name at Stytch that the gateway treats as secret', () => {
  const names = Object.values(schema.getTypeMap()).flatMap((type) =>
    isInputObjectType(type)
      ? Object.values(type.getFields())
          .filter((field) => isSecret(field))
          .map(({ name }) => toWireName(name))
      : [],
  );
  expect(names.length).toBeGreaterThan(50);
  expect([...new Set(names)].filter((name) => collectSecrets({ [name]: 'a value' }).length === 0)).toEqual([]);
});

describe('T36: a response that holds a secret', () => {
  /** Whether a document selects a secret. */
  const asksForSecret = (document: string): boolean => {
    const info = new TypeInfo(schema);
    let found = false;
    visit(
      parse(document),
      visitWithTypeInfo(info, {
        Field() {
          const field = info.getFieldDef();
          const type = info.getType();
          const below = type ? getNamedType(type) : undefined;
          found ||= field ? isSecret(field) || (isObjectType(below) && isSecret(below)) : false;
        },
      }),
    );
    return found;
  };
  const secret = examples.filter(({ document }) => asksForSecret(document));

  it('is among the examples', () => expect(secret.length).toBeGreaterThan(15));

  it.each(secret)(
    'is marked no-store and not cached by the gateway: $id',
    async ({ id, document, variables, as = 'server' }) => {
      const g = await gatewayOverSandbox();
      try {
        const given = (await variables?.(g)) ?? {};
        const tokens = {
          server: 'sgk_sandbox_admin',
          admin: g.world.credentials.admin.session_jwt,
          member: g.world.credentials.member.session_jwt,
        };
        const token = as === null ? undefined : typeof as === 'string' ? tokens[as] : as.token;
        const ask = () =>
          g.fetch(
            new Request('http://gateway.test/graphql', {
              method: 'POST',
              headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
              body: JSON.stringify({ query: document, variables: given }),
            }),
          );
        const asked: number[] = [];
        for (const _ of ['once', 'again']) {
          g.calls.length = 0;
          const { headers } = await ask();
          expect(headers.get('cache-control')).toBe('no-store');
          expect([...headers.keys()].filter((name) => /^(etag|last-modified|expires|age|x-cache)/.test(name))).toEqual(
            [],
          );
          asked.push(g.calls.filter((call) => call.id === id).length);
        }
        expect(asked, 'each time Stytch was asked').toEqual([1, 1]);
      } finally {
        await g.close();
      }
    },
  );
});

describe('T37: the output of the program', () => {
  const directory = mkdtempSync(join(tmpdir(), 'stytch-graphql-'));
  const secretFile = join(directory, 'secret');
  writeFileSync(secretFile, `${SECRET}\n`);
  /** What a preloaded script does to the process after a delay. */
  const later = (script: string) => ({
    ...environment(0, 'http://127.0.0.1:1'),
    SHUTDOWN_DELAY_MS: '0',
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(`setTimeout(() => { ${script} }, 2_000)`)}`,
  });
  const { STYTCH_SECRET: _, ...withoutSecret } = environment(0, 'http://127.0.0.1:1');

  it.each<[string, Record<string, string>, readonly string[], RegExp, number | null]>([
    ['at the start', environment(0, 'http://127.0.0.1:1'), [], /warm-up failed/, null],
    [
      'at the start, the secret in a file',
      { ...withoutSecret, STYTCH_SECRET_FILE: secretFile },
      [],
      /warm-up failed/,
      null,
    ],
    ['for --help', environment(0, 'http://127.0.0.1:1'), ['--help'], /^GraphQL over|usage/im, null],
    [
      'for invalid settings',
      {
        ...environment(0, 'http://canary.example'),
        PORT: 'canary',
        GATEWAY_API_KEYS: API_KEY,
        INTROSPECTION: 'canary',
        REDIS_URL: 'http://:canary@x',
        PERSISTED_DOCUMENTS_FILE: 'canary',
        HOST: 'canary canary',
      },
      [],
      /never/,
      1,
    ],
    [
      'for a malformed secret',
      { ...environment(0, 'http://127.0.0.1:1'), STYTCH_SECRET: `${SECRET} ${SECRET}` },
      [],
      /never/,
      1,
    ],
    [
      'for a secret file with more content',
      { ...withoutSecret, STYTCH_SECRET_FILE: import.meta.filename },
      [],
      /never/,
      1,
    ],
    ['in a crash at the start', { ...environment(0, 'http://127.0.0.1:1'), HOST: '192.0.2.1' }, [], /never/, 1],
    ['in a crash later', later('throw new Error(process.env.STYTCH_SECRET)'), [], /uncaught error/, 1],
    ['in an unhandled rejection', later('Promise.reject(process.env.STYTCH_SECRET)'), [], /uncaught error/, null],
  ])('%s holds no secret', async (_name, settings, args, until, code) => {
    const running = await startPlainGateway(settings, until, args);
    try {
      if (code !== null) expect(await running.ended).toBe(code);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(running.printed()).not.toBe('');
      expect(foundIn(running.printed())).toEqual([]);
    } finally {
      await running.stop();
    }
  });
});
