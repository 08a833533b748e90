import { globSync } from 'node:fs';

/** The TypeScript and JavaScript files of the gateway, without what is generated or built. */
export const sourceFiles = (): string[] =>
  globSync('src/**/*.{ts,tsx,js}')
    .filter((file) => !file.startsWith('src/graphiql/assets/'))
    .sort();
