/** From what an error is about to its place in the arguments, so that a form can show the error where it belongs. */
import { type GraphQLArgument, type GraphQLInputObjectType, getNamedType, isInputObjectType } from 'graphql';
import { toWireName } from '../src/stytch/contract/names.ts';
import { isRecord } from '../src/stytch/contract/record.ts';

type Values = Readonly<Record<string, unknown>>;
type Path = readonly string[];

/** The places of the arguments of a field: below `input` where it has one. */
export interface ArgumentPlaces {
  /**
   * The place of the one argument that is one of these properties; undefined if there is none, or which one is not known.
   *
   * @param properties by their names on the wire
   * @param args as the client gave them
   */
  find(properties: readonly string[], args: Values): Path | undefined;
  /** The place of a value by the name that a resolver has for it: those of groups stand beside the others there. */
  within(path: Path): Path;
}

/**
 * Prepares the search among the arguments of a field.
 *
 * @param renames names on the wire of arguments of which they are more than snake_case
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

/** The paths of the fields of an input, through groups. */
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
