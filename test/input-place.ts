/** Paths of all arguments of the graph whose values must have a certain format, with invalid values. */
import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql';
import { COOKIE_INPUT } from '../schema/cookie-input.ts';
import { isIdKind } from '../schema/id.ts';
import { encodeOpaqueId } from '../src/graphql/node-id.ts';
import { sampleId } from './sample-id.ts';

type Input = GraphQLArgument | GraphQLInputField;

/** A value that matches its type, but not the required format. */
export interface Place {
  /** The arguments and fields on the path, with list indexes. */
  readonly steps: readonly string[];
  /** The path in the error: without `input`. */
  readonly path: readonly string[];
  /** The type of a variable in place of the value. */
  readonly type: string;
  readonly bad: string | null;
}

const SECRET = 'canary p4ssw0rd';
export const MARKER = /canary|p4ssw0rd/;

const UUID = '00000000-0000-4000-8000-000000000000';

/** Values that a leaf rejects. */
function badValues({ type, extensions: { idOf, orSlug, nameOf, clearing } }: Input): (string | null)[] {
  const named = getNamedType(type);
  const bad: (string | null)[] = typeof clearing === 'string' ? [null] : [];
  if (isIdKind(idOf)) {
    bad.push(encodeOpaqueId('PageInfo', SECRET), ...(orSlug ? [] : [SECRET]));
  } else if (isIdKind(nameOf)) bad.push(' ', sampleId(nameOf));
  else if (isEnumType(named) && named.getValue('UNKNOWN')) bad.push('UNKNOWN');
  else if (isScalarType(named) && named.extensions['form'] && named.name !== 'JSONObject') bad.push(SECRET);
  return bad;
}

/** The paths in arguments, at any depth. */
export function placesIn(
  inputs: readonly Input[],
  steps: readonly string[] = [],
  within: readonly string[] = [],
): Place[] {
  return inputs.flatMap((input) => {
    const at = [...steps, input.name];
    const named = getNamedType(input.type);
    const isList = isListType(getNullableType(input.type));
    const place = (bad: string | null): Place => {
      const own = isList && bad !== null ? [...at, '1'] : at;
      return {
        steps: own,
        path: own[0] === 'input' ? own.slice(1) : own,
        type: bad === null ? `${input.type}` : `${named}!`,
        bad,
      };
    };
    const own = badValues(input).map(place);
    if (!isInputObjectType(named) || within.includes(named.name)) return own;
    const inner = isList ? [...at, '1'] : at;
    return [...own, ...placesIn(Object.values(named.getFields()), inner, [...within, named.name])];
  });
}

/** A value that fits. Of an input object only what is required. */
function sample(input: Input, type: GraphQLInputType = input.type): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [sample(input, nullable.ofType)];
  if (isInputObjectType(nullable)) {
    const fields = Object.values(nullable.getFields());
    const taken = nullable.isOneOf
      ? fields.filter(({ name }) => name !== COOKIE_INPUT).slice(0, 1)
      : fields.filter((field) => isNonNullType(field.type));
    return Object.fromEntries(taken.map((field) => [field.name, sample(field)]));
  }
  const { idOf } = input.extensions;
  if (isIdKind(idOf)) return sampleId(idOf);
  if (isEnumType(nullable)) return nullable.getValues().find(({ name }) => name !== 'UNKNOWN')?.name;
  const samples: Readonly<Record<string, unknown>> = {
    Int: 1,
    Boolean: true,
    URL: 'https://example.com/a',
    EmailAddress: 'somebody@example.com',
    PhoneNumber: '+12025550123',
    DateTime: '2026-01-01T00:00:00Z',
    JSONObject: {},
  };
  return samples[String(nullable)] ?? `x-${UUID}`;
}

/** Valid arguments, except for the value at a path. */
export function argumentsWith(
  inputs: readonly Input[],
  steps: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const [name, ...rest] = steps;
  const found: Record<string, unknown> = {};
  for (const input of inputs) {
    if (input.name === name) found[input.name] = valueAt(input, input.type, rest, value);
    else if (isNonNullType(input.type)) found[input.name] = sample(input);
  }
  return found;
}

function valueAt(input: Input, given: GraphQLInputType, steps: readonly string[], value: unknown): unknown {
  const type = getNullableType(given);
  if (steps.length === 0) return value;
  if (isListType(type)) return [sample(input, type.ofType), valueAt(input, type.ofType, steps.slice(1), value)];
  if (!isInputObjectType(type)) throw new Error('the steps lead further than the type');
  const fields = Object.values(type.getFields());
  return argumentsWith(type.isOneOf ? fields.filter(({ name }) => name === steps[0]) : fields, steps, value);
}

/** A value as a literal: enum values are names, so the type of an input object is needed. */
export function literalOf(value: unknown, given: GraphQLInputType): string {
  const type = getNullableType(given);
  if (value instanceof Variable) return `$${value.name}`;
  if (value === null) return 'null';
  if (Array.isArray(value))
    return `[${value.map((item) => literalOf(item, isListType(type) ? type.ofType : type)).join(', ')}]`;
  if (typeof value === 'object') {
    const fields = isInputObjectType(type) ? type.getFields() : {};
    return `{ ${Object.entries(value)
      .map(([name, inner]) => `${name}: ${literalOf(inner, fields[name]?.type ?? type)}`)
      .join(', ')} }`;
  }
  return isEnumType(type) ? String(value) : JSON.stringify(value);
}

/** A variable in place of a value. */
export class Variable {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}
