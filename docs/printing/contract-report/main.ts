/**
 * Reports what a newer contract of Stytch changes, which fields of the graphs that touches, and what is left to do:
 *
 *     npm run contract -- path/to/newer.json
 *     npm run contract -- path/to/newer.json --from path/to/older.json
 *
 * Without `--from` the older one is src/stytch/contract/contract.json. Exits with 1 while a change is unhandled.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { VERTICAL_NAMES } from '../../../src/vertical/vertical.ts';
import { readContract } from './contract.ts';
import { differences } from './difference.ts';
import { createJudge } from './judge.ts';
import { reportText } from './report.ts';
import type { GraphUse } from './use.ts';

const { values, positionals } = parseArgs({ options: { from: { type: 'string' } }, allowPositionals: true });
const [newer] = positionals;
if (newer === undefined || positionals.length > 1) {
  console.error('Name one file: npm run contract -- path/to/newer.json [--from path/to/older.json]');
  process.exit(2);
}

const run = promisify(execFile);
const MAX_USE_BYTES = 64 * 1024 * 1024;
const useScript = fileURLToPath(new URL('use.ts', import.meta.url));
const uses = await Promise.all(
  VERTICAL_NAMES.map(async (vertical): Promise<GraphUse> => {
    const { stdout } = await run(process.execPath, [useScript, vertical], { maxBuffer: MAX_USE_BYTES });
    return JSON.parse(stdout);
  }),
);

const before = readContract(values.from ?? new URL('../../../src/stytch/contract/contract.json', import.meta.url));
const now = readContract(newer);
const findings = differences(before, now).map(createJudge({ before, now, uses }));
process.stdout.write(reportText(findings));
process.exitCode = findings.some(({ todo }) => todo.length > 0) ? 1 : 0;
