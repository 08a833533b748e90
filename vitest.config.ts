import { defineConfig } from 'vitest/config';

/** Test files that start programs: the gateway itself, Chromium, Redis, HAProxy. Each has a worker of its own. */
const programs = [
  'balancer',
  'deploy',
  'faults/connection-cause',
  'faults/redis',
  'faults/soak',
  'faults/stopping',
  'faults/survival',
  'graphiql.browser',
  'graphiql',
  'node-version',
  'process/start-settings',
  'project-folder',
  'rates-redis',
  'safety/exhaustion',
  'safety/secrets',
  'safety/sign-in-redis',
  'safety/supply',
  'start',
  'stop-signal',
  'telemetry/program',
].map((name) => `test/${name}.test.ts`);

export default defineConfig({
  // One build of graphql for us and for yoga; two would break every `instanceof GraphQLError`.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    pool: 'threads',
    // All cores. By default Vitest leaves one for itself, which is half of two.
    maxWorkers: '100%',
    // Long enough for a machine that does something else besides.
    testTimeout: 60_000,
    server: { deps: { inline: [/pothos/] } },
    projects: [
      {
        extends: true,
        // A worker loads the graph once, for all its files: so a test restores what it changes, and closes what it opens.
        test: { name: 'graph', isolate: false, include: ['test/**/*.test.ts'], exclude: programs },
      },
      { extends: true, test: { name: 'programs', include: programs } },
    ],
  },
});
