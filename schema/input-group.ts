/**
 * Inputs of which exactly one is given, such as the two tokens of a session. In the graph they are a @oneOf object. Behind it they
 * stand beside the other inputs, so that access rules, counters of attempts and resolvers find a proof in one place.
 */
import { type GraphQLInputObjectType, type GraphQLSchema, getNamedType, isInputObjectType } from 'graphql';
import { isRecord } from '../src/stytch/client/response-faults.ts';

/** Marks an input type as a group, in its extensions. */
export const GROUP = { group: true } as const;

/** The groups within an input, by the names of the fields that hold them; within a group, every object is one. */
type Groups = ReadonlyMap<string, Groups>;

/** @throws Error if two inputs would stand under one name */
function groupsIn(type: GraphQLInputObjectType, all: boolean, names: Set<string>): Groups {
  const groups = new Map<string, Groups>();
  for (const { name, type: fieldType } of Object.values(type.getFields())) {
    const inner = getNamedType(fieldType);
    if (isInputObjectType(inner) && (all || inner.extensions['group'] === true)) {
      groups.set(name, groupsIn(inner, true, names));
    } else if (names.has(name)) {
      throw new Error(`${type.name}.${name} is an input that stands beside another of its name.`);
    } else {
      names.add(name);
    }
  }
  return groups;
}

function flattened(input: Readonly<Record<string, unknown>>, groups: Groups): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    const inner = groups.get(name);
    if (!inner) flat[name] = value;
    else if (isRecord(value)) Object.assign(flat, flattened(value, inner));
  }
  return flat;
}

/** Gives every mutation whose input has groups the fields of those groups beside the others, before any rule looks at them. */
export function applyInputGroups(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const { resolve } = field;
    const type = field.args[0] && getNamedType(field.args[0].type);
    if (!resolve || !isInputObjectType(type)) continue;
    const groups = groupsIn(type, false, new Set());
    if (groups.size === 0) continue;
    field.resolve = (parent, args, context, info) => {
      const { input } = args;
      return resolve(parent, isRecord(input) ? { ...args, input: flattened(input, groups) } : args, context, info);
    };
  }
}
