/** How many packages a production install has, counted in package-lock.json. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';

const names = v.optional(v.record(v.string(), v.string()), {});
const entry = v.object({
  dev: v.optional(v.boolean(), false),
  dependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
});
const lock = v.parse(
  v.object({ packages: v.record(v.string(), entry) }),
  JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')),
).packages;

const root = lock[''];
if (!root) throw new Error('package-lock.json has an entry for this package.');
const direct = Object.keys({ ...root.dependencies, ...root.optionalDependencies });

/** The folder of a package and those around it: `node_modules/a/node_modules/b`, `node_modules/a`, the root. */
const foldersOf = (path: string): string[] =>
  path === '' ? [''] : [path, ...foldersOf(path.slice(0, Math.max(0, path.lastIndexOf('node_modules/') - 1)))];

/** The path of a package as Node finds it: the innermost. */
const resolved = (name: string, from: string): string | undefined =>
  foldersOf(from)
    .map((folder) => `${folder}${folder && '/'}node_modules/${name}`)
    .find((path) => path in lock);

/** Packages that are installed for these direct ones. */
function closure(chosen: readonly string[]): Set<string> {
  const found = new Set<string>();
  const visit = (name: string, from: string): void => {
    const path = resolved(name, from);
    if (path === undefined || found.has(path)) return;
    found.add(path);
    const { dependencies, optionalDependencies, peerDependencies } = lock[path] ?? {};
    const needed = { ...dependencies, ...optionalDependencies, ...peerDependencies };
    for (const one of Object.keys(needed)) visit(one, path);
  };
  for (const name of chosen) visit(name, '');
  return found;
}

const production = Object.entries(lock).filter(([path, { dev }]) => path !== '' && !dev);

/** Packages that would not be installed without these direct ones. */
const onlyFor = (omitted: readonly string[]): number =>
  production.length - closure(direct.filter((name) => !omitted.includes(name))).size;

/** Direct packages that only the sandbox loads. */
const sandbox = [
  '@noble/curves',
  '@noble/hashes',
  '@simplewebauthn/server',
  'bcryptjs',
  'openapi-backend',
  'otpauth',
  'uqr',
];
/** Direct packages that are loaded only where metrics or traces are on. */
const telemetry = direct.filter((name) => name.startsWith('@opentelemetry/') || name === 'prom-client');

/** How many packages an installation has, and how many of them only the sandbox needs. */
export const packageCounts = { all: production.length, sandbox: onlyFor(sandbox) };

/** What docs/safety.md says of them. */
export const packageSentences = (): string =>
  [
    `${production.length} packages in production, ${direct.length} of them direct.`,
    `${onlyFor(sandbox)} are installed only for the sandbox, ${onlyFor(['openapi-backend'])} of these with`,
    `\`openapi-backend\`. ${onlyFor(telemetry)} are installed only for metrics and traces, and loaded only where these are on.`,
  ].join(' ');
