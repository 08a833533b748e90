/** How fields of a graph relate to the contract: the operations that serve them, and the wire names of what they take and show. */
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

/** The fields of an object type or interface; none of any other type. */
export const fieldsOf = (type: GraphQLNamedType): Field[] =>
  isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];

/** The operations that serve a field, as `get /v1/b2b/organizations/{organization_id}`. */
export const operationsOf = ({ extensions }: Field): readonly string[] =>
  (extensions['operations'] ?? []) as readonly string[];

/** Wire names of the properties that a field shows: the one of most responses, and others that stand in its place in some. */
export const exposedBy = ({ extensions }: Field): string[] => [
  String(extensions['exposed']),
  ...((extensions['alsoExposed'] ?? []) as string[]),
];

/** An input of a field. */
export interface InputName {
  /** `memberId`, `name.first`: its path in the argument. */
  readonly graph: string;
  /** The property of the request that it becomes. */
  readonly wire: string;
}

/** Every input that a field can be given, groups flattened. Where one input stands for several properties, it comes once for each. */
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

/** The inputs of an input object as rules find them: those of groups beside the others. */
export const inputNames = (type: GraphQLInputObjectType, inGroup = false, path = ''): NamedInput[] =>
  Object.values(type.getFields()).flatMap(({ name, type: fieldType }) => {
    const inner = getNamedType(fieldType);
    return isInputObjectType(inner) && (inGroup || inner.extensions['group'])
      ? inputNames(inner, true, `${path}${name}.`)
      : [{ name, path: `${path}${name}` }];
  });

/** An argument; of a lookup's `by`, the lookups that it stands for, each with the property that it names. */
const argumentNames = ({ name, type }: GraphQLArgument): NamedInput[] => {
  const by = getNamedType(type);
  return name === 'by' && isInputObjectType(by)
    ? Object.values(by.getFields()).map(({ name: way, extensions }) => ({
        name: String(extensions['names']),
        path: `by.${way}`,
      }))
    : [{ name, path: name }];
};

/** An operation and the object of the contract that it returns. */
interface Returns {
  readonly method: string;
  readonly path: string;
  readonly response: string;
}

/** For each object of the contract and each of its properties the fields that show it, such as `Member.name`. */
export type Shown = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/**
 * What a graph shows of the contract: the types made of its objects, and for responses of mutations their payloads.
 *
 * @param contractTypes the objects of the contract that each type shows (schema/builder.ts)
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
      // The result of a sign-in stands in the payload, as one of several types.
      for (const { type } of fieldsOf(payload)) {
        const outcome = getNamedType(type);
        if (isUnionType(outcome)) for (const one of outcome.getTypes()) add(response, one);
      }
    }
  }
  return shown;
}
