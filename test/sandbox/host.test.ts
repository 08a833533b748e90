/** Addresses and host names of a sandbox. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/index.ts';

type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

describe('a sandbox that listens on all addresses', () => {
  let sandbox: Sandbox;
  afterEach(() => sandbox.close());

  /** The status of a request to another address of this machine, with a Host header. */
  const statusFor = async (name: string, path: string, method = 'GET'): Promise<number | undefined> => {
    const { port } = new URL(sandbox.origin);
    const sent = request({ host: '127.0.0.2', port, path, method, headers: { host: name.replace('PORT', port) } });
    sent.end();
    const [response]: IncomingMessage[] = await once(sent, 'response');
    response?.resume();
    return response?.statusCode;
  };

  it('accepts the configured hosts and loopback, and rejects pages of other names', async () => {
    sandbox = await startSandbox({ port: 0, host: '0.0.0.0', hosts: ['sandbox.test'] });
    expect(sandbox.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    for (const name of ['sandbox.test:PORT', 'sandbox.test', 'localhost:PORT', '127.0.0.1:PORT']) {
      expect([name, await statusFor(name, '/sandbox/clock')]).toEqual([name, 200]);
    }
    for (const [path, method] of [
      ['/sandbox/clock', 'GET'],
      ['/sandbox/worlds', 'POST'],
      ['/v1/sessions/jwks/project-test-none', 'GET'],
    ] as const) {
      expect([path, await statusFor('evil.example:PORT', path, method)]).toEqual([path, 421]);
    }
    expect(sandbox.worlds.list()).toHaveLength(1);
  });

  it('listens on loopback by default', async () => {
    sandbox = await startSandbox({ port: 0 });
    await expect(statusFor('localhost:PORT', '/sandbox/clock')).rejects.toThrow(/ECONNREFUSED/);
  });
});
