/** Content of the Explain panel: rounds, calls by operation, and hints that reduce calls. */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import type { Explanation, TracedCall } from '../../telemetry/explanation.ts';

/** A request of a tab and its explanation. */
export interface ExplainedRequest {
  readonly query: string;
  readonly operationName: string | null | undefined;
  readonly explanation: Explanation | undefined;
  /** Reason for a missing explanation. */
  readonly refusal: string | undefined;
}

/** Calls of one operation in one round. */
export interface CallGroup {
  readonly label: string;
  readonly operation: string;
  readonly fields: readonly string[];
  readonly calls: readonly TracedCall[];
  /** Start of the first and end of the last call, in milliseconds since the request started. */
  readonly startMs: number;
  readonly endMs: number;
}

/** Calls that depend on no other call of the round. */
export interface Round {
  readonly number: number;
  readonly count: number;
  readonly groups: readonly CallGroup[];
}

const endOf = ({ startMs, ms }: TracedCall): number => startMs + (ms ?? 0);

/** Groups the calls by round, then by operation. */
export function roundsOf({ calls }: Explanation): Round[] {
  const rounds = [...Map.groupBy(calls, ({ round }) => round)].sort(([a], [b]) => a - b);
  return rounds.map(([number, inRound]) => ({
    number,
    count: inRound.length,
    groups: [...Map.groupBy(inRound, ({ operation }) => operation)].map(([operation, same]) => ({
      label: `${same[0]?.method ?? ''} ${same[0]?.path ?? ''}`,
      operation,
      fields: [...new Set(same.flatMap(({ fields }) => fields))],
      calls: same,
      startMs: Math.min(...same.map(({ startMs }) => startMs)),
      endMs: Math.max(...same.map(endOf)),
    })),
  }));
}

/** End of the last call in milliseconds since the request started; at least 1, because it is a divisor. */
export const durationOf = ({ calls }: Explanation): number => Math.max(1, ...calls.map(endOf));

interface SelectedField {
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
}

/** The search argument that lists several organizations. */
const TENANTS = 'organizationIds';

/**
 * Hints that reduce the number of calls, based on the calls made. Empty if no hint certainly applies.
 *
 * - A list without `first` whose rows caused several separate calls.
 * - A search repeated for each parent, if the graph has one that takes all parents.
 */
export function hintsOf(request: ExplainedRequest, schema: GraphQLSchema | null | undefined): string[] {
  const { explanation } = request;
  if (!explanation || !schema) return [];
  const selected = selectedFields(request, schema);
  const hints: string[] = [];
  for (const [path, { node, field }] of selected) {
    if (takes(field, 'first') && !gives(node, 'first')) {
      const ofRows = explanation.calls.filter(({ batchedIds, fields }) => batchedIds === 0 && isOfRows(fields, path));
      if (ofRows.length > 1) {
        hints.push(
          `\`${path}\` has no \`first\`, and its rows led to ${ofRows.length} calls. Ask with \`first\` for as many rows as you need.`,
        );
      }
    }
    const searches = explanation.calls.filter(({ batchedIds, fields }) => batchedIds === 0 && fields.includes(path));
    const together = path.includes('.') && takes(field, 'first') ? searchOverAll(field, schema) : undefined;
    if (together && searches.length > 1) {
      hints.push(
        `\`${path}\` was searched ${searches.length} times, once for each parent. \`${together}(${TENANTS}: […])\` asks for all of them in one search, as one list.`,
      );
    }
  }
  return hints;
}

/** Whether only rows of a list need a call: then fewer rows may save it. */
const isOfRows = (fields: readonly string[], list: string): boolean =>
  fields.length > 0 &&
  fields.every((field) => field.startsWith(`${list}.nodes.`) || field.startsWith(`${list}.edges.`));

const takes = ({ args }: GraphQLField<unknown, unknown>, name: string): boolean =>
  args.some((argument) => argument.name === name);

const gives = (node: FieldNode, name: string): boolean =>
  node.arguments?.some((argument) => argument.name.value === name) ?? false;

/** The root field that returns the same list for several parents. */
function searchOverAll(field: GraphQLField<unknown, unknown>, schema: GraphQLSchema): string | undefined {
  const type = getNamedType(field.type);
  return Object.values(schema.getQueryType()?.getFields() ?? {}).find(
    (root) => takes(root, TENANTS) && getNamedType(root.type) === type,
  )?.name;
}

/** The fields of the operation by response path: `shop.members.nodes`. */
function selectedFields({ query, operationName }: ExplainedRequest, schema: GraphQLSchema): Map<string, SelectedField> {
  const found = new Map<string, SelectedField>();
  const document = parse(query, { noLocation: true });
  const operation = getOperationAST(document, operationName);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const walk = (set: SelectionSetNode, type: GraphQLNamedType | null | undefined, prefix: string): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined;
        if (!field) continue;
        const path = `${prefix}${(selection.alias ?? selection.name).value}`;
        if (!found.has(path)) found.set(path, { node: selection, field });
        if (selection.selectionSet) walk(selection.selectionSet, getNamedType(field.type), `${path}.`);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (!fragment) continue;
      const narrowed = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : type;
      walk(fragment.selectionSet, narrowed, prefix);
    }
  };
  if (operation) walk(operation.selectionSet, schema.getRootType(operation.operation), '');
  return found;
}
