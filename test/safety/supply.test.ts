/** T38: what comes with this, what of it runs at an operator, and what leaves here in a package. */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');

const manifest = v.parse(
  v.object({ dependencies: v.record(v.string(), v.string()), devDependencies: v.record(v.string(), v.string()) }),
  JSON.parse(read('package.json')),
);
const locked = v.object({
  version: v.string(),
  integrity: v.optional(v.string()),
  resolved: v.optional(v.string()),
  link: v.optional(v.boolean()),
  dev: v.optional(v.boolean()),
  hasInstallScript: v.optional(v.boolean()),
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
const direct = Object.keys(manifest.dependencies);
const page = read('docs/safety.md');

/** Which package an import names. */
const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Files that an operator’s process may load: not those that write code, or bundle GraphiQL. */
const shipped = globSync(['src/**/*.ts', 'schema/**/*.ts', 'resolvers/**/*.ts', 'loaders/**/*.ts'], {
  cwd: fileURLToPath(root),
}).filter(
  (file) =>
    !/^src\/graphiql\/(app\/|build\.ts)|^src\/stytch\/contract\/codegen\.ts|^schema\/print(-sdl)?\.ts/.test(file),
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
  it('holds every package with the hash of its content, from the registry alone', () => {
    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter(({ integrity }) => !integrity?.startsWith('sha512-')).map(({ path }) => path)).toEqual([]);
    expect(packages.filter(({ link }) => link).map(({ path }) => path)).toEqual([]);
    const elsewhere = packages.filter(
      ({ resolved }) => resolved && !resolved.startsWith('https://registry.npmjs.org/'),
    );
    expect(elsewhere.map(({ path }) => path)).toEqual([]);
  });

  it('is that of package.json, whose versions are exact', () => {
    const versions = { ...manifest.dependencies, ...manifest.devDependencies };
    expect(Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    const differing = Object.entries(versions).filter(
      ([name, version]) => packages.find(({ path }) => path === `node_modules/${name}`)?.version !== version,
    );
    expect(differing).toEqual([]);
  });

  it('runs nothing on installing for production', () => {
    expect(production.filter(({ hasInstallScript }) => hasInstallScript).map(({ path }) => path)).toEqual([]);
  });
});

describe('T38: packages in production', () => {
  it('are as many as docs/safety.md says', () => {
    expect(page).toContain(`${production.length} packages in production, ${direct.length} of them direct.`);
  });

  const reasons = new Map(
    [...page.matchAll(/^\| `([@\w./-]+)` \| ([^|]+) \|$/gm)]
      .filter(([, name = '']) => !name.startsWith('src/') && !name.startsWith('test/'))
      .map(([, name = '', reason = '']) => [name, reason]),
  );

  it('have each a reason there', () => {
    expect([...reasons.keys()].toSorted()).toEqual(direct.toSorted());
  });

  it('are all that is imported', () => {
    expect(imported.size).toBeGreaterThan(10);
    expect([...imported].filter((name) => !direct.includes(name))).toEqual([]);
  });

  it('are all imported, or said not to be', () => {
    const unused = [...reasons].filter(([, reason]) => reason.startsWith('Not used')).map(([name]) => name);
    expect(direct.filter((name) => !imported.has(name)).toSorted()).toEqual(unused.toSorted());
  });
});

describe('T38: the package', () => {
  const packed = v.strictTuple([v.object({ files: v.array(v.object({ path: v.string() })) })]);
  let files: string[] = [];
  beforeAll(() => {
    const told = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: fileURLToPath(root),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    files = v.parse(packed, JSON.parse(told)).flatMap((one) => one.files.map(({ path }) => path));
  }, 60_000);

  it('holds what is needed to run', () => {
    const needed = [...shipped, 'package.json', 'README.md', 'schema/b2b.graphql', 'src/stytch/contract/contract.json'];
    expect(needed.filter((file) => !files.includes(file))).toEqual([]);
  });

  it('holds nothing else: no tests, no settings, no keys, no logs', () => {
    const known = /^(src|schema|resolvers|loaders|docs)\/|^(package\.json|README\.md|LICENSE)$/;
    expect(files.filter((file) => !known.test(file))).toEqual([]);
    const odd = /(^|\/)\.|\.(pem|key|p12|pfx|crt|log|env|tgz|map)$|node_modules|\.test\.ts$/;
    expect(files.filter((file) => odd.test(file))).toEqual([]);
  });

  it('holds no secret', () => {
    const secrets = [
      /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[\w+/=]{40}/,
      // The sandbox has one of its own, which opens nothing else.
      /secret-(test|live)-(?!sandbox)[\w=-]{20,}/,
      /\bsgk_[0-9a-f]{32,}/,
      /\b(npm_|ghp_|github_pat_|AKIA)\w{16,}/,
      /_authToken|\bredis(s)?:\/\/[^\s:@/]*:[^\s@/]+@/,
      /\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/,
    ];
    const found = files.flatMap((file) => {
      const text = read(file);
      return secrets.filter((form) => form.test(text)).map((form) => `${file}: ${form}`);
    });
    expect(files.length).toBeGreaterThan(200);
    expect(found).toEqual([]);
  });
});
