/**
 * How the package is built: `npm run build`. tsdown bundles code, so that a start reads few files, and declarations, so that
 * they show what is public and nothing else. In the repository TypeScript runs as it is.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { buildSchema, introspectionFromSchema } from 'graphql';
import { defineConfig, type UserConfig } from 'tsdown';

/** Without this, declarations import packages of which they need nothing, such as ioredis. */
const treeshake = { moduleSideEffects: [{ external: true, sideEffects: false }] };

/** Entries are as deep in `dist` as in the repository, from where they find what lies beside the code. */
const common: UserConfig = { format: 'esm', fixedExtension: false, clean: false, treeshake };

const server: UserConfig = {
  ...common,
  clean: true,
  platform: 'node',
  target: 'node24',
  entry: {
    'process/main': 'src/process/main.js',
    'package/index': 'src/package/index.ts',
    'package/sandbox': 'src/package/sandbox.ts',
    'package/codegen': 'src/package/codegen.ts',
  },
  dts: true,
  copy: [
    { from: 'src/graphiql/assets', to: 'dist' },
    { from: 'schema/*.subgraph.graphql', to: 'dist' },
  ],
  hooks: {
    'build:done': () => {
      for (const name of ['b2b', 'consumer']) {
        const schema = buildSchema(readFileSync(`schema/${name}.graphql`, 'utf8'));
        writeFileSync(`dist/${name}.introspection.json`, JSON.stringify(introspectionFromSchema(schema)));
      }
    },
  },
};

/** What runs in browsers. */
const page: UserConfig = {
  ...common,
  platform: 'neutral',
  target: 'es2022',
  entry: { 'package/client': 'src/package/client.ts', 'package/session': 'src/package/session.ts' },
  dts: true,
};

export default defineConfig([server, page]);
