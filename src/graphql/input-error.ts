/**
 * Messages for input that does not fit its type. They contain the path and names of the schema, never the value: a
 * password in the wrong field must not reach responses or logs.
 */
import {
  type ASTNode,
  GraphQLError,
  type GraphQLErrorExtensions,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLLeafType,
  isScalarType,
} from 'graphql';

/** Path of a value: the variable or argument, then field names and list indexes. */
export type InputPath = readonly (string | number)[];

/** A mismatch between a value and its type, with the path of the value. */
export type Misfit = { readonly path: InputPath } & (
  | { readonly kind: 'missing' | 'null'; readonly type: GraphQLInputType }
  | { readonly kind: 'value'; readonly type: GraphQLLeafType }
  | { readonly kind: 'object' | 'oneOf'; readonly type: GraphQLInputObjectType }
  /** `name` comes from the client and may be no valid GraphQL name. */
  | { readonly kind: 'unknown'; readonly type: GraphQLInputObjectType; readonly name: string }
  /** The value could not be coerced, for an unknown reason. */
  | { readonly kind: 'other'; readonly type: GraphQLInputType }
);

/**
 * Max length of a client's name that a message repeats. Names of this schema are shorter than 40 characters; tokens are
 * longer.
 */
const MAX_NAME = 40;
const GRAPHQL_NAME = /^[_A-Za-z]\w*$/;

/** Returns the message for a mismatch. */
export function messageOf(misfit: Misfit): string {
  const { path, type } = misfit;
  const place = printed(path);
  switch (misfit.kind) {
    case 'missing':
      return `${place} of type \`${type}\` is missing.`;
    case 'null':
      return `${place} of type \`${type}\` must not be null.`;
    case 'object':
      return `${place} is not an object of type \`${type}\`.`;
    case 'oneOf':
      return `${place} must have exactly one field of \`${type}\`, and it must not be null.`;
    case 'unknown':
      return misfit.name.length <= MAX_NAME && GRAPHQL_NAME.test(misfit.name)
        ? `${printed([...path, misfit.name])} is not a field of \`${type}\`.`
        : `${place} has a field that \`${type}\` does not define.`;
    case 'value':
      return `${place} is not a valid \`${type}\`.${expectationOf(misfit.type)}`;
    case 'other':
      return `${place} is not a valid \`${type}\`.`;
  }
}

/**
 * The expected form of a scalar of schema/scalars.ts, as a sentence with a leading space; empty if the type declares
 * none.
 */
export function expectationOf(type: GraphQLLeafType): string {
  const form = isScalarType(type) ? type.extensions['form'] : undefined;
  return typeof form === 'string' ? ` Expected ${form}.` : '';
}

/** `['in', 'roles', 2]` -> `` `in.roles[2]` `` */
function printed([root = '', ...steps]: InputPath): string {
  return `\`${root}${steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}\``;
}

/** The error for a mismatch, located in the document. Without extensions it is a validation error. */
export const inputError = (misfit: Misfit, nodes: ASTNode, extensions: GraphQLErrorExtensions = {}): GraphQLError =>
  new GraphQLError(messageOf(misfit), { nodes, extensions });

/** Extensions for invalid variables, which end the request before execution: status 400 if the media type allows it. */
export const variableExtensions = () => ({ code: 'BAD_USER_INPUT', http: { status: 400, spec: true } });

/**
 * Extensions for invalid arguments, which end only their field: the value comes from a variable, so validation cannot
 * find them.
 */
export const argumentExtensions = () => ({ code: 'BAD_USER_INPUT' });
