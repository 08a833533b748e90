/**
 * Executes operations by plans that are kept with their documents. Comes to the same as graphql-js, and shares with it
 * what reads a document: collecting fields, coercing variables and arguments, locating errors.
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

/** What one run of an operation is given. */
export interface ExecutionArgs {
  readonly contextValue: unknown;
  readonly rootValue?: unknown;
  /** As the client sent them. */
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
  /** Ends when the client has left: no further mutation begins, and the run rejects with the signal's reason. */
  readonly signal?: AbortSignalLike | undefined;
  /** Counts the objects of the answer; no limit where not given. */
  readonly objects?: ObjectCount | undefined;
}

/** An operation that is ready to run, as often as wanted. */
export type PreparedOperation = (execution: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;

/**
 * Plans of one operation. A document with many conditions could have one for each combination of them; two conditions
 * have four. A plan takes some 60 bytes for each character of its document, which is less than the parsed document does.
 */
const MOST_PLANS = 4;

type Operations = Map<string | null | undefined, PreparedOperation | null>;

/**
 * What was prepared, by schema: a plan holds the resolvers of its schema. It goes when its document goes, and
 * limits/documents.ts bounds those.
 */
const prepared = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, Operations>>();

/**
 * Prepares an operation of a validated document; null for what is not executed here: subscriptions, and a name that the
 * document does not know. A plan is made where a run first comes to, so nothing is spent on what is never asked.
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
  // Only names that the document has, so a client cannot fill this with others.
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

/** The answer when a field at the root failed that may not be null. */
function noAnswer(run: ExecutionContext, document: DocumentNode, cause: unknown): ExecutionResult {
  run.signal?.throwIfAborted();
  run.errors.add(locatedError(cause, undefined), undefined);
  return answer(run, document, null);
}

/** What is asked at the root, by the values of the conditions. */
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
