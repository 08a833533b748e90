/**
 * The differences between B2B and consumer projects. One object per vertical defines them (b2b.ts); outside this
 * folder, the sandbox and the contract no code mentions members, organizations or users. A process serves one vertical,
 * which its schema carries in its extensions.
 */
import type { JWTPayload } from 'jose';
import type { SandboxWorld } from '../sandbox/b2b/world.ts';
import type { ConsumerWorld } from '../sandbox/consumer/world.ts';
import type { Account, NameKind } from '../sign-in/account.ts';
import type { HourlyLimits } from '../sign-in/hourly-lock.ts';
import type { CallOptions, SessionHeaders } from '../stytch/client/call.ts';
import type { StytchApi } from '../stytch/client/client.ts';
import type { RestOperation, WireRequest } from '../stytch/contract/operation.ts';
import type { Schemas } from '../stytch/contract/types.ts';
import type { StytchError } from '../stytch/error.ts';
import type { Log } from '../stytch/log.ts';
import type { LimitKey } from '../stytch/resilience/keyed-semaphore.ts';
import type { Resource } from './actions.ts';
import type { MemberIdentity, MemberTarget } from './b2b/identity.ts';
import type { UserIdentity, UserTarget } from './consumer/identity.ts';
import type { GraphiqlCredential, GraphiqlTab } from './graphiql-config.ts';

/** The supported kinds of projects. */
export const VERTICAL_NAMES = ['b2b', 'consumer'] as const;
export type VerticalName = (typeof VERTICAL_NAMES)[number];

/** The default kind of project. */
export const DEFAULT_VERTICAL: VerticalName = 'b2b';

/** A session, as sent by a caller. */
export type Session = { readonly token: string } | { readonly jwt: string };

/** A signed-in person, as identified by a session. */
export type Identity = MemberIdentity | UserIdentity;

/** The session of a signed-in person. */
interface Shown {
  /** The session as sent, passed on to operations for which Stytch decides on access. */
  readonly session: Session;
  /**
   * Objects in Stytch's response for the session, which need not be fetched again; undefined if the session was
   * verified locally.
   */
  readonly brings?: object | undefined;
  /** Fresh JWT and expiry in Stytch's response for the session; undefined if the session was verified locally. */
  readonly renewed?: Pick<Authenticated, 'jwt' | 'expiresAt'> | undefined;
}

/** A signed-in member with their session. */
export type MemberCaller = MemberIdentity & Shown;

/** A signed-in user with their session. */
export type UserCaller = UserIdentity & Shown;

/** A signed-in person with their session. The methods of a vertical only get people of that vertical. */
export type PersonCaller = MemberCaller | UserCaller;

/** The target of a field: the object that it concerns, by argument names. Each vertical uses its own subset. */
export type Target = MemberTarget & UserTarget;

/** A holder of roles: of the project, and of the roles that a tenant defines. */
export type RoleHolder = Pick<MemberIdentity, 'organizationId' | 'roles'> | Pick<UserIdentity, 'roles'>;

/** The possible parts of the `id` of a node. */
export type NodeIdPart =
  | 'organizationId'
  | 'memberId'
  | 'memberSessionId'
  | 'connectionId'
  | 'clientId'
  | 'roleId'
  | 'userId'
  | 'sessionId';

/** The RBAC policy of a project. Its shape is the same in all verticals. */
export type ProjectPolicy = Schemas['api_b2b_rbac_v1_Policy'];

/** A role of a policy. */
export type PolicyRole = Schemas['api_b2b_rbac_v1_PolicyRole'];

/**
 * The search argument that lists tenants, from which the cost of a search is estimated. Exists only in graphs with
 * tenants.
 */
export const TENANTS_ARGUMENT = 'organizationIds';

/** The two names of an id. */
export interface IdName {
  /** Name in the graph, such as `memberId`. */
  readonly name: string;
  /** Name in the Stytch API, such as `member_id`. */
  readonly wireName: string;
}

/**
 * Relation between the target of a field and a person.
 *
 * - `self`: the target belongs to the person
 * - `own`: the target belongs to the tenant of the person
 * - `foreign`: neither
 */
export type Relation = 'self' | 'own' | 'foreign';

/**
 * Returns the error for a request on behalf of a person that exceeds what belongs to them; undefined for an allowed
 * request.
 */
export type RequestGuard = (operation: RestOperation, request: WireRequest) => StytchError | undefined;

/** Resolves the names of tenants. */
export interface TenantIds {
  /** Returns the id for a name. A name that is unknown, or that Stytch cannot resolve now, is returned unchanged. */
  find(name: string): Promise<string>;
}

/** The owner of a session, with other parts of Stytch's response. */
export interface Authenticated {
  readonly identity: Identity;
  readonly brings?: object;
  /** A fresh JWT of the session. */
  readonly jwt: string;
  /** Time at which the session expires. */
  readonly expiresAt: string | undefined;
}

/** Sessions: how they are read, verified and sent. */
export interface SessionFacts {
  /** The owner of a JWT by its claims; undefined for claims of another kind of token. Does not verify the signature. */
  identityIn(claims: JWTPayload): Identity | undefined;
  /** Lets Stytch verify a session, without changing its lifetime. Rejects with StytchError. */
  authenticate(stytch: StytchApi, session: Session, options: CallOptions): Promise<Authenticated>;
  /** Time at which the session in a sign-in response expires; undefined without a session. */
  endOf(response: object): string | undefined;
  /** Headers that pass a session to operations; undefined if no operation takes one. */
  headersOf(session: Session): SessionHeaders | undefined;
}

/** Public keys and RBAC policy of a project. */
export interface ProjectFacts {
  /** Fetches the public keys of the project, in the format that Stytch publishes. */
  fetchKeys(stytch: StytchApi, projectId: string, options: CallOptions): Promise<unknown>;
  /** Fetches the policy of the project; undefined if it has none. */
  fetchPolicy(stytch: StytchApi, options: CallOptions): Promise<ProjectPolicy | undefined>;
  /** The tenant whose custom roles a person may have; undefined if tenants define none. */
  tenantOf(holder: RoleHolder): string | undefined;
  /** Fetches the roles that a tenant defines. */
  fetchTenantRoles(
    stytch: StytchApi,
    tenantId: string,
    options: CallOptions,
  ): Promise<readonly PolicyRole[] | undefined>;
}

/** Targets of fields and their relation to a person. */
export interface TargetFacts {
  /** Inputs that name the target of a mutation, or describe the device; they need no action of their own. */
  readonly fields: ReadonlySet<string>;
  /** The target of an edge: its parent object, otherwise its arguments. */
  ofEdge(parent: Readonly<Record<string, unknown>>, args: Target): Target;
  /**
   * Replaces other names of a person's own objects by ids. The result is used for the access decision and sent to
   * Stytch, so that no name is resolved twice. Names of other objects stay and are rejected.
   */
  byOwnId<Given extends Target>(person: PersonCaller, given: Given): Given;
  /** The id of the person, as used by the argument for people. */
  ownId(person: PersonCaller): string;
  /** @param implied whether the input names no target because Stytch takes it from the session */
  relationOf(person: PersonCaller, target: Target, implied: boolean): Relation;
}

/** Forms and names of ids. */
export interface IdFacts {
  /** Prefixes of Stytch's ids, for ids that a slug or an external id may replace. */
  readonly prefixes: Readonly<Record<string, string>>;
  /** The id of a tenant; undefined without tenants. */
  readonly tenant: IdName | undefined;
  readonly person: IdName;
}

/** Facts of sign-in requests and responses, for counting attempts. */
export interface SignInFacts {
  /** The resource on which servers that sign people in need the action `sign-in`. */
  readonly resource: Resource;
  /** Wire names of properties that identify people or recipients of messages. */
  readonly names: Readonly<Record<string, NameKind>>;
  /** Names in the graph of such properties, if they differ from the wire name in camelCase. */
  readonly inputs: Readonly<Record<string, string>>;
  /**
   * The hourly limit of failed attempts for each kind of name. The limits of the names of one person add up to at most
   * the total.
   */
  hourlyLimits(total: number): HourlyLimits;
  /** Wire name of the tenant within which such a name is unique; undefined without tenants. */
  readonly tenant: string | undefined;
  /**
   * Rejects an id of a person that is not a Stytch id: an external id would be an additional name with its own
   * attempts.
   *
   * @throws StytchError INVALID_INPUT
   */
  checkPersonId(id: string): void;
  /** The id under which messages sent on behalf of a person are counted. */
  senderOf(person: PersonCaller): string;
  /** The accounts whose email address a response proves to belong to the person. */
  provenAccounts(response: unknown): Account[];
  /** The person to whom Stytch texted a passcode during a sign-in; undefined if it texted none. */
  textedAccount(response: unknown): Account | undefined;
  /**
   * Error types for the session sent with a code or a phone number: Stytch verified no code and sent no message, so the
   * attempt is not counted. None of them depends on whether an account exists, so the count reveals nothing
   * (enumeration prevention).
   */
  readonly sessionRefusals: ReadonlySet<string | undefined>;
  /** Error types after which no message was sent, independent of the address. */
  readonly sendsNothing: ReadonlySet<string | undefined>;
  /** Creates the resolver of tenant names, used only for counting; without tenants every name is its own id. */
  createTenantIds(stytch: Pick<StytchApi, 'call'>): TenantIds;
}

/** The seed data of a sandbox. An introduction gets the data of its own vertical. */
export type World = SandboxWorld | ConsumerWorld;

/** Introduction for new users: GraphiQL tabs, callers and the welcome text. */
export interface Introduction {
  /** The tabs that GraphiQL opens with. `world` is undefined without a sandbox; then there are no ids to use. */
  tabs(world?: World): GraphiqlTab[];
  /** The callers of a sandbox that GraphiQL offers. */
  credentialsOf(world: World): [GraphiqlCredential, ...GraphiqlCredential[]];
  /**
   * The text that the program prints after it has started with a sandbox: everything needed for a first query.
   *
   * @param graphiql URL of GraphiQL
   * @param sandbox origin of the sandbox
   */
  welcome(graphiql: string, sandbox: string, world: World): string;
}

/** The differences of one kind of project. */
export interface Vertical {
  readonly name: VerticalName;
  /** The noun for a person in messages: `member` or `user`. */
  readonly person: string;
  readonly session: SessionFacts;
  readonly project: ProjectFacts;
  readonly target: TargetFacts;
  readonly ids: IdFacts;
  readonly signIn: SignInFacts;
  /** The limit key under which the calls of a person are counted. */
  partyOf(person: PersonCaller): LimitKey;
  /**
   * The second check behind the access rules, on the encoded request; undefined if there is none.
   *
   * @param person the caller; undefined for a visitor
   * @param byProof whether the request is authorized by a proof in the input instead of the caller
   */
  guardOf(person: PersonCaller | undefined, byProof: boolean, log: Pick<Log, 'error'>): RequestGuard | undefined;
  /** Imports the introduction, only if it is needed. */
  loadIntroduction(): Promise<Introduction>;
}
