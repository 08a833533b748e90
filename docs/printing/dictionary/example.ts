/** The documents of the dictionary: those of test/operations/ and test/consumer/operations/, which the tests run over the sandbox. */
import { Kind, type OperationDefinitionNode, OperationTypeNode, parse, print } from 'graphql';
import { isRecord } from '../../../src/stytch/contract/record.ts';
import { type OperationTraits, traits } from '../../../src/stytch/contract/traits.ts';

/** What all examples have, whatever the kind of project. */
export interface ExampleDocument {
  /** The operation's id in the contract. */
  readonly id: string;
  readonly document: string;
}

/** An example with what it needs of the sandbox. */
export interface Example<Gateway> extends ExampleDocument {
  readonly variables?: (g: Gateway) => Record<string, unknown> | Promise<Record<string, unknown>>;
  readonly as?: string | { readonly token: string } | null;
}

/** An example as it is printed. */
export interface PrintedExample {
  readonly id: string;
  /** Formatted, and named after its field: `query Member`. */
  readonly document: string;
  /** JSON; empty if the document takes none. Values that each sandbox makes anew are `<name>`. */
  readonly variables: string;
  /** Operations that were called before it, to get a sandbox there. */
  readonly after: readonly string[];
  /** The name of a caller of the sandbox; `visitor` sends no bearer. */
  readonly caller: string;
}

/** What the gateways of both kinds can do that examples need. */
interface PassingGateway {
  /** The calls to Stytch so far. */
  readonly calls: readonly { readonly id: string }[];
  pass(time: { minutes: number }): void;
  close(): Promise<void>;
}

/** The path to what a document is about, while there is one way: `OrganizationScimConnection`. A mutation is named after itself. */
function titleOf({ operation, selectionSet }: OperationDefinitionNode): string {
  const words: string[] = [];
  let selections = selectionSet.selections;
  for (;;) {
    const [only] = selections;
    if (only?.kind !== Kind.FIELD || (words.length > 0 && (selections.length > 1 || !only.selectionSet))) break;
    if (only.name.value !== 'nodes') words.push(only.name.value);
    if (operation === OperationTypeNode.MUTATION || !only.selectionSet) break;
    selections = only.selectionSet.selections;
  }
  return words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join('');
}

/** A document of an example as the dictionary prints it and the tests run it: formatted, with an operation name. */
export function titled(document: string): string {
  const { definitions, ...rest } = parse(document);
  return print({
    ...rest,
    definitions: definitions.map((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
      return { ...definition, name: { kind: Kind.NAME, value: titleOf(definition) } };
    }),
  });
}

/** The variables that a document declares. An example may have more, for the requests that lead to it. */
const variablesIn = (document: string): string[] =>
  parse(document).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? (definition.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
      : [],
  );

const traitsOf: Readonly<Record<string, OperationTraits>> = traits;

const isMutation = ({ document }: ExampleDocument): boolean =>
  parse(document).definitions.some(
    (definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.MUTATION,
  );

/** One example of each operation: of a read the first query, if there is one. */
export function onePerOperation<One extends ExampleDocument>(examples: readonly One[]): One[] {
  const chosen = new Map<string, One>();
  for (const example of examples) {
    const before = chosen.get(example.id);
    if (before && !(traitsOf[example.id]?.reads && isMutation(before) && !isMutation(example))) continue;
    chosen.set(example.id, example);
  }
  return [...chosen.values()];
}

interface Prepared {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly after: readonly string[];
}

/** Half a minute: the code of an authenticator app is another one then, and sessions still stand. */
const LATER = { minutes: 0.5 };

/** Prints examples. The variables are made in two sandboxes, at two times: what differs is not printed. */
export async function printExamples<Gateway extends PassingGateway>(
  examples: readonly Example<Gateway>[],
  open: () => Promise<Gateway>,
): Promise<PrintedExample[]> {
  const prepare = async (example: Example<Gateway>, later: boolean): Promise<Prepared> => {
    if (!example.variables) return { variables: {}, after: [] };
    const g = await open();
    try {
      if (later) g.pass(LATER);
      return { variables: await example.variables(g), after: [...new Set(g.calls.map(({ id }) => id))] };
    } finally {
      await g.close();
    }
  };
  const printed: PrintedExample[] = [];
  for (const example of onePerOperation(examples)) {
    const declared = variablesIn(example.document);
    const [one, other] = [await prepare(example, false), await prepare(example, true)];
    const variables = declared.map((name) => [name, lasting(one.variables[name], other.variables[name], name)]);
    printed.push({
      id: example.id,
      document: titled(example.document),
      variables: variables.length === 0 ? '' : JSON.stringify(Object.fromEntries(variables), null, 2),
      after: one.after.filter((id) => id !== example.id && traitsOf[id]?.class !== 'policy'),
      caller: callerOf(example),
    });
  }
  return printed;
}

/** Callers of tests who are a caller of the sandbox, with another token. */
const samePerson: Readonly<Record<string, string>> = { adaByToken: 'ada' };

function callerOf({ id, as = 'server' }: Example<never>): string {
  if (as === null) return 'visitor';
  if (typeof as === 'string') return samePerson[as] ?? as;
  throw new Error(`The example of ${id} is sent with a token: name a caller of the sandbox.`);
}

/** A value of one sandbox with what another has too; the rest is `<name>`. */
function lasting(one: unknown, other: unknown, name: string): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return one.map((item, at) => lasting(item, other[at], name));
  if (isRecord(one) && isRecord(other)) {
    return Object.fromEntries(Object.entries(one).map(([key, value]) => [key, lasting(value, other[key], key)]));
  }
  return one === other ? one : `<${name}>`;
}
