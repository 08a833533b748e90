/**
 * SCIM 2.0 messages, schemas, filters and PATCH (RFC 7643, RFC 7644), over plain JSON.
 *
 * Of scimmy this uses the parts that take everything as arguments. Its resource layer is left out: handlers and base paths
 * are kept per process there, and each connection of each sandbox has its own address.
 */
import { Messages, Schemas, Types } from 'scimmy';
import { isRecord } from '../stytch/client/response-faults.ts';

/** A resource as JSON. */
export type Resource = Readonly<Record<string, unknown>>;

/** An error in the form of SCIM: HTTP status, `scimType` (RFC 7644, 3.12) where the status has one, one sentence. */
export const ScimError = Types.Error;
export type ScimError = InstanceType<typeof ScimError>;

/** Refuses a request. */
export function refuse(status: number, scimType: string, detail: string): never {
  throw new ScimError(status, scimType, detail);
}

/** A copy of an attribute that takes any value: RFC 7643 only suggests the canonical ones, such as `work` and `home`. */
const withAnyValue = ({ type, name, config, subAttributes = [] }: Types.Attribute): Types.Attribute =>
  new Types.Attribute(type, name, { ...config, canonicalValues: false }, subAttributes.map(withAnyValue));

/** A definition of its own, since those of scimmy are shared by the whole process. */
const definitionOf = ({ name, id, description, attributes }: Types.SchemaDefinition) =>
  new Types.SchemaDefinition(
    name,
    id,
    description,
    attributes.filter((part) => part instanceof Types.Attribute && !part.config.shadow).map(withAnyValue),
  );

/** A type of resource: what it is made of, and where it lies below the base URL. */
const kindOf = (definition: Types.SchemaDefinition, endpoint: string) => ({
  definition,
  endpoint,
  Schema: class extends Types.Schema {
    static override readonly id = definition.id;
    static override readonly definition = definition;

    constructor(data: object, direction?: 'in' | 'out', basepath?: string, filter?: Types.Filter) {
      super(data, direction);
      Object.assign(this, definition.coerce(data, direction, basepath, filter));
    }
  },
});
export type Kind = ReturnType<typeof kindOf>;

export const userKind = kindOf(
  definitionOf(Schemas.User.definition).extend(Schemas.EnterpriseUser.definition, false),
  '/Users',
);
export const groupKind = kindOf(definitionOf(Schemas.Group.definition), '/Groups');

const plain = (instance: object): Resource => JSON.parse(JSON.stringify(instance));

/** Runs a part of scimmy that says by type errors what is wrong with a request. */
const checked = <T>(scimType: string, run: () => T, detail?: string): T => {
  try {
    return run();
  } catch (error) {
    if (error instanceof TypeError) refuse(400, scimType, detail ?? error.message);
    throw error;
  }
};

/** Runs what reads or applies a filter. What scimmy does not understand of one has no message for clients. */
const withFilter = <T>(run: () => T): T =>
  checked('invalidFilter', run, 'The filter or the list of attributes is invalid.');

/** Names without the URN of the schema that a resource has anyway (RFC 7644, 3.10). */
const withoutUrn = ({ definition }: Kind, text: string): string =>
  text.replaceAll(new RegExp(`\\b${RegExp.escape(definition.id)}:`, 'gi'), '');

/** Attributes that are Booleans. Entra ID sends them as strings. */
const booleans = new Set(['active', 'primary']);

/** A value as it was meant: without nulls and empty texts, and with Booleans for `"True"` and `"False"`. */
const tidied = (value: unknown, path = ''): unknown => {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map((item) => tidied(item, path));
  if (isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, inner]) => inner !== null && inner !== '')
        .map(([name, inner]) => [name, tidied(inner, name)]),
    );
  }
  const name = path.split(/[.:]/).at(-1) ?? '';
  const isText = typeof value === 'string' && booleans.has(name) && /^(true|false)$/i.test(value);
  return isText ? value.toLowerCase() === 'true' : value;
};

/** What a client sent of a resource, without what only the server sets. Refuses what the schema does not allow. */
export const readResource = ({ Schema }: Kind, sent: unknown): Resource => {
  if (!isRecord(sent)) refuse(400, 'invalidSyntax', 'The body is not a JSON object.');
  const resource = tidied(sent);
  return checked('invalidValue', () => plain(new Schema(isRecord(resource) ? resource : {}, 'in')));
};

/** A resource as it is shown: with `schemas`, `meta` and, if `attributes` says so, only a part of its attributes. */
export const showResource = (
  { Schema, endpoint }: Kind,
  resource: Resource,
  base: string,
  attributes?: Types.Filter,
): Resource => withFilter(() => plain(new Schema(resource, 'out', `${base}${endpoint}`, attributes)));

type Operation = { op: 'add' | 'remove' | 'replace'; path?: string; value?: unknown };

/** The attribute or the extension at a path without filters; undefined if the schema has none. */
const attributeAt = ({ definition }: Kind, path: string): Types.Attribute | Types.SchemaDefinition | undefined => {
  try {
    return definition.attribute<Types.Attribute | Types.SchemaDefinition>(path);
  } catch {
    return undefined;
  }
};

/** Whether a path leads to an attribute with parts that is no list. */
const isComplex = (kind: Kind, path: string): boolean => {
  const attribute = attributeAt(kind, path);
  if (attribute instanceof Types.Attribute) return attribute.type === 'complex' && !attribute.config.multiValued;
  return attribute !== undefined;
};

const isList = (kind: Kind, path: string): boolean => {
  const attribute = attributeAt(kind, path);
  return attribute instanceof Types.Attribute && attribute.config.multiValued === true;
};

/** A manager is sent by Entra ID as an id alone; a value that is to go needs no more than its `value` to be found. */
const valueFor = (op: Operation['op'], path: string, sent: unknown): unknown => {
  const value = tidied(sent, path);
  if (op === 'remove') {
    const items = Array.isArray(value) ? value : [value];
    return items.map((item) => (isRecord(item) && item['value'] !== undefined ? { value: item['value'] } : item));
  }
  return /:manager$/i.test(path) && typeof value === 'string' ? { value } : value;
};

/** Attribute, filter and part of a path: `emails[type eq "work"].value`. */
const pathParts = /^(\w+)(\[.*\])?(?:\.(\w+))?$/s;

/** A path with its names in the case of the schema, which clients need not keep to (RFC 7643, 2.1). */
const withSchemaCase = (kind: Kind, path: string): string => {
  const [, name, filter = '', part] = pathParts.exec(path) ?? [];
  if (name === undefined) return path;
  const known = attributeAt(kind, name)?.name ?? name;
  return known + filter + (part === undefined ? '' : `.${attributeAt(kind, `${name}.${part}`)?.name ?? part}`);
};

/** The steps that remove what is at a path; of an extension, scimmy can only remove the parts. */
const removalOf = (kind: Kind, path: string): Operation[] => {
  const attribute = attributeAt(kind, path);
  return attribute instanceof Types.SchemaDefinition
    ? attribute.attributes.map(({ name }) => ({ op: 'remove', path: `${path}:${name}` }))
    : [{ op: 'remove', path }];
};

/** An operation as single steps, each with a path, in words that every client means alike. */
const stepsOf = (kind: Kind, { op, path: sent, value }: Operation): Operation[] => {
  if (sent === undefined) {
    if (!isRecord(value)) return refuse(400, 'invalidValue', 'An operation without path has an object as its value.');
    return Object.entries(value)
      .filter(([name]) => !['schemas', 'meta'].includes(name))
      .flatMap(([name, inner]) => stepsOf(kind, { op, path: name, value: inner }));
  }
  const path = withSchemaCase(kind, withoutUrn(kind, sent));
  if (value === null || value === '' || (op === 'remove' && value === undefined)) return removalOf(kind, path);
  // Parts that were not sent stay (RFC 7644, 3.5.2.3).
  const keeps = op === 'replace' && isComplex(kind, path);
  return [{ op: keeps ? 'add' : op, path, value: valueFor(op, path, value) }];
};

/** One item of a list, chosen by one of its parts: `emails[type eq "work"].value`. */
const chosenItem = /^(\w+)\[(\w+) eq ("[^"]*"|true|false)\](?:\.(\w+))?$/i;

/** The step that adds the item that a path chooses; undefined where the list has it. */
const itemAdded = (resource: Resource, { op, path = '', value }: Operation): Operation | undefined => {
  const [, list = '', part = '', literal = '', leaf] = chosenItem.exec(path) ?? [];
  if (!list || op === 'remove') return undefined;
  const items = resource[list];
  if (Array.isArray(items) && new Types.Filter(`${part} eq ${literal}`).match(items).length > 0) return undefined;
  const chosenBy = {
    [part]: tidied(JSON.parse(literal.replace(/^(true|false)$/i, (word) => word.toLowerCase())), part),
  };
  return {
    op: 'add',
    path: list,
    value: [{ ...chosenBy, ...(leaf ? { [leaf]: value } : isRecord(value) ? value : {}) }],
  };
};

const readPatch = (sent: unknown): Operation[] => {
  if (!isRecord(sent)) return refuse(400, 'invalidSyntax', 'The body is not a JSON object.');
  const { schemas, Operations } = sent;
  if (!Array.isArray(schemas) || !Array.isArray(Operations)) {
    return refuse(400, 'invalidSyntax', `A PATCH has schemas ["${Messages.PatchOp.id}"] and Operations.`);
  }
  if (!Operations.every(isRecord)) return refuse(400, 'invalidSyntax', 'An operation is a JSON object.');
  return new Messages.PatchOp({ schemas: [schemas[0]], Operations }).Operations.map(({ op, path, value }) => ({
    op: op.toLowerCase() === 'add' ? 'add' : op.toLowerCase() === 'remove' ? 'remove' : 'replace',
    ...(path === undefined ? {} : { path }),
    value,
  }));
};

/** A resource with the operations of a PATCH made to it, one after another: all of them, or a refusal. */
export const patchResource = async (kind: Kind, resource: Resource, sent: unknown): Promise<Resource> => {
  let current = new kind.Schema(resource);
  const steps = readPatch(sent).flatMap((operation) => stepsOf(kind, operation));
  for (const step of steps) {
    const operation = itemAdded(plain(current), step) ?? step;
    // Nothing can be taken out of a list that is not there; scimmy takes that for a fault.
    const { op, path = '', value } = operation;
    const gone = op === 'remove' && isList(kind, path) && plain(current)[path] === undefined;
    const patch = new Messages.PatchOp({
      schemas: [Messages.PatchOp.id],
      Operations: [{ op, path, ...(gone || value === undefined ? {} : { value }) }],
    });
    try {
      current = (await patch.apply(current)) ?? current;
    } catch (error) {
      // Each step is a PATCH of its own for scimmy, so its count of operations means nothing to the client.
      if (error instanceof ScimError) {
        error.message = error.message.replace(' of operation 1 in PatchOp request body', '');
      }
      throw error;
    }
  }
  return plain(current);
};

/** The most resources that a list has, and how many it has where the client does not say. */
export const MAX_RESULTS = 200;

/** What a client wants of a list; of one resource, `attributes` and `excludedAttributes` (RFC 7644, 3.4.2). */
export type Wanted = Pick<Types.Resource, 'filter' | 'attributes' | 'constraints'>;

const wantedTexts = ['filter', 'attributes', 'excludedAttributes', 'sortBy', 'sortOrder'];
const wantedNumbers = ['startIndex', 'count'];

/** The longest filter in characters: nested alternatives multiply. */
const MAX_FILTER_LENGTH = 500;

/** Reads the parameters of a query or of a search request. */
export const readWanted = (kind: Kind, sent: unknown): Wanted => {
  if (!isRecord(sent)) return refuse(400, 'invalidSyntax', 'The body is not a JSON object.');
  const given = Object.entries(sent).filter(([, value]) => value !== null && value !== undefined);
  const texts = given.flatMap(([name, value]): [string, unknown][] => {
    if (!wantedTexts.includes(name)) return [];
    const text = Array.isArray(value) ? value.join(',') : value;
    return [[name, typeof text === 'string' ? withoutUrn(kind, text) : text]];
  });
  const numbers = given.flatMap(([name, value]): [string, number][] => {
    if (!wantedNumbers.includes(name)) return [];
    if (!/^-?\d{1,9}$/.test(String(value))) refuse(400, 'invalidValue', `${name} is an integer.`);
    return [[name, Number(value)]];
  });
  const params = Object.fromEntries([...texts, ...numbers].flatMap(withSchemas));
  if (String(params['filter'] ?? '').length > MAX_FILTER_LENGTH) {
    refuse(400, 'invalidFilter', `A filter has ${MAX_FILTER_LENGTH} characters at most.`);
  }
  const wanted = withFilter(() => new Types.Resource(undefined, params));
  if (wanted.filter) checkComplete(wanted.filter);
  return wanted;
};

/** `schemas` is always shown (RFC 7643, 3), and scimmy needs it. */
const withSchemas = ([name, value]: [string, unknown]): [string, unknown][] => {
  if (typeof value !== 'string' || value.trim() === '') return [[name, value]];
  if (name === 'attributes') return [[name, `schemas,${value}`]];
  if (name !== 'excludedAttributes') return [[name, value]];
  const names = value.split(',').filter((one) => one.trim().toLowerCase() !== 'schemas');
  return names.length > 0 ? [[name, names.join(',')]] : [];
};

const isTest = (node: unknown): node is readonly unknown[] => Array.isArray(node) && typeof node[0] === 'string';

/** Refuses a filter such as `userName eq`, which scimmy reads as one that never matches. */
const checkComplete = (node: unknown): void => {
  if (isTest(node)) {
    const [operator, value] = node[0] === 'not' ? node.slice(1) : node;
    if (operator !== 'pr' && value === undefined) refuse(400, 'invalidFilter', 'The filter ends too early.');
  } else if (typeof node === 'object' && node !== null) {
    for (const inner of Object.values(node)) checkComplete(inner);
  }
};

/** Attributes whose upper and lower case differ (RFC 7643, 3.1); all other texts are compared without case. */
const caseExact = new Set(['id', 'externalid']);

const folded = (value: unknown): unknown => {
  if (typeof value === 'string') return value.toLowerCase();
  if (Array.isArray(value)) return value.map(folded);
  return isRecord(value) ? mapped(value, (_, inner) => folded(inner)) : value;
};

const mapped = (record: Resource, change: (name: string, value: unknown) => unknown): Resource =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(name, value)]));

/** A filter without case: of a test, only the value changes, which is its last part. */
const foldedFilter = (node: unknown): unknown => {
  if (isTest(node)) return node.map((part, index) => (index === node.length - 1 ? folded(part) : part));
  if (Array.isArray(node)) return node.map(foldedFilter);
  return isRecord(node)
    ? mapped(node, (name, inner) => (caseExact.has(name.toLowerCase()) ? inner : foldedFilter(inner)))
    : node;
};

/** A resource as filters see it: without case, and the attributes of extensions by their whole names. */
const filterable = (resource: Resource): Resource => ({
  ...mapped(resource, (name, value) => (caseExact.has(name.toLowerCase()) ? value : folded(value))),
  ...Object.fromEntries(
    Object.entries(resource)
      .filter(([name]) => name.startsWith('urn:'))
      .flatMap(([urn, values]) =>
        Object.entries(values ?? {}).map(([name, value]) => [`${urn}:${name}`, folded(value)]),
      ),
  ),
});

/** A test of a list means the `value` of its items: `members eq "..."` (RFC 7644, 3.4.2.2). */
const ofValue = (kind: Kind, name: string, node: unknown): unknown =>
  isList(kind, name) && (isTest(node) || (Array.isArray(node) && node.every(isTest))) ? { value: node } : node;

/** A resource with empty objects where a filter looks into something that is not there, which scimmy does not expect. */
const withParts = (value: unknown, node: unknown): unknown => {
  if (!isRecord(node)) return value;
  if (Array.isArray(value)) return value.map((item) => withParts(item, node));
  const record = isRecord(value) ? value : {};
  const parts = Object.entries(node)
    .filter(([, inner]) => isRecord(inner))
    .map(([name, inner]) => {
      const known = Object.keys(record).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name;
      return [known, withParts(record[known], inner)];
    });
  return { ...record, ...Object.fromEntries(parts) };
};

const matching = (kind: Kind, resources: readonly Resource[], filter: Types.Filter | undefined): Resource[] => {
  if (!filter) return [...resources];
  const branches = filter.map((branch: Resource) =>
    foldedFilter(mapped(branch, (name, node) => ofValue(kind, name, node))),
  );
  const test = new Types.Filter(branches);
  return resources.filter((resource) => test.match([branches.reduce(withParts, filterable(resource))]).length > 0);
};

/** A page of the resources that a client wants, in the order in which it wants them, as a ListResponse. */
export const listResources = (
  kind: Kind,
  resources: readonly Resource[],
  {
    filter,
    attributes,
    constraints: { sortBy, sortOrder = 'ascending', startIndex = 1, count = MAX_RESULTS } = {},
  }: Wanted,
  base: string,
): Resource => {
  const found = withFilter(() => matching(kind, resources, filter));
  const sorted = sortBy
    ? new Messages.ListResponse(found, { sortBy, sortOrder, count: found.length }).Resources
    : found;
  // scimmy starts over where a client asks for what lies behind the end.
  const page = sorted.slice(startIndex - 1, startIndex - 1 + Math.min(count, MAX_RESULTS));
  return listOf(
    page.map((resource) => showResource(kind, resource, base, attributes)),
    { total: found.length, startIndex },
  );
};

/** Resources as a ListResponse: all that there are, if not said otherwise. */
const listOf = (resources: readonly object[], { total = resources.length, startIndex = 1 } = {}): Resource => ({
  schemas: [Messages.ListResponse.id],
  totalResults: total,
  startIndex,
  itemsPerPage: resources.length,
  Resources: resources,
});

const kinds = [userKind, groupKind];

/** `Schemas`: all of them, or the one with this id. */
export const schemasAt = (base: string, id: string | undefined): Resource => {
  const described = [userKind.definition, Schemas.EnterpriseUser.definition, groupKind.definition].map((definition) =>
    plain(definition.describe(`${base}/Schemas`)),
  );
  return oneOrAll(described, id);
};

/** `ResourceTypes`: all of them, or the one with this id. */
export const resourceTypesAt = (base: string, id: string | undefined): Resource => {
  const described = kinds.map(({ definition, endpoint }) =>
    plain(
      new Schemas.ResourceType(
        {
          id: definition.name,
          name: definition.name,
          description: definition.description,
          endpoint,
          schema: definition.id,
          ...(definition === userKind.definition
            ? { schemaExtensions: [{ schema: Schemas.EnterpriseUser.id, required: false }] }
            : {}),
        },
        `${base}/ResourceTypes`,
      ),
    ),
  );
  return oneOrAll(described, id);
};

const oneOrAll = (described: readonly Resource[], id: string | undefined): Resource =>
  id === undefined
    ? listOf(described)
    : (described.find((one) => one['id'] === id) ?? refuse(404, '', 'There is no such resource.'));

/** `ServiceProviderConfig`: what this server can. */
export const serviceProviderConfig = (base: string): Resource =>
  plain(
    new Schemas.ServiceProviderConfig(
      {
        patch: { supported: true },
        bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
        filter: { supported: true, maxResults: MAX_RESULTS },
        changePassword: { supported: false },
        sort: { supported: true },
        etag: { supported: false },
        authenticationSchemes: [
          {
            type: 'oauthbearertoken',
            name: 'Bearer token',
            description: 'The bearer token of the SCIM connection.',
            specUri: 'https://www.rfc-editor.org/info/rfc6750',
          },
        ],
      },
      `${base}/ServiceProviderConfig`,
    ),
  );
