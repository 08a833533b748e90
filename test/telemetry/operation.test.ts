/** One log line per operation, one per failed call, and one correlation id for all lines of a request. */
import { afterEach, describe, expect, it } from 'vitest';
import { createTries, defaultThrottleLimits, type SignInThrottle } from '../../src/sign-in/throttle.ts';
import { composeTelemetry } from '../../src/telemetry/index.ts';
import { noMetrics } from '../../src/telemetry/metrics.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { gatewayOverSandbox, gatewayOverStubs, type SandboxGateway, type StubbedGateway } from '../gateway.ts';
import { recordingLog } from './read.ts';

const open: (SandboxGateway | StubbedGateway)[] = [];
afterEach(async () => {
  for (const g of open.splice(0)) await g.close();
});

const overSandbox = async () => {
  const kept = recordingLog();
  const g = await gatewayOverSandbox({ telemetry: composeTelemetry(kept.log) });
  open.push(g);
  return { g, ...kept, operations: () => kept.lines().filter(({ message }) => message === 'operation') };
};
const overStubs = async (settings: Parameters<typeof gatewayOverStubs>[0] = {}) => {
  const kept = recordingLog();
  const g = await gatewayOverStubs({ telemetry: composeTelemetry(kept.log), ...settings });
  open.push(g);
  return { g, ...kept };
};

const ask = (g: SandboxGateway | StubbedGateway, body: unknown, headers: Record<string, string> = {}) =>
  g.fetch(
    new Request('http://gateway.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer sgk_sandbox_admin', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  );

describe('an operation', () => {
  it('is one line, with what an operator asks first', async () => {
    const { g, operations } = await overSandbox();
    await g.data('query Shop($id: ID!) { organization(by: { id: $id }) { name } }', {
      variables: { id: g.world.organizations[0]?.organization_id },
    });
    expect(operations()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        message: 'operation',
        name: 'Shop',
        kind: 'query',
        caller: 'server',
        outcome: 'ok',
        milliseconds: expect.any(Number),
        calls: 1,
        correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ]);
  });

  it('says who asked by kind alone, and why it was refused by code alone', async () => {
    const { g, operations, text } = await overSandbox();
    await g.query('{ organizations { totalCount } }', { as: null });
    await g.query('{ organizations { totalCount } }', { as: { token: 'sgk_of_nobody' } });
    await g.query(
      'mutation { logout: deleteOrganization(input: { organizationId: "organization-test-00000000-0000-4000-8000-000000000000" }) { __typename } }',
      { as: 'member' },
    );
    await ask(g, { query: '{ organizations(first: 999999999) { totalCount } viewer { kind } }' });
    await ask(g, { query: `{ ${Array.from({ length: 40 }, (_, i) => `a${i}: __typename`).join(' ')} }` });
    await ask(g, { query: '{ unclosed' });
    await ask(g, '{"query":');
    expect(operations().map(({ kind, caller, outcome, calls }) => [kind, caller, outcome, calls])).toEqual([
      ['query', 'visitor', 'UNAUTHENTICATED', 0],
      ['query', 'unknown', 'UNAUTHENTICATED', 0],
      ['mutation', 'member', 'FORBIDDEN', 0],
      ['query', 'server', 'INVALID_INPUT', 0],
      ['query', 'unknown', 'LIMIT_EXCEEDED', 0],
      ['unknown', 'unknown', 'GRAPHQL_PARSE_FAILED', 0],
      ['unknown', 'unknown', 'BAD_REQUEST', 0],
    ]);
    expect(text.join()).not.toMatch(/sgk_|unclosed|999999999|logout/);
  });

  it('names the operation that ran, among several', async () => {
    const { g, operations } = await overSandbox();
    const query = 'query First { viewer { kind } } mutation Second { __typename }';
    await ask(g, { query, operationName: 'Second' });
    await ask(g, { query, operationName: 'sgk_no_operation_of_the_document' });
    expect(operations().map(({ name, kind }) => [name, kind])).toEqual([
      ['Second', 'mutation'],
      [undefined, 'unknown'],
    ]);
  });

  it('is none where somebody only probes', async () => {
    const { g, text } = await overSandbox();
    for (const path of ['live', 'ready', 'health', 'elsewhere', 'graphql']) {
      const response = await g.fetch(new Request(`http://gateway.test/${path}`));
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
    expect(text).toEqual([]);
  });
});

describe('the correlation id', () => {
  it('is that of the request, where it has a plain one, else a new one each time', async () => {
    const { g, operations } = await overSandbox();
    const given = [
      '4bf92f3577b34da6a3ce929d0e0e4736',
      '01J9ZK3V-5Q',
      'short',
      'a b c d e f g',
      'sgk_canary_0123',
      'eyJhbGci.eyJzdWIi.c2ln',
      'x'.repeat(65),
      'somebody@example.com',
    ];
    const sent = [];
    for (const id of given) {
      const { headers } = await ask(g, { query: '{ viewer { kind } }' }, { 'x-request-id': id });
      sent.push(headers.get('x-request-id'));
    }
    expect(sent.slice(0, 2)).toEqual(given.slice(0, 2));
    for (const id of sent.slice(2)) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-/);
    expect(new Set(sent).size).toBe(given.length);
    expect(operations().map(({ correlationId }) => correlationId)).toEqual(sent);
  });

  it('is in the answer, the header and each line where something unforeseen happened', async () => {
    const failing: SignInThrottle = {
      ...createTries(defaultThrottleLimits, b2b),
      make: () => Promise.reject(new TypeError('canary')),
    };
    const { g, lines } = await overStubs({ tries: failing });
    const response = await ask(g, {
      query: 'mutation { sendDiscoveryMagicLink(input: { emailAddress: "a@b.example" }) { __typename } }',
    });
    const { errors } = (await response.json()) as { errors: { extensions: Record<string, unknown> }[] };
    const id = response.headers.get('x-request-id');
    expect(errors.map(({ extensions }) => extensions)).toEqual([{ code: 'INTERNAL_SERVER_ERROR', correlationId: id }]);
    expect(lines().map(({ level, message, correlationId }) => [level, message, correlationId])).toEqual([
      ['error', 'unexpected error', id],
      ['info', 'operation', id],
    ]);
    expect(lines()[1]).toMatchObject({ outcome: 'INTERNAL_SERVER_ERROR', codes: 'INTERNAL_SERVER_ERROR' });
  });
});

describe('a failed call', () => {
  const failing = async (status: number, error_type: string, query: string) => {
    const { g, lines } = await overStubs();
    g.stytch
      .intercept({ path: /./, method: 'GET' })
      .reply(status, { status_code: status, request_id: 'request-id-test-1', error_type, error_message: 'canary' })
      .persist();
    const response = await ask(g, { query });
    const calls = lines().filter(({ message }) => message === 'stytch call failed');
    return { id: response.headers.get('x-request-id'), calls };
  };
  const query = '{ organization(by: { slug: "acme" }) { name } }';

  it('is one line, with Stytch’s id and ours', async () => {
    const { id, calls } = await failing(500, 'internal_server_error', query);
    expect(calls).toEqual([
      {
        level: 'warn',
        time: expect.any(String),
        message: 'stytch call failed',
        operation: 'api_organization_v1_Get',
        code: 'UPSTREAM_ERROR',
        errorType: 'internal_server_error',
        statusCode: 500,
        requestId: 'request-id-test-1',
        attempts: 3,
        correlationId: id,
      },
    ]);
  });

  it('shows at debug alone where only what was asked is refused', async () => {
    const { calls } = await failing(404, 'organization_not_found', query);
    expect(calls.map(({ level, code }) => [level, code])).toEqual([['debug', 'NOT_FOUND']]);
  });
});

describe('the log', () => {
  it('is not asked for what its level hides', () => {
    for (const [level, hidden] of [
      ['debug', []],
      ['info', ['debug']],
      ['warn', ['debug', 'info']],
      ['silent', ['debug', 'info']],
    ] as const) {
      const { log, text } = recordingLog(level);
      expect((['debug', 'info'] as const).filter((name) => log[name] === undefined)).toEqual(hidden);
      log.error('an error');
      expect(text).toHaveLength(level === 'silent' ? 0 : 1);
    }
  });

  it('writes no value under a name that secrets have', () => {
    const { log, text } = recordingLog();
    for (const name of ['token', 'authorization', 'password', 'emailAddress', 'variables', 'sessionJwt']) {
      log.warn('a line', { [name]: 'canary', safe: 'shown' });
    }
    expect(text).toHaveLength(6);
    expect(text.join()).not.toContain('canary');
    expect(text.every((line) => line.includes('[Redacted]') && line.includes('shown'))).toBe(true);
  });

  it('tells of a breaker when it opens and when it closes, not of each call', () => {
    const { log, lines } = recordingLog();
    const { observer } = composeTelemetry(log, noMetrics);
    for (const state of ['open', 'halfOpen', 'open', 'halfOpen', 'closed'] as const) observer.breaker('search', state);
    expect(lines().map(({ message, class: kind }) => [message, kind])).toEqual([
      ['circuit breaker opened', 'search'],
      ['circuit breaker closed', 'search'],
    ]);
  });
});
