/** What stands in deploy/ is well-formed, agrees with the program and with itself, and suffices to run. */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { validate } from 'dockerfile-utils';
import ts from 'typescript';
import { Pool } from 'undici';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { readConfig } from '../src/process/config.ts';
import { startSandbox } from '../src/sandbox/index.ts';
import { type ComposeFile, danglingReferences, renderCompose, variablesOf } from './compose.ts';
import { freePort } from './port.ts';
import { isInstalled } from './programs.ts';

const root = `${join(import.meta.dirname, '..')}/`;
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const manifest = v.parse(
  v.object({
    version: v.string(),
    devDependencies: v.record(v.string(), v.string()),
    scripts: v.object({ start: v.string() }),
  }),
  JSON.parse(read('package.json')),
);

/** Names that the program reads from its environment. */
const known = [...read('src/process/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+): \[/gm)].map(([, name = '']) => name);
const unknown = (settings: object) => Object.keys(settings).filter((name) => !known.includes(name));

/** Milliseconds that a stopping gateway may take, by its settings: see src/process/shutdown.ts. */
const stopTime = (settings: Readonly<Record<string, string>>): number => {
  const { shutdownNotice, timeout } = readConfig({
    STYTCH_PROJECT_ID: 'project-test-1',
    ...settings,
    STYTCH_SECRET: 'secret-test-1',
    STYTCH_SECRET_FILE: undefined,
  });
  return shutdownNotice + timeout + 1_000;
};

describe('deploy/Dockerfile', () => {
  const text = read('deploy/Dockerfile');
  const instructions = [...text.replaceAll('\\\n', '').matchAll(/^([A-Z]+) (.*)$/gm)].map(
    ([, instruction = '', rest = '']) => ({ instruction, rest }),
  );
  const every = (name: string) => instructions.flatMap(({ instruction, rest }) => (instruction === name ? [rest] : []));
  const copied = every('COPY')
    .filter((rest) => !rest.startsWith('--from'))
    .flatMap((rest) => rest.split(' ').slice(0, -1));

  it('has no fault that the linter knows, and the linter knows some', () => {
    expect(validate(text).map(({ message }) => message)).toEqual([]);
    expect(validate('FROM node:24-slim\nCOPY src\nEXPOSE http\nUSERS root\n')).toHaveLength(3);
  });

  it('is for the version of Node that everything here is tested with', () => {
    const [major] = (manifest.devDependencies['node'] ?? '').split('.');
    expect(new Set(every('FROM').map((image) => image.replace(/ AS .*/, '')))).toEqual(new Set([`node:${major}-slim`]));
  });

  it('runs as nobody special, is stopped as the program expects, and holds no secret', () => {
    expect(every('USER')).toEqual(['1000:1000']);
    expect(every('STOPSIGNAL')).toEqual(['SIGTERM']);
    const started = JSON.stringify(manifest.scripts.start.split(' ')).replaceAll('","', '", "');
    expect(instructions.at(-1), 'as npm start does').toEqual({ instruction: 'CMD', rest: started });
    const warmed = `SANDBOX=on timeout -k 5s 60s ${manifest.scripts.start} & `;
    expect(every('RUN').at(-1)?.startsWith(warmed), 'what Node compiled with other flags it would not take').toBe(true);
    expect(every('HEALTHCHECK')).toHaveLength(1);
    expect(every('ARG')).toEqual([]);
    expect(every('ADD')).toEqual([]);
    const environment = Object.fromEntries(
      every('ENV').flatMap((rest) => rest.split(' ').map((one) => one.split('='))),
    );
    const { NODE_ENV, ...settings } = v.parse(v.record(v.string(), v.string()), environment);
    expect(NODE_ENV).toBe('production');
    expect(unknown(settings)).toEqual([]);
    expect(every('EXPOSE')).toEqual([settings['PORT']]);
  });

  it('copies what is there and what is not kept from it', () => {
    expect(copied).toContain('src');
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const ignore = read('.dockerignore').split('\n');
    expect(ignore).toContain('*');
    expect(copied.filter((path) => !ignore.includes(`!${path}`))).toEqual([]);
    const allowed = ignore.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(allowed.filter((path) => !copied.includes(path))).toEqual([]);
  });

  describe('what it copies', () => {
    let image = '';
    beforeAll(() => {
      image = mkdtempSync(join(tmpdir(), 'stytch-graphql-image-'));
      const left = read('.dockerignore')
        .split('\n')
        .filter((line) => /^[a-z]/.test(line));
      const kept = (path: string) => !left.includes(path.slice(root.length));
      for (const path of copied) cpSync(join(root, path), join(image, path), { recursive: true, filter: kept });
      for (const path of productionPackages()) cpSync(join(root, path), join(image, path), { recursive: true });
    }, 60_000);
    afterAll(() => rmSync(image, { recursive: true, force: true }), 60_000);

    /** What a program prints until it has printed `until` and was told to stop, and its exit code. */
    const run = async (program: string, environment: Record<string, string>, until: RegExp) => {
      // Node itself holds the program to reading nothing else and writing nothing at all, as a read-only image does.
      const confined = ['--permission', `--allow-fs-read=${image}`, ...program.split(' ')];
      const child = spawn(process.execPath, confined, { cwd: image, env: environment });
      const printed = { out: '', err: '' };
      child.stdout.on('data', (chunk: Buffer) => {
        printed.out += chunk;
        if (until.test(printed.out)) child.kill('SIGTERM');
      });
      child.stderr.on('data', (chunk: Buffer) => {
        printed.err += chunk;
      });
      const [code] = await once(child, 'exit');
      return { ...printed, code };
    };

    it('suffices to start and to stop, with nothing else to read and nowhere to write', {
      timeout: 30_000,
    }, async () => {
      const settings = { PORT: '0', SANDBOX_PORT: '0', HOST: '0.0.0.0', SANDBOX: 'on' };
      const { out, err, code } = await run('src/process/main.js', settings, /member {3}\S+/);
      expect({ err, code }).toEqual({ err: '', code: 0 });
      expect(out).toContain('GraphiQL   http://0.0.0.0:');
    });

    it('starts no sandbox that others reach unless it is told to', { timeout: 30_000 }, async () => {
      const { out, err, code } = await run(
        'src/process/main.js',
        { PORT: '0', SANDBOX_PORT: '0', HOST: '0.0.0.0' },
        /./,
      );
      expect([out, err.split('\n').length, code]).toEqual(['', 2, 1]);
      expect(err).toMatch(/^STYTCH_PROJECT_ID and STYTCH_SECRET are missing\. .* set SANDBOX to on\.\n$/);
    });

    // docker is not needed for what a shell shows.
    it('builds only if it becomes ready and stops when told to', { timeout: 120_000 }, async () => {
      const build = async (main: string | undefined) => {
        const [last = ''] = every('RUN').slice(-1);
        // Shorter waits, for a program that never becomes ready or never ends.
        const step =
          main === undefined ? last : last.replace('60s', '4s').replace('5s', '1s').replace('50_000', '3_000');
        const child = spawn('sh', ['-c', main === undefined ? step : step.replace('src/process/main.js', main)], {
          cwd: image,
          env: {
            PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
            PORT: `${await freePort()}`,
            SANDBOX_PORT: '0',
            HOST: '0.0.0.0',
          },
          stdio: 'ignore',
        });
        const [code] = await once(child, 'exit');
        return code === 0;
      };
      const deaf = join(image, 'deaf.js');
      writeFileSync(
        deaf,
        `import http from 'node:http';
        process.on('SIGTERM', () => {});
        http.createServer((_, response) => response.end()).listen(process.env.PORT);`,
      );
      const mute = join(image, 'mute.js');
      writeFileSync(mute, 'setInterval(() => {}, 1_000)');
      expect([await build(undefined), await build('deaf.js'), await build('mute.js')]).toEqual([true, false, false]);
      for (const path of [deaf, mute]) rmSync(path);
    });

    it('suffices for the sandbox alone', { timeout: 30_000 }, async () => {
      const { out, err } = await run('src/process/main.js sandbox', { SANDBOX_PORT: '0' }, /outbox/);
      expect(err).toBe('');
      expect(out).toContain('Stytch sandbox   http://127.0.0.1:');
    });
  });
});

/** Folders of the packages that `npm ci --omit=dev` leaves, the outermost only. */
function productionPackages(): string[] {
  const entry = v.looseObject({ dev: v.optional(v.boolean()), optional: v.optional(v.boolean()) });
  const lock = v.parse(v.object({ packages: v.record(v.string(), entry) }), JSON.parse(read('package-lock.json')));
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => path !== '' && !dev && !/node_modules\/.*node_modules\//.test(path))
    .map(([path]) => path)
    .filter((path) => existsSync(join(root, path)));
}

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

const KINDS: Readonly<Record<string, string>> = {
  'v1 ConfigMap': 'core/v1',
  'v1 Service': 'core/v1',
  'apps/v1 Deployment': 'apps/v1',
  'policy/v1 PodDisruptionBudget': 'policy/v1',
  'autoscaling/v2 HorizontalPodAutoscaler': 'autoscaling/v2',
  'networking.k8s.io/v1 NetworkPolicy': 'networking/v1',
};
const header = v.looseObject({ apiVersion: v.string(), kind: v.string() });

/**
 * What the compiler says of manifests as literals of Kubernetes's own types: a field that is unknown, missing or of the
 * wrong type is an error.
 */
function typeFaults(manifests: readonly v.InferOutput<typeof header>[]): string[] {
  const source = manifests.map((one, index) => {
    const file = KINDS[`${one.apiVersion} ${one.kind}`];
    return `export const manifest${index}: import('kubernetes-types/${file}').${one.kind} = ${JSON.stringify(one)};\n`;
  });
  const name = join(root, 'test/manifests-in-memory.ts');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    lib: ['lib.es2022.d.ts'],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (file, ...rest) =>
    file === name ? ts.createSourceFile(name, source.join(''), rest[0]) : getSourceFile.call(host, file, ...rest);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([name], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

describe('deploy/kubernetes', () => {
  const files = globSync('deploy/kubernetes/*.yaml', { cwd: root }).toSorted();
  const { resources: listed } = v.parse(
    v.object({ resources: v.array(v.string()) }),
    parse(read('deploy/kubernetes/kustomization.yaml')),
  );
  const manifests = listed.flatMap((file) =>
    parseAllDocuments(read(`deploy/kubernetes/${file}`)).map((document) => v.parse(header, document.toJS())),
  );
  const one = <Shape extends v.GenericSchema>(kind: string, shape: Shape): v.InferOutput<Shape> =>
    v.parse(
      shape,
      manifests.find((each) => each.kind === kind),
    );

  it('lists every file, and each reads alike by the rules of YAML 1.1 and 1.2', () => {
    expect(listed.map((file) => `deploy/kubernetes/${file}`).toSorted()).toEqual(
      files.filter((file) => !file.endsWith('kustomization.yaml')),
    );
    for (const file of files) {
      expect(parse(read(file), { version: '1.1' }), file).toEqual(parse(read(file), { version: '1.2' }));
    }
  });

  it('is what Kubernetes takes, to the last field', { timeout: 60_000 }, () => {
    expect(manifests.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`).toSorted()).toEqual(
      Object.keys(KINDS).toSorted(),
    );
    const misspelt = { apiVersion: 'v1', kind: 'Service', spec: { port: [] } };
    expect(typeFaults([...manifests, misspelt])).toEqual([expect.stringContaining(`'"port"' does not exist`)]);
  });

  const port = v.object({ name: v.string(), containerPort: v.number() });
  const probe = v.object({ httpGet: v.object({ path: v.string(), port: v.string() }) });
  const variable = v.object({ name: v.string(), valueFrom: v.object({ secretKeyRef: v.object({ key: v.string() }) }) });
  const container = v.object({
    image: v.string(),
    ports: v.array(port),
    env: v.array(variable),
    envFrom: v.array(v.object({ configMapRef: v.object({ name: v.string() }) })),
    volumeMounts: v.array(v.object({ mountPath: v.string() })),
    startupProbe: probe,
    livenessProbe: probe,
    readinessProbe: probe,
  });
  const labels = v.record(v.string(), v.string());
  const pod = v.object({
    metadata: v.object({ labels, annotations: labels }),
    spec: v.object({ terminationGracePeriodSeconds: v.number(), containers: v.strictTuple([container]) }),
  });
  const { template } = one('Deployment', v.object({ spec: v.object({ template: pod }) })).spec;
  const [gateway] = template.spec.containers;
  const { data } = one('ConfigMap', v.object({ data: v.record(v.string(), v.string()) }));

  it('sets what the program reads, to values that it takes', () => {
    const fromSecret = Object.fromEntries(gateway.env.map(({ name }) => [name, '']));
    expect(unknown({ ...data, ...fromSecret })).toEqual([]);
    expect(stopTime(data)).toBeLessThan(template.spec.terminationGracePeriodSeconds * 1000);
    expect(dirname(data['STYTCH_SECRET_FILE'] ?? '')).toBe(gateway.volumeMounts[0]?.mountPath);
    expect(Object.keys(data).filter((name) => /SECRET$|KEYS|REDIS_URL/.test(name))).toEqual([]);
  });

  it('agrees on ports, paths and labels', () => {
    const ports = Object.fromEntries(gateway.ports.map(({ name, containerPort }) => [name, `${containerPort}`]));
    expect(ports).toEqual({ http: data['PORT'], metrics: data['METRICS_PORT'] });
    expect(template.metadata.annotations['prometheus.io/port']).toBe(data['METRICS_PORT']);
    expect([gateway.startupProbe, gateway.livenessProbe, gateway.readinessProbe]).toEqual([
      { httpGet: { path: '/live', port: 'http' } },
      { httpGet: { path: '/live', port: 'http' } },
      { httpGet: { path: '/ready', port: 'http' } },
    ]);
    const chosen = v.object({ matchLabels: labels });
    const selectors = [
      one('Deployment', v.object({ spec: v.object({ selector: chosen }) })).spec.selector.matchLabels,
      one('PodDisruptionBudget', v.object({ spec: v.object({ selector: chosen }) })).spec.selector.matchLabels,
      one('NetworkPolicy', v.object({ spec: v.object({ podSelector: chosen }) })).spec.podSelector.matchLabels,
      one('Service', v.object({ spec: v.object({ selector: labels }) })).spec.selector,
    ];
    for (const selector of selectors) expect(selector).toEqual(template.metadata.labels);
    const { name } = one('ConfigMap', v.object({ metadata: v.object({ name: v.string() }) })).metadata;
    expect(gateway.envFrom).toEqual([{ configMapRef: { name } }]);
  });

  it('names an image that the step of docs/deploy.md makes', () => {
    const [command = ''] = /^docker build .*$/m.exec(read('docs/deploy.md')) ?? [];
    // A docker that only says what it was asked for.
    const folder = mkdtempSync(join(tmpdir(), 'stytch-graphql-docker-'));
    writeFileSync(join(folder, 'docker'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
    const PATH = [folder, dirname(process.execPath), process.env['PATH']].join(':');
    const words = `${execFileSync('sh', ['-c', command], { cwd: root, env: { PATH } })}`.trim().split('\n');
    rmSync(folder, { recursive: true });
    const tags = words.filter((_, at) => words[at - 1] === '-t');
    expect(tags).toEqual([gateway.image, 'stytch-graphql']);
    expect(gateway.image, 'run `npm run codegen`').toBe(`stytch-graphql:${manifest.version}`);
    expect(words.filter((word) => word !== '-t' && !tags.includes(word))).toEqual([
      'build',
      '-f',
      'deploy/Dockerfile',
      '.',
    ]);
  });

  it('scales on a metric that the program has', () => {
    const metric = v.object({ pods: v.object({ metric: v.object({ name: v.string() }) }) });
    const { metrics } = one(
      'HorizontalPodAutoscaler',
      v.object({ spec: v.object({ metrics: v.strictTuple([metric]) }) }),
    ).spec;
    const { name } = metrics[0].pods.metric;
    expect(read('src/telemetry/prometheus.ts').includes(`name: '${name}'`), name).toBe(true);
  });
});

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
