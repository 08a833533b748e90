/** Cache of cost checks: the cost of an operation depends on few of its variables. */
import { type DocumentNode, getOperationAST, visit } from 'graphql';
import { COUNTED_ARGUMENTS, type createCostCheck, ENTITIES_ARGUMENT } from './cost.ts';

type CostCheck = ReturnType<typeof createCostCheck>;

const countedArguments: ReadonlySet<string> = new Set(COUNTED_ARGUMENTS);

/** Max cached variable forms per operation. Clients use few page sizes. */
const MOST_FORMS = 16;

interface CostProfile {
  /** Every declared variable, and whether its value affects the cost, or only its presence. */
  readonly variables: readonly { readonly name: string; readonly counts: boolean }[];
  /** Variable forms whose cost was counted completely and is within the limits. */
  readonly passed: Set<string>;
  /** Whether the cost depends on contents of a value, beyond its form. */
  readonly byValue: boolean;
}

/**
 * Wraps a cost check: runs it once per variable form of an operation. Only a complete cost within the limits is cached;
 * rejections and incomplete counts are computed again.
 */
export function cacheCostCheck(check: CostCheck): (...operation: Parameters<CostCheck>) => void {
  const known = new WeakMap<DocumentNode, Map<string | null | undefined, CostProfile>>();

  const operationIn = (document: DocumentNode, name: string | null | undefined): CostProfile | null => {
    const operations = known.get(document) ?? new Map<string | null | undefined, CostProfile>();
    known.set(document, operations);
    const found = operations.get(name) ?? readCostProfile(document, name);
    // Only operation names of the document are stored, so a client cannot fill the map.
    if (found) operations.set(name, found);
    return found;
  };

  return (document, operationName, variables) => {
    const operation = operationIn(document, operationName);
    if (!operation || operation.byValue) {
      check(document, operationName, variables);
      return;
    }
    const form = operation.variables.map(({ name, counts }) => formOf(ownValue(variables, name), counts)).join();
    if (operation.passed.has(form)) return;
    const counted = check(document, operationName, variables);
    if (counted && operation.passed.size < MOST_FORMS) operation.passed.add(form);
  };
}

/** A variable may be named `constructor`: inherited properties are not values. */
const ownValue = (variables: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(variables, name) ? variables[name] : undefined;

/**
 * The part of a value that affects the cost: of a list its length, of a string only its type (a single id may replace a
 * list of ids). Strings of a request are not stored: they may be as long as the body.
 */
function formOf(value: unknown, counts: boolean): string {
  if (value === undefined) return '';
  if (value === null) return 'null';
  if (!counts) return 'any';
  if (Array.isArray(value)) return `[${value.length}]`;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : typeof value;
}

function readCostProfile(document: DocumentNode, operationName: string | null | undefined): CostProfile | null {
  const operation = getOperationAST(document, operationName);
  if (!operation) return null;
  const counts = new Set<string>();
  let byValue = false;
  const note = (node: Parameters<typeof visit>[0]) =>
    visit(node, {
      Variable({ name }) {
        counts.add(name.value);
      },
    });
  visit(document, {
    Directive(node) {
      note(node);
    },
    Argument(node) {
      if (countedArguments.has(node.name.value)) note(node);
      byValue ||= node.name.value === ENTITIES_ARGUMENT;
    },
  });
  return {
    variables: (operation.variableDefinitions ?? []).map(({ variable }) => ({
      name: variable.name.value,
      counts: counts.has(variable.name.value),
    })),
    passed: new Set(),
    byValue,
  };
}
