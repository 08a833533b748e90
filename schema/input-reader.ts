/**
 * Parses the arguments of a field before its access rule and resolver run: ids become Stytch's ids, the `by` of a
 * lookup becomes the argument that it identifies, and an invalid value is INVALID_INPUT with its path. No call is sent
 * to Stytch before that.
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

/**
 * Path of a value: relative to `input` in mutations, else to the arguments. Converted to an array only for an error.
 */
interface Path {
  readonly above: Path | undefined;
  readonly key: string;
}

/** @param path undefined for the arguments themselves */
const keysOf = (path: Path | undefined): string[] => (path ? [...keysOf(path.above), path.key] : []);

type Read = (value: unknown, path: Path | undefined) => unknown;
type ReadValues = (values: Values, path: Path | undefined) => Values;

/**
 * Creates the parser of a field's arguments. Returns undefined if there is nothing to parse.
 *
 * @throws StytchError INVALID_INPUT with the path of the first invalid value, from the returned function
 */
export function argumentsReader(args: readonly GraphQLArgument[]): ((args: Values) => Values) | undefined {
  const read = valuesReader(args, new Map());
  return read && ((values) => read(values, undefined));
}

/** Parsers by input type, because input types can be recursive. */
type Known = Map<GraphQLInputObjectType, ReadValues | undefined>;

function valuesReader(fields: readonly InputValue[], known: Known): ReadValues | undefined {
  const readers = fields.flatMap((field) => {
    const read = fieldReader(field, known);
    // Paths omit the argument `input`: forms only know its fields.
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
    if (value === null) throw invalid(path, `must not be null. ${clearing}`);
    // The empty text clears a value, so it is not parsed.
    return whole && value !== '' ? whole(value, path) : value;
  };
}

/** @param readText parser of text values, if the field declares their kind */
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
      if (value === UNKNOWN) throw invalid(path, 'must not be UNKNOWN, which is only an output value.');
      return value;
    };
  }
  if (!isScalarType(type) || type.extensions['form'] === undefined) return undefined;
  return (value, path) => {
    if (value instanceof MalformedText) {
      const keys = keysOf(path);
      throw invalidInput(messageOf({ kind: 'value', type, path: keys }), keys);
    }
    // A literal of free-form data may contain variables of any type.
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

/** The parser of an input type. A recursive type looks it up at run time. */
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

/**
 * Parser of slugs and external ids. A text in the form of Stytch's ids is rejected: Stytch would look up an id
 * (findings.md, S1).
 */
const nameReader =
  (kind: IdKindName): Read =>
  (value, path) => {
    if (typeof value !== 'string' || value.trim() === '') throw invalid(path, 'must not be empty.');
    if (hasIdForm(value, kind)) throw invalid(path, 'has the form of an id. Send an id as `id`.');
    return value;
  };

/** The arguments that the fields of a lookup's `by` stand for, by field name. */
function lookupNames({ type }: InputValue): ReadonlyMap<string, string> | undefined {
  const by = getNullableType(type);
  if (!isInputObjectType(by)) return undefined;
  const names = Object.values(by.getFields()).flatMap(({ name, extensions: { names: argument } }) =>
    typeof argument === 'string' ? [[name, argument] as const] : [],
  );
  return names.length > 0 ? new Map(names) : undefined;
}

/** Stores the given field of `by` under the argument that it stands for. */
function nameBy(by: unknown, names: ReadonlyMap<string, string>, read: Record<string, unknown>): void {
  if (!isRecord(by)) return;
  for (const name of Object.keys(by)) read[names.get(name) ?? name] = by[name];
}

/** Rejects opaque ids of objects that belong to another owner than the sibling arguments name. */
function checkOwners(given: unknown, kind: IdKindName, read: Values, path: Path): void {
  if (Array.isArray(given)) {
    for (const [index, item] of given.entries()) checkOwners(item, kind, read, { above: path, key: String(index) });
  }
  if (typeof given !== 'string') return;
  for (const [name, owner] of ownersIn(given, kind)) {
    const other = read[name];
    if (typeof other === 'string' && other !== owner && hasIdForm(other, OWNER_KINDS[name] ?? kind)) {
      throw invalid(path, `does not belong to the given \`${name}\`.`);
    }
  }
}

const OWNER_KINDS: Readonly<Record<string, IdKindName>> = { organizationId: 'Organization', memberId: 'Member' };

function invalid(path: Path | undefined, fault: string) {
  const keys = keysOf(path);
  return invalidInput(`\`${keys.join('.')}\` ${fault}`, keys);
}
