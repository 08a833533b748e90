/** Access to the schema by introspection. */
import { type DocumentNode, GraphQLError, NoSchemaIntrospectionCustomRule, type ValidationRule, visit } from 'graphql';

/** `on`: all callers; `callers`: identified callers only; `off`: no caller. */
export type IntrospectionMode = 'on' | 'callers' | 'off';

/** Root fields that return the schema. `_service` is the field of a subgraph, which returns the printed schema. */
const SERVICE = '_service';
const schemaFields: ReadonlySet<string> = new Set(['__schema', '__type', SERVICE]);

/** Whether a document reads the schema. */
export function introspects(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field({ name }) {
      found ||= schemaFields.has(name.value);
    },
  });
  return found;
}

const noService: ValidationRule = (context) => ({
  Field(node) {
    if (node.name.value !== SERVICE || context.getParentType() !== context.getSchema().getQueryType()) return;
    context.reportError(
      new GraphQLError('GraphQL introspection is not allowed, and `_service` would give the same.', { nodes: node }),
    );
  },
});

/** Validation rules that reject introspection. */
export const noIntrospection: readonly ValidationRule[] = [NoSchemaIntrospectionCustomRule, noService];
