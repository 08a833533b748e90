import type { components, paths } from './contract.ts';
import type { operations } from './operations.ts';

/** Every object of the REST contract by its name there, as it stands on the wire (snake_case). */
export type Schemas = components['schemas'];

/** The name of one object of the contract, such as `api_organization_v1_Member`. */
export type SchemaName = keyof Schemas;

/** An operation by method and path, such as `get /v1/b2b/organizations/{organization_id}`. */
export type OperationKey = keyof typeof operations;

/** The HTTP methods the contract uses. */
export type RestMethod = 'get' | 'post' | 'put' | 'delete';

/** The paths that have an operation under a method. */
export type RestPath<M extends RestMethod> = OperationKey extends infer K
  ? K extends `${M} ${infer P}`
    ? P
    : never
  : never;

type Rest<M extends RestMethod, P extends RestPath<M>> = P extends keyof paths ? paths[P][M] : never;

type Parameters<O, Place extends 'path' | 'query'> = O extends { parameters: { [place in Place]?: infer V } }
  ? [V] extends [undefined]
    ? unknown
    : NonNullable<V>
  : unknown;

type Body<O> = O extends { requestBody?: { content: { 'application/json': infer B } } }
  ? B extends Record<string, never>
    ? unknown
    : B
  : unknown;

/** snake_case as camelCase, the way names.ts does it. */
export type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;

/**
 * A wire object under camelCase names. Maps whose keys belong to the caller are left alone. What GraphQL hands over
 * for "not given" may be undefined or null; both are left out of the request.
 */
export type Camelized<T> = T extends readonly (infer Item)[]
  ? readonly Camelized<Item>[]
  : T extends object
    ? string extends keyof T
      ? { readonly [key: string]: unknown }
      : {
          [K in keyof T as K extends string ? CamelCase<K> : never]:
            | Camelized<T[K]>
            | (undefined extends T[K] ? null | undefined : never);
        }
    : T;

type Merged<T> = { [K in keyof T]: T[K] };

/** Everything an operation takes (path, query and body in one object) under camelCase names. */
export type RestInput<M extends RestMethod, P extends RestPath<M>> = Merged<
  Camelized<Parameters<Rest<M, P>, 'path'> & Parameters<Rest<M, P>, 'query'> & Body<Rest<M, P>>>
>;

/** The names of an operation's path, query and body properties, as they stand on the wire. */
export type WireName<M extends RestMethod, P extends RestPath<M>> = keyof (Parameters<Rest<M, P>, 'path'> &
  Parameters<Rest<M, P>, 'query'> &
  Body<Rest<M, P>>) &
  string;

/** The name of a property that some operation takes, as it stands on the wire. */
export type RequestProperty = {
  [K in OperationKey]: K extends `${infer M extends RestMethod} ${infer P}`
    ? P extends RestPath<M>
      ? WireName<M, P>
      : never
    : never;
}[OperationKey];

/** What an operation answers, as it stands on the wire. */
export type RestOutput<M extends RestMethod, P extends RestPath<M>> =
  Rest<M, P> extends { responses: { 200: { content: { 'application/json': infer B } } } } ? B : never;
