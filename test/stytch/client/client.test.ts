/** Slots of a client: calls that are queued for one, and how each call releases its slot. */
import { Dispatcher } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AbortSource } from '../../../src/stytch/client/abort.ts';
import type { CallOptions } from '../../../src/stytch/client/call.ts';
import { createStytchClient, type StytchClient } from '../../../src/stytch/client/client.ts';
import { createPauses } from '../../../src/stytch/resilience/pauses.ts';
import {
  type Handler,
  hang,
  hangUp,
  html,
  json,
  policy,
  refusalBody,
  refused,
  startUpstream,
  type Upstream,
} from './upstream.ts';

let upstream: Upstream;
beforeEach(async () => {
  upstream = await startUpstream();
});
afterEach(() => upstream.close());

describe('a socket that throws', () => {
  class Throwing extends Dispatcher {
    override dispatch(): boolean {
      throw new Error('broken');
    }
    override async destroy(): Promise<void> {}
  }

  it('fails the call and gives its turn back', async () => {
    const broken = createStytchClient({
      baseUrl: 'http://127.0.0.1:1',
      telemetryUrl: 'http://127.0.0.1:1',
      projectId: 'project-test-1',
      secret: 'secret-test-canary',
      rules: { connections: 1, retries: 0 },
      log: { warn: () => {}, error: () => {} },
      connect: () => new Throwing(),
    });
    const options = { limitKey: { caller: 'one', tenant: 'all' } };
    for (let n = 0; n < 3; n += 1) {
      expect((await refused(broken.call('get', '/v1/b2b/rbac/policy', {}, options))).code).toBe('UPSTREAM_UNAVAILABLE');
    }
    const organization = { organizationName: 'A' };
    const write = broken.call('post', '/v1/b2b/organizations', organization, options);
    expect((await refused(write)).code).toBe('OUTCOME_UNKNOWN');
  });
});

describe('calls that waited together', () => {
  it('are tried one at a time on a Stytch that has been failing', async () => {
    let sent = 0;
    class Failing extends Dispatcher {
      override dispatch(): boolean {
        sent += 1;
        throw new Error('broken');
      }
      override async close(): Promise<void> {}
    }
    let turn: Promise<void> | undefined;
    const client = createStytchClient({
      baseUrl: 'http://127.0.0.1:1',
      telemetryUrl: 'http://127.0.0.1:1',
      projectId: 'project-test-1',
      secret: 'secret-test-canary',
      rules: { retries: 0, minimumThroughput: 4, failureRateThreshold: 0.5, cooldownMs: 20 },
      rates: { take: () => turn, remaining: () => 1, pauses: createPauses() },
      log: { warn: () => {}, error: () => {} },
      connect: () => new Failing(),
    });
    const ask = () => refused(client.call('get', '/v1/b2b/rbac/policy', {}));
    for (let n = 0; n < 10; n += 1) await ask();
    expect(sent).toBeLessThan(10);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = sent;
    const { promise, resolve } = Promise.withResolvers<void>();
    turn = promise;
    const asked = [ask(), ask(), ask()];
    resolve();
    await Promise.all(asked);
    expect(sent - before).toBe(1);
  });
});

describe('a call that waits for its turn', () => {
  const limitKey = { caller: 'one', tenant: 'all' };
  const oneAtATime = () =>
    createStytchClient({
      baseUrl: `http://127.0.0.1:${upstream.port}`,
      telemetryUrl: 'http://127.0.0.1:1',
      projectId: 'project-test-1',
      secret: 'secret-test-canary',
      rules: { connections: 1 },
      log: { warn: () => {}, error: () => {} },
    });
  /** A first call, with a response that the test releases. */
  const first = async (client: StytchClient) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    upstream.handlers = [
      (_, response) => void promise.then(() => response.end(JSON.stringify({ request_id: 'r', status_code: 200 }))),
      json(200, policy),
    ];
    const answer = client.call('post', '/v1/b2b/organizations', { organizationName: 'A' }, { limitKey });
    while (upstream.received.length === 0) await new Promise((turn) => setImmediate(turn));
    return { answer, letGo: resolve };
  };
  const ask = (client: StytchClient, options: Parameters<StytchClient['send']>[3]) =>
    client.call('post', '/v1/b2b/organizations', { organizationName: 'B' }, { limitKey, ...options });

  it('is not sent once its deadline has passed', async () => {
    const client = oneAtATime();
    const { answer, letGo } = await first(client);
    const { code } = await refused(ask(client, { deadline: Date.now() + 50 }));
    expect([code, upstream.received.length], 'a change that was not sent is no change of unknown outcome').toEqual([
      'TIMEOUT',
      1,
    ]);
    letGo();
    await answer;
    await ask(client, {});
    expect(upstream.received.length).toBe(2);
  });

  it('is not sent for a caller who disconnected, before or while it was queued', async () => {
    const client = oneAtATime();
    const { answer, letGo } = await first(client);
    const signal = new AbortSource();
    const waits = refused(ask(client, { signal }));
    signal.abort();
    const asks = refused(ask(client, { signal }));
    expect([(await waits).code, (await asks).code]).toEqual(['TIMEOUT', 'TIMEOUT']);
    letGo();
    await answer;
    expect(upstream.received.length).toBe(1);
  });
});

describe('the one slot of a client', () => {
  const limitKey = { caller: 'one', tenant: 'all' };
  const begun: Handler = (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write(' ');
  };
  const answers: Handler = json(200, policy);
  const leaving = (milliseconds: number) => {
    const signal = new AbortSource();
    setTimeout(() => signal.abort(), milliseconds);
    return { signal };
  };
  const ends: readonly [how: string, handlers: readonly Handler[], options: () => CallOptions, code: string][] = [
    ['an abort before the answer', [hang], () => leaving(50), 'TIMEOUT'],
    ['an abort within the answer', [begun], () => leaving(50), 'TIMEOUT'],
    ['a deadline before the answer', [hang], () => ({ deadline: Date.now() + 50 }), 'TIMEOUT'],
    ['a deadline within the answer', [begun], () => ({ deadline: Date.now() + 50 }), 'TIMEOUT'],
    ['an abort between two attempts', [html(503), hang], () => leaving(50), 'TIMEOUT'],
    ['a connection that breaks', [hangUp], () => ({ noRetry: true }), 'UPSTREAM_UNAVAILABLE'],
    ['a connection that breaks each time', [hangUp, hangUp, hangUp], () => ({}), 'UPSTREAM_UNAVAILABLE'],
    ['an answer that is no JSON', [html(200)], () => ({ noRetry: true }), 'BAD_UPSTREAM_RESPONSE'],
    ['a refusal', [json(404, refusalBody(404, 'organization_not_found'))], () => ({}), 'NOT_FOUND'],
  ];

  it.each(ends)('is free after %s, for queued and for new calls', async (_, faults, options, code) => {
    const client = createStytchClient({
      baseUrl: `http://127.0.0.1:${upstream.port}`,
      telemetryUrl: 'http://127.0.0.1:1',
      projectId: 'project-test-1',
      secret: 'secret-test-canary',
      rules: { connections: 1, backoffMs: 1 },
      log: { warn: () => {}, error: () => {} },
    });
    const ask = (by: CallOptions = {}) => client.call('get', '/v1/b2b/rbac/policy', {}, { limitKey, ...by });
    const left = [...faults];
    upstream.handlers = [
      (request, ...rest) => (request.url === '/v1/b2b/rbac/policy' ? answers : left.shift())?.(request, ...rest),
    ];
    const fails = refused(client.call('get', '/v1/debug/whoami', {}, { limitKey, ...options() }));
    while (upstream.received.length < 1) await new Promise((turn) => setImmediate(turn));
    const waits = ask();
    expect((await fails).code).toBe(code);
    expect(await waits).toMatchObject({ request_id: 'r1' });
    // If a slot were released twice, two calls could run at the same time.
    let atOnce = 0;
    let most = 0;
    upstream.handlers = [
      (request, response, body) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        setTimeout(() => {
          atOnce -= 1;
          answers(request, response, body);
        }, 10);
      },
    ];
    await Promise.all([ask(), ask(), ask()]);
    expect(most).toBe(1);
    await client.close();
  });
});
