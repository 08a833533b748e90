/** The files that deploy/ is made of, and what the program says of their settings. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { readConfig } from '../../src/process/config.ts';

/** Folder of the repository, with a slash at its end. */
export const root = `${join(import.meta.dirname, '../..')}/`;

/** Text of a file of the repository, by its path from the root. */
export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** The parts of `package.json` that files in deploy/ repeat. */
export const manifest = v.parse(
  v.object({
    version: v.string(),
    devDependencies: v.record(v.string(), v.string()),
    scripts: v.object({ start: v.string() }),
  }),
  JSON.parse(read('package.json')),
);

/** Names that the program reads from its environment. */
const known = [...read('src/process/config.ts').matchAll(/^ {2}([A-Z][A-Z_]+): \[/gm)].map(([, name = '']) => name);

/** Names of settings that the program does not read. */
export const unknown = (settings: object): string[] => Object.keys(settings).filter((name) => !known.includes(name));

/** Seconds that health checks may take: each starts a program, which takes over 2 seconds where the processors are busy. */
export const HEALTH_CHECK_SECONDS = 5;

/** Milliseconds that a stopping gateway may take, by its settings: see src/process/shutdown.ts. */
export const stopTime = (settings: Readonly<Record<string, string>>): number => {
  const { shutdownNotice, timeout } = readConfig({
    STYTCH_PROJECT_ID: 'project-test-1',
    ...settings,
    STYTCH_SECRET: 'secret-test-1',
    STYTCH_SECRET_FILE: undefined,
  });
  return shutdownNotice + timeout + 1_000;
};
