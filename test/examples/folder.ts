/** The examples in a folder with the packed package. */
import { cpSync } from 'node:fs';
import { basename, join } from 'node:path';
import { folderWithPackage } from '../package/folder.ts';

const root = join(import.meta.dirname, '../..');

/** Folders that a local run of an example leaves in the repository, and that would hide the package. */
const LEFT_BEHIND = ['node_modules', 'dist', '.next'];

export function examplesWithPackage(): ReturnType<typeof folderWithPackage> {
  const made = folderWithPackage();
  cpSync(join(root, 'examples'), join(made.folder, 'examples'), {
    recursive: true,
    filter: (path) => !LEFT_BEHIND.includes(basename(path)),
  });
  return made;
}
