import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { extname, join, parse } from 'node:path';
import { argv, env, exit } from 'node:process';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompressSync, constants } from 'node:zlib';
import { build as bundle } from 'vite';
import type { AssetManifest } from './assets.ts';

/**
 * Bundles the GraphiQL page of `app/` into `assets/`. The files are compressed, committed and served unchanged, so that
 * a production image needs neither GraphiQL nor a build. Run it after a change in `app/` or of the GraphiQL version:
 *
 *     node src/graphiql/build.ts            writes the assets
 *     node src/graphiql/build.ts --check    fails if the committed assets differ from a build
 */
const app = join(import.meta.dirname, 'app');
const assets = join(import.meta.dirname, 'assets');

const CONTENT_TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.md': 'text/markdown; charset=utf-8',
};

/** License notices of all bundled packages. */
const LICENSES = 'licenses.md';

/** Result of a build: the manifest and its files, uncompressed. */
interface GraphiqlBuild {
  manifest: AssetManifest;
  files: Map<string, Buffer>;
}

/** Builds in memory. Deterministic for the same sources and packages. */
const buildGraphiql = async (): Promise<GraphiqlBuild> => {
  const output = await bundlePage();
  const files = new Map<string, Buffer>();
  const manifest: AssetManifest = { script: '', styles: [], preload: [], icon: '', files: {} };

  const add = (name: string, content: string | Uint8Array) => {
    const type = CONTENT_TYPES[extname(name)];
    if (!type) throw new Error(`No content type is known for ${name}.`);
    const raw = Buffer.from(content);
    files.set(name, raw);
    manifest.files[name] = { type, bytes: raw.length };
  };

  for (const file of output.toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1))) {
    const content = file.type === 'chunk' ? file.code : file.source;
    add(file.fileName === LICENSES ? hashed(LICENSES, content) : file.fileName, content);
    if (file.type === 'chunk' && file.isEntry) {
      manifest.script = file.fileName;
      manifest.preload = file.imports;
    }
    // The styles of this project come last, so that they override those of packages.
    if (file.fileName.endsWith('.css'))
      manifest.styles[file.fileName.startsWith('main-') ? 'push' : 'unshift'](file.fileName);
  }

  const icon = await readFile(join(app, 'favicon.svg'));
  manifest.icon = hashed('favicon.svg', icon);
  add(manifest.icon, icon);
  return { manifest, files };
};

const hashed = (name: string, content: string | Uint8Array): string => {
  const { name: stem, ext } = parse(name);
  return `${stem}-${createHash('sha256').update(content).digest('base64url').slice(0, 8)}${ext}`;
};

const compress = promisify(brotliCompress);

const write = async ({ manifest, files }: GraphiqlBuild) => {
  await rm(assets, { recursive: true, force: true });
  await mkdir(assets);
  const sizes = [...files].map(async ([name, content]) => {
    const compressed = await compress(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
    await writeFile(join(assets, `${name}.br`), compressed);
    return compressed.length;
  });
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  console.log(`${files.size} files, ${total} bytes compressed`);

  await writeFile(join(assets, 'manifest.json'), JSON.stringify(manifest));
  const biome = join(import.meta.dirname, '../../node_modules/.bin/biome');
  execFileSync(biome, ['format', '--write', join(assets, 'manifest.json')], { stdio: 'ignore' });
};

/** Names of files that differ between the committed assets and a build. */
const stale = async ({ manifest, files }: GraphiqlBuild): Promise<string[]> => {
  const committed = new Set((await readdir(assets)).filter((name) => name.endsWith('.br')));
  const differing = [...committed].filter((name) => !files.has(name.slice(0, -'.br'.length)));
  for (const [name, content] of files) {
    const path = `${name}.br`;
    // Compares the content, because versions of Brotli may compress the same bytes differently.
    const same = committed.has(path) && brotliDecompressSync(await readFile(join(assets, path))).equals(content);
    if (!same) differing.push(path);
  }
  const written: unknown = JSON.parse(await readFile(join(assets, 'manifest.json'), 'utf8'));
  return JSON.stringify(written) === JSON.stringify(manifest) ? differing : [...differing, 'manifest.json'];
};

const bundlePage = async () => {
  const result = await bundle({
    configFile: false,
    root: app,
    base: './',
    publicDir: false,
    logLevel: 'error',
    resolve: {
      alias: [
        // One copy of Prettier's GraphQL language instead of two, and no Babel to indent JSON.
        { find: 'prettier/parser-graphql', replacement: 'prettier/plugins/graphql' },
        { find: /^prettier\/(parser-babel|plugins\/estree)$/, replacement: join(app, 'jsonc.ts') },
      ],
    },
    worker: { format: 'es', rolldownOptions: { output: flat } },
    build: {
      write: false,
      sourcemap: false,
      assetsInlineLimit: 0,
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      license: { fileName: LICENSES },
      // The page itself has preload links.
      modulePreload: false,
      rolldownOptions: { input: join(app, 'main.tsx'), output: { ...flat, codeSplitting: { groups } } },
    },
  });
  if (Array.isArray(result) || !('output' in result)) throw new Error('Vite did not give one bundle.');
  return result.output;
};

const flat = {
  entryFileNames: '[name]-[hash].js',
  chunkFileNames: '[name]-[hash].js',
  assetFileNames: '[name]-[hash][extname]',
};

/**
 * Packages are separated from project code, which changes more often, so that browser caches and the repository history
 * do not get a new copy of Monaco with each change. Prettier remains a dynamic import.
 */
const groups = [
  { name: 'monaco', test: /node_modules\/monaco-(editor|graphql)\//, priority: 2 },
  { name: 'packages', test: /node_modules\/(?!.*prettier\/)/, priority: 1 },
];

// Vitest sets another value, and React's development build is four times the size.
env['NODE_ENV'] = 'production';
const built = await buildGraphiql();

if (argv.includes('--check')) {
  const names = await stale(built);
  if (names.length > 0) {
    console.error(
      `Run src/graphiql/build.ts: what is committed in its assets is not what it gives: ${names.join(', ')}`,
    );
    exit(1);
  }
} else {
  await write(built);
}
