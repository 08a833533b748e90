/** Location of the printed subgraph: next to this folder in the repository, next to `dist` in the package. */
import type { VerticalName } from '../src/vertical/vertical.ts';

/** The subgraph file of a vertical. */
export const subgraphFile = (vertical: VerticalName): URL =>
  new URL(`../schema/${vertical}.subgraph.graphql`, import.meta.url);
