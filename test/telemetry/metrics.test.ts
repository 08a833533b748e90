/**
 * T34: metrics of a real run: their values, that they contain nothing a caller sent, and that the dashboard and the
 * alerts query existing metrics.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertRules } from '../../docs/printing/alerts.ts';
import manifest from '../../package.json' with { type: 'json' };
import { createOverload } from '../../src/limits/admission-control.ts';
import { createRates } from '../../src/stytch/resilience/rate-limiter.ts';
import { composeTelemetry } from '../../src/telemetry/index.ts';
import { serveMetrics } from '../../src/telemetry/metrics-endpoint.ts';
import { isServerFault, OUTCOMES, toOutcome } from '../../src/telemetry/outcome.ts';
import { PRIORITIES } from '../../src/telemetry/priority.ts';
import { createPrometheus } from '../../src/telemetry/prometheus.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { type Selector, selectorsOf } from './promql.ts';
import { recordingLog } from './read.ts';

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

let g: SandboxGateway;
let server: Server;
let isReady = true;
const { metrics, registry } = createPrometheus('b2b');

const fetchMetrics = async (path = '/metrics', method = 'GET') => {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
};
interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}
/** The samples as Prometheus would parse them. */
const samples = async (): Promise<Sample[]> =>
  [...(await fetchMetrics()).text.matchAll(/^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/gm)].map(
    ([, name = '', labels = '', value]) => ({
      name,
      labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, text]) => [label, text])),
      value: Number(value),
    }),
  );
const sumOf = async (name: string, labels: Record<string, string> = {}): Promise<number> =>
  (await samples())
    .filter((sample) => sample.name === `stytch_graphql_${name}`)
    .filter((sample) => Object.entries(labels).every(([label, text]) => sample.labels[label] === text))
    .reduce((sum, { value }) => sum + value, 0);

beforeAll(async () => {
  const rates = createRates({ search: { most: 1, window: 300 } }, undefined, metrics);
  metrics.limiter((kind) => rates.remaining(kind, 'gateway'));
  metrics.load(createOverload());
  server = await serveMetrics(registry, { host: '127.0.0.1', port: 0 });
  g = await gatewayOverSandbox({ telemetry: composeTelemetry(recordingLog().log, metrics), ready: () => isReady });

  const ids = [...g.sandbox.store.members.values()].slice(0, 3).map((member) => member);
  const members = ids.map(
    ({ organization_id, member_id }, i) =>
      `m${i}: member(organizationId: "${organization_id}", by: { id: "${member_id}" }) { name }`,
  );
  await g.data(`{ ${members.join(' ')} }`);
  await g.data('{ viewer { kind } }');
  await g.data('{ viewer { kind } }');
  await g.query('{ organizations { totalCount } }', { as: null });
  await g.query('{ organization(by: { id: "organization-test-00000000-0000-4000-8000-000000000000" }) { name } }');
  await g.query(`{ ${Array.from({ length: 40 }, (_, i) => `a${i}: __typename`).join(' ')} }`);
  const deadline = Date.now() + 10_000;
  await rates.take('search', 'a', { deadline });
  await rates.take('search', 'a', { deadline });
  await Promise.resolve(rates.take('search', 'a', { deadline: Date.now() + 1 })).catch(() => {});
  // These happen only if Redis fails or the gateway has a fault.
  metrics.redisFallback('search');
  metrics.uncaught('rejection');
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await g.close();
});

describe('metrics', () => {
  it('count operations by kind and outcome, and calls by operation of Stytch', async () => {
    expect(await sumOf('operation_duration_seconds_count', { kind: 'query', outcome: 'ok' })).toBe(4);
    expect(await sumOf('operation_duration_seconds_count', { outcome: 'UNAUTHENTICATED' })).toBe(1);
    expect(await sumOf('limit_exceeded_total', { limit: 'aliases' })).toBe(1);
    expect(await sumOf('upstream_calls_total', { operation: 'api_organization_v1_Get', outcome: 'NOT_FOUND' })).toBe(1);
    const calls = (await sumOf('upstream_calls_total')) - 1;
    expect(await sumOf('upstream_call_duration_seconds_count')).toBe(calls + 1);
    expect(await sumOf('loader_batch_size_sum', { by: 'search' })).toBe(3);
    expect(await sumOf('documents_total', { cache: 'hit' })).toBeGreaterThanOrEqual(1);
    expect(await sumOf('documents_total', { cache: 'miss' })).toBeGreaterThanOrEqual(4);
    expect(await sumOf('upstream_limiter_refused_total', { class: 'search' })).toBe(1);
    expect(await sumOf('upstream_limiter_wait_seconds_count', { class: 'search' })).toBeGreaterThanOrEqual(1);
    expect(await sumOf('operations_in_flight')).toBe(0);
  });

  it('are read on a port of their own, where there is nothing else', async () => {
    expect(await fetchMetrics()).toMatchObject({ status: 200, type: expect.stringContaining('text/plain') });
    expect([
      (await fetchMetrics('/')).status,
      (await fetchMetrics('/graphql')).status,
      (await fetchMetrics('/metrics', 'POST')).status,
    ]).toEqual([404, 404, 404]);
    const response = await g.fetch(new Request('http://gateway.test/metrics'));
    expect(response.status).not.toBe(200);
  });

  it('have only label values of closed sets, for any input', async () => {
    const report = {
      class: 'read',
      outcome: 'ok',
      status: 200,
      requestId: 'canary',
      errorType: 'canary',
      host: 'canary',
      cause: undefined,
      attempts: 1,
      begun: 0,
      seconds: 1,
    } as const;
    const before = (await samples()).length;
    for (let i = 0; i < 100; i += 1) {
      metrics.called({ ...report, operation: `canary-${i}` });
      metrics.limitExceeded(`canary-${i}`);
      metrics.limitExceeded({ canary: i });
      metrics.operationStarted();
      metrics.ended('query', toOutcome(`canary-${i}`), 1);
    }
    const after = await samples();
    expect(JSON.stringify(after)).not.toContain('canary');
    // A few series with the value `other`, each with its buckets.
    expect(after.length - before).toBeLessThan(50);
    expect(await sumOf('upstream_calls_total', { operation: 'other' })).toBe(100);
    expect(await sumOf('limit_exceeded_total', { limit: 'other' })).toBe(200);
    expect(await sumOf('operation_duration_seconds_count', { outcome: 'other' })).toBe(100);
  });

  it('contain no data of requests or responses', async () => {
    const { text } = await fetchMetrics();
    const { admin, member } = g.world.credentials;
    for (const secret of [g.sandbox.secret, admin.session_jwt, member.session_token, g.sandbox.projectId]) {
      expect(text).not.toContain(secret);
    }
    expect(text).not.toMatch(/eyJ[\w-]{8,}|sgk_\w|@\w+\.\w|(member|organization)-(test|live)-/);
  });

  it('tell which version runs, and for which kind of project', async () => {
    const infos = (await samples()).filter(({ name }) => name === 'stytch_graphql_build_info');
    expect(infos).toEqual([
      { name: 'stytch_graphql_build_info', labels: { version: manifest.version, vertical: 'b2b' }, value: 1 },
    ]);
  });

  it('tell whether requests should be sent here, as GET /ready does', async () => {
    expect(await sumOf('ready')).toBe(1);
    isReady = false;
    expect((await g.fetch(new Request(`${g.address}/ready`))).status).toBe(503);
    expect(await sumOf('ready')).toBe(0);
    isReady = true;
    expect((await g.fetch(new Request(`${g.address}/ready`))).status).toBe(200);
  });

  it('tell how breakers stand', async () => {
    metrics.breaker('search', 'open');
    expect(await sumOf('upstream_breaker_state', { class: 'search' })).toBe(2);
    metrics.breaker('search', 'halfOpen');
    expect(await sumOf('upstream_breaker_state', { class: 'search' })).toBe(1);
    metrics.breaker('search', 'closed');
    expect(await sumOf('upstream_breaker_state')).toBe(0);
  });
});

describe('operations whose client has left', () => {
  const prometheus = createPrometheus('b2b');
  const kept = recordingLog();
  let left: SandboxGateway;
  let listening: Server;
  beforeAll(async () => {
    left = await gatewayOverSandbox({
      telemetry: composeTelemetry(kept.log, prometheus.metrics),
      // Slow enough that the client disconnects before Stytch responds.
      between: (dispatch) => (options, handler) => {
        setTimeout(() => dispatch(options, handler), 200);
        return true;
      },
    });
    listening = left.gateway.createServer().listen(0, '127.0.0.1');
    await once(listening, 'listening');
  });
  afterAll(async () => {
    listening.close();
    listening.closeAllConnections();
    await left.close();
  });

  it('are over all the same, on each way that a request can go', async () => {
    const address = listening.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/graphql`;
    const ask = (signal: AbortSignal | null = null) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer sgk_sandbox_admin' },
        body: '{"query":"query Left { organizations { totalCount } }"}',
        signal,
      });
    const leave = async () => {
      const client = new AbortController();
      const asked = ask(client.signal);
      await new Promise((resolve) => setTimeout(resolve, 100));
      client.abort();
      await expect(asked).rejects.toThrow();
    };
    const operations = () => kept.lines().filter(({ message }) => message === 'operation').length;
    const inFlight = async () =>
      (await prometheus.registry.getSingleMetric('stytch_graphql_operations_in_flight')?.get())?.values[0]?.value;
    for (let i = 0; i < 3; i += 1) await leave();
    // From here the document is cached.
    for (let i = 0; i < 3; i += 1) expect((await ask()).status).toBe(200);
    for (let i = 0; i < 3; i += 1) await leave();
    await expect.poll(operations, { timeout: 10_000 }).toBe(9);
    expect(await inFlight()).toBe(0);
  });
});

/** Labels that Prometheus adds to each sample. */
const ADDED = ['job', 'instance'];

const faultsOf = ({ metric, matchers, range, within, kept }: Selector, all: readonly Sample[]): string[] => {
  const series = all.filter(({ name }) => name === metric);
  const labels = new Set([...series.flatMap((sample) => Object.keys(sample.labels)), ...ADDED]);
  const counts = /_(total|count|sum|bucket)$/.test(metric);
  return [
    ...(series.length > 0 ? [] : [`${metric} is not there`]),
    ...[...matchers.map(({ label }) => label), ...kept]
      .filter((label) => !labels.has(label))
      .map((label) => `${metric} has no ${label}`),
    ...(counts === (within === 'rate') ? [] : [`${metric} is ${counts ? '' : 'no '}counter, in ${within}`]),
    ...(range === (within === 'rate') ? [] : [`${metric} is of ${range ? 'a stretch' : 'a moment'}, in ${within}`]),
  ];
};

/** The expression selects exactly the outcomes that the gateway counts as faults. */
const expectFaultCodes = (expression: string): void => {
  const { matchers = [] } = selectorsOf(expression)[0] ?? {};
  const named = matchers.find(({ label }) => label === 'outcome')?.value.split('|') ?? [];
  expect(named.toSorted()).toEqual(OUTCOMES.filter(isServerFault).toSorted());
};

describe('the alerts', () => {
  const expressionOf = (name: string) => alertRules.find(({ alert }) => alert === name)?.expr ?? '';

  it('query only existing metrics, labels and outcomes', async () => {
    const all = await samples();
    const faults = alertRules.flatMap(({ alert, expr }) =>
      selectorsOf(expr).flatMap((selector) => faultsOf(selector, all).map((fault) => `${alert}: ${fault}`)),
    );
    expect(faults).toEqual([]);
    const matchers = alertRules.flatMap(({ expr }) => selectorsOf(expr).flatMap((selector) => selector.matchers));
    const known: Readonly<Record<string, readonly string[]>> = { outcome: OUTCOMES, worth: PRIORITIES };
    const unknown = matchers.flatMap(({ label, value }) =>
      value.split('|').filter((word) => !known[label]?.includes(word)),
    );
    expect(matchers.length).toBeGreaterThan(3);
    expect(unknown).toEqual([]);
  });

  it('would not pass with a metric or a label that is not there', async () => {
    const all = await samples();
    for (const expr of [
      'absent(stytch_graphql_no_such)',
      'stytch_graphql_ready{tenant="a"} == 0',
      'max by (tenant) (stytch_graphql_ready) > 0',
      'stytch_graphql_ready > 0 and on (tenant) stytch_graphql_ready',
      'stytch_graphql_upstream_calls_total > 0',
    ]) {
      const faults = selectorsOf(expr).flatMap((selector) => faultsOf(selector, all));
      expect(faults, expr).not.toEqual([]);
    }
    for (const expr of ['a > b > c', 'a >', 'and a', 'a and', 'a and on b', '> 1']) {
      expect(() => selectorsOf(expr), expr).toThrow();
    }
  });

  it('count as faults what the gateway counts as faults', () => {
    expectFaultCodes(expressionOf('StytchGraphqlFaults'));
  });

  it('speak of memory before a container is ended for it', () => {
    const [, bytes] = /> (\d+)/.exec(expressionOf('StytchGraphqlMemory')) ?? [];
    const [, mebibytes] = /limits: \{ memory: (\d+)Mi \}/.exec(read('deploy/kubernetes/deployment.yaml')) ?? [];
    const share = Number(bytes) / (Number(mebibytes) * 1024 ** 2);
    expect(share).toBeGreaterThan(0.8);
    expect(share).toBeLessThan(0.9);
    for (const file of ['deploy/compose.yaml', 'deploy/compose.project.yaml']) {
      expect(read(file)).toContain(`mem_limit: ${mebibytes}m\n`);
    }
  });
});

describe('the dashboard', () => {
  interface Panel {
    title: string;
    type: string;
    description?: string;
    targets?: { expr: string }[];
    gridPos: { x: number; y: number; w: number; h: number };
  }
  const dashboard = JSON.parse(read('deploy/grafana-dashboard.json')) as {
    panels: Panel[];
    templating: { list: { name: string; definition?: string }[] };
  };
  const panels = dashboard.panels.filter(({ type }) => type !== 'row');
  const expressions = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));
  it('asks in each panel only for metrics and labels that there are', async () => {
    // The process must collect garbage at least once for one of the metrics.
    let garbage: unknown[] = [];
    await expect
      .poll(
        async () => {
          garbage = Array.from({ length: 200_000 }, (_, i) => ({ i }));
          return (await samples()).some(({ name }) => name === 'nodejs_gc_duration_seconds_sum');
        },
        { timeout: 10_000 },
      )
      .toBe(true);
    expect(garbage.length).toBeGreaterThan(0);
    const all = await samples();
    expect(expressions.length).toBeGreaterThan(20);
    const faults = expressions.flatMap(({ title, expr }) =>
      selectorsOf(expr).flatMap((selector) => faultsOf(selector, all).map((fault) => `${title}: ${fault}`)),
    );
    expect(faults).toEqual([]);
  });

  it('would not pass with a metric, a label or a form that is not there', async () => {
    const all = await samples();
    for (const expr of [
      'sum(rate(stytch_graphql_no_such_total[5m]))',
      'sum by (member) (rate(stytch_graphql_upstream_calls_total[5m]))',
      'sum(rate(stytch_graphql_upstream_calls_total{tenant="a"}[5m]))',
      'sum(stytch_graphql_upstream_calls_total)',
      'rate(stytch_graphql_operations_in_flight[5m])',
      'rate(stytch_graphql_upstream_calls_total)',
    ]) {
      expect(
        selectorsOf(expr).flatMap((selector) => faultsOf(selector, all)),
        expr,
      ).not.toEqual([]);
    }
    for (const expr of ['sum(', 'sum by rate(a[5m])', 'a{b=c}', 'rate(a[5m]) c', 'rate(a[5])', 'nonsense(a) )', '']) {
      expect(() => selectorsOf(expr), expr).toThrow();
    }
  });

  it('shows every metric of ours', async () => {
    const ours = (await registry.getMetricsAsJSON())
      .map(({ name }) => name)
      .filter((name) => name.startsWith('stytch_graphql_'));
    const shown = expressions.map(({ expr }) => expr).join('\n');
    expect(ours.length).toBeGreaterThan(12);
    expect(ours.filter((name) => !shown.includes(name))).toEqual([]);
  });

  it('counts as faults what the gateway counts as faults', () => {
    const { expr = '' } = expressions.find(({ title }) => title === 'Faults') ?? {};
    expectFaultCodes(expr);
  });

  it('says of each panel what it shows, and lays none over another', () => {
    expect(panels.filter(({ description = '' }) => !description.endsWith('.'))).toEqual([]);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(dashboard.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });
});
