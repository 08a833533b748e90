/** What GraphiQL's search knows of the operations of a kind of project. */
import { readFileSync } from 'node:fs';
import { type GraphQLSchema, parse, validate } from 'graphql';
import type { OperationDocument } from '../../../src/vertical/graphiql-config.ts';
import type { ContractRoute } from '../../../test/contract.ts';
import type { Entry } from './entry.ts';

/** The part of an entry that the search needs. */
export const searchEntry = ({ id, method, path, field, document, variables, caller }: Entry): OperationDocument => ({
  id,
  method,
  path,
  field,
  document,
  variables,
  caller,
});

/** The JSON file that the page loads. */
export const searchText = (entries: readonly OperationDocument[]): string => `${JSON.stringify(entries, null, 2)}\n`;

/** The entry of an operation in a written file. @throws Error if there is none, or if its document is not valid in a graph */
export function searchEntryIn(file: URL, { id }: ContractRoute, schema: GraphQLSchema): OperationDocument {
  const entries: readonly OperationDocument[] = JSON.parse(readFileSync(file, 'utf8'));
  const entry = entries.find((candidate) => candidate.id === id);
  if (!entry) throw new Error(`${id} has no example.`);
  const [fault] = validate(schema, parse(entry.document));
  if (fault) throw new Error(`The example of ${id} is not valid in both graphs: ${fault.message}`);
  return entry;
}
