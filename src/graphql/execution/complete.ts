/**
 * Value completion: converts the result of a resolver to its response value, by the type of the field (section 6.4.3 of
 * the specification).
 */
import {
  defaultTypeResolver,
  type FieldNode,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isIntrospectionType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  locatedError,
  responsePathAsArray,
} from 'graphql';
import { UnreadableError } from '../../stytch/client/response-faults.ts';
import { checkOf } from './check.ts';
import { completeField, executeFields, isPromise, nonNullError, resolveInto, rethrowWhenSettled } from './execute.ts';
import type { CompleteValue, CompletionTarget, ExecutionContext, SelectionPlan } from './types.ts';

/** The field whose value is completed. */
interface CompletedField {
  readonly nodes: readonly FieldNode[];
  /** Coordinate for messages: `Member.name`. */
  readonly place: string;
  /** Returns the selection on objects of a type. */
  selection(run: ExecutionContext, type: GraphQLObjectType): SelectionPlan;
}

/** Creates the completion function of a type. */
export function createCompleter(type: GraphQLOutputType, field: CompletedField): CompleteValue {
  if (isNonNullType(type)) return nonNull(createCompleter(type.ofType, field), field);
  if (isListType(type)) return present(list(type.ofType, field));
  if (isLeafType(type)) return present(leaf(type));
  if (isAbstractType(type)) return present(abstract(type, field));
  return present(object(type, field));
}

/** Returns null for null and undefined. A returned Error counts as thrown. */
const present =
  (complete: CompleteValue): CompleteValue =>
  (run, path, info, value) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) throw value;
    return complete(run, path, info, value);
  };

const nonNull =
  (complete: CompleteValue, { place }: CompletedField): CompleteValue =>
  (run, path, info, value) => {
    const completed = complete(run, path, info, value);
    if (completed === null) throw nonNullError(place);
    return completed;
  };

const leaf =
  (type: GraphQLLeafType): CompleteValue =>
  (_run, _path, _info, value) =>
    serializeLeaf(type, value);

/**
 * Serializes a leaf value. Scalars throw a GraphQLError as if the client had sent the value; it is wrapped in a plain
 * Error, because the fault is the server's.
 */
export function serializeLeaf(type: GraphQLLeafType, value: unknown): unknown {
  let shown: unknown;
  try {
    shown = type.serialize(value);
  } catch (cause) {
    throw new Error(`A value of ${type.name} cannot be serialized.`, { cause });
  }
  if (shown === null || shown === undefined) throw new Error(`A value of ${type.name} was serialized to null.`);
  return shown;
}

function list(itemType: GraphQLOutputType, field: CompletedField): CompleteValue {
  const slot: CompletionTarget = {
    nodes: field.nodes,
    isNonNull: isNonNullType(itemType),
    complete: createCompleter(itemType, field),
  };
  return (run, path, info, value) => {
    if (!isIterable(value)) {
      throw new Error(`Expected Iterable, but did not find one for field "${field.place}".`);
    }
    const shown: unknown[] = [];
    let waiting: [number, PromiseLike<unknown>][] | undefined;
    for (const item of value) {
      try {
        const completed = completeField(run, slot, { prev: path, key: shown.length, typename: undefined }, info, item);
        if (isPromise(completed)) {
          waiting ??= [];
          waiting.push([shown.length, completed]);
        }
        shown.push(completed);
      } catch (error) {
        // An unreadable item is omitted, so that the other items are returned.
        if (error instanceof GraphQLError && error.originalError instanceof UnreadableError) {
          run.errors.note(locatedError(error.originalError, field.nodes, responsePathAsArray(path)), path);
        } else return rethrowWhenSettled(shown, waiting, error);
      }
    }
    return waiting ? resolveInto(shown, waiting) : shown;
  };
}

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  Symbol.iterator in value &&
  typeof value[Symbol.iterator] === 'function';

function object(type: GraphQLObjectType, field: CompletedField): CompleteValue {
  const { nodes } = field;
  const check = checkOf(type);
  const show: CompleteValue = isIntrospectionType(type)
    ? (run, path, _info, value) => executeFields(run, field.selection(run, type), value, path)
    : (run, path, _info, value) => {
        run.objects?.add(nodes, path);
        check?.(value, run.context);
        return executeFields(run, field.selection(run, type), value, path);
      };
  const { isTypeOf } = type;
  if (!isTypeOf) return show;
  const mismatch = () => new Error(`The value of field "${field.place}" is no "${type.name}".`);
  return (run, path, info, value) => {
    const verdict = isTypeOf(value, run.context, info);
    if (isPromise(verdict)) {
      return verdict.then((is) => {
        if (!is) throw mismatch();
        return show(run, path, info, value);
      });
    }
    if (!verdict) throw mismatch();
    return show(run, path, info, value);
  };
}

function abstract(type: GraphQLAbstractType, field: CompletedField): CompleteValue {
  const resolveType = type.resolveType ?? defaultTypeResolver;
  const completers = new Map<string, CompleteValue>();
  const completerFor = (run: ExecutionContext, name: unknown): CompleteValue => {
    const known = typeof name === 'string' ? completers.get(name) : undefined;
    if (known) return known;
    const found = typeof name === 'string' ? run.operation.schema.getType(name) : undefined;
    if (!isObjectType(found) || !run.operation.schema.isSubType(type, found)) {
      throw new Error(`The value of field "${field.place}" is of no type that "${type.name}" can be.`);
    }
    const complete = object(found, field);
    completers.set(found.name, complete);
    return complete;
  };
  return (run, path, info, value) => {
    const name = resolveType(value, run.context, info, type);
    return isPromise(name)
      ? name.then((resolved) => completerFor(run, resolved)(run, path, info, value))
      : completerFor(run, name)(run, path, info, value);
  };
}
