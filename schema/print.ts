/** Writes what is printed of the graph: the graph itself, for reviewers and machines, and who may what in it. */
import { writeFileSync } from 'node:fs';
import { accessPage } from './access-page.ts';
import { schema } from './b2b/index.ts';
import { printSdl } from './print-sdl.ts';

writeFileSync(new URL('b2b.graphql', import.meta.url), printSdl(schema));
writeFileSync(new URL('../docs/access.md', import.meta.url), accessPage(schema));
