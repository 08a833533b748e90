/**
 * Writes what is printed of a graph: the graph itself, for reviewers and machines, what caches need of it, and who may what in
 * it. A process loads one graph, so the kind of project is an argument.
 */
import { writeFileSync } from 'node:fs';
import { type GraphQLSchema, isAbstractType } from 'graphql';
import { VERTICAL_NAMES } from '../src/vertical/vertical.ts';
import { accessPage } from './access-page.ts';
import { printSubgraph } from './federation/print-subgraph.ts';
import { loadSchema } from './index.ts';
import { printSdl } from './print-sdl.ts';
import { subgraphFile } from './subgraph-file.ts';

/** The object types of each union and interface, as Apollo Client's `possibleTypes` and other caches take them. */
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
if (!vertical) throw new Error(`Say which graph: node schema/print.ts ${VERTICAL_NAMES.join(' | ')}`);

const schema = await loadSchema(vertical);
writeFileSync(new URL(`${vertical}.graphql`, import.meta.url), printSdl(schema));
writeFileSync(subgraphFile(vertical), printSubgraph(schema, vertical));
writeFileSync(
  new URL(`${vertical}.possibleTypes.json`, import.meta.url),
  `${JSON.stringify(possibleTypes(schema), null, 2)}\n`,
);
writeFileSync(new URL(`../docs/access-${vertical}.md`, import.meta.url), accessPage(schema));
