/** Folders outside the repository that use the package. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';

const root = join(import.meta.dirname, '../..');

/**
 * A folder with the package as npm would install it, and the repository's packages as its dependencies: faster than an
 * installation, and without a network.
 */
export function folderWithPackage(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'user-'));
  const packages = join(folder, 'node_modules');
  const own = join(packages, 'stytch-graphql');
  mkdirSync(own, { recursive: true });
  execFileSync('tar', ['-xzf', inject('tarball'), '-C', own, '--strip-components=1']);
  for (const name of readdirSync(join(root, 'node_modules')).filter((each) => each !== '.cache')) {
    symlinkSync(join(root, 'node_modules', name), join(packages, name));
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
