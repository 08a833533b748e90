/**
 * The words for input that does not fit its type. They are made of a path and names of the schema and never of the value:
 * a password that is typed into the wrong field stays out of responses and logs.
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

/** Where a value is: the variable or argument, then fields and positions in lists. */
export type InputPath = readonly (string | number)[];

/** One way in which a value does not fit its type, and where. */
export type Misfit = { readonly path: InputPath } & (
  | { readonly kind: 'missing' | 'null'; readonly type: GraphQLInputType }
  | { readonly kind: 'value'; readonly type: GraphQLLeafType }
  | { readonly kind: 'object' | 'oneOf'; readonly type: GraphQLInputObjectType }
  /** `name` is the client's own word, and need not be a GraphQL name. */
  | { readonly kind: 'unknown'; readonly type: GraphQLInputObjectType; readonly name: string }
  /** The value could not be coerced, and the reason was not found. */
  | { readonly kind: 'other'; readonly type: GraphQLInputType }
);

/** Length of the longest name of a client that is repeated. Names of this schema are shorter than 40; a token is longer. */
const MAX_NAME = 40;
const GRAPHQL_NAME = /^[_A-Za-z]\w*$/;

/** The message for a misfit. */
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

/** The form that a scalar of schema/scalars.ts expects, as a sentence after a blank. */
export function expectationOf(type: GraphQLLeafType): string {
  const form = isScalarType(type) ? type.extensions['form'] : undefined;
  return typeof form === 'string' ? ` Expected ${form}.` : '';
}

/** `['in', 'roles', 2]` -> `` `in.roles[2]` `` */
function printed([root = '', ...steps]: InputPath): string {
  return `\`${root}${steps.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}\``;
}

/** The error for a misfit, at its place in the document. Without extensions it is a validation error. */
export const inputError = (misfit: Misfit, nodes: ASTNode, extensions: GraphQLErrorExtensions = {}): GraphQLError =>
  new GraphQLError(messageOf(misfit), { nodes, extensions });

/** Variables that do not fit end the request before it runs: 400 if the media type lets the status express that. */
export const variableExtensions = () => ({ code: 'BAD_USER_INPUT', http: { status: 400, spec: true } });

/** Arguments that do not fit end their field: the variables decide, so validation cannot find them. */
export const argumentExtensions = () => ({ code: 'BAD_USER_INPUT' });
