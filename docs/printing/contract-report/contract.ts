/** A contract as the report reads it: an OpenAPI document of Stytch. */
import { readFileSync } from 'node:fs';

/** A property, parameter or object of the contract. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: JsonSchema;
}

interface Body {
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

/** An operation of a path. */
export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}

/** The whole document. */
export interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

/** Reads a document. @throws Error if the file is no JSON, or no OpenAPI document with paths and schemas */
export function readContract(file: string | URL): Contract {
  const contract: Partial<Contract> = JSON.parse(readFileSync(file, 'utf8'));
  const { paths, components } = contract;
  if (!paths || !components?.schemas) throw new Error(`${file} is no OpenAPI document: it lacks paths or schemas.`);
  return { paths, components };
}

/** The name of an object that a schema leads to: its own, that of its items or of its values. */
export const referenced = ({ $ref, items, additionalProperties }: JsonSchema): string | undefined => {
  if ($ref) return $ref.split('/').at(-1);
  if (items) return referenced(items);
  return typeof additionalProperties === 'object' ? referenced(additionalProperties) : undefined;
};

/** The type of a property in words: `string (date-time)`, `[api_x_Y]`, `free-form object`. */
export function typeOf(schema: JsonSchema): string {
  if (schema.$ref) return referenced(schema) ?? schema.$ref;
  if (schema.items) return `[${typeOf(schema.items)}]`;
  if (typeof schema.additionalProperties === 'object') return `map of ${typeOf(schema.additionalProperties)}`;
  if (isFreeForm(schema)) return 'free-form object';
  const words = schema.enum ? ` of ${schema.enum.join(', ')}` : '';
  return `${schema.type ?? 'any'}${schema.format ? ` (${schema.format})` : ''}${words}`;
}

/** Whether the keys of an object, or of the objects in a list, belong to its author. */
export const isFreeForm = ({ items, additionalProperties }: JsonSchema): boolean =>
  (items?.additionalProperties ?? additionalProperties) === true;

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

/** Every operation by method and path, such as `get /v1/users/{user_id}`. */
export const operationsIn = ({ paths }: Contract): ReadonlyMap<string, Operation> =>
  new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([method]) => METHODS.has(method))
        .map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
    ),
  );

const bodyOf = (body: Body | undefined): string | undefined => {
  const schema = body?.content?.['application/json']?.schema;
  return schema && referenced(schema);
};

/** The object that an operation takes as its body. */
export const requestOf = ({ requestBody }: Operation): string | undefined => bodyOf(requestBody);

/** The object that an operation returns with status 200. */
export const responseOf = ({ responses }: Operation): string | undefined => bodyOf(responses['200']);

/** The objects that refusals of an operation hold. */
const refusalsOf = ({ responses }: Operation): string[] =>
  Object.entries(responses).flatMap(([status, body]) => (status === '200' ? [] : (bodyOf(body) ?? [])));

/** For each object and enum, the operations whose requests, responses or refusals can hold it. */
export interface Reach {
  readonly request: ReadonlyMap<string, ReadonlySet<string>>;
  readonly response: ReadonlyMap<string, ReadonlySet<string>>;
  readonly refusal: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Follows the references of every operation. */
export function reachOf(contract: Contract): Reach {
  const request = new Map<string, Set<string>>();
  const response = new Map<string, Set<string>>();
  const refusal = new Map<string, Set<string>>();
  const walk = (found: Map<string, Set<string>>, key: string, object: string | undefined): void => {
    if (object === undefined) return;
    const keys = found.get(object) ?? new Set();
    if (keys.has(key)) return;
    found.set(object, keys.add(key));
    for (const property of Object.values(contract.components.schemas[object]?.properties ?? {})) {
      walk(found, key, referenced(property));
    }
  };
  for (const [key, operation] of operationsIn(contract)) {
    walk(request, key, requestOf(operation));
    walk(response, key, responseOf(operation));
    for (const object of refusalsOf(operation)) walk(refusal, key, object);
  }
  return { request, response, refusal };
}
