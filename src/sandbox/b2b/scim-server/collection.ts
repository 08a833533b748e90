import type { ScimConnection, Store } from '../store.ts';
import type { Kind, Resource } from './schema.ts';

/** Store and connection of a request. */
export interface Scope {
  readonly store: Store;
  readonly connection: ScimConnection;
  /** Base URL of the connection, without a query. */
  readonly base: string;
}

/** The resources of one type that a connection has. Callers validate input against the schema. */
export interface Collection {
  readonly kind: Kind;
  readonly all: (scope: Scope) => Resource[];
  /**
   * One resource. Reads no other resource of the type: every write ends with this call.
   *
   * @throws ScimError 404
   */
  readonly find: (scope: Scope, id: string) => Resource;
  /** Creates a resource and returns its id. */
  readonly create: (scope: Scope, resource: Resource) => string;
  readonly replace: (scope: Scope, id: string, resource: Resource) => void;
  readonly remove: (scope: Scope, id: string) => void;
}
