import type { operations } from '../stytch/contract/contract.ts';
import type { Member, SessionRecord, Store } from './b2b/store.ts';

/** Operation id of the contract. */
export type OperationId = keyof operations;

type Nothing = Record<never, never>;
type Parameters<Id extends OperationId> = operations[Id]['parameters'];
type Header<Id extends OperationId> = NonNullable<Parameters<Id>['header']>;

/** Path parameters of an operation. */
export type PathParams<Id extends OperationId> = Parameters<Id> extends { path: infer Path } ? Path : Nothing;
/** Query parameters of an operation, converted to numbers and booleans. */
export type QueryParams<Id extends OperationId> = [NonNullable<Parameters<Id>['query']>] extends [never]
  ? Nothing
  : NonNullable<Parameters<Id>['query']>;
/** JSON body of an operation's request. */
export type RequestBody<Id extends OperationId> = operations[Id] extends {
  requestBody: { content: { 'application/json': infer Json } };
}
  ? // A body without properties has an index signature, which would forbid the path parameters next to it.
    string extends keyof Json
    ? Nothing
    : Json
  : Nothing;
type Success<Id extends OperationId> = operations[Id]['responses'] extends {
  200: { content: { 'application/json': infer Json } };
}
  ? Json
  : never;
/** Result of a handler: the response without `request_id` and `status_code`, which the router adds. */
export type HandlerResult<Id extends OperationId> = Omit<Success<Id>, 'request_id' | 'status_code'>;

/** A request as a handler gets it: routed, authenticated, validated and authorized. */
export type HandlerRequest<Id extends OperationId, S = Store> = {
  store: S;
  params: PathParams<Id>;
  query: QueryParams<Id>;
  body: RequestBody<Id>;
  /** Member and session of the session header, whose permissions apply; undefined without the header. */
  acting: { member: Member; record: SessionRecord } | undefined;
};

/** Permissions that a member needs to run an operation with a session header. */
export type RequiredPermission<Id extends OperationId> = {
  /** RBAC resource, such as `stytch.member`. */
  resource: string;
  /** Action that every request needs. */
  action?: string;
  /** Action that a property needs if it is sent; null if no member may send it. */
  fields?: { [Property in keyof RequestBody<Id>]?: string | null };
  /** Action that is needed if no property of `fields` is sent: the response exposes the unchanged object. */
  unchanged?: string;
  /** Id or external id of the affected member: actions of `stytch.self` suffice if it is the caller. */
  self?: (call: HandlerRequest<Id>) => string | undefined;
  /** Affected organizations. Default: the path parameter `organization_id`. */
  organizations?: (call: HandlerRequest<Id>) => string[];
};

/** An operation: its handler and, if the contract has session headers for it, the permissions it needs. */
export type OperationHandler<Id extends OperationId, S = Store> = {
  answer: (call: HandlerRequest<Id, S>) => HandlerResult<Id> | Promise<HandlerResult<Id>>;
} & ([Header<Id>] extends [never] ? { needs?: never } : { needs: RequiredPermission<Id> });

/**
 * Operations of one domain: `export const thing = { ... } satisfies Domain`.
 *
 * @template S store of a B2B project, of a consumer project, or what both have
 */
export type DomainHandlers<S = Store> = { [Id in OperationId]?: OperationHandler<Id, S> };
