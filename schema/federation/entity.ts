/** Entities of a subgraph: the types that other subgraphs can reference, with their keys. */
import { type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import type { Caller } from '../../src/auth/caller.ts';
import type { VerticalName } from '../../src/vertical/vertical.ts';
import { isNodeKey } from '../builder.ts';

/** The key values of a representation. */
export type KeyValues = Readonly<Record<string, string>>;

/** A representation: the type name of an entity, and the values of one of its keys. */
export type Representation = Readonly<Record<string, unknown>>;

/** Returns the values of a key; undefined if the representation lacks one, or if one is empty. */
export function valuesOf(representation: Representation, fields: readonly string[]): KeyValues | undefined {
  const values: Record<string, string> = {};
  for (const name of fields) {
    const value = representation[name];
    if (typeof value !== 'string' || value === '') return undefined;
    values[name] = value;
  }
  return values;
}

/** A key with its own lookup field. That field resolves the entity under its own access rule. */
interface LookupKey {
  readonly fields: readonly string[];
  /** Name of the `Query` field. */
  readonly lookup: string;
  readonly args: (values: KeyValues) => Readonly<Record<string, unknown>>;
  /** Part of the first key that the caller implies. Together with the given values it completes the first key. */
  readonly implied?: (caller: Caller) => KeyValues | undefined;
}

/** An entity. Its first key is the node key. */
export interface Entity {
  readonly type: GraphQLObjectType;
  readonly nodeKey: readonly string[];
  readonly lookupKeys: readonly LookupKey[];
}

type LookupKeys = Readonly<Record<string, readonly LookupKey[]>>;

/** Lookups by other names than the id. */
const lookupKeys: Readonly<Record<VerticalName, LookupKeys>> = {
  b2b: {
    Organization: [
      { fields: ['slug'], lookup: 'organization', args: ({ slug }) => ({ by: { slug } }) },
      { fields: ['externalId'], lookup: 'organization', args: ({ externalId }) => ({ by: { externalId } }) },
    ],
    Member: [
      {
        fields: ['organizationId', 'externalId'],
        lookup: 'member',
        args: ({ organizationId, externalId }) => ({ organizationId, by: { externalId } }),
      },
      // Routers use the shortest key. For members, `memberId` implies their own organization; only servers can look
      // beyond it.
      {
        fields: ['memberId'],
        lookup: 'memberAnywhere',
        args: ({ memberId }) => ({ memberId }),
        implied: (caller) => (caller.kind === 'member' ? { organizationId: caller.organizationId } : undefined),
      },
    ],
  },
  consumer: {
    User: [{ fields: ['externalId'], lookup: 'user', args: ({ externalId }) => ({ by: { externalId } }) }],
  },
};

/** The entities of a graph by type name: all types that implement `Node` and have their own id. */
export function entitiesOf(schema: GraphQLSchema, vertical: VerticalName): ReadonlyMap<string, Entity> {
  const entities = new Map<string, Entity>();
  for (const type of Object.values(schema.getTypeMap())) {
    const { extensions } = type;
    if (!isObjectType(type) || extensions['access'] === 'anyone' || !isNodeKey(extensions)) continue;
    entities.set(type.name, {
      type,
      nodeKey: extensions.key,
      lookupKeys: lookupKeys[vertical][type.name] ?? [],
    });
  }
  return entities;
}

/** The keys of an entity, each as the field set of `@key`. */
export const fieldSetsOf = ({ nodeKey, lookupKeys: others }: Entity): string[] =>
  [nodeKey, ...others.map(({ fields }) => fields)].map((fields) => fields.join(' '));
