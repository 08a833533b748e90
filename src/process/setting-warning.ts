/** Warnings about settings that have no effect but do not prevent the start. */

/** A log line. */
export interface SettingWarning {
  readonly message: 'unknown setting' | 'setting without effect';
  /** Name of the variable. */
  readonly setting: string;
  /** The variable that the setting requires, or that overrides it. */
  readonly because?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Prefixes of this program's variables, with prefixes of former names, so that operators are warned of renamed
 * settings. `PORT`, `HOST`, `GRAPHQL_PATH` and the OpenTelemetry variables are too general to be listed.
 */
const ours =
  /^(STYTCH_|GATEWAY_|ALLOWED_HOSTS|REFUSED_TOKENS|GRAPHIQL|FEDERATION|INTROSPECTION|EXPLAIN|CORS_|SESSION_COOKIE|SANDBOX|SIGN_IN_|REDIS_URL|TRUST(ED)?_PROXY|PERSISTED_|LIMIT_|MAX_(BODY|BUFFERED|DOCUMENT|QUERY|FIELDS|ALIASES|DIRECTIVES|LIST|JSON|RESPONSE|UPSTREAM|CLIENT|CONCURRENT|QUEUE|EVENT_LOOP)|UPSTREAM_|CIRCUIT_BREAKER_|BATCH_|KEYS_|JWKS_|POLICY_|REQUEST_TIMEOUT|SHUTDOWN_|LOG_LEVEL|METRICS_)/;

/** Variables that Kubernetes sets for each service of a namespace, such as `STYTCH_GRAPHQL_SERVICE_HOST`. */
const ofKubernetes = /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?$/;
const addressOfService = /^(tcp|udp):\/\//;

/** Variables that have no effect unless the other variable is set (true), or if it is set (false). */
const needs: readonly [name: string, other: string, isNeeded: boolean][] = [
  ['METRICS_HOST', 'METRICS_PORT', true],
  ['OTEL_TRACES_SAMPLER_ARG', 'OTEL_EXPORTER_OTLP_ENDPOINT', true],
  ['SANDBOX', 'STYTCH_PROJECT_ID', false],
  ['SANDBOX_HOST', 'STYTCH_PROJECT_ID', false],
  ['SANDBOX_PORT', 'STYTCH_PROJECT_ID', false],
];

/** Returns the warnings. */
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
