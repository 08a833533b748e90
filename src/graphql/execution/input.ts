/**
 * Variables and arguments, compiled once per document, so that an execution only inserts values. graphql-js handles
 * unusual cases; messages about invalid input come from src/graphql/input-error.ts.
 */
import {
  type ArgumentNode,
  coerceInputValue,
  type FieldNode,
  type GraphQLArgument,
  GraphQLError,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  getArgumentValues,
  getNullableType,
  getVariableValues,
  isInputObjectType,
  isInputType,
  isNonNullType,
  Kind,
  type ObjectFieldNode,
  type ObjectValueNode,
  typeFromAST,
  type VariableDefinitionNode,
  valueFromAST,
} from 'graphql';
import { inputError, type Misfit, variableExtensions } from '../input-error.ts';
import { misfitsOfValue } from '../misfit.ts';

type Values = Readonly<Record<string, unknown>>;

/** Max errors of variables per response. */
const MAX_ERRORS = 50;

/** Coerces the variable values of a client (section 6.1.2 of the specification). */
export function compileVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
): (given: Values) => ReturnType<typeof getVariableValues> {
  const careful = (given: Values): ReturnType<typeof getVariableValues> => {
    // graphql-js stops at its first error. The errors of the response are then computed without its messages.
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

/** The errors of invalid variables, each located at the definition of its variable. */
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
  // graphql-js found an error that the search did not find: the request is still rejected.
  return errors.length > 0
    ? errors
    : [new GraphQLError('The variables are invalid.', { nodes: definitions, extensions: variableExtensions() })];
}

function* misfitsOfVariable(
  schema: GraphQLSchema,
  { variable, type: typeNode, defaultValue }: VariableDefinitionNode,
  given: Values,
): Generator<Misfit> {
  const name = variable.name.value;
  const type = typeFromAST(schema, typeNode);
  // Validation rejects a type that is not an input type.
  if (!isInputType(type)) return;
  if (Object.hasOwn(given, name)) yield* misfitsOfValue(given[name], type, [name]);
  else if (!defaultValue && isNonNullType(type)) yield { kind: 'missing', type, path: [name] };
}

function giveUp(): never {
  throw new Error('left to graphql-js');
}

/** The arguments of a field without arguments. */
const none: Record<string, unknown> = Object.freeze({});

/** Compiles the arguments of a field to a function of the variables (section 6.4.1 of the specification). */
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
  return (variables) => filled(values, variables) ?? careful(variables);
}

/** The argument values by name; undefined if graphql-js must coerce them. */
function filled(values: readonly Value[], variables: Values): Record<string, unknown> | undefined {
  const found: Record<string, unknown> = {};
  for (const { name, variable, fields, constant, isNonNull } of values) {
    if (fields) {
      const object = filled(fields, variables);
      if (!object) return undefined;
      found[name] = object;
    } else if (variable === undefined) found[name] = constant;
    else {
      const value = Object.hasOwn(variables, variable) ? variables[variable] : undefined;
      if (value === undefined || (value === null && isNonNull)) return undefined;
      found[name] = value;
    }
  }
  return found;
}

/** The source of an argument value. */
interface Value {
  readonly name: string;
  readonly variable?: string;
  /** Sources of the fields of an input object. */
  readonly fields?: readonly Value[];
  readonly constant?: unknown;
  readonly isNonNull: boolean;
}

/**
 * The source of a value; undefined if graphql-js must coerce it in each execution: invalid values, and lists, of which
 * each execution needs its own.
 */
function sourceOf(
  argument: GraphQLArgument | GraphQLInputField,
  given: ArgumentNode | ObjectFieldNode | undefined,
): Value | 'absent' | undefined {
  const { name, type, defaultValue } = argument;
  const isNonNull = isNonNullType(type);
  if (!given) {
    if (isNonNull && defaultValue === undefined) return undefined;
    return defaultValue === undefined ? 'absent' : { name, constant: defaultValue, isNonNull };
  }
  if (given.value.kind === Kind.VARIABLE) return { name, variable: given.value.name.value, isNonNull };
  if (given.value.kind === Kind.OBJECT) {
    const fields = fieldsOf(getNullableType(type), given.value);
    return fields && { name, fields, isNonNull };
  }
  if (given.value.kind === Kind.LIST) return undefined;
  const constant = valueFromAST(given.value, type);
  return constant === undefined || Array.isArray(constant) ? undefined : { name, constant, isNonNull };
}

/** The sources of the fields of an input object; undefined if graphql-js must coerce it in each execution. */
function fieldsOf(type: GraphQLInputType, { fields: given }: ObjectValueNode): readonly Value[] | undefined {
  if (!isInputObjectType(type) || (type.isOneOf && given.length !== 1)) return undefined;
  const values: Value[] = [];
  for (const field of Object.values(type.getFields())) {
    const value = sourceOf(
      field,
      given.find(({ name }) => name.value === field.name),
    );
    if (!value) return undefined;
    // The field of a `@oneOf` input must not be null.
    if (value !== 'absent') values.push(type.isOneOf ? { ...value, isNonNull: true } : value);
  }
  return values.some(({ constant, isNonNull }) => constant === null && isNonNull) ? undefined : values;
}
