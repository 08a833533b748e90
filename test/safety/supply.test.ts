/** T38: dependencies, and which of them an operator runs. test/package/contents.test.ts tests the published package. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');

const manifest = v.parse(
  v.object({
    dependencies: v.record(v.string(), v.string()),
    optionalDependencies: v.record(v.string(), v.string()),
    devDependencies: v.record(v.string(), v.string()),
    peerDependencies: v.record(v.string(), v.string()),
    peerDependenciesMeta: v.record(v.string(), v.object({ optional: v.literal(true) })),
  }),
  JSON.parse(read('package.json')),
);
const locked = v.object({
  version: v.string(),
  integrity: v.optional(v.string()),
  resolved: v.optional(v.string()),
  link: v.optional(v.boolean()),
  dev: v.optional(v.boolean()),
  hasInstallScript: v.optional(v.boolean()),
  optional: v.optional(v.boolean()),
  engines: v.optional(v.looseObject({ node: v.optional(v.string()) })),
});
const lock = v.parse(
  v.object({
    lockfileVersion: v.literal(3),
    packages: v.record(
      v.string(),
      v.union([locked, v.looseObject({ dependencies: v.record(v.string(), v.string()) })]),
    ),
  }),
  JSON.parse(read('package-lock.json')),
);
const packages = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .map(([path, entry]) => ({ path, ...v.parse(locked, entry) }));
const production = packages.filter(({ dev }) => !dev);
const ours = { ...manifest.dependencies, ...manifest.optionalDependencies };
const direct = Object.keys(ours);
const page = read('docs/safety.md');

/** The package that an import names. */
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Files that an operator’s process may load: without code generators and the GraphiQL bundle. */
const shipped = globSync(['src/**/*.ts', 'schema/**/*.ts', 'resolvers/**/*.ts', 'loaders/**/*.ts'], {
  cwd: fileURLToPath(root),
}).filter(
  (file) =>
    !/^src\/graphiql\/(app\/|build\.ts)|^src\/stytch\/contract\/codegen\.ts|^schema\/(print(-sdl)?|watch|graph-change|federation\/print-subgraph)\.ts/.test(
      file,
    ),
);
const imported = new Set(
  shipped.flatMap((file) =>
    [...read(file).matchAll(/^(?:import|\}|export) .*?from '([^']+)';$|import\('([^']+)'\)/gm)]
      .map(([, named, loaded]) => named ?? loaded ?? '')
      .filter((specifier) => !/^(\.|node:)/.test(specifier))
      .map(packageOf),
  ),
);

describe('T38: the lock file', () => {
  it('pins every package by a hash of its content, from the registry alone', () => {
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter(({ integrity }) => !integrity?.startsWith('sha512-')).map(({ path }) => path)).toEqual([]);
    expect(packages.filter(({ link }) => link).map(({ path }) => path)).toEqual([]);
    const elsewhere = packages.filter(
      ({ resolved }) => resolved && !resolved.startsWith('https://registry.npmjs.org/'),
    );
    expect(elsewhere.map(({ path }) => path)).toEqual([]);
  });

  it('matches package.json, whose versions are exact', () => {
    const versions = { ...ours, ...manifest.devDependencies };
    expect(Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    const differing = Object.entries(versions).filter(
      ([name, version]) => packages.find(({ path }) => path === `node_modules/${name}`)?.version !== version,
    );
    expect(differing).toEqual([]);
  });

  it('omits no optional package if npm runs on an older Node than the gateway', () => {
    // npm silently skips an optional package whose engines exclude the Node that npm itself runs on.
    const optional = production.filter((entry) => entry.optional);
    expect(optional.length).toBeGreaterThan(2);
    const newer = optional.filter(({ engines }) => Number(/\d+/.exec(engines?.node ?? '')?.[0] ?? 0) > 20);
    expect(newer.map(({ path }) => path)).toEqual([]);
  });

  it('has no install scripts in production', () => {
    expect(production.filter(({ hasInstallScript }) => hasInstallScript).map(({ path }) => path)).toEqual([]);
  });
});

describe('T38: packages in production', () => {
  it('are as many as docs/safety.md states', () => {
    expect(page).toContain(`${production.length} packages in production, ${direct.length} of them direct.`);
  });

  const reasons = new Map(
    [...page.matchAll(/^\| `([@\w./-]+)` \| ([^|]+) \|$/gm)]
      .filter(([, name = '']) => !name.startsWith('src/') && !name.startsWith('test/'))
      .map(([, name = '', reason = '']) => [name, reason]),
  );

  it('each have a reason there', () => {
    expect([...reasons.keys()].toSorted()).toEqual(direct.toSorted());
  });

  it('are the only packages that are imported', () => {
    expect(imported.size).toBeGreaterThan(10);
    // Peer packages, which only their users install.
    const peers = Object.keys(manifest.peerDependencies);
    expect(peers).toEqual(Object.keys(manifest.peerDependenciesMeta));
    expect([...imported].filter((name) => !direct.includes(name) && !peers.includes(name))).toEqual([]);
  });

  it('are all imported, or listed as not imported', () => {
    const unused = [...reasons].filter(([, reason]) => reason.startsWith('Not used')).map(([name]) => name);
    expect(direct.filter((name) => !imported.has(name)).toSorted()).toEqual(unused.toSorted());
  });
});
