import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { extname, join, parse } from 'node:path';
import { argv } from 'node:process';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { build as bundle, type Rolldown } from 'vite';
import type { AssetManifest } from './assets.ts';

/**
 * Bundles the GraphiQL page of `app/` into `assets/`: compressed, committed, and served as they are, so that a
 * production image needs neither GraphiQL nor a build. Run it after a change in `app/` or of GraphiQL's version:
 *
 *     node src/graphiql/build.ts
 */
const app = join(import.meta.dirname, 'app');
const assets = join(import.meta.dirname, 'assets');

const CONTENT_TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.md': 'text/markdown; charset=utf-8',
};

/** The notices of everything that is bundled travel with it. */
const LICENSES = 'licenses.md';

/** What a build comes to: the manifest, and the compressed files it names. */
export interface GraphiqlBuild {
  manifest: AssetManifest;
  files: Map<string, Buffer>;
}

/** Builds in memory; the same sources and packages give the same answer. */
export const buildGraphiql = async (): Promise<GraphiqlBuild> => {
  const output = await bundlePage();
  const files = new Map<string, Buffer>();
  const manifest: AssetManifest = { script: '', styles: [], preload: [], icon: '', files: {} };

  const add = (name: string, content: string | Uint8Array) => {
    const type = CONTENT_TYPES[extname(name)];
    if (!type) throw new Error(`No content type is known for ${name}.`);
    const raw = Buffer.from(content);
    files.set(`${name}.br`, brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    manifest.files[name] = { type, bytes: raw.length };
  };

  for (const file of output.toSorted((a, b) => (a.fileName < b.fileName ? -1 : 1))) {
    const content = file.type === 'chunk' ? file.code : file.source;
    add(file.fileName === LICENSES ? hashed(LICENSES, content) : file.fileName, content);
    if (file.type === 'chunk' && file.isEntry) manifest.script = file.fileName;
    if (file.fileName.endsWith('.css')) manifest.styles.push(file.fileName);
  }
  manifest.preload = editorChunks(output, manifest.script);

  const icon = await readFile(join(app, 'favicon.svg'));
  manifest.icon = hashed('favicon.svg', icon);
  add(manifest.icon, icon);
  return { manifest, files };
};

const hashed = (name: string, content: string | Uint8Array): string => {
  const { name: stem, ext } = parse(name);
  return `${stem}-${createHash('sha256').update(content).digest('base64url').slice(0, 8)}${ext}`;
};

/** Compares a build with what is committed, by content: versions of Brotli compress the same bytes differently. */
export const staleAssets = async ({ manifest, files }: GraphiqlBuild): Promise<string[]> => {
  const committed = new Set((await readdir(assets)).filter((name) => name.endsWith('.br')));
  const stale = [...committed].filter((name) => !files.has(name));
  for (const [name, built] of files) {
    const same =
      committed.has(name) &&
      brotliDecompressSync(await readFile(join(assets, name))).equals(brotliDecompressSync(built));
    if (!same) stale.push(name);
  }
  const written: unknown = JSON.parse(await readFile(join(assets, 'manifest.json'), 'utf8'));
  return JSON.stringify(written) === JSON.stringify(manifest) ? stale : [...stale, 'manifest.json'];
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
      // The page names what to preload; what GraphiQL loads on demand needs no helper for that.
      modulePreload: false,
      rolldownOptions: { input: join(app, 'main.tsx'), output: flat },
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

/** GraphiQL imports Monaco once it is mounted; telling the browser at once saves that round trip. */
const editorChunks = (output: readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[], script: string): string[] => {
  const chunks = new Map(output.filter((file) => file.type === 'chunk').map((file) => [file.fileName, file]));
  const editor = output.filter((file) => file.type === 'chunk' && /^(monaco-editor|lite)-/.test(file.fileName));
  const wanted = new Set<string>();
  const visit = (name: string) => {
    if (name === script || wanted.has(name)) return;
    wanted.add(name);
    for (const imported of chunks.get(name)?.imports ?? []) visit(imported);
  };
  for (const name of [...(chunks.get(script)?.imports ?? []), ...editor.map(({ fileName }) => fileName)]) visit(name);
  return [...wanted].toSorted();
};

if (argv[1] === import.meta.filename) {
  const { manifest, files } = await buildGraphiql();
  await rm(assets, { recursive: true, force: true });
  await mkdir(assets);
  for (const [name, content] of files) await writeFile(join(assets, name), content);
  await writeFile(join(assets, 'manifest.json'), JSON.stringify(manifest));
  const biome = join(import.meta.dirname, '../../node_modules/.bin/biome');
  execFileSync(biome, ['format', '--write', '--log-level=error', join(assets, 'manifest.json')]);
  const total = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  console.log(`${files.size} files, ${total} bytes compressed`);
}
