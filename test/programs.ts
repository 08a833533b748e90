/** Programs that some tests need, and that no npm package contains. */
import { spawnSync } from 'node:child_process';

/** The Debian or Docker package of each program, and the command that prints its version. */
const programs = {
  'redis-server': { package: 'redis-server', version: ['redis-server', '--version'] },
  haproxy: { package: 'haproxy', version: ['haproxy', '-v'] },
  promtool: { package: 'prometheus', version: ['promtool', '--version'] },
  'docker compose': { package: 'docker-compose-plugin', version: ['docker', 'compose', 'version'] },
} as const;

/**
 * Whether a program is installed. If not, prints on standard error which tests are skipped.
 *
 * @param tested what the tests cover, for that line
 */
export function isInstalled(program: keyof typeof programs, tested: string): boolean {
  const {
    package: name,
    version: [command, ...words],
  } = programs[program];
  if (spawnSync(command, words).status === 0) return true;
  console.error(`\n  NOT TESTED: ${tested}. ${program} is missing: apt-get install ${name}\n`);
  return false;
}
