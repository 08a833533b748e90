/**
 * Errors of arguments that only execution can find: a nullable variable in a non-null position has no value. graphql-js
 * prints the whole literal in their messages; the gateway replaces those messages.
 */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  Kind,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { argumentExtensions, inputError, type Misfit } from './input-error.ts';
import { misfitsOfLiteral } from './misfit.ts';

const valueKinds: ReadonlySet<string> = new Set([
  Kind.BOOLEAN,
  Kind.ENUM,
  Kind.FLOAT,
  Kind.INT,
  Kind.LIST,
  Kind.NULL,
  Kind.OBJECT,
  Kind.STRING,
  Kind.VARIABLE,
]);

/** The executed operation. */
interface Executed {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  /** Coerced values. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Returns the errors of an execution. Errors about arguments get messages of the gateway, which contain no value. */
export function withOwnArgumentErrors(errors: readonly GraphQLError[], executed: Executed): readonly GraphQLError[] {
  const misfits = new Map<ValueNode, Misfit | undefined>();
  return errors.map((error) => {
    const node = argumentValueOf(error);
    if (!node) return error;
    const misfit = misfits.has(node) ? misfits.get(node) : misfitOf(node, executed);
    misfits.set(node, misfit);
    if (!misfit) return error;
    const { message, extensions } = inputError(misfit, node, argumentExtensions());
    return new GraphQLError(message, { nodes: node, path: error.path, extensions });
  });
}

/**
 * The argument value at which graphql-js located an error. Errors of resolvers and results are never located at a
 * value.
 */
function argumentValueOf(error: GraphQLError): ValueNode | undefined {
  const said = error.originalError ?? error;
  if (!(said instanceof GraphQLError) || 'code' in said.extensions) return undefined;
  const [node] = said.nodes ?? [];
  return node && isValue(node) ? node : undefined;
}

const isValue = (node: { readonly kind: string }): node is ValueNode => valueKinds.has(node.kind);

function misfitOf(node: ValueNode, { schema, document, variables }: Executed): Misfit | undefined {
  let found: { name: string; type: GraphQLInputType } | undefined;
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Argument({ name, value }) {
        const type = value === node ? types.getArgument()?.type : undefined;
        if (type) found = { name: name.value, type };
      },
    }),
  );
  if (!found) return undefined;
  const { name, type } = found;
  const [first] = misfitsOfLiteral(node, type, [name], variables);
  return first ?? { kind: 'other', type, path: [name] };
}
