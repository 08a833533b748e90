/** What each kind of project brings to the dictionary. A process loads one graph, and so calls one of these. */
import { contractTypes } from '../../../schema/builder.ts';
import { shownBy } from '../../../schema/contract-fields.ts';
import { loadSchema } from '../../../schema/index.ts';
import type { OperationDocument } from '../../../src/vertical/graphiql-config.ts';
import type { VerticalName } from '../../../src/vertical/vertical.ts';
import { type ContractRoute, contractRoutes, isServedBy } from '../../../test/contract.ts';
import { leftOutEverywhere } from '../../../test/left-out.ts';
import { type Entry, entryOf, type Graph } from './entry.ts';
import { type PrintedExample, printExamples } from './example.ts';
import type { Part } from './page.ts';
import { searchEntry, searchEntryIn } from './search.ts';

/** Where the search of GraphiQL finds the documents of a kind of project. */
export const searchFile = (vertical: VerticalName): URL =>
  new URL(`../../../src/graphiql/app/operations-${vertical}.json`, import.meta.url);

export const PAGE = new URL('../../rest-to-graphql.md', import.meta.url);

const both: Part = {
  title: 'both kinds',
  name: 'both',
  accessPage: 'access-b2b.md',
  person: 'member',
};
const parts: Readonly<Record<VerticalName, Part>> = {
  b2b: { title: 'B2B', name: 'b2b', accessPage: 'access-b2b.md', person: 'member' },
  consumer: { title: 'consumer', name: 'consumer', accessPage: 'access-consumer.md', person: 'user' },
};

const isOfBoth = (route: ContractRoute): boolean => isServedBy('b2b', route) && isServedBy('consumer', route);

/** The operations of a kind in the order of the contract; those of both kinds have their examples over B2B projects. */
export const routesOf = (vertical: VerticalName): ContractRoute[] =>
  [...contractRoutes.values()].filter(
    (route) => isServedBy(vertical, route) && (vertical === 'b2b' || !isOfBoth(route)),
  );

interface Source {
  readonly printed: readonly PrintedExample[];
  readonly leftOut: Graph['leftOut'];
  readonly inputLeftOut: Graph['inputLeftOut'];
}

const sources: Readonly<Record<VerticalName, () => Promise<Source>>> = {
  b2b: async () => {
    const [{ gatewayOverSandbox }, { examples }, lists] = await Promise.all([
      import('../../../test/gateway.ts'),
      import('../../../test/operations/index.ts'),
      import('../../../test/left-out.ts'),
    ]);
    return { ...lists, printed: await printExamples(examples, () => gatewayOverSandbox({ warm: false })) };
  },
  consumer: async () => {
    const [{ gatewayOverSandbox }, { examples }, lists] = await Promise.all([
      import('../../../test/consumer/gateway.ts'),
      import('../../../test/consumer/operations/index.ts'),
      import('../../../test/consumer/left-out.ts'),
    ]);
    return { ...lists, printed: await printExamples(examples, () => gatewayOverSandbox()) };
  },
};

/** A part of the page with its entries. */
export interface PartEntries {
  readonly part: Part;
  readonly entries: readonly Entry[];
}

/** What is printed from one graph. */
export interface Dictionary {
  /** The parts of the page that the graph fills. */
  readonly parts: readonly PartEntries[];
  /** What the search of GraphiQL finds, where it is over a project of this kind. */
  readonly search: readonly OperationDocument[];
}

/**
 * Computes the dictionary of a kind of project. That of B2B projects comes first: operations of both kinds have their examples
 * over them, and consumer projects take these from its search file.
 *
 * @throws Error if an operation has no example, or an example of both kinds is not valid in both graphs
 */
export async function dictionaryOf(vertical: VerticalName): Promise<Dictionary> {
  const schema = await loadSchema(vertical);
  const own = routesOf(vertical);
  const { printed, leftOut, inputLeftOut } = await sources[vertical]();
  const graph: Graph = {
    schema,
    shown: shownBy(schema, contractTypes, own),
    leftOut,
    leftOutEverywhere,
    inputLeftOut,
  };
  const entriesOf = (chosen: readonly ContractRoute[]) =>
    chosen.map((route) => {
      const example = printed.find(({ id }) => id === route.id);
      if (!example) throw new Error(`${route.id} has no example.`);
      return entryOf(route, example, graph);
    });
  const kind = { part: parts[vertical], entries: entriesOf(own.filter((route) => !isOfBoth(route))) };
  if (vertical === 'b2b') {
    const found = [kind, { part: both, entries: entriesOf(own.filter(isOfBoth)) }];
    return { parts: found, search: found.flatMap(({ entries }) => entries.map(searchEntry)) };
  }
  const ofBoth = [...contractRoutes.values()].filter(isOfBoth).map((route) => {
    const example = printed.find(({ id }) => id === route.id);
    return example ? searchEntry(entryOf(route, example, graph)) : searchEntryIn(searchFile('b2b'), route, schema);
  });
  return { parts: [kind], search: [...kind.entries.map(searchEntry), ...ofBoth] };
}
