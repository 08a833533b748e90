/** deploy/haproxy.cfg is what HAProxy takes, ends TLS, and uses both gateways as they are addressed and as slow as they are. */
import { execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { Pool } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../port.ts';
import { isInstalled } from '../programs.ts';
import { read, root } from './files.ts';

const haproxy = isInstalled('haproxy', 'deploy/haproxy.cfg');

/** What the test has started, to be ended in the opposite order. */
const started: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of started.splice(0).toReversed()) await end();
});

/** A folder for the files of one test. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stytch-graphql-balancer-'));
  started.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** The port of a server that stands for a gateway. */
async function startGateway(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  started.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const bound = server.address();
  return typeof bound === 'object' && bound ? bound.port : 0;
}

/** HAProxy, and a client of it. */
async function startBalancer(
  addresses: { CERTIFICATE?: string; GATEWAY_ONE: string; GATEWAY_TWO: string },
  { file = 'deploy/haproxy.cfg', ca }: { file?: string; ca?: Buffer } = {},
): Promise<(headers?: Record<string, string>) => Promise<{ status: number; body: string }>> {
  const port = await freePort();
  const { PATH = '' } = process.env;
  const env = { PATH, PORT: `${port}`, ...addresses };
  const balancer = spawn('haproxy', ['-db', '-f', file], { cwd: root, env, stdio: 'ignore' });
  started.push(() => balancer.kill('SIGKILL'));
  const client = new Pool(`${ca ? 'https' : 'http'}://localhost:${port}`, ca ? { connect: { ca } } : {});
  started.push(() => client.destroy());
  return (headers = {}) =>
    client.request({ path: '/graphql', method: 'GET', headers }).then(
      async ({ statusCode, body }) => ({ status: statusCode, body: await body.text() }),
      () => ({ status: 0, body: '' }),
    );
}

/** A name server that says of every name that it has one IPv4 address, 127.0.0.1, and no other. */
async function startNameServer(): Promise<{ port: number; asked: () => number }> {
  const socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', (query, { port, address }) => {
    asked += 1;
    const end = query.indexOf(0, 12) + 5;
    const isAddress = query.readUInt16BE(end - 4) === 1;
    const header = Buffer.from([...query.subarray(0, 2), 0x81, 0x80, 0, 1, 0, isAddress ? 1 : 0, 0, 0, 0, 0]);
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 127, 0, 0, 1]);
    socket.send(Buffer.concat([header, query.subarray(12, end), ...(isAddress ? [record] : [])]), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  started.push(() => socket.close());
  return { port: socket.address().port, asked: () => asked };
}

describe('deploy/haproxy.cfg', () => {
  const environment = { PORT: '8080', GATEWAY_ONE: '127.0.0.1:4001', GATEWAY_TWO: '127.0.0.1:4002' };

  it.skipIf(!haproxy)('is what HAProxy takes, without a warning', () => {
    const env = { ...process.env, ...environment };
    const said = execFileSync('haproxy', ['-c', '-dW', '-f', 'deploy/haproxy.cfg'], { cwd: root, env });
    expect(`${said}`).toContain('Configuration file is valid');
  });

  it.skipIf(!haproxy)('ends TLS where it is given a certificate, and says who is calling', async () => {
    const folder = temporaryFolder();
    const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
    const subject = '-x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost';
    execFileSync('openssl', ['req', ...subject.split(' '), '-keyout', key, '-out', certificate], { stdio: 'ignore' });
    const ca = readFileSync(certificate);
    writeFileSync(certificate, readFileSync(key), { flag: 'a' });
    const callers: unknown[] = [];
    const gateway = await startGateway((request, response) => {
      if (request.url !== '/ready') callers.push(request.headers['x-forwarded-for']);
      response.end();
    });
    const address = `127.0.0.1:${gateway}`;
    const ask = await startBalancer({ CERTIFICATE: certificate, GATEWAY_ONE: address, GATEWAY_TWO: address }, { ca });
    const status = async () => (await ask({ 'x-forwarded-for': '203.0.113.7' })).status;
    await expect.poll(status, { timeout: 10_000 }).toBe(200);
    expect(callers).toEqual(['127.0.0.1']);
  });

  it.skipIf(!haproxy)('uses both gateways where they share an address, as in compose.yaml', async () => {
    const names = await startNameServer();
    const file = join(temporaryFolder(), 'haproxy.cfg');
    const text = read('deploy/haproxy.cfg');
    expect(text).toContain('127.0.0.11:53');
    writeFileSync(file, text.replace('127.0.0.11:53', `127.0.0.1:${names.port}`));
    const [one, two] = await Promise.all(
      ['one', 'two'].map((name) => startGateway((_, response) => response.end(name))),
    );
    const ask = await startBalancer({ GATEWAY_ONE: `localhost:${one}`, GATEWAY_TWO: `localhost:${two}` }, { file });
    await expect.poll(names.asked, { timeout: 20_000 }).toBeGreaterThan(3);
    await after(500);
    const answers: string[] = [];
    for (let n = 0; n < 10; n += 1) answers.push((await ask()).body);
    expect(new Set(answers)).toEqual(new Set(['one', 'two']));
  });

  it.skipIf(!haproxy)('keeps a gateway that is slow to say it is ready, and drops one that is not ready', async () => {
    let checks = 0;
    let ready = 200;
    const gateway = await startGateway((request, response) => {
      if (request.url !== '/ready') return response.end();
      checks += 1;
      // All take longer than the interval of checks. Two, far apart, take longer than HAProxy waits.
      return setTimeout(() => response.writeHead(ready).end(), checks === 5 || checks === 12 ? 5_000 : 800);
    });
    const address = `127.0.0.1:${gateway}`;
    const ask = await startBalancer({ GATEWAY_ONE: address, GATEWAY_TWO: '127.0.0.1:1' });
    await expect.poll(async () => (await ask()).status, { timeout: 10_000 }).toBe(200);
    const statuses = new Set<number>();
    while (checks < 15) {
      statuses.add((await ask()).status);
      await after(50);
    }
    expect(statuses).toEqual(new Set([200]));
    ready = 503;
    await expect.poll(async () => (await ask()).status, { timeout: 10_000 }).toBe(503);
  });
});
