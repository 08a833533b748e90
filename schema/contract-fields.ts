/**
 * How graph fields relate to the contract: the operations that serve them, and the wire names of their inputs and
 * outputs.
 */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { toWireName } from '../src/stytch/contract/names.ts';

export type Field = GraphQLField<unknown, unknown>;

/** The fields of an object type or interface. Empty for any other type. */
export const fieldsOf = (type: GraphQLNamedType): Field[] =>
  isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];

/** Keys of the operations that serve a field, such as `get /v1/b2b/organizations/{organization_id}`. */
export const operationsOf = ({ extensions }: Field): readonly string[] =>
  (extensions['operations'] ?? []) as readonly string[];

/** Wire names of the properties that a field exposes: that of most responses, then alternatives in some. */
export const exposedBy = ({ extensions }: Field): string[] => [
  String(extensions['exposed']),
  ...((extensions['alsoExposed'] ?? []) as string[]),
];

/** An input of a field. */
export interface InputName {
  /** Path in the arguments: `memberId`, `name.first`. */
  readonly graph: string;
  /** Request property of the input. */
  readonly wire: string;
}

/**
 * All inputs of a field, with groups flattened. An input that maps to several properties is listed once per property.
 */
export function inputsOf(field: Field): InputName[] {
  const renames = (field.extensions['renames'] ?? {}) as Record<string, string>;
  const parts = (field.extensions['parts'] ?? {}) as Record<string, Record<string, string>>;
  const [input] = field.args;
  const type = input?.name === 'input' ? getNamedType(input.type) : undefined;
  const named = isInputObjectType(type) ? inputNames(type) : field.args.flatMap(argumentNames);
  return named.flatMap(({ name, path }): InputName[] => {
    const own = parts[name];
    const setting = own && isInputObjectType(type) ? getNamedType(type.getFields()[name]?.type) : undefined;
    if (!own || !isInputObjectType(setting)) return [{ graph: path, wire: renames[name] ?? toWireName(name) }];
    return Object.keys(setting.getFields()).flatMap((part) => {
      const wire = own[part];
      return wire === undefined ? [] : [{ graph: `${path}.${part}`, wire }];
    });
  });
}

interface NamedInput {
  readonly name: string;
  readonly path: string;
}

/** The inputs of an input object in the form that access rules see: with groups flattened. */
export const inputNames = (type: GraphQLInputObjectType, inGroup = false, path = ''): NamedInput[] =>
  Object.values(type.getFields()).flatMap(({ name, type: fieldType }) => {
    const inner = getNamedType(fieldType);
    return isInputObjectType(inner) && (inGroup || inner.extensions['group'])
      ? inputNames(inner, true, `${path}${name}.`)
      : [{ name, path: `${path}${name}` }];
  });

/** An argument. For the `by` of a lookup: each of its fields, with the property that it identifies. */
const argumentNames = ({ name, type }: GraphQLArgument): NamedInput[] => {
  const by = getNamedType(type);
  return name === 'by' && isInputObjectType(by)
    ? Object.values(by.getFields()).map(({ name: way, extensions }) => ({
        name: String(extensions['names']),
        path: `by.${way}`,
      }))
    : [{ name, path: name }];
};

/** An operation, and the contract schema of its response. */
interface Returns {
  readonly method: string;
  readonly path: string;
  readonly response: string;
}

/** For each property of each contract schema: the fields that expose it, such as `Member.name`. */
export type Shown = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/**
 * Computes which fields expose which contract properties: of the types mapped to contract schemas, and of mutation
 * payloads for responses.
 *
 * @param contractTypes contract schemas of each type (schema/builder.ts)
 */
export function shownBy(
  schema: GraphQLSchema,
  contractTypes: ReadonlyMap<string, readonly string[]>,
  operations: Iterable<Returns>,
): Shown {
  const shown = new Map<string, Map<string, string[]>>();
  const add = (object: string, type: GraphQLNamedType): void => {
    const properties = shown.get(object) ?? new Map<string, string[]>();
    shown.set(object, properties);
    for (const field of fieldsOf(type)) {
      for (const property of exposedBy(field)) {
        properties.set(property, [...(properties.get(property) ?? []), `${type.name}.${field.name}`]);
      }
    }
  };
  for (const [name, objects] of contractTypes) {
    const type = schema.getType(name);
    for (const object of objects) {
      if (type) add(object, type);
      else shown.set(object, shown.get(object) ?? new Map());
    }
  }
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  for (const { method, path, response } of operations) {
    for (const field of mutations.filter((field) => operationsOf(field).includes(`${method} ${path}`))) {
      const payload = schema.getType(`${field.name[0]?.toUpperCase()}${field.name.slice(1)}Payload`);
      if (!payload) continue;
      add(response, payload);
      // The outcome of a sign-in is a union field of the payload.
      for (const { type } of fieldsOf(payload)) {
        const outcome = getNamedType(type);
        if (isUnionType(outcome)) for (const one of outcome.getTypes()) add(response, one);
      }
    }
  }
  return shown;
}
