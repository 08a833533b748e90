/** Runs gql.tada's command-line program for any graph. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Files } from '../types/compile.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');

/** The output of gql.tada for each of several graphs, by path. */
export async function tadaFiles(sdls: Readonly<Record<string, string>>, file: string): Promise<Map<string, Files>> {
  const folder = mkdtempSync(join(tmpdir(), 'tada-'));
  const schemas = Object.values(sdls).map((sdl, index) => {
    writeFileSync(join(folder, `${index}.graphql`), sdl);
    return { name: `graph${index}`, schema: `${index}.graphql`, tadaOutputLocation: `${index}.d.ts` };
  });
  const plugins = [{ name: 'gql.tada/ts-plugin', schemas }];
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { plugins } }));
  await run(join(root, 'node_modules/.bin/gql.tada'), ['generate-output', '--tsconfig', 'tsconfig.json'], {
    cwd: folder,
  });
  const written = Object.keys(sdls).map((name, index): [string, Files] => [
    name,
    new Map([[file, readFileSync(join(folder, `${index}.d.ts`), 'utf8')]]),
  ]);
  rmSync(folder, { recursive: true });
  return new Map(written);
}
