/** The entities of a gateway, in the form in which a router refers to them. */
import type { Entity } from '../../schema/federation/entity.ts';

/** A representation that a router sends. */
export type Representation = Readonly<Record<string, unknown>>;

/** An entity of the sandbox's world. */
export interface Found {
  readonly typename: string;
  /** Its opaque id. */
  readonly id: string;
  /** The values of those keys that the entity has. */
  readonly values: Readonly<Record<string, string>>;
}

/** The names of all fields that are part of a key. */
export const keyFieldsOf = ({ nodeKey, lookupKeys }: Entity): string[] => [
  ...new Set([nodeKey, ...lookupKeys.map(({ fields }) => fields)].flat()),
];

/** Inline fragments that select the opaque id and all key fields of each entity. */
export const selectKeys = (entities: ReadonlyMap<string, Entity>): string =>
  [...entities.values()]
    .map((entity) => `... on ${entity.type.name} { __typename id ${keyFieldsOf(entity).join(' ')} }`)
    .join(' ');

/** The entities in a result of `selectKeys`, without duplicates. */
export function foundIn(data: unknown, entities: ReadonlyMap<string, Entity>): Found[] {
  const found = new Map<string, Found>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const entity = '__typename' in value ? entities.get(String(value.__typename)) : undefined;
    if (entity && 'id' in value) {
      const names = keyFieldsOf(entity);
      const values: Record<string, string> = {};
      for (const [name, given] of Object.entries(value)) {
        if (names.includes(name) && typeof given === 'string') values[name] = given;
      }
      found.set(String(value.id), {
        typename: entity.type.name,
        id: String(value.id),
        values,
      });
    }
    for (const inner of Object.values(value)) look(inner);
  };
  look(data);
  return [...found.values()];
}

/** The representation of an entity by one of its keys. */
export const representationOf = ({ typename, values }: Found, key: readonly string[]): Representation => ({
  __typename: typename,
  ...Object.fromEntries(key.map((name) => [name, values[name]])),
});

/** A query for all entities of a B2B project. */
export const B2B_WORLD = (selected: string): string => `
  fragment All on Node { ${selected} }
  { organizations(first: 100) { nodes { ...All
      members(first: 100) { nodes { ...All sessions { ...All } } }
      ssoConnections { ...All } scimConnection { ...All } connectedApps { ...All } } }
    connectedApps(first: 100) { nodes { ...All } } m2mClients(first: 100) { nodes { ...All } } }`;

/** A query for all entities of a consumer project. */
export const CONSUMER_WORLD = (selected: string): string => `
  fragment All on Node { ${selected} }
  { users(first: 100) { nodes { ...All sessions { ...All } } }
    connectedApps(first: 100) { nodes { ...All } } m2mClients(first: 100) { nodes { ...All } } }`;
