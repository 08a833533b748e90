import { defineConfig } from 'vitest/config';

export default defineConfig({
  // One build of graphql for us and for yoga; two would break every `instanceof GraphQLError`.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'threads',
    testTimeout: 15_000,
    server: { deps: { inline: [/pothos/] } },
  },
});
