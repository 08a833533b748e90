/** Graphs that break a promise, derived from the printed one. A change without an effect is an error. */
import {
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  parseType,
  print,
  visit,
} from 'graphql';

export type Change = (document: DocumentNode) => DocumentNode;

/** SDL of the types that some fields of Query and Mutation reach: a graph that is compiled often should be small. */
export function reachableBy(sdl: string, rootFields: readonly string[]): string {
  const document = visit(parse(sdl), {
    ObjectTypeDefinition: (node) =>
      node.name.value === 'Query' || node.name.value === 'Mutation'
        ? { ...node, fields: node.fields?.filter(({ name }) => rootFields.includes(name.value)) }
        : undefined,
  });
  const definitions = new Map(
    document.definitions.flatMap((each) => ('name' in each && each.name ? [[each.name.value, each]] : [])),
  );
  const reached = new Set<string>();
  const reach = (name: string): void => {
    const definition = definitions.get(name);
    if (!definition || reached.has(name)) return;
    reached.add(name);
    visit(definition, { NamedType: (type) => reach(type.name.value) });
  };
  reach('Query');
  reach('Mutation');
  const isKept = (each: DefinitionNode) =>
    each.kind === Kind.DIRECTIVE_DEFINITION || !('name' in each) || !each.name || reached.has(each.name.value);
  return print({ ...document, definitions: document.definitions.filter(isKept) });
}

/** SDL of the graph after changes. */
export const sdlAfter = (sdl: string, changes: readonly Change[]): string =>
  print(changes.reduce((document, change) => change(document), parse(sdl)));

function once(document: DocumentNode, what: string, edit: (count: () => void) => DocumentNode): DocumentNode {
  let count = 0;
  const changed = edit(() => {
    count += 1;
  });
  if (count !== 1) throw new Error(`${what} was found ${count} times in ${document.definitions.length} definitions`);
  return changed;
}

/** Changes the type of a field of a type, an interface or an input. */
export const retyped =
  (path: `${string}.${string}`, type: string): Change =>
  (document) =>
    once(document, path, (count) => {
      const [owner, name] = path.split('.');
      const edit = <Field extends FieldDefinitionNode | InputValueDefinitionNode>(field: Field): Field => {
        if (field.name.value !== name) return field;
        count();
        return { ...field, type: parseType(type) };
      };
      return visit(document, {
        ObjectTypeDefinition: (node) =>
          node.name.value === owner ? { ...node, fields: node.fields?.map(edit) } : undefined,
        InterfaceTypeDefinition: (node) =>
          node.name.value === owner ? { ...node, fields: node.fields?.map(edit) } : undefined,
        InputObjectTypeDefinition: (node) =>
          node.name.value === owner ? { ...node, fields: node.fields?.map(edit) } : undefined,
      });
    });

/** Adds a type to a union. */
export const widened =
  (union: string, type: string): Change =>
  (document) =>
    once(document, union, (count) =>
      visit(document, {
        UnionTypeDefinition: (node) => {
          if (node.name.value !== union) return undefined;
          count();
          const added = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } } as const;
          return { ...node, types: [...(node.types ?? []), added] };
        },
      }),
    );

/** Removes the directives of an input, such as `@oneOf`. */
export const undirected =
  (input: string): Change =>
  (document) =>
    once(document, input, (count) =>
      visit(document, {
        InputObjectTypeDefinition: (node) => {
          if (node.name.value !== input) return undefined;
          count();
          return { ...node, directives: [] };
        },
      }),
    );

/** Adds definitions. */
export const added =
  (sdl: string): Change =>
  (document) => ({ ...document, definitions: [...document.definitions, ...parse(sdl).definitions] });
