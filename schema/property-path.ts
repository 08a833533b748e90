/** Maps the wire property of an error to the path of its argument, so that a form can show the error at that field. */
import { type GraphQLArgument, type GraphQLInputObjectType, getNamedType, isInputObjectType } from 'graphql';
import { toWireName } from '../src/stytch/contract/names.ts';
import { isRecord } from '../src/stytch/contract/record.ts';

type Values = Readonly<Record<string, unknown>>;
type Path = readonly string[];

/** The paths of a field's arguments, relative to `input` if there is one. */
export interface ArgumentPlaces {
  /**
   * Path of the only argument that maps to one of these properties. Undefined if there is none, or if several match.
   *
   * @param properties wire names
   * @param args as the client sent them
   */
  find(properties: readonly string[], args: Values): Path | undefined;
  /** Path of a value from the resolver's path, in which groups are flattened. */
  within(path: Path): Path;
}

/**
 * Prepares the lookup for the arguments of a field.
 *
 * @param renames wire names of arguments that differ from their snake_case name
 */
export function argumentPlaces(
  args: readonly GraphQLArgument[],
  renames: Readonly<Record<string, string>>,
): ArgumentPlaces {
  const input = args.find(({ name }) => name === 'input');
  const type = input && getNamedType(input.type);
  const paths = isInputObjectType(type) ? pathsIn(type, [], false) : args.map(({ name }) => [name]);
  const places = paths.map((path) => {
    const name = path.at(-1) ?? '';
    return { path, name, property: renames[name] ?? toWireName(name) };
  });
  return {
    find(properties, given) {
      const values = input ? given['input'] : given;
      const found = places.filter(({ property }) => properties.includes(property)).map(({ path }) => path);
      const [only, ...others] = found.length > 1 ? found.filter((path) => isGiven(valueAt(values, path))) : found;
      return only !== undefined && others.length === 0 ? only : undefined;
    },
    within(path) {
      const place = places.find(({ path: own, name }) => own.length > 1 && name === path[0]);
      return place ? [...place.path, ...path.slice(1)] : path;
    },
  };
}

/** The paths of an input's fields, through groups. */
function pathsIn(type: GraphQLInputObjectType, above: Path, inGroup: boolean): Path[] {
  return Object.values(type.getFields()).flatMap(({ name, type: fieldType }) => {
    const inner = getNamedType(fieldType);
    const isGroup = isInputObjectType(inner) && (inGroup || inner.extensions['group'] === true);
    return isGroup ? pathsIn(inner, [...above, name], true) : [[...above, name]];
  });
}

const valueAt = (values: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), values);

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;
