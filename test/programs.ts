/** Programs that some tests need, and that no package brings. */
import { spawnSync } from 'node:child_process';

/** The package of Debian, or else of Docker, that has each, and the command that only prints its version. */
const programs = {
  'redis-server': { package: 'redis-server', version: ['redis-server', '--version'] },
  haproxy: { package: 'haproxy', version: ['haproxy', '-v'] },
  promtool: { package: 'prometheus', version: ['promtool', '--version'] },
  'docker compose': { package: 'docker-compose-plugin', version: ['docker', 'compose', 'version'] },
} as const;

/**
 * Whether a program is installed. Says on standard error what is not tested without it.
 *
 * @param tested what needs it, for that line
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
