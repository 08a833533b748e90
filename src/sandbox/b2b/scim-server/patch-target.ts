/** Paths of a SCIM PATCH (RFC 7644, 3.5.2). */
import { Types } from 'scimmy';
import { type Matches, readFilter } from './filter.ts';
import { type Kind, refuse, ScimError, withoutUrn } from './schema.ts';

/** Target of a path: an attribute, items of a list, a sub-attribute of either, or a whole extension. */
export interface Target {
  /** URN of the extension that the attribute belongs to. */
  readonly extension?: string;
  /** The attribute; undefined for a whole extension. */
  readonly attribute?: Types.Attribute;
  /** Filter of the list's items. Default: all items. */
  readonly matches?: Matches;
  /** The filter's only condition, if it is a single equality: `type eq "work"`. */
  readonly chosenBy?: { readonly part: string; readonly value: unknown };
  /** Sub-attribute of the attribute or of the items, in the case of the schema. */
  readonly part?: string;
}

/** Attribute, filter and sub-attribute of a path: `emails[type eq "work"].value`. */
const parts = /^(\$?\w+)(?:\[(.*)\])?(?:\.(\$?\w+))?$/s;

/** A filter with a single equality condition. */
const oneTest = /^\s*(\$?\w+) eq ("(?:[^"\\]|\\.)*"|true|false)\s*$/i;

const unknown = (): never => refuse(400, 'invalidPath', 'The path leads to no attribute of the schema.');

/** Whether two names are the same; attribute names are case-insensitive (RFC 7643, 2.1). */
const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** Sub-attribute of an attribute by case-insensitive name; undefined if the schema has none. */
export const partOf = ({ subAttributes = [] }: Types.Attribute, name: string): Types.Attribute | undefined =>
  subAttributes.find((part) => isSame(part.name, name));

/** Extensions of a schema. */
const extensionsOf = ({ definition }: Kind): Types.SchemaDefinition[] =>
  definition.attributes.filter((part) => part instanceof Types.SchemaDefinition);

const testsIn = (attribute: Types.Attribute, filter: string): Pick<Target, 'chosenBy'> => {
  const [, name, literal] = oneTest.exec(filter) ?? [];
  if (name === undefined || literal === undefined) return {};
  const part = partOf(attribute, name)?.name ?? unknown();
  const value: unknown = JSON.parse(/^(true|false)$/i.test(literal) ? literal.toLowerCase() : literal);
  return { chosenBy: { part, value } };
};

/** Filter of a path. Its names are sub-attributes of the items. */
const readItems = (kind: Kind, attribute: Types.Attribute, filter: string): Pick<Target, 'matches' | 'chosenBy'> => {
  try {
    return { matches: readFilter(kind, filter), ...testsIn(attribute, filter) };
  } catch (error) {
    if (error instanceof ScimError || error instanceof SyntaxError) {
      return refuse(400, 'invalidPath', 'The filter in the path is invalid.');
    }
    throw error;
  }
};

/**
 * Parses a path.
 *
 * @throws ScimError `invalidPath` if the schema does not have the attribute
 */
export const readTarget = (kind: Kind, sent: string): Target => {
  const path = withoutUrn(kind, sent);
  const extension = extensionsOf(kind).find(
    ({ id }) => isSame(path, id) || isSame(path.slice(0, id.length + 1), `${id}:`),
  );
  if (extension && path.length <= extension.id.length + 1) return { extension: extension.id };
  const [, name, filter, leaf] = parts.exec(extension ? path.slice(extension.id.length + 1) : path) ?? [];
  const known = (extension ?? kind.definition).attributes.find((one) => name !== undefined && isSame(one.name, name));
  if (!(known instanceof Types.Attribute)) return unknown();
  const part = leaf === undefined ? undefined : (partOf(known, leaf)?.name ?? unknown());
  if (filter !== undefined && known.config.multiValued !== true) return unknown();
  return {
    ...(extension ? { extension: extension.id } : {}),
    attribute: known,
    ...(filter === undefined ? {} : readItems(kind, known, filter)),
    ...(part === undefined ? {} : { part }),
  };
};
