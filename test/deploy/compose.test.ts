/** The compose files agree with the program and with themselves, and name nothing that is not there. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/process/config.ts';
import { startSandbox } from '../../src/sandbox/index.ts';
import { isInstalled } from '../programs.ts';
import { type ComposeFile, danglingReferences, renderCompose, variablesOf } from './compose.ts';
import { HEALTH_CHECK_SECONDS, read, root, stopTime, unknown } from './files.ts';

/** What an operator gives a gateway over a project, by the files and by `deploy/.env`. */
const given = {
  STYTCH_PROJECT_ID: 'project-live-5a11d0b0-0000-4000-a000-57a7c4000001',
  STYTCH_VERTICAL: 'consumer',
  GATEWAY_API_KEYS: `backend:${'a1'.repeat(32)}:admin`,
};
const composeFiles = ['deploy/compose.yaml', 'deploy/compose.project.yaml'] as const;
const gatewaysOf = ({ services }: ComposeFile) =>
  Object.entries(services).filter(([name]) => name.startsWith('gateway-'));
const compose = isInstalled('docker compose', 'whether docker compose takes the compose files');

describe.each(composeFiles)('%s', (path) => {
  const text = read(path);
  const file = renderCompose(text, given);
  const gateways = gatewaysOf(file);

  it('names only services, networks, secrets, files, ports and variables that are there', () => {
    expect(danglingReferences(file, join(root, path))).toEqual([]);
  });

  it.each([
    ['a service', /^( +)redis: \{ condition/m, '$1radish: { condition'],
    ['a host', /redis:\/\/redis/, 'redis://radish'],
    ['a port', /GATEWAY_TWO: ([\w-]+):\d+/, 'GATEWAY_TWO: $1:4999'],
    ['a published port', /:(8080|8443)'\]/, ":4999']"],
    ['a file', /\.\/haproxy\.cfg/, './radish.cfg'],
    ['a variable of haproxy.cfg', /GATEWAY_ONE:/, 'GATEWAY_RADISH:'],
    ['a Dockerfile', /dockerfile: .*/, 'dockerfile: radish'],
    ['an image', /^( +)build:\n +context: .*\n +dockerfile: .*\n/m, ''],
  ])('would not pass with %s that is not there', (_, part, other) => {
    expect(text).toMatch(part);
    const faults = danglingReferences(renderCompose(text.replace(part, other), given), join(root, path));
    expect(faults.join()).toMatch(/radish|4999|RADISH|no Dockerfile|never built/);
  });

  it('sets two gateways up so that they run, and gives them time to stop', () => {
    expect(gateways).toHaveLength(2);
    const folder = mkdtempSync(join(tmpdir(), 'stytch-graphql-secret-'));
    const secretFile = join(folder, 'secret');
    writeFileSync(secretFile, 'secret-live-of-no-project');
    for (const [name, { environment, stop_grace_period }] of gateways) {
      expect(unknown(environment), name).toEqual([]);
      const secret = environment['STYTCH_SECRET_FILE'] ? { STYTCH_SECRET_FILE: secretFile } : {};
      const config = readConfig({ HOST: '0.0.0.0', ...environment, ...secret });
      expect(config, name).toMatchObject({ trustProxy: 1, warnings: [] });
      expect(Number.parseInt(stop_grace_period, 10) * 1000, name).toBeGreaterThan(stopTime(environment));
    }
    rmSync(folder, { recursive: true });
  });

  it('gives its health checks as long as that of the image has', () => {
    const checks = Object.values(file.services).flatMap(({ healthcheck }) => healthcheck ?? []);
    expect(new Set(checks.map(({ timeout }) => timeout))).toEqual(new Set([`${HEALTH_CHECK_SECONDS}s`]));
  });

  it.skipIf(!compose)('is what docker compose takes', () => {
    const { PATH = '' } = process.env;
    execFileSync('docker', ['compose', '-f', path, 'config', '--quiet'], { cwd: root, env: { PATH, ...given } });
  });
});

describe('deploy/compose.yaml, over the sandbox', () => {
  const { services } = renderCompose(read('deploy/compose.yaml'));

  it('points gateways at the sandbox, with the sandbox’s own credentials', async () => {
    const { projectId, secret, world, close } = await startSandbox({ port: 0 });
    const { credentials } = await world();
    await close();
    const sha256 = createHash('sha256').update(credentials.server_key).digest('hex');
    for (const one of [services['gateway-one'], services['gateway-two']]) {
      expect(one?.network_mode).toBe('service:sandbox');
      expect(one?.environment).toMatchObject({
        STYTCH_PROJECT_ID: projectId,
        STYTCH_SECRET: secret,
        STYTCH_BASE_URL: `http://127.0.0.1:${services['sandbox']?.environment['SANDBOX_PORT']}`,
        GATEWAY_API_KEYS: `sandbox:${sha256}:admin`,
      });
    }
  });
});

describe('deploy/compose.project.yaml', () => {
  const text = read('deploy/compose.project.yaml');
  const file = renderCompose(text, given);
  const page = read('docs/deploy.md');

  it('is for the project that the operator names, of either kind, and has nothing of the sandbox', () => {
    for (const [, { environment }] of gatewaysOf(file)) expect(environment).toMatchObject(given);
    const { STYTCH_PROJECT_ID } = given;
    for (const [, { environment }] of gatewaysOf(renderCompose(text, { STYTCH_PROJECT_ID }))) {
      expect(environment).toMatchObject({ STYTCH_PROJECT_ID, STYTCH_VERTICAL: 'b2b', GATEWAY_API_KEYS: '' });
    }
    expect(() => renderCompose(text)).toThrow(/^STYTCH_PROJECT_ID: /);
    expect(text).not.toMatch(/sandbox|sgk_|STYTCH_BASE_URL/i);
  });

  it('holds no secret: each is a file of its own, which git ignores and docs/deploy.md names', () => {
    const files = Object.values(file.secrets).map(({ file: path }) => join('deploy', path));
    expect(files).toHaveLength(2);
    for (const path of [...files, 'deploy/.env']) {
      expect(page).toContain(`\`${path}\``);
      expect(`${execFileSync('git', ['check-ignore', path], { cwd: root })}`.trim()).toBe(path);
    }
    for (const name of variablesOf(text)) expect(page).toContain(`${name}=`);
    for (const [, { environment }] of gatewaysOf(file)) expect(environment).not.toHaveProperty('STYTCH_SECRET');
  });

  it('lets only the gateways reach Redis, and Redis nothing', () => {
    const reaching = Object.entries(file.services).filter(([, { networks = [] }]) => networks.includes('counters'));
    expect(reaching.map(([name]) => name)).toEqual(['gateway-one', 'gateway-two', 'redis']);
    expect(file.services['redis']?.networks).toEqual(['counters']);
    expect(file.networks['counters']).toEqual({ internal: true });
    expect(Object.entries(file.services).filter(([, { ports }]) => ports.length > 0)).toHaveLength(1);
  });
});
