/** One request to Stytch: its protocol, and malformed, truncated or large responses. */
import { once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Handler, hangUp, html, json, policy, refused, startUpstream, type Upstream } from './upstream.ts';

let upstream: Upstream;
beforeEach(async () => {
  upstream = await startUpstream();
});
afterEach(() => upstream.close());

it('HTTP/1.1 is spoken, and nothing else is offered', async () => {
  const greetings: Buffer[] = [];
  const listener = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', (greeting) => {
      greetings.push(greeting);
      socket.destroy();
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const secure = upstream.clientAt((listener.address() as AddressInfo).port, 2_000, 'https');
  expect((await refused(secure.call('get', '/v1/b2b/rbac/policy', {}))).code).toBe('UPSTREAM_UNAVAILABLE');
  // The first attempt and its retries. A protocol name follows its length (RFC 7301, 3.1).
  expect(greetings).toHaveLength(3);
  for (const greeting of greetings) {
    expect(greeting.includes('\x08http/1.1')).toBe(true);
    expect(greeting.includes('\x02h2')).toBe(false);
  }
  await secure.close();
  listener.close();
});

describe('an invalid response', () => {
  it.each<[string, Handler, string, string]>([
    ['HTML from a proxy', html(502), 'UPSTREAM_UNAVAILABLE', 'OUTCOME_UNKNOWN'],
    ['an overloaded proxy', html(503), 'UPSTREAM_UNAVAILABLE', 'UPSTREAM_UNAVAILABLE'],
    ['an empty success', (_, response) => response.writeHead(200).end(), 'BAD_UPSTREAM_RESPONSE', 'OUTCOME_UNKNOWN'],
    ['HTML as success', html(200), 'BAD_UPSTREAM_RESPONSE', 'OUTCOME_UNKNOWN'],
    [
      'cut JSON',
      (_, response) => response.writeHead(200).end('{"request_id": "r'),
      'BAD_UPSTREAM_RESPONSE',
      'OUTCOME_UNKNOWN',
    ],
    ['a bare list', json(200, []), 'BAD_UPSTREAM_RESPONSE', 'OUTCOME_UNKNOWN'],
    [
      'a short body',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{');
        response.socket?.end();
      },
      'UPSTREAM_UNAVAILABLE',
      'OUTCOME_UNKNOWN',
    ],
    ['no answer at all', hangUp, 'UPSTREAM_UNAVAILABLE', 'OUTCOME_UNKNOWN'],
    ['an HTML 404', html(404), 'BAD_UPSTREAM_RESPONSE', 'BAD_UPSTREAM_RESPONSE'],
  ])('%s', async (_, handler, forRead, forWrite) => {
    upstream.handlers = [handler];
    const readFacts = await refused(upstream.read());
    expect(readFacts.code).toBe(forRead);
    expect(JSON.stringify(readFacts)).not.toMatch(/lb-internal|undici|ECONN|127\.0\.0\.1/);
    upstream.received = [];
    expect((await refused(upstream.write())).code).toBe(forWrite);
    expect(upstream.received.length, 'a write is never sent twice').toBe(1);
  });

  it('a redirect is not followed, and the secret is not sent to its target', async () => {
    upstream.handlers = [(_, response) => response.writeHead(302, { location: '/elsewhere' }).end()];
    expect((await refused(upstream.read())).code).toBe('BAD_UPSTREAM_RESPONSE');
    expect(upstream.received.map(({ url }) => url)).toEqual(['/v1/b2b/rbac/policy']);
  });

  it('more than 8 MB is cut', async () => {
    upstream.handlers = [
      (_, response) => {
        response.writeHead(200);
        const chunk = Buffer.alloc(1024 * 1024, 32);
        for (let i = 0; i < 20; i += 1) response.write(chunk);
        response.end();
      },
    ];
    expect((await refused(upstream.read())).code).toBe('BAD_UPSTREAM_RESPONSE');
  });
});

describe('a large response', () => {
  const roles = Array.from({ length: 400 }, (_, n) => ({ role_id: `role-${n}`, description: 'Zoë’s role' }));
  const large = { ...policy, policy: { ...policy.policy, roles } };

  it('is as it was sent', async () => {
    upstream.handlers = [json(200, large)];
    expect(await upstream.read()).toEqual(large);
  });

  it('that broke off in the middle cannot be read', async () => {
    const text = JSON.stringify(large);
    upstream.handlers = [(_, response) => response.writeHead(200).end(text.slice(0, text.length / 2))];
    expect((await refused(upstream.read())).code).toBe('BAD_UPSTREAM_RESPONSE');
  });

  it('with something unreadable in it is refused where that is asked for, and says nothing of it', async () => {
    upstream.handlers = [
      (_, response) => response.writeHead(200).end(JSON.stringify(large).replace('"role-7"', 'canary')),
    ];
    const answer = await upstream.read();
    expect(answer.request_id).toBe('r1');
    const { message, ...facts } = await refused(Promise.try(() => answer.policy?.roles));
    expect(facts.code).toBe('BAD_UPSTREAM_RESPONSE');
    expect(message).not.toContain('canary');
  });
});
