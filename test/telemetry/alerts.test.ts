/** deploy/alerts.yaml is well-formed, and `promtool` finds that each alert fires if and only if it should. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { type AlertRule, alertRules, alertsFile } from '../../docs/printing/alerts.ts';
import { isInstalled } from '../programs.ts';

/** Values per minute of a series, or its increase, by name without the prefix `stytch_graphql_`. */
type Series = Readonly<Record<string, string>>;

interface Case {
  /** Series with which the alert fires after half an hour. */
  readonly fires: Series;
  /** Series with which the alert does not fire. */
  readonly calm: Series;
  /** Labels of the alert, in addition to the severity. */
  readonly labels: Readonly<Record<string, string>>;
}

const job = { job: 'gateways' };
const one = { ...job, instance: 'one' };
const ofJob = 'job="gateways",instance="one"';
const count = (name: string, labels: string) => `stytch_graphql_${name}{${ofJob}${labels && `,${labels}`}}`;

/** A counter that grows by `one` a minute beside one that grows by `all`. */
const share = (name: string, label: string, [part, rest]: readonly [number, number], common = ''): Series => ({
  [count(name, `${common}${label}`)]: `0+${part}x60`,
  [count(name, `${common}outcome="ok"`)]: `0+${rest}x60`,
});
const growing = (name: string, labels: string): Pick<Case, 'fires' | 'calm'> => ({
  fires: { [count(name, labels)]: '0+60x60' },
  calm: { [count(name, labels)]: '0x60' },
});
const ready = { [count('ready', '')]: '1x60' };
const level = (series: string, [high, low]: readonly [number, number]): Pick<Case, 'fires' | 'calm'> => ({
  fires: { ...ready, [series]: `${high}x60` },
  calm: { ...ready, [series]: `${low}x60` },
});

const cases: Readonly<Record<string, Case>> = {
  StytchGraphqlAbsent: { fires: {}, calm: ready, labels: {} },
  StytchGraphqlNoneReady: {
    fires: { [count('ready', '')]: '0x60' },
    calm: { ...ready, 'stytch_graphql_ready{job="gateways",instance="two"}': '0x60' },
    labels: job,
  },
  StytchGraphqlNotReady: {
    fires: { [count('ready', '')]: '0x60' },
    // The duration of a start or a stop.
    calm: { [count('ready', '')]: '1x25 0x3 1x30' },
    labels: one,
  },
  StytchGraphqlFaults: {
    fires: share('operation_duration_seconds_count', 'outcome="TIMEOUT"', [10, 90]),
    calm: share('operation_duration_seconds_count', 'outcome="FORBIDDEN"', [90, 10]),
    labels: job,
  },
  StytchGraphqlSlow: {
    fires: {
      [count('operation_duration_seconds_bucket', 'le="2.5"')]: '0+90x60',
      [count('operation_duration_seconds_bucket', 'le="5"')]: '0+100x60',
      [count('operation_duration_seconds_bucket', 'le="+Inf"')]: '0+100x60',
    },
    calm: {
      [count('operation_duration_seconds_bucket', 'le="1"')]: '0+100x60',
      [count('operation_duration_seconds_bucket', 'le="+Inf"')]: '0+100x60',
    },
    labels: job,
  },
  StytchGraphqlCircuitOpen: {
    ...level(count('upstream_breaker_state', 'class="read"'), [2, 0]),
    labels: { ...job, class: 'read' },
  },
  StytchGraphqlNotConfigured: {
    fires: share('upstream_calls_total', 'outcome="NOT_CONFIGURED"', [2, 98]),
    calm: share('upstream_calls_total', 'outcome="NOT_CONFIGURED"', [1, 999]),
    labels: job,
  },
  StytchGraphqlStytchLimits: {
    fires: share('upstream_calls_total', 'outcome="RATE_LIMITED"', [10, 90], 'class="read",'),
    calm: share('upstream_calls_total', 'outcome="RATE_LIMITED"', [1, 99], 'class="read",'),
    labels: { ...job, class: 'read' },
  },
  StytchGraphqlLimiterRefused: {
    ...growing('upstream_limiter_refused_total', 'class="search"'),
    labels: { ...job, class: 'search' },
  },
  StytchGraphqlLimitExceeded: {
    fires: { [count('limit_exceeded_total', 'limit="depth"')]: '0+7x60' },
    calm: { [count('limit_exceeded_total', 'limit="depth"')]: '0+5x60' },
    labels: { ...job, limit: 'depth' },
  },
  StytchGraphqlShedding: { ...growing('operations_shed_total', 'worth="search"'), labels: { ...job, worth: 'search' } },
  StytchGraphqlSheddingSignIns: {
    fires: { [count('operations_shed_total', 'worth="signIn"')]: '0+60x60' },
    calm: { [count('operations_shed_total', 'worth="search"')]: '0+60x60' },
    labels: job,
  },
  StytchGraphqlEventLoopBusy: { ...level(count('event_loop_utilization', ''), [0.9, 0.8]), labels: one },
  StytchGraphqlEventLoopLag: { ...level(`nodejs_eventloop_lag_p99_seconds{${ofJob}}`, [0.6, 0.4]), labels: one },
  StytchGraphqlMemory: { ...level(`process_resident_memory_bytes{${ofJob}}`, [480_000_000, 400_000_000]), labels: one },
  StytchGraphqlRedisLost: { ...growing('upstream_limiter_redis_fallback_total', 'class="search"'), labels: job },
  StytchGraphqlUncaught: {
    // One error fires the alert for 15 minutes.
    fires: { [count('uncaught_total', 'what="rejection"')]: '0x20 1x40' },
    calm: { [count('uncaught_total', 'what="rejection"')]: '0x60' },
    labels: { ...job, what: 'rejection' },
  },
  StytchGraphqlLogLinesLost: { ...growing('log_lines_lost_total', ''), labels: job },
  StytchGraphqlVersions: {
    fires: {
      [count('build_info', 'version="1.0.0",vertical="b2b"')]: '1x120',
      'stytch_graphql_build_info{job="gateways",instance="two",version="1.0.1",vertical="b2b"}': '1x120',
    },
    calm: {
      [count('build_info', 'version="1.0.0",vertical="b2b"')]: '1x120',
      'stytch_graphql_build_info{job="gateways",instance="two",version="1.0.0",vertical="b2b"}': '1x120',
    },
    labels: job,
  },
};

const promtool = isInstalled('promtool', 'whether each alert fires when it should');

/** Metrics of another program in the same Prometheus, which these alerts must ignore. */
const others: Series = {
  'nodejs_eventloop_lag_p99_seconds{job="gateways",instance="other"}': '9x120',
  'process_resident_memory_bytes{job="gateways",instance="other"}': '9000000000x120',
};

describe('deploy/alerts.yaml', () => {
  it('has a case here for each alert', () => {
    expect(alertRules.map(({ alert }) => alert)).toEqual(Object.keys(cases));
  });

  it('says in sentences what has happened and what to do, and reads alike by the rules of YAML 1.1 and 1.2', () => {
    const texts = alertRules.flatMap(({ annotations: { summary, description } }) => [summary, description]);
    expect(texts.filter((text) => !/^[A-Z].*\.$/.test(text))).toEqual([]);
    const text = readFileSync(alertsFile, 'utf8');
    expect(parse(text, { version: '1.1' })).toEqual(parse(text, { version: '1.2' }));
  });

  const testOf = ({ alert, annotations, labels: { severity } }: AlertRule, kind: 'fires' | 'calm') => {
    const { [kind]: series, labels } = cases[alert] ?? { fires: {}, calm: {}, labels: {} };
    const input = Object.entries({ ...others, ...series }).map(([name, values]) => ({ series: name, values }));
    const expected = { exp_labels: { severity, ...labels }, exp_annotations: annotations };
    return {
      name: `${alert} ${kind}`,
      interval: '1m',
      input_series: input,
      alert_rule_test: [
        {
          eval_time: alert === 'StytchGraphqlVersions' ? '90m' : '30m',
          alertname: alert,
          exp_alerts: kind === 'fires' ? [expected] : [],
        },
      ],
    };
  };

  it.skipIf(!promtool)('fires when it should, and not otherwise, for a Prometheus', { timeout: 60_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'stytch-graphql-alerts-'));
    const file = join(folder, 'alerts.test.yaml');
    const tests = alertRules.flatMap((rule) => [testOf(rule, 'fires'), testOf(rule, 'calm')]);
    writeFileSync(file, stringify({ rule_files: [fileURLToPath(alertsFile)], evaluation_interval: '1m', tests }));
    expect(`${execFileSync('promtool', ['test', 'rules', file])}`).toContain('SUCCESS');
    rmSync(folder, { recursive: true });
  });
});
