/** Where a printed subgraph lies: beside this file, and beside the built code. */
import type { VerticalName } from '../src/vertical/vertical.ts';

/** The file of a vertical. */
export const subgraphFile = (vertical: VerticalName): URL => new URL(`${vertical}.subgraph.graphql`, import.meta.url);
