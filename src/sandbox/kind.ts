/** A kind of project, as the sandbox plays it. */
import type { JWTPayload } from 'jose';
import type { Maker } from './control/maker.ts';
import type { Answer, Call, Domain, Operation } from './domain.ts';
import type { Incoming } from './http.ts';
import type { Reply } from './reply.ts';
import type { ProjectStore } from './store.ts';

/** Stands for whatever operation a request is for: the contract has vouched for the request, so its types hold. */
type Any = 'api_organization_v1_Update';

/** One of Stytch's operations, and a request for it. */
export interface Request<S extends ProjectStore> {
  readonly operation: Operation<Any, S>;
  readonly call: Omit<Call<Any, S>, 'acting'>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A function of the sandbox's own, beside Stytch's operations. */
export type Endpoint<S extends ProjectStore> = (store: S, sent: Record<string, unknown>) => object | Promise<object>;

/** What a world shows of itself. */
export interface Shown {
  readonly credentials: object;
}

/** What a world shows of itself, where there may be nobody who could sign in. */
export type Overview<World extends Shown> = Omit<World, 'credentials'> & {
  readonly credentials: Partial<World['credentials']>;
};

/** What the tokens of connected apps tell of a person. */
export interface PersonClaims {
  /** Claims of OpenID Connect by the scope that allows them: `profile`, `email` and `phone`. What is not known is left out. */
  readonly byScope: Readonly<Record<string, JWTPayload>>;
  /** Claims of every access token: in a B2B project the organization. */
  readonly token: JWTPayload;
  /** What claims templates may name: `user`, or `member` and `organization`, as the API shows them, each person with `rbac`. */
  readonly variables: () => Readonly<Record<string, unknown>>;
}

/** What a kind of project does its own way. */
export interface SandboxKind<S extends ProjectStore, World extends Shown> {
  /** The world that a sandbox starts with. */
  readonly seed: (now: () => Date) => S;
  /** A world with nothing in it. */
  readonly empty: (now: () => Date) => S;
  /** Fills an empty world with what a test describes, beside what projects of both kinds have. */
  readonly fill: (store: S, described: Readonly<Record<string, unknown>>, maker: Maker) => Promise<void>;
  /** The names of what `fill` takes. */
  readonly fillings: readonly string[];
  /** Makes the public tokens of a world its own, which follow from its project id: those of the seed are the same in all. */
  readonly distinguish: (store: S) => void;
  /** Whether a request without the project's credentials is for this world: it brings a public token of the world. */
  readonly isNamedIn: (store: S, incoming: Incoming) => boolean;
  readonly domains: readonly Domain<S>[];
  /** Whether a path belongs to projects of this kind, built or not. */
  readonly hasPath: (path: string) => boolean;
  /** What Stytch says of an operation of the other kind. */
  readonly foreign: { readonly type: string; readonly message: string };
  /** Runs an operation in the name of whoever the request comes from. */
  readonly run: (request: Request<S>) => Promise<Answer<Any>>;
  /** Ids worth trying and fresh credentials, of as many as there are. */
  readonly overviewOf: (store: S) => Promise<Overview<World>>;
  /**
   * The same of a world with people in it.
   *
   * @throws Error if there is nobody who could sign in
   */
  readonly worldOf: (store: S) => Promise<World>;
  /** What is at `/sandbox/...`, by method and path, beside what both kinds have. */
  readonly endpoints: Readonly<Record<string, Endpoint<S>>>;
  /** What connected apps may know of a person; undefined if the person is unknown or may not sign in. */
  readonly claimsOf: (store: S, personId: string) => PersonClaims | undefined;
  /** Answers what other protocols ask of such a project. */
  readonly otherProtocol: (store: S, incoming: Incoming) => Reply | Promise<Reply> | null;
  /** Tells the seed where the sandbox listens. */
  readonly listening: (store: S) => void;
}
