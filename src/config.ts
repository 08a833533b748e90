/** The environment, read once at start. Every fault is a line that names the variable and the form it should have. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { type BatchRules, defaultBatchRules } from '../loaders/batch.ts';
import type { ApiKey } from './auth/caller.ts';
import { defaultOutage, type OutageBounds } from './auth/kept.ts';
import { REFUSED_TOKENS_PER_ADDRESS } from './auth/refused-tokens.ts';
import { hostName } from './http/allowed-hosts.ts';
import { MAX_BUFFERED_BODY_BYTES } from './http/body-budget.ts';
import type { Introspection } from './introspection.ts';
import { defaultLimits, type Limits } from './limits/limits.ts';
import { type OverloadLimits, overloadLimits } from './limits/overload.ts';
import { type PersistedDocuments, readManifest } from './persisted-documents.ts';
import { type TryLimits, tryLimits } from './sign-in/tries.ts';
import { defaultRates, perMinute, type RateLimits } from './stytch/rates.ts';
import { defaultRules, type Rules } from './stytch/rules.ts';
import type { TelemetryConfig } from './telemetry/index.ts';
import { logLevels } from './telemetry/log.ts';

/** Which Stytch project this gateway stands for. */
export interface ProjectConfig {
  projectId: string;
  secret: string;
  baseUrl: string;
  telemetryUrl: string;
}

/** Everything that can be set from outside. */
export interface Config {
  port: number;
  host: string;
  /** The real project; null for the sandbox. */
  project: ProjectConfig | null;
  sandboxPort: number;
  apiKeys: readonly ApiKey[];
  graphiql: boolean;
  /** Hosts that requests may name, beside loopback and `host`; undefined where not set. */
  allowedHosts: readonly string[] | undefined;
  /** Who may ask for the schema: everybody in the sandbox, elsewhere whoever is known. */
  introspection: Introspection;
  /** How often somebody may try to sign in. */
  tries: TryLimits;
  /** Where attempts are counted; undefined for this process's own memory. Holds a password. */
  redisUrl: string | undefined;
  /** Proxies of the operator between callers and here, whose word on a caller's address is taken. */
  trustProxy: number;
  persistedDocuments: PersistedDocuments | undefined;
  /** What a request may ask for. */
  limits: Limits;
  /** Bytes of all request bodies that are received at the same time. */
  bufferedBodyBytes: number;
  /** Session tokens and unknown key ids that Stytch may refuse per minute and client address. */
  refusedTokensPerAddress: number;
  /** How long keys and policy serve while Stytch gives no newer ones. */
  outage: OutageBounds;
  /** How much is taken on at a time. */
  overload: OverloadLimits;
  /** How a Stytch that is slow, limited, broken or gone is dealt with. */
  rules: Rules;
  /** What Stytch takes in a minute, kept before it has to say so. */
  rates: RateLimits;
  /** When many keys are one search. */
  batching: BatchRules;
  /** How much an operator sees. */
  telemetry: TelemetryConfig;
  /** Milliseconds a request may take in all. */
  timeout: number;
  /** Milliseconds for which a stopping process still takes requests: as long as a load balancer needs to notice. */
  shutdownNotice: number;
}

/** The settings are wrong; the message is for a person at a terminal and holds no value that was set. */
export class ConfigError extends Error {}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const TELEMETRY_URL = 'https://telemetry.stytch.com';

const matching = (form: RegExp) => v.pipe(v.string(), v.regex(form));
const numberMatching = (form: RegExp) => v.pipe(matching(form), v.transform(Number));

const port = v.pipe(numberMatching(/^\d{1,5}$/), v.maxValue(65_535));

const host = matching(/^[\w.:-]+$/);

const isLoopback = (hostname: string) => ['localhost', '127.0.0.1', '[::1]'].includes(hostname);

/** An address with one of these schemes, each with its colon; spaces around it and the end of a line are left out. */
const url = (...schemes: readonly string[]) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.regex(/^\w+:\/\//),
    v.check((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol)),
  );

const baseUrl = v.pipe(
  url('http:', 'https:'),
  v.transform((text) => new URL(text)),
  v.check(({ pathname, search }) => pathname === '/' && search === ''),
  v.check(({ protocol, hostname }) => protocol === 'https:' || isLoopback(hostname)),
  v.transform(({ origin }) => origin),
);

const apiKeys = v.pipe(
  v.string(),
  v.transform((text) => text.split(',').map((entry) => entry.trim().split(':'))),
  v.check((entries) =>
    entries.every(
      ([name, sha256, ...rest]) => name && /^[0-9a-f]{64}$/.test(sha256 ?? '') && rest.join(':').trim() !== '',
    ),
  ),
  v.transform((entries): readonly ApiKey[] =>
    entries.map(([name = '', sha256 = '', ...rest]) => ({ name, sha256, scopes: rest.join(':').trim().split(/\s+/) })),
  ),
);

/** A share, said as a percentage. */
const percent = v.pipe(
  numberMatching(/^\d{1,3}$/),
  v.maxValue(100),
  v.transform((percentage) => percentage / 100),
);

const count = numberMatching(/^[1-9]\d{0,5}$/);

/** Up to a gigabyte. */
const largeCount = numberMatching(/^[1-9]\d{0,8}$/);

const allowedHosts = v.pipe(
  v.string(),
  v.transform((text) => text.split(',').map((name) => name.trim())),
  v.check((names) => names.every((name) => hostName.test(name))),
);

/** At least one by each of the two names of a person. */
const triesAnHour = v.pipe(count, v.minValue(2));

const onOff = v.pipe(
  v.picklist(['on', 'off']),
  v.transform((value) => value === 'on'),
);

/** A form, a hint, and what holds without one. */
type Variable = readonly [form: v.GenericSchema<string, unknown>, hint: string, otherwise?: unknown];

/** What each variable must look like, how that is said to whoever set it wrong, and what holds where it is not set. */
const variables = {
  PORT: [port, 'a port number from 0 to 65535', 4000],
  HOST: [host, 'an address to listen on, such as 127.0.0.1 or 0.0.0.0', '127.0.0.1'],
  SANDBOX_PORT: [port, 'a port number from 0 to 65535', 4010],
  STYTCH_PROJECT_ID: [
    matching(/^project-(test|live)-[\w-]+$/),
    'the project id from the Stytch dashboard, project-test-... or project-live-...',
  ],
  STYTCH_SECRET: [
    matching(/^[\x21-\x7e]{8,}$/),
    'a secret of that project from the Stytch dashboard, secret-test-... or secret-live-...',
  ],
  STYTCH_SECRET_FILE: [v.string(), 'the path of a file that holds the secret'],
  STYTCH_VERTICAL: [v.literal('b2b'), 'b2b (consumer projects are not served yet)', 'b2b'],
  STYTCH_BASE_URL: [baseUrl, 'an origin such as https://test.stytch.com; plain http only to loopback'],
  GATEWAY_API_KEYS: [
    apiKeys,
    'name:sha256-in-hex:scopes, several joined by commas; scopes are `admin` or `resource:action`, joined by spaces',
    [],
  ],
  GRAPHIQL: [onOff, 'on or off'],
  ALLOWED_HOSTS: [allowedHosts, 'hosts joined by commas, each with or without a port, such as graphql.example.com'],
  INTROSPECTION: [v.picklist(['on', 'callers', 'off']), 'on, callers or off'],
  SIGN_IN_TRIES_PER_ACCOUNT: [count, 'how many a minute, 1 to 999999', tryLimits.perAccount],
  SIGN_IN_TRIES_PER_ACCOUNT_HOUR: [triesAnHour, 'how many an hour, 2 to 999999', tryLimits.perAccountHour],
  SIGN_IN_TRIES_PER_ADDRESS: [count, 'how many a minute, 1 to 999999', tryLimits.perAddress],
  REFUSED_TOKENS_PER_ADDRESS: [count, 'how many a minute, 1 to 999999', REFUSED_TOKENS_PER_ADDRESS],
  REDIS_URL: [url('redis:', 'rediss:'), 'an address such as redis://localhost:6379 or rediss://...'],
  TRUST_PROXY: [numberMatching(/^\d$/), 'how many proxies of yours stand before the gateway, 0 to 9', 0],
  PERSISTED_DOCUMENTS: [v.picklist(['off', 'allow', 'only']), 'off, allow or only', 'off'],
  PERSISTED_DOCUMENTS_FILE: [v.string(), 'the path of a manifest, which holds documents by their ids'],
  LIMIT_BODY_BYTES: [count, 'bytes, 1 to 999999', defaultLimits.body],
  MAX_BUFFERED_BODY_BYTES: [largeCount, 'bytes, 1 to 999999999', MAX_BUFFERED_BODY_BYTES],
  LIMIT_TOKENS: [count, 'how many, 1 to 999999', defaultLimits.tokens],
  LIMIT_DEPTH: [count, 'how many levels, 1 to 999999', defaultLimits.depth],
  LIMIT_ALIASES: [count, 'how many, 1 to 999999', defaultLimits.aliases],
  LIMIT_DIRECTIVES: [count, 'how many, 1 to 999999', defaultLimits.directives],
  LIMIT_FIELDS: [count, 'how many, 1 to 999999', defaultLimits.fields],
  LIMIT_LIST: [count, 'how many values, 1 to 999999', defaultLimits.list],
  LIMIT_JSON_DEPTH: [count, 'how many levels, 1 to 999999', defaultLimits.json],
  LIMIT_CALLS: [count, 'how many calls to Stytch, 1 to 999999', defaultLimits.calls],
  LIMIT_CALLS_AT_ONCE: [count, 'how many calls to Stytch, 1 to 999999', defaultRules.callsPerCaller],
  LIMIT_CALLS_PER_TENANT: [count, 'how many calls to Stytch, 1 to 999999', defaultRules.callsPerTenant],
  UPSTREAM_SEARCHES_PER_MINUTE: [count, 'how many a minute, 1 to 999999'],
  UPSTREAM_CALLS_PER_MINUTE: [count, 'how many a minute, 1 to 999999'],
  BATCH_SEARCH_FROM: [count, 'how many keys, 1 to 999999', defaultBatchRules.searchFrom],
  BATCH_KEPT_SEARCHES: [count, 'how many searches, 1 to 999999', defaultBatchRules.keptSearches],
  BATCH_MOST_GETS: [count, 'how many GETs, 1 to 999999', defaultBatchRules.mostGets],
  UPSTREAM_CONNECTIONS: [count, 'how many, 1 to 999999', defaultRules.connections],
  UPSTREAM_RETRIES: [numberMatching(/^\d$/), 'how many, 0 to 9', defaultRules.retries],
  UPSTREAM_BACKOFF_MS: [count, 'milliseconds, 1 to 999999', defaultRules.backoff],
  UPSTREAM_RETRY_PERCENT: [percent, 'a percentage, 0 to 100', defaultRules.retryShare],
  UPSTREAM_BREAKER_PERCENT: [percent, 'a percentage, 0 to 100', defaultRules.breakerShare],
  UPSTREAM_BREAKER_CALLS: [count, 'how many calls, 1 to 999999', defaultRules.breakerLeast],
  UPSTREAM_BREAKER_WINDOW_MS: [count, 'milliseconds, 1 to 999999', defaultRules.breakerWindow],
  UPSTREAM_BREAKER_PAUSE_MS: [count, 'milliseconds, 1 to 999999', defaultRules.breakerPause],
  KEYS_OUTAGE_HOURS: [count, 'hours, 1 to 999999', defaultOutage.keys / HOUR],
  POLICY_OUTAGE_MINUTES: [count, 'minutes, 1 to 999999', defaultOutage.policy / MINUTE],
  LIMIT_NODES: [count, 'how many objects, 1 to 999999', defaultLimits.nodes],
  LIMIT_OPERATIONS: [count, 'how many, 1 to 999999', overloadLimits.operations],
  LIMIT_OPERATIONS_WAITING: [count, 'how many, 1 to 999999', overloadLimits.waiting],
  LIMIT_WAIT_MS: [count, 'milliseconds, 1 to 999999', overloadLimits.patience],
  LIMIT_LOOP_DELAY_MS: [count, 'milliseconds, 1 to 999999', overloadLimits.delay],
  LIMIT_CONNECTIONS: [count, 'how many, 1 to 999999', defaultLimits.connections],
  LOG_LEVEL: [v.picklist(logLevels), `one of ${logLevels.join(', ')}`, 'info'],
  METRICS_PORT: [port, 'a port number from 0 to 65535'],
  METRICS_HOST: [host, 'an address to listen on, such as 127.0.0.1 or 0.0.0.0', '127.0.0.1'],
  OTEL_EXPORTER_OTLP_ENDPOINT: [
    url('http:', 'https:'),
    'the address of an OTLP receiver over HTTP, such as http://localhost:4318',
  ],
  OTEL_TRACES_SAMPLER_ARG: [numberMatching(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/), 'the share of traces to keep, 0 to 1', 1],
  SHUTDOWN_NOTICE_MS: [numberMatching(/^\d{1,5}$/), 'milliseconds, 0 to 99999'],
  REQUEST_TIMEOUT_MS: [numberMatching(/^\d{3,6}$/), 'milliseconds, 100 to 999999', 10_000],
} as const satisfies Record<string, Variable>;

type Variables = {
  [Name in keyof typeof variables]: v.InferOutput<(typeof variables)[Name][0]> | Otherwise<(typeof variables)[Name]>;
};
type Otherwise<Of extends Variable> = Of extends readonly [unknown, unknown, infer Value] ? Value : undefined;

/**
 * Reads the configuration.
 *
 * @throws ConfigError with one line for each fault
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = [];
  const read = Object.fromEntries(
    Object.entries<Variable>(variables).map(([name, [form, hint, otherwise]]) => {
      const given = environment[name];
      if (given === undefined || given === '') return [name, otherwise];
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
  const persistedDocuments = documentsFromFile(read.PERSISTED_DOCUMENTS, read.PERSISTED_DOCUMENTS_FILE, faults);
  if (read.MAX_BUFFERED_BODY_BYTES < 2 * read.LIMIT_BODY_BYTES) {
    faults.push('MAX_BUFFERED_BODY_BYTES must be at least twice LIMIT_BODY_BYTES.');
  }
  if (faults.length > 0) throw new ConfigError(faults.join('\n'));

  const projectId = read.STYTCH_PROJECT_ID;
  const project = projectId && secret ? toProject(projectId, secret, read.STYTCH_BASE_URL) : null;
  return {
    port: read.PORT,
    host: read.HOST,
    project,
    sandboxPort: read.SANDBOX_PORT,
    apiKeys: read.GATEWAY_API_KEYS,
    graphiql: read.GRAPHIQL ?? project === null,
    allowedHosts: read.ALLOWED_HOSTS,
    introspection: read.INTROSPECTION ?? (project === null ? 'on' : 'callers'),
    tries: {
      perAccount: read.SIGN_IN_TRIES_PER_ACCOUNT,
      perAccountHour: read.SIGN_IN_TRIES_PER_ACCOUNT_HOUR,
      perAddress: read.SIGN_IN_TRIES_PER_ADDRESS,
    },
    refusedTokensPerAddress: read.REFUSED_TOKENS_PER_ADDRESS,
    redisUrl: read.REDIS_URL,
    trustProxy: read.TRUST_PROXY,
    persistedDocuments,
    limits: {
      body: read.LIMIT_BODY_BYTES,
      tokens: read.LIMIT_TOKENS,
      depth: read.LIMIT_DEPTH,
      aliases: read.LIMIT_ALIASES,
      directives: read.LIMIT_DIRECTIVES,
      fields: read.LIMIT_FIELDS,
      list: read.LIMIT_LIST,
      json: read.LIMIT_JSON_DEPTH,
      calls: read.LIMIT_CALLS,
      nodes: read.LIMIT_NODES,
      connections: read.LIMIT_CONNECTIONS,
    },
    bufferedBodyBytes: read.MAX_BUFFERED_BODY_BYTES,
    outage: { keys: read.KEYS_OUTAGE_HOURS * HOUR, policy: read.POLICY_OUTAGE_MINUTES * MINUTE },
    overload: {
      operations: read.LIMIT_OPERATIONS,
      waiting: read.LIMIT_OPERATIONS_WAITING,
      patience: read.LIMIT_WAIT_MS,
      delay: read.LIMIT_LOOP_DELAY_MS,
    },
    rules: {
      ...defaultRules,
      timeout: read.REQUEST_TIMEOUT_MS,
      connections: read.UPSTREAM_CONNECTIONS,
      retries: read.UPSTREAM_RETRIES,
      backoff: read.UPSTREAM_BACKOFF_MS,
      retryShare: read.UPSTREAM_RETRY_PERCENT,
      breakerShare: read.UPSTREAM_BREAKER_PERCENT,
      breakerLeast: read.UPSTREAM_BREAKER_CALLS,
      breakerWindow: read.UPSTREAM_BREAKER_WINDOW_MS,
      breakerPause: read.UPSTREAM_BREAKER_PAUSE_MS,
      callsPerCaller: read.LIMIT_CALLS_AT_ONCE,
      callsPerTenant: read.LIMIT_CALLS_PER_TENANT,
    },
    rates: ratesOf(read, project === null),
    batching: {
      searchFrom: read.BATCH_SEARCH_FROM,
      keptSearches: read.BATCH_KEPT_SEARCHES,
      mostGets: read.BATCH_MOST_GETS,
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
    shutdownNotice: read.SHUTDOWN_NOTICE_MS ?? (project === null ? 0 : 2_000),
  };
}

/** The sandbox takes as much as is sent. Keys and policy, without which nobody is let in, are never kept waiting. */
function ratesOf(
  { UPSTREAM_SEARCHES_PER_MINUTE: searches, UPSTREAM_CALLS_PER_MINUTE: calls }: Variables,
  sandbox: boolean,
): RateLimits {
  const rest = calls === undefined ? undefined : perMinute(calls);
  return {
    ...(sandbox ? {} : defaultRates),
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
    faults.push('STYTCH_SECRET_FILE must name a file that holds nothing but the secret.');
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
  if (mode === 'off') return undefined;
  if (path === undefined) {
    faults.push(`PERSISTED_DOCUMENTS_FILE is missing: it must be ${variables.PERSISTED_DOCUMENTS_FILE[1]}.`);
    return undefined;
  }
  try {
    const documents = readManifest(readFileSync(path, 'utf8'));
    if (documents) return { mode, documents };
    faults.push('PERSISTED_DOCUMENTS_FILE must name a file of JSON that holds documents by their ids.');
  } catch {
    faults.push('PERSISTED_DOCUMENTS_FILE must name a file that can be read.');
  }
  return undefined;
}
