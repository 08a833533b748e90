/** deploy/haproxy.cfg is what HAProxy takes, and ends TLS. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { describe, expect, it } from 'vitest';
import { freePort } from '../port.ts';
import { isInstalled } from '../programs.ts';
import { root } from './files.ts';

const haproxy = isInstalled('haproxy', 'deploy/haproxy.cfg');

describe('deploy/haproxy.cfg', () => {
  const environment = { PORT: '8080', GATEWAY_ONE: '127.0.0.1:4001', GATEWAY_TWO: '127.0.0.1:4002' };

  it.skipIf(!haproxy)('is what HAProxy takes, without a warning', () => {
    const env = { ...process.env, ...environment };
    const said = execFileSync('haproxy', ['-c', '-dW', '-f', 'deploy/haproxy.cfg'], { cwd: root, env });
    expect(`${said}`).toContain('Configuration file is valid');
  });

  it.skipIf(!haproxy)(
    'ends TLS where it is given a certificate, and says who is calling',
    { timeout: 30_000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'stytch-graphql-balancer-'));
      const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
      const subject = '-x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost';
      execFileSync('openssl', ['req', ...subject.split(' '), '-keyout', key, '-out', certificate], { stdio: 'ignore' });
      const ca = readFileSync(certificate);
      writeFileSync(certificate, readFileSync(key), { flag: 'a' });
      const callers: unknown[] = [];
      const gateway = createServer((request, response) => {
        if (request.url !== '/ready') callers.push(request.headers['x-forwarded-for']);
        response.end();
      }).listen(0, '127.0.0.1');
      await once(gateway, 'listening');
      const bound = gateway.address();
      const address = `127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;
      const port = await freePort();
      const balancer = spawn('haproxy', ['-db', '-f', 'deploy/haproxy.cfg'], {
        cwd: root,
        env: {
          PATH: process.env['PATH'],
          PORT: `${port}`,
          CERTIFICATE: certificate,
          GATEWAY_ONE: address,
          GATEWAY_TWO: address,
        },
        stdio: 'ignore',
      });
      const client = new Pool(`https://localhost:${port}`, { connect: { ca } });
      try {
        const headers = { 'x-forwarded-for': '203.0.113.7' };
        const ask = () => client.request({ path: '/graphql', method: 'GET', headers });
        const status = () =>
          ask().then(
            ({ statusCode }) => statusCode,
            () => 0,
          );
        await expect.poll(status, { timeout: 10_000 }).toBe(200);
        expect(callers).toEqual(['127.0.0.1']);
      } finally {
        balancer.kill('SIGKILL');
        await client.destroy();
        gateway.close();
        gateway.closeAllConnections();
        rmSync(folder, { recursive: true });
      }
    },
  );
});
