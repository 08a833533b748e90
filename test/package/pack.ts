/** Packs the package once, for all test files of a run (Vitest's globalSetup). */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the tarball. */
    readonly tarball: string;
  }
}

const packed = v.tuple([v.object({ filename: v.string() })]);

export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'packed-'));
  const root = join(import.meta.dirname, '../..');
  const npm = (...words: string[]): string => execFileSync('npm', words, { cwd: root, encoding: 'utf8' });
  // A separate step, because the output of a build would mix with that of `npm pack`.
  npm('run', 'build');
  const told = npm('pack', '--json', '--ignore-scripts', `--pack-destination=${folder}`);
  const [{ filename }] = v.parse(packed, JSON.parse(told));
  provide('tarball', join(folder, filename));
  return () => rmSync(folder, { recursive: true, force: true });
}
