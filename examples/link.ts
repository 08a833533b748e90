/** Gives an example in this clone the package as it is built here: `node examples/link.ts react`. Elsewhere npm installs it. */
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const [, , name = ''] = process.argv;
const packages = join(import.meta.dirname, name, 'node_modules');
const link = join(packages, 'stytch-graphql');
if (!existsSync(link)) {
  mkdirSync(packages, { recursive: true });
  symlinkSync(join(import.meta.dirname, '..'), link, 'junction');
}
