/**
 * The arguments of a field, read before its rule and its resolver see them: ids become Stytch's, a lookup's `by` becomes the
 * name that it gives, and a value that cannot be is INVALID_INPUT that names its place. Nothing is sent to Stytch before that.
 */
import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isScalarType,
} from 'graphql';
import { expectationOf, messageOf } from '../src/graphql/input-error.ts';
import { isRecord } from '../src/stytch/contract/record.ts';
import { invalidInput } from '../src/stytch/error.ts';
import { hasIdForm, type IdKindName, isIdKind, ownersIn, readId } from './id.ts';
import { UNKNOWN } from './leaf.ts';
import { MalformedText } from './scalars.ts';

type Values = Readonly<Record<string, unknown>>;
type InputValue = GraphQLArgument | GraphQLInputField;

/** Where a value stands: below `input` in a mutation, below the arguments elsewhere. An array only once something is wrong there. */
interface Path {
  readonly above: Path | undefined;
  readonly key: string;
}

/** @param path undefined at the arguments themselves */
const keysOf = (path: Path | undefined): string[] => (path ? [...keysOf(path.above), path.key] : []);

type Read = (value: unknown, path: Path | undefined) => unknown;
type ReadValues = (values: Values, path: Path | undefined) => Values;

/**
 * Reads the arguments of a field; undefined where there is nothing to read.
 *
 * @throws StytchError INVALID_INPUT with the path of the first value that cannot be, from the function that it gives
 */
export function argumentsReader(args: readonly GraphQLArgument[]): ((args: Values) => Values) | undefined {
  const read = valuesReader(args, new Map());
  return read && ((values) => read(values, undefined));
}

/** The readers of input types, since an input type may hold itself. */
type Known = Map<GraphQLInputObjectType, ReadValues | undefined>;

function valuesReader(fields: readonly InputValue[], known: Known): ReadValues | undefined {
  const readers = fields.flatMap((field) => {
    const read = fieldReader(field, known);
    // A form knows its fields, not the argument that they are sent in.
    return read ? [{ name: field.name, isInput: field.name === 'input', read, names: lookupNames(field) }] : [];
  });
  if (readers.length === 0) return undefined;
  const ids = fields.flatMap(({ name, extensions: { idOf, withOwners } }) =>
    isIdKind(idOf) ? [{ name, kind: idOf, withOwners: withOwners === true }] : [],
  );
  return (values, path) => {
    let read: Record<string, unknown> | undefined;
    for (const { name, isInput, read: readField, names } of readers) {
      const value = values[name];
      if (value === undefined) continue;
      const result = readField(value, isInput ? path : { above: path, key: name });
      if (result === value && !names) continue;
      read ??= { ...values };
      read[name] = result;
      if (names) nameBy(result, names, read);
    }
    if (!read) return values;
    for (const { name, kind, withOwners } of ids) {
      const id = values[name];
      if (ids.length > 1) checkOwners(id, kind, read, { above: path, key: name });
      if (withOwners && typeof id === 'string') read = { ...Object.fromEntries(ownersIn(id, kind)), ...read };
    }
    return read;
  };
}

function fieldReader({ type, extensions }: InputValue, known: Known): Read | undefined {
  const { idOf, orSlug, nameOf, clearing } = extensions;
  const read = isIdKind(idOf) ? idReader(idOf, orSlug === true) : isIdKind(nameOf) ? nameReader(nameOf) : undefined;
  const whole = typeReader(type, read, known);
  if (typeof clearing !== 'string') return whole;
  return (value, path) => {
    if (value === null) throw invalid(path, `may not be null. ${clearing}`);
    // The empty text clears.
    return whole && value !== '' ? whole(value, path) : value;
  };
}

/** @param readText reads the texts that it is made of, where its field says what they are */
function typeReader(given: GraphQLInputType, readText: Read | undefined, known: Known): Read | undefined {
  const type = getNullableType(given);
  if (isListType(type)) {
    const read = typeReader(type.ofType, readText, known);
    return read && orNull((value, path) => (Array.isArray(value) ? readItems(value, path, read) : value));
  }
  if (isInputObjectType(type)) {
    const read = objectReader(type, known);
    return read && orNull((value, path) => (isRecord(value) ? read(value, path) : value));
  }
  if (readText) return orNull(readText);
  if (isEnumType(type)) {
    if (!type.getValue(UNKNOWN)) return undefined;
    return (value, path) => {
      if (value === UNKNOWN) throw invalid(path, 'is UNKNOWN, which only answers can be.');
      return value;
    };
  }
  if (!isScalarType(type) || type.extensions['form'] === undefined) return undefined;
  return (value, path) => {
    if (value instanceof MalformedText) {
      const keys = keysOf(path);
      throw invalidInput(messageOf({ kind: 'value', type, path: keys }), keys);
    }
    // A literal of free-form data may hold variables of any type.
    const within = malformedWithin(value);
    if (!within) return value;
    const keys = keysOf(path);
    const fault = `A variable in \`${keys.join('.')}\` is not a valid \`${within.type}\`.`;
    throw invalidInput(`${fault}${expectationOf(within.type)}`, keys);
  };
}

function malformedWithin(value: unknown): MalformedText | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value instanceof MalformedText) return value;
  for (const inner of Object.values(value)) {
    const found = malformedWithin(inner);
    if (found) return found;
  }
  return undefined;
}

/** The reader of an input type; a type that holds itself finds it when it is needed. */
function objectReader(type: GraphQLInputObjectType, known: Known): ReadValues | undefined {
  if (known.has(type)) return (values, path) => known.get(type)?.(values, path) ?? values;
  known.set(type, undefined);
  const read = valuesReader(Object.values(type.getFields()), known);
  known.set(type, read);
  return read;
}

const orNull =
  (read: Read): Read =>
  (value, path) =>
    value === null ? null : read(value, path);

function readItems(items: readonly unknown[], path: Path | undefined, read: Read): readonly unknown[] {
  const results = items.map((item, index) => read(item, { above: path, key: String(index) }));
  return results.some((result, index) => result !== items[index]) ? results : items;
}

const idReader =
  (kind: IdKindName, orSlug: boolean): Read =>
  (value, path) => {
    const named = readId(String(value), kind, orSlug);
    if ('fault' in named) throw invalid(path, `${named.fault}.`);
    return named.id;
  };

/** Slugs and ids of the customer's. One in the form of Stytch's ids would name another thing there (findings.md, S1). */
const nameReader =
  (kind: IdKindName): Read =>
  (value, path) => {
    if (typeof value !== 'string' || value.trim() === '') throw invalid(path, 'is empty.');
    if (hasIdForm(value, kind)) throw invalid(path, 'has the form of an id. Give an id as `id`.');
    return value;
  };

/** The arguments that the ways to look something up stand for, by way. */
function lookupNames({ type }: InputValue): ReadonlyMap<string, string> | undefined {
  const by = getNullableType(type);
  if (!isInputObjectType(by)) return undefined;
  const names = Object.values(by.getFields()).flatMap(({ name, extensions: { names: argument } }) =>
    typeof argument === 'string' ? [[name, argument] as const] : [],
  );
  return names.length > 0 ? new Map(names) : undefined;
}

/** Puts what the one way that is given holds under the name of the argument that it stands for. */
function nameBy(by: unknown, names: ReadonlyMap<string, string>, read: Record<string, unknown>): void {
  if (!isRecord(by)) return;
  for (const [way, value] of Object.entries(by)) read[names.get(way) ?? way] = value;
}

/** Refuses opaque ids of things that belong to another owner than the arguments beside them name. */
function checkOwners(given: unknown, kind: IdKindName, read: Values, path: Path): void {
  if (Array.isArray(given)) {
    for (const [index, item] of given.entries()) checkOwners(item, kind, read, { above: path, key: String(index) });
  }
  if (typeof given !== 'string') return;
  for (const [name, owner] of ownersIn(given, kind)) {
    const other = read[name];
    if (typeof other === 'string' && other !== owner && hasIdForm(other, OWNER_KINDS[name] ?? kind)) {
      throw invalid(path, `does not belong to the \`${name}\` beside it.`);
    }
  }
}

const OWNER_KINDS: Readonly<Record<string, IdKindName>> = { organizationId: 'Organization', memberId: 'Member' };

function invalid(path: Path | undefined, fault: string) {
  const keys = keysOf(path);
  return invalidInput(`\`${keys.join('.')}\` ${fault}`, keys);
}
