/**
 * Writes the files printed from a graph: SDL, possible types for caches, and access rules. A process loads one graph,
 * so the vertical is an argument.
 */
import { writeFileSync } from 'node:fs';
import { type GraphQLSchema, isAbstractType } from 'graphql';
import { VERTICAL_NAMES } from '../src/vertical/vertical.ts';
import { accessPage } from './access-page.ts';
import { printSubgraph } from './federation/print-subgraph.ts';
import { loadSchema } from './index.ts';
import { printSdl } from './print-sdl.ts';
import { subgraphFile } from './subgraph-file.ts';

/** Object types of each union and interface, in the format of Apollo Client's `possibleTypes` and other caches. */
const possibleTypes = (graph: GraphQLSchema): Record<string, string[]> =>
  Object.fromEntries(
    Object.values(graph.getTypeMap())
      .filter(isAbstractType)
      .map((type): [string, string[]] => [
        type.name,
        graph
          .getPossibleTypes(type)
          .map(({ name }) => name)
          .toSorted(),
      ])
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

const vertical = VERTICAL_NAMES.find((name) => name === process.argv[2]);
if (!vertical) throw new Error(`Name the graph: node schema/print.ts ${VERTICAL_NAMES.join(' | ')}`);

const schema = await loadSchema(vertical);
writeFileSync(new URL(`${vertical}.graphql`, import.meta.url), printSdl(schema));
writeFileSync(subgraphFile(vertical), printSubgraph(schema, vertical));
writeFileSync(
  new URL(`${vertical}.possibleTypes.json`, import.meta.url),
  `${JSON.stringify(possibleTypes(schema), null, 2)}\n`,
);
writeFileSync(new URL(`../docs/access-${vertical}.md`, import.meta.url), accessPage(schema));
