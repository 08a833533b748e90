/** Interface of a kind of project in the sandbox. */
import type { JWTPayload } from 'jose';
import type { Maker } from './control/maker.ts';
import type { DomainHandlers, HandlerRequest, HandlerResult, OperationHandler } from './handler.ts';
import type { IncomingRequest } from './http.ts';
import type { HttpReply } from './reply.ts';
import type { ProjectStore } from './store.ts';

/** Stands for the operation of any request: the contract has validated the request, so its types hold. */
type Any = 'api_organization_v1_Update';

/** A Stytch operation with a request for it. */
export interface Request<S extends ProjectStore> {
  readonly operation: OperationHandler<Any, S>;
  readonly call: Omit<HandlerRequest<Any, S>, 'acting'>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Handler of a control endpoint. */
export type Endpoint<S extends ProjectStore> = (store: S, sent: Record<string, unknown>) => object | Promise<object>;

/** Overview of a world. */
export interface Shown {
  readonly credentials: object;
}

/** Overview of a world in which example people may be missing. */
export type Overview<World extends Shown> = Omit<World, 'credentials'> & {
  readonly credentials: Partial<World['credentials']>;
};

/** Claims of a person for the tokens of connected apps. */
export interface PersonClaims {
  /** OpenID Connect claims by scope: `profile`, `email` and `phone`. Unknown claims are omitted. */
  readonly byScope: Readonly<Record<string, JWTPayload>>;
  /** Claims of every access token: the organization in a B2B project. */
  readonly token: JWTPayload;
  /**
   * Variables of claims templates: `user`, or `member` and `organization`, in the form of the API, the person with
   * `rbac`.
   */
  readonly variables: () => Readonly<Record<string, unknown>>;
}

/** Behaviour that differs between kinds of project. */
export interface SandboxKind<S extends ProjectStore, World extends Shown> {
  /** Creates the default world. */
  readonly seed: (now: () => Date) => S;
  /** Creates an empty world. */
  readonly empty: (now: () => Date) => S;
  /** Fills an empty world with the parts of a description that only this kind of project has. */
  readonly fill: (store: S, described: Readonly<Record<string, unknown>>, maker: Maker) => Promise<void>;
  /** Names of the parts that `fill` accepts. */
  readonly fillings: readonly string[];
  /** Derives the public tokens of a world from its project id: the seed has the same ones in every world. */
  readonly distinguish: (store: S) => void;
  /** Whether a request without project credentials is for this world: it carries a public token of the world. */
  readonly isNamedIn: (store: S, incoming: IncomingRequest) => boolean;
  readonly domains: readonly DomainHandlers<S>[];
  /** Whether a path belongs to projects of this kind, implemented or not. */
  readonly hasPath: (path: string) => boolean;
  /** Stytch's error for an operation of the other kind. */
  readonly foreign: { readonly type: string; readonly message: string };
  /** Runs an operation on behalf of the caller. */
  readonly run: (request: Request<S>) => Promise<HandlerResult<Any>>;
  /** Example ids and valid credentials of the people that exist. */
  readonly overviewOf: (store: S) => Promise<Overview<World>>;
  /**
   * Overview of a world in which all example people can sign in.
   *
   * @throws Error if one of them is missing
   */
  readonly worldOf: (store: S) => Promise<World>;
  /** Additional control endpoints, by method and path. */
  readonly endpoints: Readonly<Record<string, Endpoint<S>>>;
  /** Claims of a person for connected apps; undefined if the person is unknown or cannot sign in. */
  readonly claimsOf: (store: S, personId: string) => PersonClaims | undefined;
  /** Handles requests of other protocols; null for any other request. */
  readonly otherProtocol: (store: S, incoming: IncomingRequest) => HttpReply | Promise<HttpReply> | null;
  /** Updates the seed once the origin of the sandbox is known. */
  readonly listening: (store: S) => void;
}
