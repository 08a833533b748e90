/** Plan of an operation, computed once for all its executions: the fields of each object and how each is completed. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  visit,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { defaultFieldResolver } from 'graphql/execution/execute.js';
import { createCompleter } from './complete.ts';
import { compileArguments } from './input.ts';
import { propertyReaderOf } from './property-field.ts';
import type { BoundOperation, FieldPlan, PlannedOperation, SelectionPlan } from './types.ts';

/** The operation to run; null if the document does not determine one. */
export function planOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): PlannedOperation | null {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null);
  const operations: OperationDefinitionNode[] = [];
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (operationName == null || definition.name?.value === operationName) operations.push(definition);
  }
  const [definition, ...others] = operations;
  if (!definition || (operationName == null && others.length > 0)) return null;
  return { schema, definition, fragments, conditions: conditionsOf(document) };
}

/** Variables used in the directives of a document. GraphQL executes only `@skip` and `@include`. */
function conditionsOf(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: ({ arguments: given = [] }) => {
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      return false;
    },
  });
  return [...names];
}

/** The root fields of an operation. */
export function rootSelection({ operation, variables }: BoundOperation, rootType: GraphQLObjectType): SelectionPlan {
  const { schema, fragments, definition } = operation;
  return toSelection(schema, rootType, collectFields(schema, fragments, variables, rootType, definition.selectionSet));
}

/** The selection on objects that a field returns, computed when the first object of a type is completed. */
function subselections(nodes: readonly FieldNode[]) {
  const known = new Map<GraphQLObjectType, SelectionPlan>();
  return ({ operation, variables }: BoundOperation, type: GraphQLObjectType): SelectionPlan => {
    const found = known.get(type);
    if (found) return found;
    const { schema, fragments } = operation;
    const selection = toSelection(schema, type, collectSubfields(schema, fragments, variables, type, nodes));
    known.set(type, selection);
    return selection;
  };
}

function toSelection(
  schema: GraphQLSchema,
  parentType: GraphQLObjectType,
  collected: ReadonlyMap<string, readonly FieldNode[]>,
): SelectionPlan {
  const fields: FieldPlan[] = [];
  for (const [responseName, nodes] of collected) {
    const definition = definitionOf(schema, parentType, nodes[0]?.name.value ?? '');
    if (definition) fields.push(toField(responseName, nodes, parentType, definition));
  }
  return { fields, namesProto: fields.some(({ responseName }) => responseName === '__proto__') };
}

function toField(
  responseName: string,
  nodes: readonly FieldNode[],
  parentType: GraphQLObjectType,
  definition: GraphQLField<unknown, unknown>,
): FieldPlan {
  return {
    responseName,
    nodes,
    parentType,
    definition,
    isNonNull: isNonNullType(definition.type),
    given: compileArguments(definition, nodes[0]),
    resolve: definition.resolve ?? defaultFieldResolver,
    plain: propertyReaderOf(definition),
    complete: createCompleter(definition.type, {
      nodes,
      place: `${parentType.name}.${definition.name}`,
      selection: subselections(nodes),
    }),
  };
}

function definitionOf(
  schema: GraphQLSchema,
  parentType: GraphQLObjectType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (parentType === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return parentType.getFields()[name];
}
