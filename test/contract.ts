/** The contract for tests: finds the operation of a request, and validates bodies. */
import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { VerticalName } from '../src/vertical/vertical.ts';

/** One operation of the contract. */
export interface ContractRoute {
  id: string;
  method: string;
  path: string;
  parameters: { name: string; in: string; required?: boolean; schema: ContractSchema }[];
  /** The object of the contract that is the request body, if there is one. */
  request: string | undefined;
  /** The object of the contract that is the response. */
  response: string;
}

interface Body {
  content: { 'application/json': { schema: { $ref: string } } };
}

/** A schema of the contract. */
export interface ContractSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: string[];
  readonly properties?: Record<string, ContractSchema>;
  readonly required?: string[];
  readonly items?: ContractSchema;
}

interface Contract {
  paths: Record<
    string,
    Record<
      string,
      { operationId: string; parameters?: ContractRoute['parameters']; requestBody?: Body; responses: { 200: Body } }
    >
  >;
  components: {
    schemas: Record<string, ContractSchema>;
  };
}

/** The contract itself. */
export const contract: Contract = JSON.parse(
  readFileSync(new URL('../src/stytch/contract/contract.json', import.meta.url), 'utf8'),
);

const objectOf = ({ content }: Body): string => content['application/json'].schema.$ref.split('/').at(-1) ?? '';

/** Every operation by its id. */
export const contractRoutes: ReadonlyMap<string, ContractRoute> = new Map(
  Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => 'operationId' in operation)
      .map(([method, { operationId: id, parameters = [], requestBody, responses }]) => [
        id,
        {
          id,
          method,
          path,
          parameters,
          request: requestBody && objectOf(requestBody),
          response: objectOf(responses[200]),
        },
      ]),
  ),
);

/** Paths of both kinds of project. */
const ofBoth = /^\/v1\/(connected_apps|m2m|debug|fingerprint|rules|verdict_reasons|email|projects)\//;

/** Whether projects of a kind have an operation. */
export const isServedBy = (vertical: VerticalName, { path }: Pick<ContractRoute, 'path'>): boolean =>
  ofBoth.test(path) || path.startsWith('/v1/b2b/') === (vertical === 'b2b');

const patterns = [...contractRoutes.values()]
  .map((route) => ({ route, pattern: new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/]+')}$`) }))
  // A literal path segment has priority over a parameter: `members/search` is not a member with the id `search`.
  .sort((a, b) => a.route.path.split('{').length - b.route.path.split('{').length);

/** The operation of a method and a path. */
export function routeOf(method: string, path: string): ContractRoute {
  const found = patterns.find(({ route, pattern }) => route.method === method.toLowerCase() && pattern.test(path));
  if (!found) throw new Error(`the contract has no ${method} ${path}`);
  return found.route;
}

const ajv = new Ajv({ strict: false, allErrors: true });
// A CommonJS module imported from ESM: the function is its `default`.
addFormats.default(ajv);
ajv.addSchema(contract, 'contract');

const validators = new Map<string, ValidateFunction>();
function faults(pointer: string[], value: unknown): string[] {
  const key = pointer.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
  const validate = validators.get(key) ?? ajv.compile({ $ref: `contract#/${encodeURI(key)}` });
  validators.set(key, validate);
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** Violations of the contract in a response; empty if it is valid. */
export const responseErrors = ({ path, method }: ContractRoute, status: number, body: unknown): string[] =>
  status < 300
    ? faults(['paths', path, method, 'responses', '200', 'content', 'application/json', 'schema'], body)
    : faults(['components', 'schemas', 'Error'], body);

/** Violations of the contract in a request: in its body, or unknown properties. */
export function requestErrors(
  { path, method, parameters, request }: ContractRoute,
  query: URLSearchParams,
  body: unknown,
): string[] {
  const known = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const strange = [...query.keys()].filter((name) => !known.includes(name)).map((name) => `query has ${name}`);
  if (!request) return strange;
  const properties = Object.keys(contract.components.schemas[request]?.properties ?? {});
  const unknownProperties = Object.keys((body ?? {}) as object)
    .filter((name) => !properties.includes(name))
    .map((name) => `body has ${name}`);
  return [
    ...strange,
    ...unknownProperties,
    ...faults(['paths', path, method, 'requestBody', 'content', 'application/json', 'schema'], body),
  ];
}
