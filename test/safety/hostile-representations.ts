/**
 * Representations that name objects a caller may not see, generated from the keys in the schema, and the results of the
 * graph without Federation for the same names.
 */
import { type GraphQLLeafType, type GraphQLObjectType, type GraphQLSchema, getNamedType, isLeafType } from 'graphql';
import { type Entity, fieldSetsOf, type KeyValues } from '../../schema/federation/entity.ts';
import { encodeOpaqueId } from '../../src/graphql/node-id.ts';
import type { GraphqlAnswer } from '../assemble.ts';
import { type Found, keyFieldsOf, type Representation } from '../federation/found.ts';

/** A representation, or an invalid value in place of a representation. */
export interface Hostile {
  /** How it was made, for the messages of tests. */
  readonly what: string;
  readonly sent: unknown;
  /** Whether it is a key of an object that the caller may not see, in the form that a router sends. */
  readonly plain: boolean;
}

/** The keys of an entity, each as the names of its fields. */
const keysOf = ({ nodeKey, lookupKeys }: Entity): (readonly string[])[] => [
  nodeKey,
  ...lookupKeys.map(({ fields }) => fields),
];

/** Other spellings of a value. */
const spellings = (value: string, other: Found): Readonly<Record<string, unknown>> => ({
  'in upper case': value.toUpperCase(),
  'after a space': ` ${value}`,
  'before a space': `${value} `,
  'before a line break': `${value}\n`,
  'before a null character': `${value}\0`,
  'in full width': value.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
  'percent-encoded': encodeURIComponent(value).replaceAll('-', '%2D'),
  'as the opaque id of its type': encodeOpaqueId(other.typename, value),
  'as the opaque id of the entity': other.id,
  'as a path': `x/../${value}`,
  'as a query string': `${value}?x=1`,
  'in a list': [value],
  'in an object': { eq: value, toString: value },
  'as a number': 7,
  'as true': true,
  'as null': null,
  empty: '',
});

/** Type names that are not entities of the subgraph. */
const OTHER_NAMES = [
  'Node',
  'Query',
  'Mutation',
  'Viewer',
  '_Entity',
  '_Any',
  '__proto__',
  'constructor',
  'toString',
  '',
];

/** An object with an own property called `__proto__`, which parsed JSON can have. */
const withOwnPrototype = (representation: Representation, value: unknown): unknown =>
  JSON.parse(JSON.stringify({ ...representation, PROTOTYPE: value }).replace('"PROTOTYPE":', '"__proto__":'));

/**
 * All generated names of `other`, which the caller may not see.
 *
 * @param own values of the caller's own for each field of a key
 */
function hostileOf(entity: Entity, other: Found, own: KeyValues, entities: ReadonlyMap<string, Entity>): Hostile[] {
  const { typename, values } = other;
  const named = (given: Readonly<Record<string, unknown>>): Representation => ({ __typename: typename, ...given });
  const made: Hostile[] = [];
  const add = (what: string, sent: unknown, plain = false) => made.push({ what: `${typename}, ${what}`, sent, plain });
  for (const key of keysOf(entity).filter((fields) => fields.every((name) => values[name]))) {
    const set = key.join(' ');
    const whole = Object.fromEntries(key.map((name) => [name, values[name]]));
    add(`by ${set}`, named(whole), true);
    add(
      `by ${set} and more`,
      named({ ...whole, id: other.id, organization_id: own['organizationId'], access: 'anyone' }),
      true,
    );
    for (const name of key) {
      for (const [how, value] of Object.entries(spellings(values[name] ?? '', other))) {
        add(`by ${set} with ${name} ${how}`, named({ ...whole, [name]: value }));
      }
    }
    // All mixtures of own values and the other's, except those that are entirely one or the other.
    for (let mask = 1; mask < 2 ** key.length - 1; mask += 1) {
      const mixed = key.map((name, at) => [name, (mask >> at) % 2 === 1 ? own[name] : values[name]] as const);
      add(
        `with own ${mixed.flatMap(([name], at) => ((mask >> at) % 2 === 1 ? [name] : [])).join(' ')}`,
        named(Object.fromEntries(mixed)),
      );
    }
    for (const prototype of ['__proto__', 'constructor', 'prototype']) {
      const inherited = prototype === '__proto__' ? withOwnPrototype(named({}), whole) : named({ [prototype]: whole });
      add(`by ${set} in ${prototype}`, inherited);
    }
    for (const name of [...entities.keys(), ...OTHER_NAMES]) {
      if (name !== typename) add(`by ${set} as a ${name || 'nameless type'}`, { ...whole, __typename: name });
    }
    add(`by ${set} without a type`, whole);
    add(`by ${set} with two types`, { ...whole, __typename: [typename] });
    add(`by ${set} in a list`, [named(whole)]);
    add(`by ${set} as a text`, JSON.stringify(named(whole)));
  }
  add('by its own opaque id', named({ id: other.id }));
  add('by its opaque id as text', other.id);
  // One key is the caller's own and another key is not, in both orders.
  const all = keyFieldsOf(entity).filter((name) => values[name]);
  const [first = []] = keysOf(entity);
  const isOf = (name: string) => first.includes(name);
  add(
    'by the own first key, with the rest of the other',
    named(Object.fromEntries(all.map((name) => [name, isOf(name) ? own[name] : values[name]]))),
  );
  add(
    'by the other first key, with the rest its own',
    named(Object.fromEntries(all.map((name) => [name, isOf(name) ? values[name] : own[name]]))),
  );
  add('by everything', named(values), true);
  return made;
}

/**
 * All generated names of objects that a caller may not see, for every key of every entity.
 *
 * @param others objects that the caller may not see; of each type enough to have a value for each key
 * @param own the caller's own objects
 * @returns the representations, and the keys that were found, as `namesOfKeys` writes them
 */
export function hostileFrom(
  entities: ReadonlyMap<string, Entity>,
  others: readonly Found[],
  own: readonly Found[],
): { readonly hostile: readonly Hostile[]; readonly keys: readonly string[] } {
  const anyOwn: Record<string, string> = {};
  for (const { values } of own) for (const [name, value] of Object.entries(values)) anyOwn[name] ??= value;
  const hostile: Hostile[] = [];
  const keys: string[] = [];
  for (const [typename, entity] of entities) {
    const wanted = new Map(keysOf(entity).map((key) => [key.join(' '), key]));
    const ofType = own.find((found) => found.typename === typename);
    for (const other of others.filter((found) => found.typename === typename)) {
      const gives = [...wanted].filter(([, key]) => key.every((name) => other.values[name]));
      if (gives.length === 0) continue;
      for (const [key] of gives) {
        wanted.delete(key);
        keys.push(`${typename}: ${key}`);
      }
      hostile.push(...hostileOf(entity, other, { ...anyOwn, ...ofType?.values }, entities));
    }
  }
  return { hostile, keys };
}

/** The keys of all entities, as `Type: fields`. */
export const namesOfKeys = (entities: ReadonlyMap<string, Entity>): string[] =>
  [...entities.values()].flatMap((entity) => fieldSetsOf(entity).map((fields) => `${entity.type.name}: ${fields}`));

/** The equivalent request to the graph without Federation; undefined if there is none. */
export interface Twin {
  /** Whether it uses `node`, which the subgraph does not have. */
  readonly byNode: boolean;
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const isFilled = (value: unknown): value is string => typeof value === 'string' && value !== '';

/**
 * The request that names the same object to `node` or to a lookup. Undefined if the value is not a representation.
 *
 * @param implied what the caller implies of the first key
 */
export function twinOf(
  sent: unknown,
  schema: GraphQLSchema,
  entities: ReadonlyMap<string, Entity>,
  implied: KeyValues,
): Twin | undefined {
  if (typeof sent !== 'object' || sent === null || !('__typename' in sent)) return undefined;
  const given = new Map<string, unknown>(Object.entries(sent));
  const entity = typeof sent.__typename === 'string' ? entities.get(sent.__typename) : undefined;
  if (!entity) return undefined;
  const { type, nodeKey, lookupKeys } = entity;
  const valuesOf = (names: readonly string[]): KeyValues | undefined => {
    const values = names.map((name) => [name, given.get(name)] as const);
    return values.every((pair): pair is [string, string] => isFilled(pair[1])) ? Object.fromEntries(values) : undefined;
  };
  const byNode = (values: KeyValues): Twin => ({
    byNode: true,
    document: `query ($id: ID!) { it: node(id: $id) { ${selectionOf(type)} } }`,
    variables: { id: encodeOpaqueId(type.name, nodeKey.map((name) => values[name]).join('/')) },
  });
  const first = valuesOf(nodeKey);
  if (first) return byNode(first);
  for (const { fields, lookup, args, implied: completes } of lookupKeys) {
    const values = valuesOf(fields);
    if (!values) continue;
    const whole = { ...values, ...implied };
    if (completes && nodeKey.every((name) => whole[name])) return byNode(whole);
    const field = schema.getQueryType()?.getFields()[lookup];
    const variables = args(values);
    const taken = field?.args.filter(({ name }) => name in variables) ?? [];
    const declared = taken.map(({ name, type: argument }) => `$${name}: ${argument}`).join(', ');
    const passed = taken.map(({ name }) => `${name}: $${name}`).join(', ');
    return {
      byNode: false,
      document: `query (${declared}) { it: ${lookup}(${passed}) { ${selectionOf(type)} } }`,
      variables,
    };
  }
  return undefined;
}

/** All fields of a type without arguments and without subselections, edges to secrets included. */
function selectionOf(type: GraphQLObjectType): string {
  const leaves = Object.values(type.getFields()).filter(
    (field): field is typeof field & { type: GraphQLLeafType } =>
      isLeafType(getNamedType(field.type)) && field.args.length === 0,
  );
  const fields = leaves.map(({ name }) => `${type.name}_${name}: ${name}`);
  return `__typename ... on ${type.name} { ${fields.join(' ')} }`;
}

/** Selects entities with all fields that `twinOf` selects. */
export const entitiesDocument = (entities: ReadonlyMap<string, Entity>): string =>
  `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${[...entities.values()]
    .map(({ type }) => selectionOf(type))
    .join(' ')} } }`;

/** The result of a request. */
export type Result = GraphqlAnswer<Record<string, unknown>>;

/** The codes of all errors of a result. */
export const codesOf = ({ errors }: Pick<Result, 'errors'>): string[] => errors.map(({ extensions: { code } }) => code);

/**
 * What a caller gets of one object: the object with all selected fields, and the error codes. It may hold secrets. A
 * session's last access is left out: the request itself changes it.
 */
export const verdict = (thing: unknown, errors: Result['errors']): string =>
  JSON.stringify([thing ?? null, codesOf({ errors }).toSorted()], (name, value) =>
    name.endsWith('_lastAccessedAt') ? undefined : value,
  );

/** The list that `_entities` returns; empty if the whole request was rejected. */
export function entitiesIn({ data }: Result): readonly unknown[] {
  const found = data?.['_entities'];
  return Array.isArray(found) ? found : [];
}

/** The node id of an object that `entitiesDocument` has selected. */
export const idIn = (thing: unknown): unknown =>
  Object.entries(thing ?? {}).find(([name]) => name.endsWith('_id'))?.[1];

/** `document` with the representations as literals in place of its variable. */
export const writtenIn = (document: string, representations: readonly unknown[]): string =>
  document.replace('($representations: [_Any!]!)', '').replace('$representations', () => literal(representations));

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  // The caller may have no value of its own for a key. JSON omits such a field, too.
  const given = Object.entries(value).filter(([, inner]) => inner !== undefined);
  const fields = given.map(([name, inner]) => `${name}: ${literal(inner)}`);
  return `{${fields.join(' ')}}`;
}
