/** Who may read the schema. */
import { type DocumentNode, GraphQLError, NoSchemaIntrospectionCustomRule, type ValidationRule, visit } from 'graphql';

/** Everyone, known callers, or no one. */
export type IntrospectionMode = 'on' | 'callers' | 'off';

/** Root fields that give the schema. The last is that of a subgraph, which gives it in its printed form. */
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

/** The rules of validation that a document breaks by reading the schema. */
export const noIntrospection: readonly ValidationRule[] = [NoSchemaIntrospectionCustomRule, noService];
