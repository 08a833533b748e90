/**
 * Groups: inputs of which exactly one must be given, such as the two tokens of a session. In the graph a group is a
 * @oneOf object. For access rules, attempt counters and resolvers its fields are flattened into the input, so that all
 * find a credential in one place.
 */
import { type GraphQLArgument, type GraphQLInputObjectType, getNamedType, isInputObjectType } from 'graphql';
import { isRecord } from '../src/stytch/contract/record.ts';

type Values = Readonly<Record<string, unknown>>;

/** Marks an input type as a group, in its extensions. */
export const GROUP = { group: true } as const;

/** The groups of an input by field name. Within a group, every object is a group. */
type Groups = ReadonlyMap<string, Groups>;

/** @throws Error if two flattened inputs have the same name */
function groupsIn(type: GraphQLInputObjectType, all: boolean, names: Set<string>): Groups {
  const groups = new Map<string, Groups>();
  for (const { name, type: fieldType } of Object.values(type.getFields())) {
    const inner = getNamedType(fieldType);
    if (isInputObjectType(inner) && (all || inner.extensions['group'] === true)) {
      groups.set(name, groupsIn(inner, true, names));
    } else if (names.has(name)) {
      throw new Error(`${type.name}.${name} is flattened into an input that has another field of this name.`);
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
 * Flattens the groups in the input of a field. Returns undefined if there are none.
 *
 * @throws Error if two flattened inputs have the same name
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
