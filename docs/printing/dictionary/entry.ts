/** What the dictionary says of each operation of Stytch's API: how the graph offers it, and what is different there. */
import { type GraphQLSchema, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { accessWords, domainOf, type FieldRow, fieldRows } from '../../../schema/access-page.ts';
import { inputsOf, operationsOf, type Shown } from '../../../schema/contract-fields.ts';
import { toGraphName } from '../../../src/stytch/contract/names.ts';
import { operations } from '../../../src/stytch/contract/operations.ts';
import { type OperationTraits, traits } from '../../../src/stytch/contract/traits.ts';
import { type ContractRoute, contract } from '../../../test/contract.ts';
import type { PrintedExample } from './example.ts';

/** One difference of a name: what Stytch calls it, and what becomes of it here. */
export type Difference = readonly [wire: string, here: string];

/** An operation as the page shows it. */
export interface Entry extends PrintedExample {
  readonly method: string;
  readonly path: string;
  readonly domain: string;
  /** The field of the document that calls the operation: `Query.member`. */
  readonly field: string;
  /** Other fields that may call it. */
  readonly others: readonly string[];
  readonly access: ReturnType<typeof accessWords>;
  /** Inputs whose names are not just the camelCase of Stytch's. */
  readonly inputs: readonly Difference[];
  /** Properties of the response that have other names, or are not shown. */
  readonly outputs: readonly Difference[];
  /** Differences of behaviour, in sentences. */
  readonly behaviour: readonly string[];
}

/** One graph, and what its tests know of it. */
export interface Graph {
  readonly schema: GraphQLSchema;
  readonly shown: Shown;
  readonly leftOut: Readonly<Record<string, string>>;
  readonly leftOutEverywhere: Readonly<Record<string, string>>;
  readonly inputLeftOut: Readonly<Record<string, string>>;
}

/** Properties that are alike in all responses; the page says so once. */
const EVERYWHERE = new Set(['status_code', 'request_id']);

/** The entry of an operation. @throws Error if no field of the document calls it */
export function entryOf(route: ContractRoute, example: PrintedExample, graph: Graph): Entry {
  const key = `${route.method} ${route.path}`;
  const rows = fieldRows(graph.schema).filter((row) => row.operations.some((operation) => operation === key));
  const field = calledBy(graph.schema, example.document, key);
  const row = rows.find(({ name }) => name === field);
  if (!row) throw new Error(`No field of its example calls ${route.id}.`);
  return {
    ...example,
    method: route.method.toUpperCase(),
    path: route.path,
    domain: domainOf(key),
    field,
    others: rows.map(({ name }) => name).filter((name) => name !== field),
    access: accessWords(row),
    inputs: inputDifferences(route, row, graph),
    outputs: outputDifferences(route, field, graph),
    behaviour: behaviourOf(route, key),
  };
}

/** The field of a document that an operation serves: the outermost, if there are several. */
function calledBy(schema: GraphQLSchema, document: string, key: string): string {
  const info = new TypeInfo(schema);
  const found: string[] = [];
  visit(
    parse(document),
    visitWithTypeInfo(info, {
      Field() {
        const field = info.getFieldDef();
        if (field && operationsOf(field).includes(key)) found.push(`${info.getParentType()?.name}.${field.name}`);
      },
    }),
  );
  return found[0] ?? '';
}

const propertiesOf = (object: string): string[] => Object.keys(contract.components.schemas[object]?.properties ?? {});

const fieldNamed = (schema: GraphQLSchema, name: string) => {
  const [type = '', field = ''] = name.split('.');
  const owner = schema.getType(type);
  return owner && 'getFields' in owner ? owner.getFields()[field] : undefined;
};

/** What pages and filters of a list are called here. */
const pages: Readonly<Record<string, string>> = {
  cursor: 'Becomes `after` of a connection.',
  limit: 'Becomes `first` of a connection.',
  query: 'Becomes `filter` of a connection.',
};

function inputDifferences(route: ContractRoute, { name }: FieldRow, { schema, inputLeftOut }: Graph): Difference[] {
  const field = fieldNamed(schema, name);
  const given = field && 'args' in field ? inputsOf(field) : [];
  const taken = [
    ...route.parameters.filter((parameter) => parameter.in !== 'header').map((parameter) => parameter.name),
    ...(route.request ? propertiesOf(route.request) : []),
  ];
  return taken.flatMap((wire): Difference[] => {
    const names = given.filter((input) => input.wire === wire).map(({ graph }) => graph);
    if (names.length === 0) {
      const reason =
        inputLeftOut[`${route.id}.${wire}`] ?? pages[wire] ?? 'Comes from the object that the field is on.';
      return [[wire, reason]];
    }
    return names.every((graph) => graph === toGraphName(wire))
      ? []
      : [[wire, names.map((graph) => `\`${graph}\``).join(', ')]];
  });
}

function outputDifferences(
  { response }: ContractRoute,
  field: string,
  { shown, leftOut, leftOutEverywhere }: Graph,
): Difference[] {
  return propertiesOf(response)
    .filter((wire) => !EVERYWHERE.has(wire))
    .flatMap((wire): Difference[] => {
      const fields = shown.get(response)?.get(wire) ?? [];
      if (fields.some((name) => name.endsWith(`.${toGraphName(wire)}`))) return [];
      if (fields.length > 0) return [[wire, fields.map((name) => `\`${name}\``).join(', ')]];
      const reason = leftOut[`${response}.${wire}`] ?? leftOutEverywhere[wire];
      return [[wire, reason ?? (field.startsWith('Mutation.') ? 'Is in the payload.' : 'Is what the field returns.')]];
    });
}

/** What the gateway does for an operation that REST does not. */
function behaviourOf({ id }: ContractRoute, key: string): string[] {
  const table: Readonly<Record<string, OperationTraits>> = traits;
  const specs: Readonly<Record<string, { readonly session: boolean }>> = operations;
  const trait = table[id];
  if (!trait) throw new Error(`src/stytch/contract/traits.ts has no row for ${id}.`);
  return [
    ...(trait.reads && !trait.secret ? ['Equal reads of one caller that run at the same time are one call.'] : []),
    ...(trait.reads ? ['A failed call is retried.'] : []),
    ...(trait.secret ? ['The response holds a secret: it is never shared between requests.'] : []),
    ...(trait.sends ? ['Sends a message.'] : []),
    ...(trait.counts
      ? [
          `Counted as ${trait.counts.as === 'message' ? 'a message' : 'an attempt to sign in'} by the sign-in rate limits; above them the result is \`RATE_LIMITED\` or \`LOCKED\`.`,
        ]
      : []),
    ...(specs[key]?.session
      ? ['The session of the caller is sent along from the bearer, in place of Stytch’s session headers.']
      : []),
  ];
}
