/** What a client that is closed waits for. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AbortSource } from '../../../src/stytch/client/abort.ts';
import type { StytchClient } from '../../../src/stytch/client/client.ts';
import { type Handler, hang, json, policy, refused, startUpstream, type Upstream } from './upstream.ts';

/** Milliseconds for a call, longer than any test. */
const LONG = 600_000;
/** Milliseconds by which a client is closed that has nothing to wait for: fewer than a connection is waited for. */
const SOON = 8_000;

let upstream: Upstream;
let client: StytchClient;
beforeEach(async () => {
  upstream = await startUpstream();
  client = upstream.clientAt(upstream.port, LONG);
});
afterEach(() => upstream.close());

const received = async () => {
  while (upstream.received.length === 0) await after(5);
};
const closedSoon = (closing: StytchClient) =>
  Promise.race([closing.close().then(() => 'closed'), after(SOON, 'open', { ref: false })]);
const slow: Handler = (...exchange) => setTimeout(() => json(200, policy)(...exchange), 300);

describe('a client that is closed', () => {
  it('gives up reads of its own', async () => {
    upstream.handlers = [hang];
    const read = refused(client.call('get', '/v1/b2b/rbac/policy', {}));
    await received();
    expect(await closedSoon(client)).toBe('closed');
    expect(await read).toMatchObject({ code: 'TIMEOUT' });
  });

  it('gives up connections that are being made', async () => {
    const sockets: Socket[] = [];
    // It never answers the TLS handshake.
    const silent = createServer((socket) => sockets.push(socket.resume().on('error', () => {}))).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const connecting = upstream.clientAt((silent.address() as AddressInfo).port, LONG, 'https');
    const read = refused(connecting.call('get', '/v1/b2b/rbac/policy', {}));
    while (sockets.length === 0) await after(5);
    expect(await closedSoon(connecting)).toBe('closed');
    expect(await read).toMatchObject({ code: 'TIMEOUT' });
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('waits for reads of callers', async () => {
    upstream.handlers = [slow];
    const read = client.call('get', '/v1/b2b/rbac/policy', {}, { signal: new AbortSource() });
    await received();
    expect(await closedSoon(client)).toBe('closed');
    expect(await Promise.race([read, 'lost'])).toMatchObject({ request_id: 'r1' });
  });

  it('waits for writes that were sent', async () => {
    upstream.handlers = [slow];
    const write = client.call('post', '/v1/b2b/organizations', { organizationName: 'A', organizationSlug: 'a' });
    await received();
    expect(await closedSoon(client)).toBe('closed');
    expect(await Promise.race([write, 'lost'])).toMatchObject({ request_id: 'r1' });
  });
});
