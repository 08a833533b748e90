/** Prints the parts of docs/ that follow from code. `npm run codegen` runs it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { printed } from './regions.ts';

for (const page of ['docs/calls.md', 'docs/configuration.md', 'docs/deploy.md', 'docs/safety.md', 'docs/stories.md']) {
  const file = new URL(`../../${page}`, import.meta.url);
  writeFileSync(file, printed(readFileSync(file, 'utf8')));
}
