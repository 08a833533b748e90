/**
 * Inputs of which exactly one is given, such as the two tokens of a session. In the graph they are a @oneOf object. Behind it they
 * stand beside the other inputs, so that access rules, counters of attempts and resolvers find a proof in one place.
 */
import { type GraphQLArgument, type GraphQLInputObjectType, getNamedType, isInputObjectType } from 'graphql';
import { isRecord } from '../src/stytch/contract/record.ts';

type Values = Readonly<Record<string, unknown>>;

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

function flattened(input: Values, groups: Groups): Values {
  const flat: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    const inner = groups.get(name);
    if (!inner) flat[name] = value;
    else if (isRecord(value)) Object.assign(flat, flattened(value, inner));
  }
  return flat;
}

/**
 * Gives the input of a field the fields of its groups beside the others; undefined where it has no groups.
 *
 * @throws Error if two inputs would stand under one name
 */
export function groupsReader(args: readonly GraphQLArgument[]): ((args: Values) => Values) | undefined {
  const [argument] = args;
  if (!argument) return undefined;
  const { name } = argument;
  const type = getNamedType(argument.type);
  const groups = isInputObjectType(type) ? groupsIn(type, false, new Set()) : undefined;
  if (!groups?.size) return undefined;
  return (values) => {
    const input = values[name];
    return isRecord(input) ? { ...values, [name]: flattened(input, groups) } : values;
  };
}
