/**
 * Executes operations by plans cached with their documents. The results equal those of graphql-js, whose functions
 * collect fields, coerce unusual variables and arguments, and locate errors.
 */
import {
  type DocumentNode,
  type ExecutionResult,
  type GraphQLObjectType,
  type GraphQLSchema,
  locatedError,
  OperationTypeNode,
} from 'graphql';
import type { ObjectCount } from '../../limits/object-count.ts';
import type { AbortSignalLike } from '../../stytch/client/abort.ts';
import { withOwnArgumentErrors } from '../argument-error.ts';
import { executeFields, executeFieldsSerially, isPromise } from './execute.ts';
import { FieldErrors } from './field-errors.ts';
import { compileVariables } from './input.ts';
import { planOperation, rootSelection } from './plan.ts';
import type { ExecutionContext, PlannedOperation, SelectionPlan } from './types.ts';

/** Input of one execution. */
export interface ExecutionArgs {
  readonly contextValue: unknown;
  readonly rootValue?: unknown;
  /** Variable values as the client sent them. */
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
  /**
   * Aborted when the client disconnects: no further root field of a mutation starts, and the execution rejects with the
   * reason of the signal.
   */
  readonly signal?: AbortSignalLike | undefined;
  /** Counts the objects of the response. Undefined: unlimited. */
  readonly objects?: ObjectCount | undefined;
}

/** A compiled operation, which can be executed any number of times. */
export type PreparedOperation = (execution: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;

/**
 * Max plans per operation. Conditions multiply: two boolean variables give four plans. A plan takes about 60 bytes per
 * character of its document, less than the parsed document.
 */
const MOST_PLANS = 4;

type Operations = Map<string | null | undefined, PreparedOperation | null>;

/**
 * Compiled operations by schema, because a plan holds the resolvers of its schema. Entries are collected with their
 * documents, whose number limits/document-cache.ts bounds.
 */
const prepared = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, Operations>>();

/**
 * Compiles an operation of a validated document; null for subscriptions, and if the document does not determine an
 * operation. The plan of a selection is created when execution first reaches it.
 */
export function prepare(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): PreparedOperation | null {
  const documents = prepared.get(schema) ?? new WeakMap<DocumentNode, Operations>();
  prepared.set(schema, documents);
  const operations: Operations = documents.get(document) ?? new Map();
  documents.set(document, operations);
  const known = operations.get(operationName);
  if (known !== undefined) return known;
  const operation = planOperation(schema, document, operationName);
  const made = operation && toPrepared(operation, document);
  // Only names that exist in the document are cached, so clients cannot fill the map.
  if (made) operations.set(operationName, made);
  return made;
}

function toPrepared(operation: PlannedOperation, document: DocumentNode): PreparedOperation | null {
  const { schema, definition, conditions } = operation;
  const rootType = schema.getRootType(definition.operation);
  if (!rootType || definition.operation === OperationTypeNode.SUBSCRIPTION) return null;
  const inOrder = definition.operation === OperationTypeNode.MUTATION;
  const selectionFor = plans(rootType, conditions);
  const coerce = compileVariables(schema, definition.variableDefinitions ?? []);
  return ({ contextValue, rootValue, variableValues, signal, objects }) => {
    const { coerced: variables, errors } = coerce(variableValues ?? {});
    if (errors) return { errors };
    const run: ExecutionContext = {
      operation,
      variables,
      root: rootValue,
      context: contextValue,
      errors: new FieldErrors(),
      signal,
      objects,
    };
    try {
      const selection = selectionFor(run);
      const data = inOrder
        ? executeFieldsSerially(run, selection, rootValue)
        : executeFields(run, selection, rootValue, undefined);
      if (!isPromise(data)) return answer(run, document, data);
      return data.then(
        (arrived) => answer(run, document, arrived),
        (cause) => noAnswer(run, document, cause),
      );
    } catch (cause) {
      return noAnswer(run, document, cause);
    }
  };
}

function answer(run: ExecutionContext, document: DocumentNode, data: Record<string, unknown> | null): ExecutionResult {
  const { errors, operation, variables } = run;
  if (errors.all.length === 0) return { data };
  return { errors: withOwnArgumentErrors(errors.all, { schema: operation.schema, document, variables }), data };
}

/** The result after an error of a non-null root field: data is null. */
function noAnswer(run: ExecutionContext, document: DocumentNode, cause: unknown): ExecutionResult {
  run.signal?.throwIfAborted();
  run.errors.add(locatedError(cause, undefined), undefined);
  return answer(run, document, null);
}

/** The root selection, cached by the values of the `@skip` and `@include` variables. */
function plans(rootType: GraphQLObjectType, conditions: readonly string[]): (run: ExecutionContext) => SelectionPlan {
  const known = new Map<string, SelectionPlan>();
  return (run) => {
    const key = conditions.map((name) => String(run.variables[name])).join();
    const found = known.get(key);
    if (found) return found;
    const selection = rootSelection(run, rootType);
    const oldest = known.keys().next().value;
    if (known.size >= MOST_PLANS && oldest !== undefined) known.delete(oldest);
    known.set(key, selection);
    return selection;
  };
}
