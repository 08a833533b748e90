/** Paths of a SCIM PATCH (RFC 7644, 3.5.2): what of a resource an operation is about. */
import { Types } from 'scimmy';
import { type Matches, readFilter } from './filter.ts';
import { type Kind, refuse, ScimError, withoutUrn } from './schema.ts';

/** What a path leads to: an attribute, some items of a list, a part of either, or a whole extension. */
export interface Target {
  /** URN of the extension that the attribute belongs to. */
  readonly extension?: string;
  /** The attribute; undefined for a whole extension. */
  readonly attribute?: Types.Attribute;
  /** The filter that selects items of the list. Default: all items. */
  readonly matches?: Matches;
  /** The one test of the filter, where it has no more: `type eq "work"`. */
  readonly chosenBy?: { readonly part: string; readonly value: unknown };
  /** The part of the attribute or of the items, in the case of the schema. */
  readonly part?: string;
}

/** Attribute, filter and part of a path: `emails[type eq "work"].value`. */
const parts = /^(\$?\w+)(?:\[(.*)\])?(?:\.(\$?\w+))?$/s;

/** A filter of one test for equality. */
const oneTest = /^\s*(\$?\w+) eq ("(?:[^"\\]|\\.)*"|true|false)\s*$/i;

const unknown = (): never => refuse(400, 'invalidPath', 'The path leads to no attribute of the schema.');

/** Whether two names are one (RFC 7643, 2.1). */
const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** The part of an attribute that a client names, in any case; undefined where the schema has none. */
export const partOf = ({ subAttributes = [] }: Types.Attribute, name: string): Types.Attribute | undefined =>
  subAttributes.find((part) => isSame(part.name, name));

/** Extensions of a schema, by what they are made of. */
const extensionsOf = ({ definition }: Kind): Types.SchemaDefinition[] =>
  definition.attributes.filter((part) => part instanceof Types.SchemaDefinition);

const testsIn = (attribute: Types.Attribute, filter: string): Pick<Target, 'chosenBy'> => {
  const [, name, literal] = oneTest.exec(filter) ?? [];
  if (name === undefined || literal === undefined) return {};
  const part = partOf(attribute, name)?.name ?? unknown();
  const value: unknown = JSON.parse(/^(true|false)$/i.test(literal) ? literal.toLowerCase() : literal);
  return { chosenBy: { part, value } };
};

/** A filter of a path. Names in it are parts of the list's items. */
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
 * Reads a path.
 *
 * @throws ScimError `invalidPath` for what the schema does not have
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
