/**
 * Variables and arguments, by what the document says of them: worked out once, so that a run only fills in. Whatever is out of
 * the ordinary is left to graphql-js, which knows what is wrong and how to say it.
 */
import {
  type ArgumentNode,
  coerceInputValue,
  type FieldNode,
  type GraphQLArgument,
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

type Values = Readonly<Record<string, unknown>>;

/** Wrong values of variables that an answer names. */
const MOST_ERRORS = 50;

/** Coerces what a client sent for the variables of an operation (section 6.1.2 of the specification). */
export function variablesOf(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
): (given: Values) => ReturnType<typeof getVariableValues> {
  const careful = (given: Values) => getVariableValues(schema, definitions, given, { maxErrors: MOST_ERRORS });
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

function giveUp(): never {
  throw new Error('left to graphql-js');
}

/** The arguments of fields that take none. */
const none: Record<string, unknown> = Object.freeze({});

/** Makes the arguments of a field out of the variables (section 6.4.1 of the specification). */
export function argumentsOf(
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
