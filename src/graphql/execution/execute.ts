/** Execution of a planned operation: sibling fields in parallel, root fields of a mutation one after the other. */
import { type FieldNode, type GraphQLResolveInfo, locatedError, responsePathAsArray } from 'graphql';
import { UnreadableError } from '../../stytch/client/response-faults.ts';
import type { CompletionTarget, ExecutionContext, FieldPlan, ResponsePath, SelectionPlan } from './types.ts';

/** Completes the fields of an object: returns the response object, or a promise of it. */
export function executeFields(
  run: ExecutionContext,
  selection: SelectionPlan,
  source: unknown,
  path: ResponsePath | undefined,
): Record<string, unknown> | Promise<Record<string, unknown>> {
  const shown = blank(selection);
  let waiting: [string, PromiseLike<unknown>][] | undefined;
  for (const field of selection.fields) {
    try {
      const value = field.plain ? readField(run, field, field.plain, source, path) : runField(run, field, source, path);
      shown[field.responseName] = value;
      if (!field.plain && isPromise(value)) {
        if (waiting) waiting.push([field.responseName, value]);
        else waiting = [[field.responseName, value]];
      }
    } catch (error) {
      // The object is dropped; the promises of its other fields are awaited, because they may fail too.
      return rethrowWhenSettled(shown, waiting, error);
    }
  }
  return waiting ? resolveInto(shown, waiting) : shown;
}

/**
 * An empty response object. An alias may be `__proto__`, which on an object with a prototype would set that prototype.
 */
const blank = ({ namesProto }: SelectionPlan): Record<string, unknown> => (namesProto ? Object.create(null) : {});

/**
 * Executes the root fields of a mutation: each starts after the one before and its whole selection have finished.
 *
 * @throws the reason of the signal if the client has disconnected: no further field starts
 */
export async function executeFieldsSerially(
  run: ExecutionContext,
  selection: SelectionPlan,
  source: unknown,
): Promise<Record<string, unknown>> {
  const shown = blank(selection);
  for (const field of selection.fields) {
    run.signal?.throwIfAborted();
    shown[field.responseName] = await runMutation(run, field, source);
  }
  return shown;
}

/**
 * Runs one root field of a mutation. None starts after the response has too many objects; the results of earlier fields
 * are returned.
 */
async function runMutation(run: ExecutionContext, field: FieldPlan, source: unknown): Promise<unknown> {
  try {
    if (run.objects?.exceeded) throw run.objects.exceeded;
    return await runField(run, field, source, undefined);
  } catch (cause) {
    const exceeded = run.objects?.exceeded;
    if (!exceeded || cause !== exceeded || field.isNonNull) throw cause;
    const path = pathOf(field, undefined);
    run.errors.add(locatedError(exceeded.originalError, field.nodes, responsePathAsArray(path)), path);
    return null;
  }
}

function readField(
  run: ExecutionContext,
  field: FieldPlan,
  read: NonNullable<FieldPlan['plain']>,
  source: unknown,
  parentPath: ResponsePath | undefined,
): unknown {
  try {
    const value = read(source, run.context);
    if (value === null && field.isNonNull) throw nonNullError(`${field.parentType.name}.${field.definition.name}`);
    return value;
  } catch (cause) {
    return handleFieldError(run, field.nodes, pathOf(field, parentPath), field.isNonNull, cause);
  }
}

function runField(
  run: ExecutionContext,
  field: FieldPlan,
  source: unknown,
  parentPath: ResponsePath | undefined,
): unknown {
  const path = pathOf(field, parentPath);
  const info = new Info(run, field, path);
  let value: unknown;
  try {
    value = field.resolve(source, field.given(run.variables), run.context, info);
  } catch (cause) {
    return handleFieldError(run, field.nodes, path, field.isNonNull, cause);
  }
  return completeField(run, field, path, info, value);
}

/**
 * Completes the result, or promised result, of a resolver for one position of the response.
 *
 * @throws the error if the position is non-null
 */
export function completeField(
  run: ExecutionContext,
  slot: CompletionTarget,
  path: ResponsePath,
  info: GraphQLResolveInfo,
  value: unknown,
): unknown {
  if (isPromise(value)) return settleLater(run, slot, path, info, value);
  try {
    const completed = slot.complete(run, path, info, value);
    return isPromise(completed) ? orFail(run, slot, path, completed) : completed;
  } catch (cause) {
    return handleFieldError(run, slot.nodes, path, slot.isNonNull, cause);
  }
}

// Separate functions, so that the functions above allocate no closures for values that are no promises.

const settleLater = (
  run: ExecutionContext,
  slot: CompletionTarget,
  path: ResponsePath,
  info: GraphQLResolveInfo,
  value: PromiseLike<unknown>,
) =>
  value.then(
    (found) => completeField(run, slot, path, info, found),
    (cause) => handleFieldError(run, slot.nodes, path, slot.isNonNull, cause),
  );

const orFail = (run: ExecutionContext, slot: CompletionTarget, path: ResponsePath, completed: PromiseLike<unknown>) =>
  completed.then(undefined, (cause) => handleFieldError(run, slot.nodes, path, slot.isNonNull, cause));

const pathOf = ({ responseName, parentType }: FieldPlan, prev: ResponsePath | undefined): ResponsePath => ({
  prev,
  key: responseName,
  typename: parentType.name,
});

/** `info` of a resolver. Getters compute each property on access, because few resolvers read any. */
class Info implements GraphQLResolveInfo {
  readonly path: ResponsePath;
  readonly #run: ExecutionContext;
  readonly #field: FieldPlan;

  constructor(run: ExecutionContext, field: FieldPlan, path: ResponsePath) {
    this.#run = run;
    this.#field = field;
    this.path = path;
  }

  get fieldName() {
    return this.#field.definition.name;
  }
  get fieldNodes() {
    return this.#field.nodes;
  }
  get returnType() {
    return this.#field.definition.type;
  }
  get parentType() {
    return this.#field.parentType;
  }
  get schema() {
    return this.#run.operation.schema;
  }
  get fragments() {
    return this.#run.operation.fragments;
  }
  get rootValue() {
    return this.#run.root;
  }
  get operation() {
    return this.#run.operation.definition;
  }
  get variableValues() {
    return this.#run.variables;
  }
}

/** The error for a non-null field whose value is null. */
export const nonNullError = (place: string): Error => new Error(`Cannot return null for non-nullable field ${place}.`);

/**
 * Records the error of a position and returns null; or returns the zero value if Stytch sent a value that violates its
 * contract and the position is non-null.
 *
 * @throws the error if the position is non-null and has no zero value: it propagates to the parent; also the error for
 *   too many objects in the response
 */
export function handleFieldError(
  run: ExecutionContext,
  nodes: readonly FieldNode[],
  path: ResponsePath,
  isNonNull: boolean,
  cause: unknown,
): unknown {
  if (run.objects?.exceeded) throw run.objects.exceeded;
  const error = locatedError(cause, nodes, responsePathAsArray(path));
  if (isNonNull) {
    if (!(cause instanceof UnreadableError) || cause.standIn === undefined) throw error;
    run.errors.note(error, path);
    return cause.standIn;
  }
  run.errors.add(error, path);
  return null;
}

export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/** Resolves with the container after every awaited value is stored in it; rejects with the first failure. */
export function resolveInto<Key extends PropertyKey>(
  container: Record<Key, unknown>,
  waiting: readonly (readonly [Key, PromiseLike<unknown>])[],
): Promise<Record<Key, unknown>> {
  return new Promise((resolve, reject) => {
    let left = waiting.length;
    for (const [key, promise] of waiting) {
      promise.then((value) => {
        container[key] = value;
        left -= 1;
        if (left === 0) resolve(container);
      }, reject);
    }
  });
}

/** Throws the error after all sibling promises have settled, which prevents unhandled rejections. */
export function rethrowWhenSettled<Key extends PropertyKey>(
  container: Record<Key, unknown>,
  waiting: readonly (readonly [Key, PromiseLike<unknown>])[] | undefined,
  error: unknown,
): Promise<never> {
  if (!waiting) throw error;
  const rethrow = () => {
    throw error;
  };
  return resolveInto(container, waiting).then(rethrow, rethrow);
}
