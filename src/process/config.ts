/** The settings, read from the environment at start. Each fault is one line with the variable and its expected form. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { type BatchOptions, defaultBatchRules } from '../../loaders/batch.ts';
import { defaultOutage, type MaxStaleness } from '../auth/cached.ts';
import type { ApiKey } from '../auth/caller.ts';
import type { CorsOrigins } from '../auth/page-origin.ts';
import { REFUSED_TOKENS_PER_ADDRESS } from '../auth/refused-tokens.ts';
import type { SessionCookieOptions } from '../auth/session-cookies.ts';
import type { ExplainMode } from '../graphql/explain.ts';
import type { IntrospectionMode } from '../graphql/introspection.ts';
import { type PersistedDocuments, readManifest } from '../graphql/persisted-documents.ts';
import { hostName } from '../http/allowed-hosts.ts';
import { MAX_BUFFERED_BODY_BYTES } from '../http/body-budget.ts';
import { DEFAULT_GRAPHQL_PATH } from '../http/security-headers.ts';
import { type AdmissionLimits, defaultAdmissionLimits } from '../limits/admission-control.ts';
import { defaultLimits, type Limits } from '../limits/limits.ts';
import { defaultThrottleLimits, type ThrottleLimits } from '../sign-in/throttle.ts';
import { defaultRules, type ResilienceOptions } from '../stytch/resilience/options.ts';
import { perMinute, type RateLimits, SEARCHES_PER_MINUTE } from '../stytch/resilience/rate-limiter.ts';
import type { TelemetryConfig } from '../telemetry/index.ts';
import { logLevels } from '../telemetry/log.ts';
import { DEFAULT_VERTICAL, VERTICAL_NAMES, type VerticalName } from '../vertical/vertical.ts';
import { readApiKeys } from './api-key-setting.ts';
import { ConfigError } from './config-error.ts';
import {
  cookieNames,
  count,
  host,
  isLoopback,
  matching,
  numberMatching,
  oneOf,
  onOff,
  origin,
  pageOrigins,
  path,
  percent,
  port,
  redisUrl,
  url,
  wholeNumber,
} from './setting-form.ts';
import { type SettingWarning, settingWarnings } from './setting-warning.ts';

/** The Stytch project that the gateway serves. */
export interface ProjectConfig {
  projectId: string;
  secret: string;
  baseUrl: string;
  telemetryUrl: string;
}

/** All settings. */
export interface Config {
  /** The kind of the Stytch project, B2B or consumer. */
  vertical: VerticalName;
  port: number;
  host: string;
  /** GraphQL path. */
  path: string;
  /** The Stytch project; null for the sandbox. */
  project: ProjectConfig | null;
  /** Listen address of the sandbox. */
  sandboxHost: string;
  sandboxPort: number;
  apiKeys: readonly ApiKey[];
  graphiql: boolean;
  /** Whether the schema is served as a federation subgraph. */
  federation: boolean;
  /** Hosts that requests may name, besides loopback and `host`; undefined if not set. */
  allowedHosts: readonly string[] | undefined;
  /** Origins whose pages may use the gateway, besides its own. */
  corsOrigins: CorsOrigins;
  /** Session cookies; undefined if the gateway neither sets nor reads them. */
  sessionCookies: SessionCookieOptions | undefined;
  /** Which callers may read the schema. */
  introspection: IntrospectionMode;
  /** Which callers may use X-Explain. */
  explain: ExplainMode;
  /** Whether X-Sandbox-Failure makes the calls of a request fail. */
  sandboxFailures: boolean;
  /** Limits of sign-in attempts. */
  tries: ThrottleLimits;
  /**
   * Redis that counts attempts and calls for all gateways; undefined to count in the memory of this process. Contains a
   * password.
   */
  redisUrl: string | undefined;
  /** Number of proxies of the operator between callers and the gateway, whose `X-Forwarded-For` entries are trusted. */
  trustProxy: number;
  persistedDocuments: PersistedDocuments | undefined;
  /** Limits of one request. */
  limits: Limits;
  /** Max bytes of all request bodies being received. */
  bufferedBodyBytes: number;
  /** Max session tokens and unknown key ids that Stytch rejects, per minute and client address. */
  refusedTokensPerAddress: number;
  /** Max age of keys and policy during an outage of Stytch. */
  outage: MaxStaleness;
  /** Limits of admission control. */
  overload: AdmissionLimits;
  /** Resilience of Stytch calls: timeouts, retries, circuit breaker. */
  rules: ResilienceOptions;
  /** Rate limits of Stytch calls per traffic class. */
  rates: RateLimits;
  /** When loaders replace GETs by one search. */
  batching: BatchOptions;
  /** Logs, metrics and traces. */
  telemetry: TelemetryConfig;
  /** Deadline of a request in milliseconds, with all its calls. */
  timeout: number;
  /**
   * Milliseconds after SIGTERM in which requests are accepted while `/ready` returns 503, for load balancers to notice.
   */
  shutdownNotice: number;
  /** Warnings logged at start. */
  warnings: readonly SettingWarning[];
}

export { ConfigError };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const LOOPBACK = '127.0.0.1';

const TELEMETRY_URL = 'https://telemetry.stytch.com';

const allowedHosts = v.pipe(
  v.string(),
  v.transform((text) => text.split(',').map((name) => name.trim())),
  v.check((names) => names.every((name) => hostName.test(name))),
);

/** A default that differs between sandbox and project. */
export class DefaultByMode<Value> {
  readonly sandbox: Value;
  readonly project: Value;

  constructor(sandbox: Value, project: Value) {
    this.sandbox = sandbox;
    this.project = project;
  }
}

/** Form, text after "must be" in the message, and default. */
type Variable = readonly [form: v.GenericSchema<string, unknown>, hint: string, otherwise?: unknown];

/** Form, hint and default of each variable. docs/configuration.md is generated from this. */
export const variables = {
  PORT: [...port, 4000],
  HOST: [...host, LOOPBACK],
  GRAPHQL_PATH: [...path, DEFAULT_GRAPHQL_PATH],
  SANDBOX: [...onOff],
  SANDBOX_HOST: [...host, LOOPBACK],
  SANDBOX_PORT: [...port, 4010],
  STYTCH_PROJECT_ID: [
    matching(/^project-(test|live)-[\w-]+$/),
    'the project id from the Stytch dashboard, project-test-... or project-live-...',
  ],
  STYTCH_SECRET: [
    matching(/^[\x21-\x7e]{8,}$/),
    'a secret of that project from the Stytch dashboard, secret-test-... or secret-live-...',
  ],
  STYTCH_SECRET_FILE: [v.string(), 'the path of a file that contains the secret'],
  STYTCH_VERTICAL: [...oneOf(...VERTICAL_NAMES), DEFAULT_VERTICAL],
  STYTCH_BASE_URL: [origin, 'an origin such as https://test.stytch.com; plain http only to loopback'],
  GATEWAY_API_KEYS: [v.string(), '`name:sha256:scopes`, several joined by commas'],
  GRAPHIQL: [...onOff, new DefaultByMode(true, false)],
  FEDERATION: [...onOff, false],
  ALLOWED_HOSTS: [allowedHosts, 'hosts joined by commas, each with or without a port, such as graphql.example.com'],
  CORS_ORIGINS: [...pageOrigins, []],
  SESSION_COOKIES: [...onOff, false],
  SESSION_COOKIE_NAMES: [...cookieNames, []],
  INTROSPECTION: [...oneOf('on', 'callers', 'off'), new DefaultByMode<IntrospectionMode>('on', 'callers')],
  SANDBOX_FAILURES: [...onOff, new DefaultByMode(true, false)],
  EXPLAIN: [...oneOf('off', 'servers', 'callers'), new DefaultByMode<ExplainMode>('callers', 'servers')],
  SIGN_IN_ATTEMPTS_PER_ACCOUNT_PER_MINUTE: [...count, defaultThrottleLimits.perAccount],
  // At least 2, so that each of the two names of a person (address and id) gets at least one failed attempt.
  SIGN_IN_FAILURES_PER_ACCOUNT_PER_HOUR: [...wholeNumber(2, 999_999), defaultThrottleLimits.perAccountHour],
  SIGN_IN_ATTEMPTS_PER_ADDRESS_PER_MINUTE: [...count, defaultThrottleLimits.perAddress],
  REFUSED_TOKENS_PER_ADDRESS: [...count, REFUSED_TOKENS_PER_ADDRESS],
  REDIS_URL: [redisUrl, 'an address such as redis://localhost:6379 or rediss://redis.example:6380/1'],
  TRUSTED_PROXY_HOPS: [...wholeNumber(0, 9), 0],
  PERSISTED_DOCUMENTS: [...oneOf('off', 'allow', 'only'), 'off'],
  PERSISTED_DOCUMENTS_FILE: [v.string(), 'the path of a JSON file that maps ids to documents'],
  MAX_BODY_BYTES: [...count, defaultLimits.body],
  MAX_BUFFERED_BODY_BYTES: [...wholeNumber(1, 999_999_999), MAX_BUFFERED_BODY_BYTES],
  MAX_DOCUMENT_TOKENS: [...count, defaultLimits.tokens],
  MAX_QUERY_DEPTH: [...count, defaultLimits.depth],
  MAX_ALIASES: [...count, defaultLimits.aliases],
  MAX_DIRECTIVES: [...count, defaultLimits.directives],
  MAX_FIELDS: [...count, defaultLimits.fields],
  MAX_LIST_LENGTH: [...count, defaultLimits.list],
  MAX_JSON_DEPTH: [...count, defaultLimits.json],
  MAX_UPSTREAM_CALLS: [...count, defaultLimits.calls],
  UPSTREAM_SEARCHES_PER_MINUTE: [...count, new DefaultByMode(undefined, SEARCHES_PER_MINUTE)],
  UPSTREAM_CALLS_PER_MINUTE: [...count],
  BATCH_MIN_IDS: [...count, defaultBatchRules.searchFrom],
  BATCH_RESERVED_SEARCHES: [...count, defaultBatchRules.keptSearches],
  BATCH_MAX_GETS: [...count, defaultBatchRules.mostGets],
  UPSTREAM_MAX_CONNECTIONS: [...count, defaultRules.connections],
  UPSTREAM_MAX_RETRIES: [...wholeNumber(0, 9), defaultRules.retries],
  UPSTREAM_BACKOFF_MS: [...count, defaultRules.backoffMs],
  UPSTREAM_RETRY_BUDGET_PERCENT: [...percent(0, 100), defaultRules.retryBudgetRatio],
  CIRCUIT_BREAKER_FAILURE_PERCENT: [...percent(1, 99), defaultRules.failureRateThreshold],
  CIRCUIT_BREAKER_MIN_CALLS: [...count, defaultRules.minimumThroughput],
  CIRCUIT_BREAKER_WINDOW_MS: [...count, defaultRules.windowMs],
  CIRCUIT_BREAKER_COOLDOWN_MS: [...count, defaultRules.cooldownMs],
  JWKS_MAX_STALE_HOURS: [...count, defaultOutage.keys / HOUR],
  POLICY_MAX_STALE_MINUTES: [...count, defaultOutage.policy / MINUTE],
  MAX_RESPONSE_OBJECTS: [...count, defaultLimits.nodes],
  MAX_CONCURRENT_OPERATIONS: [...count, defaultAdmissionLimits.operations],
  MAX_QUEUED_OPERATIONS: [...count, defaultAdmissionLimits.waiting],
  MAX_QUEUE_WAIT_MS: [...count, defaultAdmissionLimits.patience],
  MAX_EVENT_LOOP_LAG_MS: [...count, defaultAdmissionLimits.delay],
  MAX_CLIENT_CONNECTIONS: [...count, defaultLimits.connections],
  LOG_LEVEL: [...oneOf(...logLevels), 'info'],
  METRICS_PORT: [...port],
  METRICS_HOST: [...host, '127.0.0.1'],
  OTEL_EXPORTER_OTLP_ENDPOINT: [
    url('http:', 'https:'),
    'the address of an OTLP receiver over HTTP, such as http://localhost:4318',
  ],
  OTEL_TRACES_SAMPLER_ARG: [numberMatching(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/), 'a number from 0 to 1', 1],
  SHUTDOWN_DELAY_MS: [...wholeNumber(0, 99_999), new DefaultByMode(0, 2_000)],
  REQUEST_TIMEOUT_MS: [...wholeNumber(100, 999_999), 10_000],
} as const satisfies Record<string, Variable>;

type Variables = {
  [Name in keyof typeof variables]: v.InferOutput<(typeof variables)[Name][0]> | Otherwise<(typeof variables)[Name]>;
};
type Otherwise<Of extends Variable> = Of extends readonly [unknown, unknown, infer Default]
  ? Default extends DefaultByMode<infer Value>
    ? Value
    : Default
  : undefined;

/**
 * Reads the settings.
 *
 * @throws ConfigError with one line per fault
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = [];
  const mode = environment['STYTCH_PROJECT_ID'] ? 'project' : 'sandbox';
  const read = Object.fromEntries(
    Object.entries<Variable>(variables).map(([name, [form, hint, otherwise]]) => {
      const given = environment[name];
      if (given === undefined || given === '') {
        return [name, otherwise instanceof DefaultByMode ? otherwise[mode] : otherwise];
      }
      const { success, output } = v.safeParse(form, given);
      if (!success) faults.push(`${name} must be ${hint}.`);
      return [name, success ? output : undefined];
    }),
  ) as Variables;

  const secret = read.STYTCH_SECRET ?? secretFromFile(read.STYTCH_SECRET_FILE, faults);
  if (read.STYTCH_SECRET && read.STYTCH_SECRET_FILE) faults.push('Set STYTCH_SECRET or STYTCH_SECRET_FILE, not both.');
  const anySecret = environment['STYTCH_SECRET'] || environment['STYTCH_SECRET_FILE'];
  if (environment['STYTCH_PROJECT_ID'] && !anySecret) {
    faults.push(`STYTCH_SECRET is missing: it must be ${variables.STYTCH_SECRET[1]}.`);
  }
  if (anySecret && !environment['STYTCH_PROJECT_ID']) {
    faults.push(`STYTCH_PROJECT_ID is missing: it must be ${variables.STYTCH_PROJECT_ID[1]}.`);
  }
  if (read.STYTCH_BASE_URL && !anySecret && !environment['STYTCH_PROJECT_ID']) {
    faults.push('STYTCH_PROJECT_ID is missing: without a project STYTCH_BASE_URL has no effect.');
  }
  const apiKeys = readApiKeys(read.GATEWAY_API_KEYS, faults);
  if (!environment['STYTCH_PROJECT_ID'] && apiKeys.some(({ name }) => name === 'sandbox')) {
    faults.push('GATEWAY_API_KEYS must be keys with names other than `sandbox`, which is reserved for the sandbox.');
  }
  const persistedDocuments = documentsFromFile(read.PERSISTED_DOCUMENTS, read.PERSISTED_DOCUMENTS_FILE, faults);
  if (read.MAX_BUFFERED_BODY_BYTES < 2 * read.MAX_BODY_BYTES) {
    faults.push('MAX_BUFFERED_BODY_BYTES must be at least twice MAX_BODY_BYTES.');
  }
  if (mode === 'sandbox' && !anySecret && !(read.SANDBOX ?? isLoopback(read.HOST ?? LOOPBACK))) {
    faults.push(
      'STYTCH_PROJECT_ID and STYTCH_SECRET are missing. To serve a sandbox, whose admin key is public, set SANDBOX to on.',
    );
  }
  // `origin` allows plain http only to loopback, where only a sandbox can listen.
  if (read.SANDBOX_FAILURES && mode === 'project' && !read.STYTCH_BASE_URL?.startsWith('http://')) {
    faults.push('SANDBOX_FAILURES must be off unless STYTCH_BASE_URL is a sandbox on loopback, or no project is set.');
  }
  faults.push(...browserFaults(read, mode));
  if (faults.length > 0) throw new ConfigError(faults.join('\n'));

  const projectId = read.STYTCH_PROJECT_ID;
  const project = projectId && secret ? toProject(projectId, secret, read.STYTCH_BASE_URL) : null;
  return {
    vertical: read.STYTCH_VERTICAL,
    port: read.PORT,
    host: read.HOST,
    path: read.GRAPHQL_PATH,
    project,
    sandboxHost: read.SANDBOX_HOST,
    sandboxPort: read.SANDBOX_PORT,
    apiKeys,
    graphiql: read.GRAPHIQL,
    federation: read.FEDERATION,
    allowedHosts: read.ALLOWED_HOSTS,
    corsOrigins: read.CORS_ORIGINS,
    sessionCookies:
      read.SESSION_COOKIES || read.SESSION_COOKIE_NAMES.length > 0
        ? { sets: read.SESSION_COOKIES, names: read.SESSION_COOKIE_NAMES }
        : undefined,
    introspection: read.INTROSPECTION,
    explain: read.EXPLAIN,
    sandboxFailures: read.SANDBOX_FAILURES,
    tries: {
      perAccount: read.SIGN_IN_ATTEMPTS_PER_ACCOUNT_PER_MINUTE,
      perAccountHour: read.SIGN_IN_FAILURES_PER_ACCOUNT_PER_HOUR,
      perAddress: read.SIGN_IN_ATTEMPTS_PER_ADDRESS_PER_MINUTE,
    },
    refusedTokensPerAddress: read.REFUSED_TOKENS_PER_ADDRESS,
    redisUrl: read.REDIS_URL,
    trustProxy: read.TRUSTED_PROXY_HOPS,
    persistedDocuments,
    limits: {
      body: read.MAX_BODY_BYTES,
      tokens: read.MAX_DOCUMENT_TOKENS,
      depth: read.MAX_QUERY_DEPTH,
      aliases: read.MAX_ALIASES,
      directives: read.MAX_DIRECTIVES,
      fields: read.MAX_FIELDS,
      list: read.MAX_LIST_LENGTH,
      json: read.MAX_JSON_DEPTH,
      calls: read.MAX_UPSTREAM_CALLS,
      nodes: read.MAX_RESPONSE_OBJECTS,
      connections: read.MAX_CLIENT_CONNECTIONS,
    },
    bufferedBodyBytes: read.MAX_BUFFERED_BODY_BYTES,
    outage: { keys: read.JWKS_MAX_STALE_HOURS * HOUR, policy: read.POLICY_MAX_STALE_MINUTES * MINUTE },
    overload: {
      operations: read.MAX_CONCURRENT_OPERATIONS,
      waiting: read.MAX_QUEUED_OPERATIONS,
      patience: read.MAX_QUEUE_WAIT_MS,
      delay: read.MAX_EVENT_LOOP_LAG_MS,
    },
    rules: {
      ...defaultRules,
      timeout: read.REQUEST_TIMEOUT_MS,
      connections: read.UPSTREAM_MAX_CONNECTIONS,
      retries: read.UPSTREAM_MAX_RETRIES,
      backoffMs: read.UPSTREAM_BACKOFF_MS,
      retryBudgetRatio: read.UPSTREAM_RETRY_BUDGET_PERCENT,
      failureRateThreshold: read.CIRCUIT_BREAKER_FAILURE_PERCENT,
      minimumThroughput: read.CIRCUIT_BREAKER_MIN_CALLS,
      windowMs: read.CIRCUIT_BREAKER_WINDOW_MS,
      cooldownMs: read.CIRCUIT_BREAKER_COOLDOWN_MS,
    },
    rates: ratesOf(read),
    batching: {
      searchFrom: read.BATCH_MIN_IDS,
      keptSearches: read.BATCH_RESERVED_SEARCHES,
      mostGets: read.BATCH_MAX_GETS,
    },
    telemetry: {
      logLevel: read.LOG_LEVEL,
      metrics: read.METRICS_PORT === undefined ? undefined : { host: read.METRICS_HOST, port: read.METRICS_PORT },
      traces:
        read.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
          ? undefined
          : { endpoint: read.OTEL_EXPORTER_OTLP_ENDPOINT, share: read.OTEL_TRACES_SAMPLER_ARG },
    },
    timeout: read.REQUEST_TIMEOUT_MS,
    shutdownNotice: read.SHUTDOWN_DELAY_MS,
    warnings: settingWarnings(environment, Object.keys(variables)),
  };
}

/** Faults of combined settings for pages and cookies. */
function browserFaults(
  { CORS_ORIGINS: origins, SESSION_COOKIES: sets, SESSION_COOKIE_NAMES: names, HOST, TRUSTED_PROXY_HOPS }: Variables,
  mode: 'project' | 'sandbox',
): string[] {
  const faults: string[] = [];
  if (origins === '*' && mode === 'project') {
    faults.push('CORS_ORIGINS must list each origin: * is for the sandbox only.');
  }
  if (origins === '*' && (sets || names?.length)) {
    faults.push('CORS_ORIGINS must list each origin if session cookies are on.');
  }
  if (sets && HOST !== undefined && !isLoopback(HOST) && TRUSTED_PROXY_HOPS === 0) {
    faults.push(
      'SESSION_COOKIES requires TLS: use a proxy that terminates TLS and set TRUSTED_PROXY_HOPS, or set HOST to 127.0.0.1.',
    );
  }
  return faults;
}

/**
 * The sandbox has no rate limit. Calls for keys, policy and the identification of callers belong to no traffic class
 * and are never limited.
 */
function ratesOf({ UPSTREAM_SEARCHES_PER_MINUTE: searches, UPSTREAM_CALLS_PER_MINUTE: calls }: Variables): RateLimits {
  const rest = calls === undefined ? undefined : perMinute(calls);
  return {
    ...(searches === undefined ? {} : { search: perMinute(searches) }),
    ...(rest ? { signIn: rest, read: rest, write: rest, fraud: rest } : {}),
  };
}

function toProject(projectId: string, secret: string, override: string | undefined): ProjectConfig {
  const live = projectId.startsWith('project-live-');
  return {
    projectId,
    secret,
    baseUrl: override ?? (live ? 'https://api.stytch.com' : 'https://test.stytch.com'),
    telemetryUrl: override ?? TELEMETRY_URL,
  };
}

function secretFromFile(path: string | undefined, faults: string[]): string | undefined {
  if (path === undefined) return undefined;
  try {
    const secret = readFileSync(path, 'utf8').trim();
    if (v.is(variables.STYTCH_SECRET[0], secret)) return secret;
    faults.push('STYTCH_SECRET_FILE must name a file that contains only the secret.');
  } catch {
    faults.push('STYTCH_SECRET_FILE must name a file that can be read.');
  }
  return undefined;
}

function documentsFromFile(
  mode: Variables['PERSISTED_DOCUMENTS'],
  path: string | undefined,
  faults: string[],
): PersistedDocuments | undefined {
  if (mode === 'off') {
    if (path !== undefined)
      faults.push('PERSISTED_DOCUMENTS must be allow or only if PERSISTED_DOCUMENTS_FILE is set.');
    return undefined;
  }
  // An invalid value has its own fault.
  if (mode === undefined) return undefined;
  if (path === undefined) {
    faults.push(`PERSISTED_DOCUMENTS_FILE is missing: it must be ${variables.PERSISTED_DOCUMENTS_FILE[1]}.`);
    return undefined;
  }
  try {
    const documents = readManifest(readFileSync(path, 'utf8'));
    if (documents) return { mode, documents };
    faults.push('PERSISTED_DOCUMENTS_FILE must name a file that maps ids to documents in JSON.');
  } catch {
    faults.push('PERSISTED_DOCUMENTS_FILE must name a file that can be read.');
  }
  return undefined;
}
