/** From a property of Stytch's request to the argument that it came from, so that a form can show an error where it belongs. */
import { type GraphQLArgument, getNamedType, isInputObjectType } from 'graphql';
import { toWireName } from '../src/stytch/contract/names.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * Finds the path of the one argument that is one of these properties.
 *
 * @param properties by their names on the wire
 * @param args as the client gave them
 */
export type FindPath = (properties: readonly string[], args: Values) => readonly string[] | undefined;

/**
 * Prepares the search among the arguments of a field: below `input` where it has one.
 *
 * @param renames names on the wire of arguments of which they are more than snake_case
 */
export function propertyPaths(args: readonly GraphQLArgument[], renames: Readonly<Record<string, string>>): FindPath {
  const input = args.find(({ name }) => name === 'input');
  const type = input && getNamedType(input.type);
  const fields = isInputObjectType(type) ? Object.values(type.getFields()) : args;
  const names = fields.map(({ name }) => ({ name, property: renames[name] ?? toWireName(name) }));
  return (properties, given) => {
    const values = input ? given['input'] : given;
    const found = names.filter(({ property }) => properties.includes(property)).map(({ name }) => name);
    const filled = found.filter((name) => isRecord(values) && isGiven(values[name]));
    const [only, ...others] = found.length > 1 ? filled : found;
    return only !== undefined && others.length === 0 ? [only] : undefined;
  };
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

const isRecord = (value: unknown): value is Values => typeof value === 'object' && value !== null;
