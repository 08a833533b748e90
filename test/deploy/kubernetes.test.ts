/** The manifests in deploy/kubernetes are what Kubernetes takes, and agree with the program and with each other. */
import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { manifest, read, root, stopTime, unknown } from './files.ts';

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
