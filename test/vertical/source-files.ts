import { globSync } from 'node:fs';

/** The TypeScript and JavaScript files of the gateway, except generated and built ones. */
export const sourceFiles = (): string[] =>
  globSync('src/**/*.{ts,tsx,js}')
    .filter((file) => !file.startsWith('src/graphiql/assets/'))
    .sort();
