import type { operations } from '../stytch/contract/contract.ts';
import type { Member, SessionRecord, Store } from './b2b/store.ts';

/** Every operation of the contract. */
export type OperationId = keyof operations;

type Nothing = Record<never, never>;
type Parameters<Id extends OperationId> = operations[Id]['parameters'];
type Header<Id extends OperationId> = NonNullable<Parameters<Id>['header']>;

/** Path parameters of an operation. */
export type Params<Id extends OperationId> = Parameters<Id> extends { path: infer Path } ? Path : Nothing;
/** Query parameters of an operation, already turned into numbers and booleans. */
export type Query<Id extends OperationId> = [NonNullable<Parameters<Id>['query']>] extends [never]
  ? Nothing
  : NonNullable<Parameters<Id>['query']>;
/** The JSON body of an operation's request. */
export type Body<Id extends OperationId> = operations[Id] extends {
  requestBody: { content: { 'application/json': infer Json } };
}
  ? // A body without properties is typed as one that forbids all, path parameters beside it too.
    string extends keyof Json
    ? Nothing
    : Json
  : Nothing;
type Success<Id extends OperationId> = operations[Id]['responses'] extends {
  200: { content: { 'application/json': infer Json } };
}
  ? Json
  : never;
/** What a handler returns: the contract's answer without `request_id` and `status_code`, which the router adds. */
export type Answer<Id extends OperationId> = Omit<Success<Id>, 'request_id' | 'status_code'>;

/** One request as a handler sees it: routed, authenticated, validated by the contract and authorized. */
export type Call<Id extends OperationId, S = Store> = {
  store: S;
  params: Params<Id>;
  query: Query<Id>;
  body: Body<Id>;
  /** Whose permissions the request runs with, when it came with a session header. */
  acting: { member: Member; record: SessionRecord } | undefined;
};

/** What a member must be permitted before an operation runs with their session in the header. */
export type Needs<Id extends OperationId> = {
  /** The RBAC resource acted upon, such as `stytch.member`. */
  resource: string;
  /** Needed whatever is sent. */
  action?: string;
  /** Needed when that property is sent; `null` marks one that no member may send. */
  fields?: { [Property in keyof Body<Id>]?: string | null };
  /** Needed when no property of `fields` is sent: the response shows the object that such a request leaves as it is. */
  unchanged?: string;
  /** The member acted upon (id or external id): when that is the caller, `stytch.self` is enough. */
  self?: (call: Call<Id>) => string | undefined;
  /** The organizations acted upon, when `organization_id` is no path parameter. */
  organizations?: (call: Call<Id>) => string[];
};

/** One operation: its behaviour and, where the contract lists the session headers, what it needs. */
export type Operation<Id extends OperationId, S = Store> = {
  answer: (call: Call<Id, S>) => Answer<Id> | Promise<Answer<Id>>;
} & ([Header<Id>] extends [never] ? { needs?: never } : { needs: Needs<Id> });

/**
 * The operations of one domain: `export const thing = { ... } satisfies Domain`.
 *
 * @template S what they work on: the store of a B2B project, of a consumer project, or what both have
 */
export type Domain<S = Store> = { [Id in OperationId]?: Operation<Id, S> };
