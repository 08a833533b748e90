/** What has been counted once need not be counted again: the cost of an operation hangs on few of its variables. */
import { type DocumentNode, getOperationAST, visit } from 'graphql';
import { COUNTED_ARGUMENTS, type createCostCheck, ENTITIES_ARGUMENT } from './cost.ts';

type CostCheck = ReturnType<typeof createCostCheck>;

const countedArguments: ReadonlySet<string> = new Set(COUNTED_ARGUMENTS);

/** Forms of one operation that are remembered. A client asks for pages of a few sizes. */
const MOST_FORMS = 16;

interface CostProfile {
  /** Every variable that it declares, and whether its value counts, or only whether there is one. */
  readonly variables: readonly { readonly name: string; readonly counts: boolean }[];
  /** Forms whose whole cost was counted and is allowed. */
  readonly passed: Set<string>;
  /** Whether the cost hangs on more of a value than its form. */
  readonly byValue: boolean;
}

/**
 * The same check, made once for each form of an operation. Only what was counted and allowed is remembered: a refusal is
 * made again each time, and so is the check of what could not be counted.
 */
export function cacheCostCheck(check: CostCheck): (...operation: Parameters<CostCheck>) => void {
  const known = new WeakMap<DocumentNode, Map<string | null | undefined, CostProfile>>();

  const operationIn = (document: DocumentNode, name: string | null | undefined): CostProfile | null => {
    const operations = known.get(document) ?? new Map<string | null | undefined, CostProfile>();
    known.set(document, operations);
    const found = operations.get(name) ?? readCostProfile(document, name);
    // Only names that the document has, so a client cannot fill this with others.
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

/** A variable may be called `constructor`; what every object has is not a value of it. */
const ownValue = (variables: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(variables, name) ? variables[name] : undefined;

/**
 * All of a value that the cost hangs on: of a list its length, and of a text only that it is one (an id in place of a list of
 * ids). No text of a request is kept: it may be as long as a body.
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
