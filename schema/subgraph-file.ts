/** Where a printed subgraph lies: beside this folder in the repository, and beside `dist` in the package. */
import type { VerticalName } from '../src/vertical/vertical.ts';

/** The file of a vertical. */
export const subgraphFile = (vertical: VerticalName): URL =>
  new URL(`../schema/${vertical}.subgraph.graphql`, import.meta.url);
