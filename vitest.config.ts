import { defineConfig } from 'vitest/config';

/**
 * Test files that start programs: the gateway itself, Chromium, Redis, HAProxy, Prometheus, curl. Each has a worker of its own.
 * `npm run test:system` runs them.
 */
const programs = [
  'balancer',
  'consumer/webauthn.browser',
  'contract-report',
  'deploy/*',
  'faults/connection-cause',
  'faults/redis',
  'faults/soak',
  'faults/stopping',
  'faults/survival',
  'graphiql-layout.browser',
  'graphiql.browser',
  'graph-changes',
  'graphiql',
  'node-version',
  'process/start-settings',
  'project-folder',
  'rate-limiter-redis',
  'safety/exhaustion',
  'safety/page.browser',
  'safety/secrets',
  'safety/sign-in-redis',
  'safety/supply',
  'start',
  'stop-signal',
  'stories/printed',
  'stories/printed-consumer',
  'telemetry/alerts',
  'telemetry/program',
].map((name) => `test/${name}.test.ts`);

/** Faults of Stytch, the network and clients, which take seconds each: `npm run test:system`. */
const faults = ['test/faults/**/*.test.ts', 'test/http/body-budget.test.ts'];

/** `scheduler` sets the clock on which a module of `src/` has state. */
const alone = 'test/scheduler.test.ts';

/** Real clients over the listener: `npm run test:clients`. */
const clients = 'test/clients/**/*.test.ts';

/** The package as it is packed: `npm run test:package`, `npm run test:examples`. */
const packed = ['test/package/**/*.test.ts', 'test/examples/**/*.test.ts'] as const;

/** Next.js itself, from the registry: `npm run test:next`. */
const next = 'test/next/**/*.test.ts';

/** Those of the graph of consumer projects: a worker loads one graph. */
const consumer = 'test/consumer/**/*.test.ts';

export default defineConfig({
  // One build of graphql for us and for yoga; two would break every `instanceof GraphQLError`.
  resolve: {
    alias: [
      { find: /^graphql$/, replacement: 'graphql/index.js' },
      // The package by its name, as those write it who use it.
      { find: /^stytch-graphql\/(client|codegen|session)$/, replacement: `${import.meta.dirname}/src/package/$1.ts` },
    ],
  },
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
        test: {
          name: 'graph',
          isolate: false,
          include: ['test/**/*.test.ts'],
          exclude: [...programs, ...faults, alone, consumer, clients, ...packed, next],
        },
      },
      { extends: true, test: { name: 'consumer', isolate: false, include: [consumer], exclude: programs } },
      { extends: true, test: { name: 'alone', include: [alone] } },
      { extends: true, test: { name: 'programs', include: programs } },
      { extends: true, test: { name: 'faults', isolate: false, include: faults, exclude: programs } },
      { extends: true, test: { name: 'clients', include: [clients] } },
      { extends: true, test: { name: 'package', include: [...packed], globalSetup: './test/package/pack.ts' } },
      { extends: true, test: { name: 'next', include: [next], globalSetup: './test/package/pack.ts' } },
    ],
  },
});
