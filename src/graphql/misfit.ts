/**
 * Finds the mismatches of a value that graphql-js could not coerce. The reference is graphql-js (`coerceInputValue`,
 * `valueFromAST`, `ValuesOfCorrectTypeRule`): the same mismatches in the same order, without its messages.
 */
import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  type ObjectValueNode,
  type ValueNode,
} from 'graphql';
import { isRecord } from '../stytch/contract/record.ts';
import type { InputPath, Misfit } from './input-error.ts';

type Values = Readonly<Record<string, unknown>>;

/** The mismatches of a variable value. */
export function* misfitsOfValue(value: unknown, type: GraphQLInputType, path: InputPath): Generator<Misfit> {
  if (isNonNullType(type)) {
    if (value === null || value === undefined) yield { kind: 'null', type, path };
    else yield* misfitsOfValue(value, type.ofType, path);
  } else if (value === null || value === undefined) {
    return;
  } else if (isListType(type)) {
    if (!Array.isArray(value)) yield* misfitsOfValue(value, type.ofType, path);
    else for (const [index, item] of value.entries()) yield* misfitsOfValue(item, type.ofType, [...path, index]);
  } else if (isInputObjectType(type)) {
    if (isRecord(value)) yield* misfitsOfObject(value, type, path);
    else yield { kind: 'object', type, path };
  } else if (!takes(() => type.parseValue(value))) {
    yield { kind: 'value', type, path };
  }
}

function* misfitsOfObject(value: Values, type: GraphQLInputObjectType, path: InputPath): Generator<Misfit> {
  const fields = type.getFields();
  for (const field of Object.values(fields)) {
    const given = value[field.name];
    if (given !== undefined) yield* misfitsOfValue(given, field.type, [...path, field.name]);
    else if (isRequiredInputField(field)) yield missing(field, path);
  }
  for (const name of Object.keys(value)) {
    if (!fields[name]) yield { kind: 'unknown', type, path, name };
  }
  if (type.isOneOf) {
    const [only, ...others] = Object.keys(fields).flatMap((name) => (value[name] === undefined ? [] : [value[name]]));
    if (only === undefined || only === null || others.length > 0) yield { kind: 'oneOf', type, path };
  }
}

/** A mismatch of a literal, with the AST node at which it is located. */
export type LiteralMisfit = Misfit & { readonly node: ValueNode | ObjectValueNode['fields'][number] };

/**
 * The mismatches of a literal.
 *
 * @param variables coerced values; if not given, as in validation, variables count as valid
 */
export function* misfitsOfLiteral(
  node: ValueNode,
  type: GraphQLInputType,
  path: InputPath,
  variables?: Values,
): Generator<LiteralMisfit> {
  if (node.kind === Kind.VARIABLE) {
    const value = variables?.[node.name.value];
    if (variables && isNonNullType(type) && (value === null || value === undefined)) {
      yield { kind: value === null ? 'null' : 'missing', type, path, node };
    }
  } else if (isNonNullType(type)) {
    if (node.kind === Kind.NULL) yield { kind: 'null', type, path, node };
    else yield* misfitsOfLiteral(node, type.ofType, path, variables);
  } else if (node.kind === Kind.NULL) {
    return;
  } else if (isListType(type)) {
    if (node.kind !== Kind.LIST) yield* misfitsOfLiteral(node, type.ofType, path, variables);
    else
      for (const [index, item] of node.values.entries()) {
        yield* misfitsOfLiteral(item, type.ofType, [...path, index], variables);
      }
  } else if (isInputObjectType(type)) {
    if (node.kind === Kind.OBJECT) yield* misfitsOfObjectLiteral(node, type, path, variables);
    else yield { kind: 'object', type, path, node };
  } else if (!takes(() => type.parseLiteral(node, variables))) {
    yield { kind: 'value', type, path, node };
  }
}

function* misfitsOfObjectLiteral(
  node: ObjectValueNode,
  type: GraphQLInputObjectType,
  path: InputPath,
  variables: Values | undefined,
): Generator<LiteralMisfit> {
  const fields = type.getFields();
  const given = new Map(node.fields.map((field) => [field.name.value, field]));
  for (const field of Object.values(fields)) {
    const value = given.get(field.name)?.value;
    if (value && !isMissing(value, variables)) {
      yield* misfitsOfLiteral(value, field.type, [...path, field.name], variables);
    } else if (isRequiredInputField(field)) {
      yield { ...missing(field, path), node };
    }
  }
  for (const field of node.fields) {
    const name = field.name.value;
    if (!fields[name]) yield { kind: 'unknown', type, path, name, node: field };
  }
  if (type.isOneOf) {
    const [only, ...others] = node.fields;
    if (!only || others.length > 0 || only.value.kind === Kind.NULL) yield { kind: 'oneOf', type, path, node };
  }
}

/** A variable without a value counts as an omitted field. */
const isMissing = (node: ValueNode, variables: Values | undefined): boolean =>
  node.kind === Kind.VARIABLE && variables !== undefined && variables[node.name.value] === undefined;

const missing = ({ name, type }: GraphQLInputField, path: InputPath): Misfit => ({
  kind: 'missing',
  type,
  path: [...path, name],
});

/** Whether a scalar or enum accepts a value. Its error contains the value, so the error is dropped. */
function takes(coerce: () => unknown): boolean {
  try {
    return coerce() !== undefined;
  } catch {
    return false;
  }
}
