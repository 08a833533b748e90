/**
 * Reads query and body like Stytch's API, whose messages are protobuf: an omitted value is equivalent to the zero value
 * (https://protobuf.dev/programming-guides/json/). SDKs of typed languages depend on it.
 */
import type { Operation } from 'openapi-backend';
import { isRecord } from '../stytch/contract/record.ts';

/** Subset of JSON Schema that the contract uses for requests. */
interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: Schema;
}

interface Described {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: { readonly 'application/json'?: { readonly schema?: Schema } } };
}

const BOOLEANS = new Map<unknown, boolean>([
  ...[true, 1, '1', 't', 'T', 'true', 'True', 'TRUE'].map((form) => [form, true] as const),
  ...[false, 0, '0', 'f', 'F', 'false', 'False', 'FALSE'].map((form) => [form, false] as const),
]);

const ZERO: Readonly<Record<string, () => unknown>> = {
  boolean: () => false,
  integer: () => 0,
  number: () => 0,
  array: () => [],
};

/**
 * Converts a value to the type of its schema if it is in a form that SDKs use; any other value is left to the
 * validator.
 */
const read = (schema: Schema, value: unknown): unknown => {
  switch (schema.type) {
    case 'boolean':
      return BOOLEANS.get(value) ?? value;
    case 'integer':
    case 'number':
      return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
    case 'array':
      return schema.items && Array.isArray(value) ? value.map((item) => read(schema.items ?? {}, item)) : value;
    case 'object':
      return schema.properties && isRecord(value) ? readObject(schema, value, { nested: true }) : value;
    default:
      return value;
  }
};

/** Whether an optional value is equivalent to an omitted one. A limit of 0 means unlimited. */
const isUnset = (name: string, { enum: words }: Schema, value: unknown) =>
  value === null || (value === '' && words !== undefined) || (name === 'limit' && (value === 0 || value === '0'));

/**
 * Reads the properties of an object and sets omitted required ones to their zero value. Texts at the top level stay
 * omitted: a request without its id or token must be rejected by name.
 */
const readObject = (
  { properties = {}, required = [] }: Schema,
  sent: Readonly<Record<string, unknown>>,
  { nested }: { nested: boolean },
): Record<string, unknown> => {
  // A Map: an assignment to `__proto__` would set the object's prototype.
  const result = new Map<string, unknown>();
  for (const [name, value] of Object.entries(sent)) {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (!schema) result.set(name, value);
    else if (!isUnset(name, schema, value)) result.set(name, read(schema, value));
  }
  for (const name of required) {
    const { type = '', enum: words } = properties[name] ?? {};
    const zero = nested && type === 'string' && !words ? () => '' : ZERO[type];
    if (!result.has(name) && zero) result.set(name, zero());
  }
  return Object.fromEntries(result);
};

/** Reads a body. A body that is not an object is left to the validator. */
export const readBody = (operation: Operation, body: unknown): unknown => {
  const schema = (operation as Described).requestBody?.content?.['application/json']?.schema;
  return schema && isRecord(body) ? readObject(schema, body, { nested: false }) : body;
};

/**
 * Reads a query. Drops parameters that the contract does not have, empty ones and a limit of 0.
 *
 * @returns the query, and whether it contained a member's session, which is only valid in a header or a body
 */
export const readQuery = (operation: Operation, query: string): { query: string; hasSession: boolean } => {
  const sent = new URLSearchParams(query);
  const kept = new URLSearchParams();
  for (const { name, in: place, schema = {} } of (operation as Described).parameters ?? []) {
    const value = place === 'query' ? sent.getAll(name).at(-1) : undefined;
    if (!value || isUnset(name, schema, value)) continue;
    kept.set(name, String(read(schema, value)));
  }
  return { query: kept.toString(), hasSession: sent.has('session_token') || sent.has('session_jwt') };
};
