import type { components, paths } from './contract.ts';
import type { operations } from './operations.ts';

/** Every object of the REST contract by its name there, with wire names (snake_case). */
export type Schemas = components['schemas'];

/** Name of an object of the contract, such as `api_organization_v1_Member`. */
export type SchemaName = keyof Schemas;

/** An operation by method and path, such as `get /v1/b2b/organizations/{organization_id}`. */
export type OperationKey = keyof typeof operations;

/** The HTTP methods of the contract. */
export type RestMethod = 'get' | 'post' | 'put' | 'delete';

/** The paths of the operations with a method. */
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

/** camelCase of a snake_case name, as in names.ts. */
export type CamelCase<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : S;

/**
 * A wire object with camelCase names. Maps with keys of the caller stay unchanged. GraphQL passes undefined or null for
 * "not given"; both are omitted from the request.
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

/** All input of an operation (path, query and body in one object) with camelCase names. */
export type RestInput<M extends RestMethod, P extends RestPath<M>> = Merged<
  Camelized<Parameters<Rest<M, P>, 'path'> & Parameters<Rest<M, P>, 'query'> & Body<Rest<M, P>>>
>;

/** Wire names of an operation's path, query and body properties. */
export type WireName<M extends RestMethod, P extends RestPath<M>> = keyof (Parameters<Rest<M, P>, 'path'> &
  Parameters<Rest<M, P>, 'query'> &
  Body<Rest<M, P>>) &
  string;

/** Wire name of a property that any operation takes. */
export type RequestProperty = {
  [K in OperationKey]: K extends `${infer M extends RestMethod} ${infer P}`
    ? P extends RestPath<M>
      ? WireName<M, P>
      : never
    : never;
}[OperationKey];

/** Response of an operation, with wire names. */
export type RestOutput<M extends RestMethod, P extends RestPath<M>> =
  Rest<M, P> extends { responses: { 200: { content: { 'application/json': infer B } } } } ? B : never;
