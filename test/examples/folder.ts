/** The examples in a folder with the package as it is packed. */
import { cpSync } from 'node:fs';
import { basename, join } from 'node:path';
import { folderWithPackage } from '../package/folder.ts';

const root = join(import.meta.dirname, '../..');

/** What an example left behind in the repository would hide the package. */
const LEFT_BEHIND = ['node_modules', 'dist', '.next'];

export function examplesWithPackage(): ReturnType<typeof folderWithPackage> {
  const made = folderWithPackage();
  cpSync(join(root, 'examples'), join(made.folder, 'examples'), {
    recursive: true,
    filter: (path) => !LEFT_BEHIND.includes(basename(path)),
  });
  return made;
}
