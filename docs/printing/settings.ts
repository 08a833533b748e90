/** The table of settings of docs/configuration.md: value and default are printed from src/process/config.ts, the meaning stands here. */
import { DefaultByMode, variables } from '../../src/process/config.ts';
import { code, table } from './markdown.ts';

type Setting = keyof typeof variables;

interface Group {
  readonly title: string;
  readonly meanings: Readonly<Partial<Record<Setting, string>>>;
}

const groups: readonly Group[] = [
  {
    title: 'Stytch project',
    meanings: {
      STYTCH_PROJECT_ID: 'Stytch project. With its secret it replaces the sandbox.',
      STYTCH_SECRET: 'Secret of the project.',
      STYTCH_SECRET_FILE: 'File that contains the secret, in place of `STYTCH_SECRET`.',
      STYTCH_BASE_URL: 'API origin. Unset: `https://test.stytch.com` or `https://api.stytch.com`, by the project id.',
      STYTCH_VERTICAL:
        'Kind of project: its people are members of organizations (`b2b`), or users by themselves (`consumer`).',
      GATEWAY_API_KEYS: 'Server keys; docs/callers.md says how to make one.',
    },
  },
  {
    title: 'Listening',
    meanings: {
      HOST: 'Listen address.',
      PORT: 'Listen port.',
      GRAPHQL_PATH: 'Path of GraphQL. GraphiQL’s files are below it.',
      SANDBOX:
        'Whether a gateway without a project serves a sandbox. Unset: only where `HOST` is loopback, since everybody knows the sandbox’s admin key. `off` makes a missing project an error.',
      SANDBOX_HOST:
        'Address that the sandbox listens on, such as `0.0.0.0` in a container. Requests must name a host of `ALLOWED_HOSTS`, loopback or this address. Who reaches the sandbox controls it.',
      SANDBOX_PORT: 'Port of the sandbox.',
      ALLOWED_HOSTS:
        'Values of `Host` that requests may send beside `localhost`, `127.0.0.1`, `[::1]` and `HOST`. A host without a port stands for the listen port and for no port. Checked where GraphiQL or the sandbox is served, and everywhere if it is set; other hosts get 421. `GET /live` and `GET /ready` are exempt.',
      GRAPHIQL: 'Serves GraphiQL and accepts server keys from pages of the gateway’s own origin.',
      CORS_ORIGINS:
        'Origins of pages that may use the gateway beside its own. Unset: none. `*` stands for all, over the sandbox only and without session cookies.',
      SESSION_COOKIES:
        'Sets the tokens of a finished sign-in as cookies (`__Host-stytch_session`, `__Host-stytch_session_jwt`) in place of showing them, except to servers, and identifies callers by them. Over plain http on loopback only.',
      SESSION_COOKIE_NAMES:
        'Cookies that callers are identified by as well, and that the gateway does not set, such as those of Stytch’s browser SDK.',
      FEDERATION:
        'Serves the graph as a subgraph of a Federation 2 supergraph, with `_service` and `_entities` and without `node`; docs/federation.md.',
      INTROSPECTION: 'Who may read the schema: `on` everyone, `callers` all but anonymous callers, `off` no one.',
      EXPLAIN:
        'Callers whose requests get `extensions.explain` for the header `X-Explain: on`. `off`: none. `servers`: servers that may search for people (`stytch.member:search` or `stytch.user:search`). `callers`: every server, and every person who is signed in. Visitors never get it.',
      SANDBOX_FAILURES:
        'Whether `X-Sandbox-Failure` makes the calls of a request fail; docs/sandbox.md. With a project `on` only where `STYTCH_BASE_URL` is a sandbox on loopback.',
      TRUSTED_PROXY_HOPS: 'Number of your proxies that set `X-Forwarded-For`. At `0` the header is ignored.',
      MAX_CLIENT_CONNECTIONS: 'Open client connections.',
      REQUEST_TIMEOUT_MS: 'Timeout: the deadline of a request with all its REST calls.',
      SHUTDOWN_DELAY_MS: 'Time after SIGTERM in which requests are accepted while `GET /ready` returns 503.',
    },
  },
  {
    title: 'Sign-in rate limits',
    meanings: {
      SIGN_IN_ATTEMPTS_PER_ACCOUNT_PER_MINUTE:
        'Rate limit: sign-in attempts a minute by one name of a person (email address or member id, in one organization). Mails to one address and texts to one number or member count separately, with the same limit.',
      SIGN_IN_FAILURES_PER_ACCOUNT_PER_HOUR:
        'Failed attempts an hour by all names of a person together: of a member two thirds by email address, one third by member id (at 9: six and three); of a user, at 9, five by email address, five by user id, which take a session of theirs, and two by each id that passcodes go to. Then sign-in by that name is `LOCKED` until the hour ends, whether the account exists or not. At 9 or less Stytch’s own lock, after ten, is not reached.',
      SIGN_IN_ATTEMPTS_PER_ADDRESS_PER_MINUTE:
        'Rate limit: failed attempts a minute from one client address, and messages a minute sent by one member. Servers with the right (`stytch.member:sign-in`, `admin`) are exempt; successes do not count.',
      REFUSED_TOKENS_PER_ADDRESS:
        'Rate limit: session tokens and unknown key ids that are refused per minute and client address. Above it an unknown session token from that address is `RATE_LIMITED` without a call to Stytch. JWTs with known keys, server keys and session tokens that were valid before are exempt. Raise it if one server sends the tokens of many people.',
      REDIS_URL: 'Redis for counters shared by all gateways. Unset: each gateway counts alone.',
    },
  },
  {
    title: 'Limits of a request',
    meanings: {
      MAX_UPSTREAM_CALLS: 'Stytch calls per request, estimated before and enforced during execution.',
      MAX_RESPONSE_OBJECTS: 'Objects per response, estimated before and enforced during execution.',
      MAX_BODY_BYTES: 'Request body size.',
      MAX_BUFFERED_BODY_BYTES:
        'Size of all request bodies that are being received, at least twice `MAX_BODY_BYTES`. Above it the slowest bodies end with 408; new ones are never refused for them. Each body must arrive at 16 kB/s and may fall 2 s behind.',
      MAX_DOCUMENT_TOKENS: 'Lexical tokens per document.',
      MAX_FIELDS: 'Fields per document with fragments expanded.',
      MAX_QUERY_DEPTH: 'Nesting of fields. Introspection needs 15.',
      MAX_ALIASES: 'Aliases per document.',
      MAX_DIRECTIVES: 'Directives per document.',
      MAX_LIST_LENGTH: 'Values per list, in documents and variables.',
      MAX_JSON_DEPTH: 'Nesting of lists and objects in variables.',
      PERSISTED_DOCUMENTS: '`allow` accepts ids of persisted documents, `only` rejects everything else.',
      PERSISTED_DOCUMENTS_FILE:
        'JSON manifest of ids to documents, as the client preset of GraphQL Code Generator and Relay’s compiler write it, or the manifest of `@apollo/generate-persisted-query-manifest`.',
    },
  },
  {
    title: 'Concurrency and overload',
    meanings: {
      MAX_CONCURRENT_OPERATIONS: 'Concurrency limit: operations that run concurrently. Lowered under event-loop lag.',
      MAX_QUEUED_OPERATIONS: 'Queue length. Beyond it operations get 503, searches first and sign-ins last.',
      MAX_QUEUE_WAIT_MS: 'Queue wait before 503. Sign-ins wait 40 times as long.',
      MAX_EVENT_LOOP_LAG_MS:
        'Event-loop lag above which the concurrency limit is lowered. `GET /ready` says no after a lag of 700 ms, or of this where it is longer.',
      UPSTREAM_MAX_CONNECTIONS:
        'Concurrent calls to Stytch, each on a connection of its own. A caller who is alone may use all of them. While others wait, organizations and server keys take turns, and within them their callers. A caller has a share of a quarter, an organization of half: calls within the shares do not wait for calls beyond them, so fewer than twice as many may run for a while.',
    },
  },
  {
    title: 'Calls to Stytch',
    meanings: {
      UPSTREAM_SEARCHES_PER_MINUTE:
        'Rate limit of searches. One organization or server key gets three quarters at most. With `REDIS_URL` for all gateways together, else for each.',
      UPSTREAM_CALLS_PER_MINUTE:
        'Rate limit of sign-ins, reads, writes and fraud, each counted separately. Identification of callers does not count. Unset: only Stytch’s own limits hold.',
      UPSTREAM_MAX_RETRIES: 'Retries of a read. A write is retried only if it surely did not arrive.',
      UPSTREAM_BACKOFF_MS: 'Upper bound of the first retry delay; doubles with each retry, full jitter.',
      UPSTREAM_RETRY_BUDGET_PERCENT: 'Retry budget: retries as a share of calls.',
      CIRCUIT_BREAKER_FAILURE_PERCENT:
        'Circuit breaker: failure rate that opens the breaker of a class (sign-in, reads, searches, writes …).',
      CIRCUIT_BREAKER_MIN_CALLS: 'Circuit breaker: minimum calls in the window.',
      CIRCUIT_BREAKER_WINDOW_MS: 'Circuit breaker: sliding window.',
      CIRCUIT_BREAKER_COOLDOWN_MS: 'Circuit breaker: time it stays open before one probe call.',
      BATCH_MIN_IDS: 'Ids from which one search replaces GETs.',
      BATCH_RESERVED_SEARCHES:
        'Searches per minute held back for queries that need one; when fewer remain, ids are fetched by GET.',
      BATCH_MAX_GETS: 'Ids fetched by GET in that case, at most.',
      JWKS_MAX_STALE_HOURS: 'Maximum age of the public keys during an outage of Stytch. Then JWTs are refused.',
      POLICY_MAX_STALE_MINUTES:
        'Maximum age of the RBAC policy during an outage of Stytch. Then whatever needs it is refused.',
    },
  },
  {
    title: 'Logs, metrics and traces',
    meanings: {
      LOG_LEVEL: 'Lowest level that is logged.',
      METRICS_PORT: 'Port of `GET /metrics` for Prometheus. Unset: no metrics.',
      METRICS_HOST: 'Listen address of the metrics.',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'OTLP/HTTP receiver of traces. Unset: no tracing.',
      OTEL_TRACES_SAMPLER_ARG: 'Sampling ratio of traces that begin here.',
    },
  },
];

/** A default as an operator would write it. */
function written(setting: string, value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return code(value ? 'on' : 'off');
  return code(String(setting.endsWith('_PERCENT') ? Number(value) * 100 : value));
}

function defaultOf(setting: Setting): string {
  const [, , otherwise]: readonly unknown[] = variables[setting];
  if (!(otherwise instanceof DefaultByMode)) return written(setting, otherwise);
  return `${written(setting, otherwise.project)}; sandbox: ${written(setting, otherwise.sandbox) || 'none'}`;
}

const isSetting = (name: string): name is Setting => name in variables;

type Row = readonly [Setting, string];

const rowsOf = (meanings: Readonly<Record<string, string>>): Row[] =>
  Object.entries(meanings).filter((entry): entry is [Setting, string] => isSetting(entry[0]));

const printed = ([name, meaning]: Row): string[] => [code(name), variables[name][1], defaultOf(name), meaning];

const HEADER = ['variable', 'value', 'default', 'meaning'];

/**
 * The table of settings.
 *
 * @throws Error if a setting has no meaning, or two
 */
export function settingTable(): string {
  const rows = groups.flatMap(({ title, meanings }) => [
    [`**${title}**`, '', '', ''],
    ...rowsOf(meanings).map(printed),
  ]);
  for (const name of Object.keys(variables)) {
    const described = groups.filter(({ meanings }) => name in meanings).length;
    if (described !== 1) throw new Error(`${name} stands ${described} times in docs/printing/settings.ts.`);
  }
  return table(HEADER, rows);
}
