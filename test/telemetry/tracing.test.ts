/** T34: traces as a receiver of OTLP gets them on a real socket, and the data that they must not contain. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { composeTelemetry } from '../../src/telemetry/index.ts';
import { noMetrics } from '../../src/telemetry/metrics.ts';
import { createTracing } from '../../src/telemetry/otlp.ts';
import type { Tracing } from '../../src/telemetry/tracing.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { attributesOf, type ExportedSpan, recordingLog, startCollector } from './read.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const SERVER = 2;
const CLIENT = 3;
const ERROR = 2;

let collector: Awaited<ReturnType<typeof startCollector>>;
let tracing: Tracing;
let g: SandboxGateway;
const kept = recordingLog();

beforeEach(async () => {
  kept.text.length = 0;
  collector = await startCollector();
});
afterEach(async () => {
  await g.close();
  collector.close();
});

const start = async (share = 1) => {
  tracing = createTracing({ endpoint: collector.endpoint, share }, kept.log);
  g = await gatewayOverSandbox({ telemetry: composeTelemetry(kept.log, noMetrics, tracing) });
};
const ask = (query: string, headers: Record<string, string> = {}) =>
  g.fetch(
    new Request('http://gateway.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer sgk_sandbox_admin', ...headers },
      body: JSON.stringify({ query }),
    }),
  );
/** The received spans, after all were sent. */
const sent = async (): Promise<{ servers: ExportedSpan[]; clients: ExportedSpan[] }> => {
  await tracing.close();
  const spans = collector.spans();
  return { servers: spans.filter(({ kind }) => kind === SERVER), clients: spans.filter(({ kind }) => kind === CLIENT) };
};
const traceparent = (flags: string) => ({ traceparent: `00-${TRACE}-${PARENT}-${flags}` });

describe('a trace', () => {
  it('has a span for the operation, and below it one for each call, with Stytch’s id of it', async () => {
    await start();
    const organizationId = g.world.organizations[0]?.organization_id ?? '';
    const response = await ask(
      `query Shop { organization(by: { id: "${organizationId}" }) { name members(first: 1) { totalCount } } }`,
    );
    const { servers, clients } = await sent();
    expect(servers.map((span) => [span.name, span.parentSpanId, attributesOf(span)])).toEqual([
      [
        'query',
        undefined,
        {
          'graphql.operation.type': 'query',
          'graphql.operation.name': 'Shop',
          'stytch_graphql.caller': 'server',
          'stytch_graphql.correlation_id': response.headers.get('x-request-id'),
        },
      ],
    ]);
    const [server] = servers;
    expect(clients.map(({ name }) => name).toSorted()).toEqual([
      'api_organization_v1_Get',
      'api_organization_v1_organizations_members_Search',
    ]);
    for (const span of clients) {
      expect([span.traceId, span.parentSpanId]).toEqual([server?.traceId, server?.spanId]);
      expect(attributesOf(span)).toEqual({
        'stytch.operation': span.name,
        'stytch.class': span.name.includes('Search') ? 'search' : 'read',
        'stytch.attempts': 1,
        'stytch.request_id': expect.stringMatching(/^request-id-test-/),
        'http.response.status_code': 200,
      });
      expect(BigInt(span.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(span.startTimeUnixNano));
    }
    expect(collector.paths.every((path) => path === '/v1/traces')).toBe(true);
    expect(collector.resources()[0]).toMatchObject({
      'service.name': 'stytch-graphql',
      'service.version': manifest.version,
    });
    expect(kept.lines().find(({ message }) => message === 'operation')).toMatchObject({ traceId: server?.traceId });
  });

  it('goes on where a W3C traceparent says that it began, and begins anew where that is none', async () => {
    await start();
    await ask('{ viewer { kind } }', traceparent('01'));
    const odd = [
      '',
      'canary',
      `00-${'0'.repeat(32)}-${PARENT}-01`,
      `00-${TRACE}-${'0'.repeat(16)}-01`,
      `ff-${TRACE}-${PARENT}-01`,
      `00-${TRACE}-${PARENT}-01${'x'.repeat(9_000)}`,
    ];
    for (const value of odd) await ask('{ viewer { kind } }', { traceparent: value });
    const { servers } = await sent();
    expect(servers).toHaveLength(1 + odd.length);
    expect([servers[0]?.traceId, servers[0]?.parentSpanId]).toEqual([TRACE, PARENT]);
    for (const span of servers.slice(1)) {
      expect(span.traceId).not.toBe(TRACE);
      expect(span.parentSpanId).toBeUndefined();
    }
  });

  it('is kept or not as was decided where it began, else by the share', async () => {
    await start(0);
    await ask('{ viewer { kind } }', traceparent('00'));
    await ask('{ viewer { kind } }');
    await ask('{ viewer { kind } }', traceparent('01'));
    const { servers } = await sent();
    expect(servers.map(({ parentSpanId }) => parentSpanId)).toEqual([PARENT]);
  });

  it('is in error where the gateway or Stytch failed, not where a caller is refused', async () => {
    await start();
    await ask('{ viewer { nonsense } }');
    await ask('{ organization(by: { id: "organization-test-00000000-0000-4000-8000-000000000000" }) { name } }');
    await g.sandbox.close();
    await ask('{ organization(by: { id: "organization-test-00000000-0000-4000-8000-000000000000" }) { name } }');
    const { servers, clients } = await sent();
    expect(servers.map((span) => [attributesOf(span)['error.type'], span.status.code === ERROR])).toEqual([
      ['GRAPHQL_VALIDATION_FAILED', false],
      [undefined, false],
      ['UPSTREAM_UNAVAILABLE', true],
    ]);
    expect(clients.map((span) => attributesOf(span)['error.type'])).toEqual(['NOT_FOUND', 'UPSTREAM_UNAVAILABLE']);
  });

  it('tells Stytch nothing of itself, and holds nothing of what was sent', async () => {
    await start();
    const { admin } = g.world.credentials;
    await g.query(
      'query Named($id: ID!) { member(organizationId: $id, by: { emailAddress: "canary@example.com" }) { name } viewer { organization { name } } }',
      {
        variables: { id: admin.organization_id },
        as: 'admin',
      },
    );
    await ask('{ viewer { kind } }', { ...traceparent('01'), tracestate: 'canary=1', baggage: 'canary=1' });
    expect(g.calls.length).toBeGreaterThan(0);
    for (const { headers } of g.calls) {
      expect(Object.keys(headers).filter((name) => /trace|baggage|request-id/i.test(name))).toEqual([]);
    }
    const { servers } = await sent();
    expect(servers.length).toBeGreaterThan(1);
    expect(collector.text()).not.toMatch(/canary|eyJ[\w-]{8,}|sgk_|(member|organization)-(test|live)-/);
    expect(collector.text()).not.toContain(admin.session_token);
  });

  it('that cannot be sent is dropped, and told of once', async () => {
    await start();
    collector.answer(400);
    await ask('{ viewer { kind } }');
    const { servers } = await sent();
    expect(servers).toEqual([]);
    const told = kept.lines().filter(({ level }) => level === 'warn');
    expect(told.map(({ message }) => message)).toEqual(['trace export failed']);
  });
});
