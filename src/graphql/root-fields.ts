/** The root fields of an operation. */
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { planOperation } from './execution/plan.ts';

const nameOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

/**
 * The root fields of an operation by response name; undefined for a field that the root type does not declare, such as
 * `__typename`. Works on documents that are not validated. `@skip` and `@include` are ignored.
 */
export function rootFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): ReadonlyMap<string, GraphQLField<unknown, unknown> | undefined> {
  const found = new Map<string, GraphQLField<unknown, unknown> | undefined>();
  const operation = planOperation(schema, document, operationName);
  if (!operation) return found;
  const { definition, fragments } = operation;
  const declared = schema.getRootType(definition.operation)?.getFields();
  const spread = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        found.set(nameOf(selection), declared?.[selection.name.value]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet);
      } else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = fragments[selection.name.value];
        if (fragment) collect(fragment.selectionSet);
      }
    }
  };
  collect(definition.selectionSet);
  return found;
}
