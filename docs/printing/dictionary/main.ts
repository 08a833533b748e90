/**
 * Writes the parts of docs/rest-to-graphql.md that a graph fills, and the documents that GraphiQL's search opens:
 *
 *     node docs/printing/dictionary/main.ts b2b
 *     node docs/printing/dictionary/main.ts consumer
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { VERTICAL_NAMES } from '../../../src/vertical/vertical.ts';
import { dictionaryOf, PAGE, searchFile } from './kinds.ts';
import { partText, withPart } from './page.ts';
import { searchText } from './search.ts';

const vertical = VERTICAL_NAMES.find((name) => name === process.argv[2]);
if (!vertical) throw new Error(`Say which graph: node docs/printing/dictionary/main.ts ${VERTICAL_NAMES.join(' | ')}`);

const { parts, search } = await dictionaryOf(vertical);
let page = readFileSync(PAGE, 'utf8');
for (const { part, entries } of parts) page = withPart(page, part.name, partText(part, entries));
writeFileSync(PAGE, page);
writeFileSync(searchFile(vertical), searchText(search));
