/**
 * Schemas and resources of SCIM 2.0 (RFC 7643), over plain JSON.
 *
 * Of scimmy this uses the parts that take everything as arguments. Its resource layer is left out: handlers and base paths
 * are kept per process there, and each connection of each sandbox has its own address.
 */
import { Messages, Schemas, Types } from 'scimmy';
import { isRecord } from '../../../stytch/contract/record.ts';

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

export const plain = (instance: object): Resource => JSON.parse(JSON.stringify(instance));

/** Runs a part of scimmy that says by type errors what is wrong with a request. */
const checked = <T>(scimType: string, run: () => T, detail?: string): T => {
  try {
    return run();
  } catch (error) {
    if (error instanceof TypeError) refuse(400, scimType, detail ?? error.message);
    throw error;
  }
};

/** Runs what reads or applies a list of attributes. What scimmy does not understand has no message for clients. */
export const withAttributes = <T>(run: () => T): T =>
  checked('invalidValue', run, 'The list of attributes is invalid.');

/** The name of an attribute without the URN of the schema that a resource has anyway (RFC 7644, 3.10). */
export const withoutUrn = ({ definition }: Kind, name: string): string =>
  name.toLowerCase().startsWith(`${definition.id}:`.toLowerCase()) ? name.slice(definition.id.length + 1) : name;

/** Attributes that are Booleans. Entra ID sends them as strings. */
const booleans = new Set(['active', 'primary']);

/** A value as it was meant: without nulls and empty texts, and with Booleans for `"True"` and `"False"`. */
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
): Resource => withAttributes(() => plain(new Schema(resource, 'out', `${base}${endpoint}`, attributes)));

/** Resources as a ListResponse: all that there are, if not said otherwise. */
export const listOf = (resources: readonly object[], { total = resources.length, startIndex = 1 } = {}): Resource => ({
  schemas: [Messages.ListResponse.id],
  totalResults: total,
  startIndex,
  itemsPerPage: resources.length,
  Resources: resources,
});

/** The most resources that a list has, and how many it has where the client does not say. */
export const MAX_RESULTS = 200;

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
