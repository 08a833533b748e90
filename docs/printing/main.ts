/** Prints the parts of docs/ that follow from code. `npm run codegen` runs it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { printed } from './regions.ts';

const pages = ['calls', 'configuration', 'deploy', 'observability', 'safety', 'stories'];

for (const page of pages.map((name) => `docs/${name}.md`)) {
  const file = new URL(`../../${page}`, import.meta.url);
  writeFileSync(file, printed(readFileSync(file, 'utf8')));
}
