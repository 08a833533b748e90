/**
 * Schemas and resources of SCIM 2.0 (RFC 7643) over plain JSON.
 *
 * Uses only those parts of scimmy that take all their input as arguments. Its resource layer keeps handlers and base
 * paths per process, whereas each connection of each sandbox has its own URL.
 */
import { Messages, Schemas, Types } from 'scimmy';
import { isRecord } from '../../../stytch/contract/record.ts';

/** A resource as JSON. */
export type Resource = Readonly<Record<string, unknown>>;

/** An error in SCIM form: HTTP status, optional `scimType` (RFC 7644, 3.12) and one sentence. */
export const ScimError = Types.Error;
export type ScimError = InstanceType<typeof ScimError>;

/**
 * Rejects a request.
 *
 * @throws ScimError always
 */
export function refuse(status: number, scimType: string, detail: string): never {
  throw new ScimError(status, scimType, detail);
}

/**
 * Copy of an attribute that accepts any value: the canonical values of RFC 7643, such as `work` and `home`, are only
 * suggestions.
 */
const withAnyValue = ({ type, name, config, subAttributes = [] }: Types.Attribute): Types.Attribute =>
  new Types.Attribute(type, name, { ...config, canonicalValues: false }, subAttributes.map(withAnyValue));

/** Own copy of a definition, because scimmy shares its definitions across the process. */
const definitionOf = ({ name, id, description, attributes }: Types.SchemaDefinition) =>
  new Types.SchemaDefinition(
    name,
    id,
    description,
    attributes.filter((part) => part instanceof Types.Attribute && !part.config.shadow).map(withAnyValue),
  );

/** A resource type: its schema and its path below the base URL. */
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

export const plain = (instance: object): Resource => JSON.parse(JSON.stringify(instance));

/** Runs scimmy code that reports invalid requests by a TypeError, and rejects the request instead. */
const checked = <T>(scimType: string, run: () => T, detail?: string): T => {
  try {
    return run();
  } catch (error) {
    if (error instanceof TypeError) refuse(400, scimType, detail ?? error.message);
    throw error;
  }
};

/** Runs scimmy code that reads or applies a list of attributes. The message hides scimmy's own. */
export const withAttributes = <T>(run: () => T): T =>
  checked('invalidValue', run, 'The list of attributes is invalid.');

/** Attribute name without the URN of the resource's own schema (RFC 7644, 3.10). */
export const withoutUrn = ({ definition }: Kind, name: string): string =>
  name.toLowerCase().startsWith(`${definition.id}:`.toLowerCase()) ? name.slice(definition.id.length + 1) : name;

/** Boolean attributes. Entra ID sends them as strings. */
const booleans = new Set(['active', 'primary']);

/** Normalizes a value: drops nulls and empty texts, and converts `"True"` and `"False"` of boolean attributes. */
export const tidied = (value: unknown, path = ''): unknown => {
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

/**
 * Validates a resource that a client sent, without the attributes that only the server sets.
 *
 * @throws ScimError `invalidSyntax` or `invalidValue`
 */
export const readResource = ({ Schema }: Kind, sent: unknown): Resource => {
  if (!isRecord(sent)) refuse(400, 'invalidSyntax', 'The body is not a JSON object.');
  const resource = tidied(sent);
  return checked('invalidValue', () => plain(new Schema(isRecord(resource) ? resource : {}, 'in')));
};

/** A resource as returned to clients: with `schemas` and `meta`, restricted to `attributes` if given. */
export const showResource = (
  { Schema, endpoint }: Kind,
  resource: Resource,
  base: string,
  attributes?: Types.Filter,
): Resource => withAttributes(() => plain(new Schema(resource, 'out', `${base}${endpoint}`, attributes)));

/** Resources as a ListResponse. Default: one page with all of them. */
export const listOf = (resources: readonly object[], { total = resources.length, startIndex = 1 } = {}): Resource => ({
  schemas: [Messages.ListResponse.id],
  totalResults: total,
  startIndex,
  itemsPerPage: resources.length,
  Resources: resources,
});

/** Max and default number of resources in a list. */
export const MAX_RESULTS = 200;

const kinds = [userKind, groupKind];

/** `Schemas`: all of them, or one by id. */
export const schemasAt = (base: string, id: string | undefined): Resource => {
  const described = [userKind.definition, Schemas.EnterpriseUser.definition, groupKind.definition].map((definition) =>
    plain(definition.describe(`${base}/Schemas`)),
  );
  return oneOrAll(described, id);
};

/** `ResourceTypes`: all of them, or one by id. */
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

/** `ServiceProviderConfig`: the features of this server. */
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
