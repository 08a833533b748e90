/**
 * Generates operations.ts from contract.json: the facts of each operation that the client needs at runtime, so that no
 * gateway has to parse the whole contract. Run by `npm run codegen`.
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
}
interface JsonSchema {
  $ref?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
}
interface ContractOperation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: { 'application/json': { schema: JsonSchema } } };
  servers?: { url: string }[];
}

const contract: {
  paths: Record<string, Record<string, ContractOperation> & { servers?: { url: string }[] }>;
  components: { schemas: Record<string, JsonSchema> };
} = JSON.parse(readFileSync(new URL('contract.json', import.meta.url), 'utf8'));

/**
 * Whether a property names an owner: an organization (`organization_id`, `organization_ids`,
 * `external_organization_id`), or a user of a consumer project (`user_id`).
 */
const namesOwner = (name: string): boolean => /(^|_)organization_ids?$|^user_id$/.test(name);

/** Paths of body properties that name an owner, and of the operands of a search, whose filters may. */
function placesInBody(schema: JsonSchema, path: string, within: readonly JsonSchema[] = []): string[] {
  const object = schema.$ref ? (contract.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}) : schema;
  if (within.includes(object)) return [];
  return Object.entries(object.properties ?? {}).flatMap(([name, property]) =>
    namesOwner(name) || name === 'operands'
      ? [`${path}.${name}`]
      : placesInBody(property.items ?? property, `${path}.${name}`, [...within, object]),
  );
}

/** Every position in a request that names an owner, such as `path.organization_id` or `body.organization_ids`. */
function ownerPlaces({ parameters = [], requestBody }: ContractOperation): string[] {
  const given = parameters.filter(({ name }) => namesOwner(name)).map(({ name, in: place }) => `${place}.${name}`);
  return [...given, ...(requestBody ? placesInBody(requestBody.content['application/json'].schema, 'body') : [])];
}

const rows = Object.entries(contract.paths).flatMap(([path, { servers, ...operations }]) =>
  Object.entries(operations)
    .filter(([method]) => ['get', 'post', 'put', 'delete'].includes(method))
    .map(([method, operation]) => {
      const named = (place: Parameter['in']) =>
        (operation.parameters ?? []).filter((parameter) => parameter.in === place).map(({ name }) => name);
      const host = (operation.servers ?? servers)?.[0]?.url;
      const facts = {
        id: operation.operationId,
        query: named('query'),
        session: named('header').length > 0,
        owners: ownerPlaces(operation),
        ...(host ? { host } : {}),
      };
      return `  '${method} ${path}': ${JSON.stringify(facts)},`;
    }),
);

writeFileSync(
  new URL('operations.ts', import.meta.url),
  `// Generated from contract.json by codegen.ts. Never edited.

/**
 * Facts of an operation: its id, its query parameters, whether it takes a session, the positions in a request that name
 * an owner, and its host if it has its own.
 */
export interface OperationSpec {
  readonly id: string;
  readonly query: readonly string[];
  readonly session: boolean;
  readonly owners: readonly string[];
  readonly host?: string;
}

/** Every operation of the contract, by method and path. */
export const operations = {
${rows.join('\n')}
} as const satisfies Record<string, OperationSpec>;
`,
);
