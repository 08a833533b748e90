/** Settings that stop no start, yet do nothing: the operator is warned. */

/** A line of the log. */
export interface SettingWarning {
  readonly message: 'unknown setting' | 'setting without effect';
  /** Name of the variable. */
  readonly setting: string;
  /** The variable that it needs, or that makes it useless. */
  readonly because?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * How names of this program begin, or began: operators are told of settings that were renamed. `PORT`, `HOST`, `GRAPHQL_PATH` and what
 * OpenTelemetry reads are too general to be claimed.
 */
const ours =
  /^(STYTCH_|GATEWAY_|ALLOWED_HOSTS|REFUSED_TOKENS|GRAPHIQL|FEDERATION|INTROSPECTION|EXPLAIN|CORS_|SESSION_COOKIE|SANDBOX|SIGN_IN_|REDIS_URL|TRUST(ED)?_PROXY|PERSISTED_|LIMIT_|MAX_(BODY|BUFFERED|DOCUMENT|QUERY|FIELDS|ALIASES|DIRECTIVES|LIST|JSON|RESPONSE|UPSTREAM|CLIENT|CONCURRENT|QUEUE|EVENT_LOOP)|UPSTREAM_|CIRCUIT_BREAKER_|BATCH_|KEYS_|JWKS_|POLICY_|REQUEST_TIMEOUT|SHUTDOWN_|LOG_LEVEL|METRICS_)/;

/** What Kubernetes sets for each service of a namespace, such as `STYTCH_GRAPHQL_SERVICE_HOST`. */
const ofKubernetes = /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?$/;
const addressOfService = /^(tcp|udp):\/\//;

/** Variables that are set, and have no effect beside the others. */
const needs: readonly [name: string, other: string, isNeeded: boolean][] = [
  ['METRICS_HOST', 'METRICS_PORT', true],
  ['OTEL_TRACES_SAMPLER_ARG', 'OTEL_EXPORTER_OTLP_ENDPOINT', true],
  ['SANDBOX', 'STYTCH_PROJECT_ID', false],
  ['SANDBOX_HOST', 'STYTCH_PROJECT_ID', false],
  ['SANDBOX_PORT', 'STYTCH_PROJECT_ID', false],
];

/** What there is to warn of. */
export function settingWarnings(environment: Environment, known: readonly string[]): SettingWarning[] {
  const given = Object.keys(environment).filter((name) => environment[name]);
  const unknown = given.filter(
    (name) =>
      ours.test(name) &&
      !known.includes(name) &&
      !ofKubernetes.test(name) &&
      !addressOfService.test(environment[name] ?? ''),
  );
  return [
    ...unknown.map((setting) => ({ message: 'unknown setting', setting }) as const),
    ...needs
      .filter(([name, other, isNeeded]) => given.includes(name) && given.includes(other) !== isNeeded)
      .map(([setting, because]) => ({ message: 'setting without effect', setting, because }) as const),
  ];
}
