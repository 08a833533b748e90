/**
 * Writes what is printed of a graph: the graph itself, for reviewers and machines, and who may what in it. A process loads one
 * graph, so the kind of project is an argument.
 */
import { writeFileSync } from 'node:fs';
import { VERTICAL_NAMES } from '../src/vertical/vertical.ts';
import { accessPage } from './access-page.ts';
import { loadSchema } from './index.ts';
import { printSdl } from './print-sdl.ts';

const vertical = VERTICAL_NAMES.find((name) => name === process.argv[2]);
if (!vertical) throw new Error(`Say which graph: node schema/print.ts ${VERTICAL_NAMES.join(' | ')}`);

const schema = await loadSchema(vertical);
writeFileSync(new URL(`${vertical}.graphql`, import.meta.url), printSdl(schema));
writeFileSync(new URL(`../docs/access-${vertical}.md`, import.meta.url), accessPage(schema));
