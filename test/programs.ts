/** Programs that some tests need, and that no package brings. */
import { spawnSync } from 'node:child_process';

/** The package of Debian that has each, and the argument that only prints its version. */
const programs = {
  'redis-server': { package: 'redis-server', version: '--version' },
  haproxy: { package: 'haproxy', version: '-v' },
} as const;

/**
 * Whether a program is installed. Says on standard error what is not tested without it.
 *
 * @param tested what needs it, for that line
 */
export function isInstalled(program: keyof typeof programs, tested: string): boolean {
  const { package: debian, version } = programs[program];
  if (spawnSync(program, [version]).status === 0) return true;
  console.error(`\n  NOT TESTED: ${tested}. ${program} is missing: apt-get install ${debian}\n`);
  return false;
}
