/** The entities of a subgraph: what other subgraphs may refer to, and by which keys. */
import { type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import type { Caller } from '../../src/auth/caller.ts';
import type { VerticalName } from '../../src/vertical/vertical.ts';
import { isNodeKey } from '../builder.ts';

/** The values that a representation gives for a key. */
export type KeyValues = Readonly<Record<string, string>>;

/** A key by which the graph has a lookup of its own: that field finds the entity, with its own access rule. */
interface LookupKey {
  readonly fields: readonly string[];
  /** The field of `Query`. */
  readonly lookup: string;
  readonly args: (values: KeyValues) => Readonly<Record<string, unknown>>;
  /** What a caller implies of the first key: with it that key is complete. */
  readonly implied?: (caller: Caller) => KeyValues | undefined;
}

/** An entity. What finds a node is its first key. */
export interface Entity {
  readonly type: GraphQLObjectType;
  readonly nodeKey: readonly string[];
  readonly lookupKeys: readonly LookupKey[];
}

type LookupKeys = Readonly<Record<string, readonly LookupKey[]>>;

/** Where Stytch can look something up by another name than its id. */
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
      // Routers take the shortest key. For a member it means one of their own organization; only servers look beyond.
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

/** The entities of a graph, by the names of their types: all types that implement `Node` and have ids of their own. */
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
