/** A printed graph as Markdown: one page each for queries, mutations, objects, inputs, enums, and unions with interfaces and scalars. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';

/** A page of the site. */
export interface GraphPage {
  /** File name, such as `b2b-objects.md`. */
  readonly file: string;
  readonly text: string;
}

/** The pages of a graph, in the order of the navigation; the suffix is that of the file. */
const pages = ['queries', 'mutations', 'objects', 'inputs', 'enums', 'other types'] as const;
type PageName = (typeof pages)[number];

const fileOf = (prefix: string, page: PageName): string => `${prefix}-${page.replaceAll(' ', '-')}.md`;

/**
 * Prints a graph.
 *
 * @param prefix of the file names and titles: `b2b`
 */
export function graphPages(schema: GraphQLSchema, prefix: string, title: string): GraphPage[] {
  const types = Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const roots = new Set<GraphQLNamedType | null | undefined>([schema.getQueryType(), schema.getMutationType()]);
  const pageOf = (type: GraphQLNamedType): PageName => {
    if (isObjectType(type)) return 'objects';
    if (isInputObjectType(type)) return 'inputs';
    return isEnumType(type) ? 'enums' : 'other types';
  };

  const link = (type: { toString(): string }, named: GraphQLNamedType): string =>
    isSpecifiedScalarType(named)
      ? `\`${type}\``
      : `[\`${type}\`](${fileOf(prefix, pageOf(named))}#${named.name.toLowerCase()})`;
  const linkTo = (value: GraphQLField<unknown, unknown> | GraphQLArgument | GraphQLInputField): string =>
    link(value.type, getNamedType(value.type));

  const fieldRow = (field: GraphQLField<unknown, unknown> | GraphQLInputField): string =>
    `| \`${field.name}\` | ${linkTo(field)} | ${inCell(descriptionOf(field))} |`;
  const fieldTable = (fields: readonly (GraphQLField<unknown, unknown> | GraphQLInputField)[]): string =>
    ['| field | type | meaning |', '| --- | --- | --- |', ...fields.map(fieldRow)].join('\n');

  const rootField = (field: GraphQLField<unknown, unknown>): string =>
    [
      `## ${field.name}`,
      descriptionOf(field),
      `Returns ${linkTo(field)}.`,
      ...(field.args.length > 0
        ? [
            [
              '| argument | type | meaning |',
              '| --- | --- | --- |',
              ...field.args.map((arg) => `| \`${arg.name}\` | ${linkTo(arg)} | ${inCell(descriptionOf(arg))} |`),
            ].join('\n'),
          ]
        : []),
    ].join('\n\n');

  const typeSection = (type: GraphQLNamedType): string =>
    [`## ${type.name}`, descriptionOf(type), ...bodyOf(type)].filter(Boolean).join('\n\n');

  const bodyOf = (type: GraphQLNamedType): string[] => {
    if (isObjectType(type) || isInterfaceType(type)) {
      const interfaces = type.getInterfaces().map((own) => link(own, own));
      return [
        ...(interfaces.length > 0 ? [`Implements ${interfaces.join(', ')}.`] : []),
        fieldTable(Object.values(type.getFields())),
      ];
    }
    if (isInputObjectType(type)) return [fieldTable(Object.values(type.getFields()))];
    if (isUnionType(type))
      return [
        `One of ${type
          .getTypes()
          .map((one) => link(one, one))
          .join(', ')}.`,
      ];
    if (isEnumType(type)) {
      const rows = type.getValues().map((value) => `| \`${value.name}\` | ${inCell(descriptionOf(value))} |`);
      return [['| value | meaning |', '| --- | --- |', ...rows].join('\n')];
    }
    return isScalarType(type) && type.specifiedByURL ? [`Specified by ${type.specifiedByURL}`] : [];
  };

  const sectionsOf: Readonly<Record<PageName, () => string[]>> = {
    queries: () => Object.values(schema.getQueryType()?.getFields() ?? {}).map(rootField),
    mutations: () => Object.values(schema.getMutationType()?.getFields() ?? {}).map(rootField),
    objects: () => types.filter((type) => pageOf(type) === 'objects' && !roots.has(type)).map(typeSection),
    inputs: () => types.filter((type) => pageOf(type) === 'inputs').map(typeSection),
    enums: () => types.filter((type) => pageOf(type) === 'enums').map(typeSection),
    'other types': () => types.filter((type) => pageOf(type) === 'other types').map(typeSection),
  };

  return pages.map((page) => ({
    file: fileOf(prefix, page),
    text: [`---\ntitle: "${title}: ${page}"\n---`, `# ${title}: ${page}`, ...sectionsOf[page](), ''].join('\n\n'),
  }));
}

/** The description of the graph; what is deprecated says why. */
const descriptionOf = ({
  description,
  ...rest
}: {
  readonly description?: string | null | undefined;
  readonly deprecationReason?: string | null | undefined;
}): string => {
  const text = escaped(description ?? '');
  return rest.deprecationReason ? `${text} *Deprecated: ${escaped(rest.deprecationReason)}*` : text;
};

/** Text outside of code spans must not be taken for HTML, nor for a tag of TSDoc. */
const escaped = (text: string): string =>
  text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll('<', '&lt;').replace(/[{}@]/g, '\\$&')))
    .join('');

const inCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
