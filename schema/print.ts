/** Writes what is printed of the graph: the graph itself, for reviewers and machines, what caches need of it, and who may what in it. */
import { writeFileSync } from 'node:fs';
import { type GraphQLSchema, isAbstractType } from 'graphql';
import { accessPage } from './access-page.ts';
import { schema } from './b2b/index.ts';
import { printSdl } from './print-sdl.ts';

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

writeFileSync(new URL('b2b.graphql', import.meta.url), printSdl(schema));
writeFileSync(
  new URL('b2b.possibleTypes.json', import.meta.url),
  `${JSON.stringify(possibleTypes(schema), null, 2)}\n`,
);
writeFileSync(new URL('../docs/access.md', import.meta.url), accessPage(schema));
