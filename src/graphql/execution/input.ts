/**
 * Variables and arguments, by what the document says of them: worked out once, so that a run only fills in. Whatever is out of
 * the ordinary is left to graphql-js; what does not fit is told in the words of src/graphql/input-error.ts.
 */
import {
  type ArgumentNode,
  coerceInputValue,
  type FieldNode,
  type GraphQLArgument,
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  getArgumentValues,
  getVariableValues,
  isInputType,
  isNonNullType,
  isRequiredArgument,
  Kind,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';
import { inputError, type Misfit, variableExtensions } from '../input-error.ts';
import { misfitsOfValue } from '../misfit.ts';

type Values = Readonly<Record<string, unknown>>;

/** Errors of variables that one response lists. */
const MAX_ERRORS = 50;

/** Coerces what a client sent for the variables of an operation (section 6.1.2 of the specification). */
export function compileVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
): (given: Values) => ReturnType<typeof getVariableValues> {
  const careful = (given: Values): ReturnType<typeof getVariableValues> => {
    // One error of graphql-js says that something is wrong. What it is, is found without its messages.
    const result = getVariableValues(schema, definitions, given, { maxErrors: 1, hideSuggestions: true });
    return result.errors ? { errors: errorsOf(schema, definitions, given) } : result;
  };
  const variables: { name: string; type: Parameters<typeof coerceInputValue>[1]; mayMiss: boolean }[] = [];
  for (const { variable, type: typeNode, defaultValue } of definitions) {
    const type = typeFromAST(schema, typeNode);
    const name = variable.name.value;
    if (!isInputType(type) || name === '__proto__') return careful;
    variables.push({ name, type, mayMiss: !defaultValue && !isNonNullType(type) });
  }
  return (given) => {
    const coerced: Record<string, unknown> = {};
    try {
      for (const { name, type, mayMiss } of variables) {
        if (Object.hasOwn(given, name)) coerced[name] = coerceInputValue(given[name], type, giveUp);
        else if (!mayMiss) return careful(given);
      }
    } catch {
      return careful(given);
    }
    return { coerced };
  };
}

/** The errors of variables that graphql-js does not take, each at the definition of its variable. */
function errorsOf(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  given: Values,
): readonly GraphQLError[] {
  const errors: GraphQLError[] = [];
  for (const definition of definitions) {
    for (const misfit of misfitsOfVariable(schema, definition, given)) {
      if (errors.length === MAX_ERRORS) {
        const message = `The variables have more than ${MAX_ERRORS} errors. The others are not listed.`;
        return [...errors, new GraphQLError(message, { extensions: variableExtensions() })];
      }
      errors.push(inputError(misfit, definition, variableExtensions()));
    }
  }
  // graphql-js found something that the search did not: the request is refused all the same.
  return errors.length > 0
    ? errors
    : [new GraphQLError('The variables are not valid.', { nodes: definitions, extensions: variableExtensions() })];
}

function* misfitsOfVariable(
  schema: GraphQLSchema,
  { variable, type: typeNode, defaultValue }: VariableDefinitionNode,
  given: Values,
): Generator<Misfit> {
  const name = variable.name.value;
  const type = typeFromAST(schema, typeNode);
  // Validation refuses a type that is no input type.
  if (!isInputType(type)) return;
  if (Object.hasOwn(given, name)) yield* misfitsOfValue(given[name], type, [name]);
  else if (!defaultValue && isNonNullType(type)) yield { kind: 'missing', type, path: [name] };
}

function giveUp(): never {
  throw new Error('left to graphql-js');
}

/** The arguments of fields that take none. */
const none: Record<string, unknown> = Object.freeze({});

/** Makes the arguments of a field out of the variables (section 6.4.1 of the specification). */
export function compileArguments(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode | undefined,
): (variables: Values) => Record<string, unknown> {
  if (!node || definition.args.length === 0) return () => none;
  const careful = (variables: Values) => getArgumentValues(definition, node, variables);
  const values: Value[] = [];
  for (const argument of definition.args) {
    const given = node.arguments?.find(({ name }) => name.value === argument.name);
    const value = sourceOf(argument, given);
    if (!value) return careful;
    if (value !== 'absent') values.push(value);
  }
  return (variables) => {
    const found: Record<string, unknown> = {};
    for (const { name, variable, constant, isNonNull } of values) {
      if (variable === undefined) found[name] = constant;
      else {
        const value = Object.hasOwn(variables, variable) ? variables[variable] : undefined;
        if (value === undefined || (value === null && isNonNull)) return careful(variables);
        found[name] = value;
      }
    }
    return found;
  };
}

/** Where the value of an argument comes from. */
interface Value {
  readonly name: string;
  readonly variable?: string;
  readonly constant?: unknown;
  readonly isNonNull: boolean;
}

/** Undefined where graphql-js has to look each time: for what is wrong, and for lists and objects, of which each run has its own. */
function sourceOf(argument: GraphQLArgument, given: ArgumentNode | undefined): Value | 'absent' | undefined {
  const { name, type, defaultValue } = argument;
  const isNonNull = isNonNullType(type);
  if (!given) {
    if (isRequiredArgument(argument)) return undefined;
    return defaultValue === undefined ? 'absent' : { name, constant: defaultValue, isNonNull };
  }
  if (given.value.kind === Kind.VARIABLE) return { name, variable: given.value.name.value, isNonNull };
  if (given.value.kind === Kind.LIST || given.value.kind === Kind.OBJECT) return undefined;
  const constant = valueFromAST(given.value, type);
  return constant === undefined || Array.isArray(constant) ? undefined : { name, constant, isNonNull };
}
