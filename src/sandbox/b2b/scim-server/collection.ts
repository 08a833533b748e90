import type { ScimConnection, Store } from '../store.ts';
import type { Kind, Resource } from './schema.ts';

/** Whose resources a request is about. */
export interface Scope {
  readonly store: Store;
  readonly connection: ScimConnection;
  /** Base URL of the connection, without a query. */
  readonly base: string;
}

/** All resources of a type that a connection has. What is written was held against the schema before. */
export interface Collection {
  readonly kind: Kind;
  readonly all: (scope: Scope) => Resource[];
  /**
   * One of them. No other is read, since each request that writes ends with this.
   *
   * @throws ScimError 404
   */
  readonly find: (scope: Scope, id: string) => Resource;
  /** Creates a resource and returns its id. */
  readonly create: (scope: Scope, resource: Resource) => string;
  readonly replace: (scope: Scope, id: string, resource: Resource) => void;
  readonly remove: (scope: Scope, id: string) => void;
}
