/** Versions of Node that the programs accept. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const OLDEST = 24;
const programs = ['src/process/main.js', 'src/process/main.js sandbox'];

/** Runs a program; returns its output and exit code. */
const run = (node: string, program: string, options: readonly string[] = []) => {
  const { status, stdout, stderr } = spawnSync(node, [...options, ...program.split(' ')], {
    cwd: root,
    // Invalid ports, so that a program that starts despite the version still ends.
    env: { PORT: 'none', SANDBOX_PORT: 'none' },
    encoding: 'utf8',
    timeout: 50_000,
  });
  return { status, printed: stdout + stderr };
};

/** Makes a program see another version of Node. */
const disguisedAs = (version: string): string => {
  const code = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  return `--import=data:text/javascript,${encodeURIComponent(code)}`;
};

const versionOf = (node: string): string => spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim().slice(1);

const [oldNode] = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .filter((node) => existsSync(node) && Number.parseInt(versionOf(node), 10) < OLDEST);

describe('O12 a Node that is too old', () => {
  it.each(programs.flatMap((program) => ['20.20.2', '22.19.0', '23.11.1'].map((version) => [program, version])))(
    'is named in one line by %s: %s',
    (program, version) => {
      expect(run(process.execPath, program, [disguisedAs(version)])).toEqual({
        status: 1,
        printed: `Node ${OLDEST} or newer is required; this is Node ${version}.\n`,
      });
    },
  );

  for (const program of programs) {
    it(`parses ${program} all the same`, ({ skip }) => {
      if (oldNode === undefined) return skip('there is no older Node in PATH');
      expect(run(oldNode, program)).toEqual({
        status: 1,
        printed: `Node ${OLDEST} or newer is required; this is Node ${versionOf(oldNode)}.\n`,
      });
    });
  }

  it.each(programs)('is not how %s takes Node 24.0', { timeout: 60_000 }, (program) => {
    const { printed } = run(process.execPath, program, [disguisedAs('24.0.0')]);
    expect(printed).toMatch(/^(SANDBOX_)?PORT must be/);
  });

  it('is what package.json says', () => {
    const { engines } = v.parse(
      v.object({ engines: v.object({ node: v.string() }) }),
      JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
    );
    expect(engines.node).toBe(`>=${OLDEST}`);
  });
});
