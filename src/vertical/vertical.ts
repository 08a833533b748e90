/**
 * What B2B and consumer projects do differently. One object a vertical says it (b2b.ts), and everything else asks: outside this
 * folder, the sandbox and the contract nothing names a member, an organization or a user. A process serves one vertical;
 * the schema that it loaded carries the object in its extensions.
 */
import type { JWTPayload } from 'jose';
import type { SandboxWorld } from '../sandbox/b2b/world.ts';
import type { ConsumerWorld } from '../sandbox/consumer/world.ts';
import type { Account, NameKind } from '../sign-in/account.ts';
import type { HourlyLimits } from '../sign-in/hourly-lock.ts';
import type { CallOptions, SessionHeaders } from '../stytch/client/call.ts';
import type { StytchApi } from '../stytch/client/client.ts';
import type { Operation, WireRequest } from '../stytch/contract/operation.ts';
import type { Schemas } from '../stytch/contract/types.ts';
import type { StytchError } from '../stytch/error.ts';
import type { Log } from '../stytch/log.ts';
import type { LimitKey } from '../stytch/resilience/keyed-semaphore.ts';
import type { Resource } from './actions.ts';
import type { MemberIdentity, MemberTarget } from './b2b/identity.ts';
import type { UserIdentity, UserTarget } from './consumer/identity.ts';
import type { GraphiqlCredential, GraphiqlTab } from './graphiql-config.ts';

/** The kinds of projects that can be served. */
export const VERTICAL_NAMES = ['b2b', 'consumer'] as const;
export type VerticalName = (typeof VERTICAL_NAMES)[number];

/** The kind of project that is served where nothing else is set. */
export const DEFAULT_VERTICAL: VerticalName = 'b2b';

/** A session as a caller shows it. */
export type Session = { readonly token: string } | { readonly jwt: string };

/** A person who is signed in, as far as a session tells. */
export type Identity = MemberIdentity | UserIdentity;

/** What a person showed. */
interface Shown {
  /** The session as it was shown, to be sent along where Stytch decides. */
  readonly session: Session;
  /** What Stytch answered about the session, if it was asked: things that need not be fetched again. */
  readonly brings?: object | undefined;
  /** What Stytch gave for the session, if it was asked: a fresh JWT, and the time at which the session ends. */
  readonly renewed?: Pick<Authenticated, 'jwt' | 'expiresAt'> | undefined;
}

/** A member who is signed in, with the session that they showed. */
export type MemberCaller = MemberIdentity & Shown;

/** A user who is signed in, with the session that they showed. */
export type UserCaller = UserIdentity & Shown;

/** A person who is signed in, with the session that they showed. The methods of a vertical are given its own people only. */
export type PersonCaller = MemberCaller | UserCaller;

/** What a field is about, under the names of its arguments, of which each graph has its own. */
export type Target = MemberTarget & UserTarget;

/** Who has roles, and where: the project's, and those that a tenant defines for itself. */
export type RoleHolder = Pick<MemberIdentity, 'organizationId' | 'roles'> | Pick<UserIdentity, 'roles'>;

/** The parts that the `id` of a node can have. */
export type NodeIdPart =
  | 'organizationId'
  | 'memberId'
  | 'memberSessionId'
  | 'connectionId'
  | 'clientId'
  | 'roleId'
  | 'userId'
  | 'sessionId';

/** The policy of a project, which is the same in all verticals, property by property. */
export type ProjectPolicy = Schemas['api_b2b_rbac_v1_Policy'];

/** A role of a policy. */
export type PolicyRole = Schemas['api_b2b_rbac_v1_PolicyRole'];

/** The argument of searches that lists tenants; the cost of a search follows from it. Only graphs with tenants have it. */
export const TENANTS_ARGUMENT = 'organizationIds';

/** An id by its two names. */
export interface IdName {
  /** In the graph, such as `memberId`. */
  readonly name: string;
  /** At Stytch, such as `member_id`. */
  readonly wireName: string;
}

/**
 * How what a field is about stands to a person.
 *
 * - `self`: it is the person's own
 * - `own`: it belongs to the person's tenant
 * - `foreign`: neither
 */
export type Relation = 'self' | 'own' | 'foreign';

/** The refusal of a request that is made for a person and goes beyond what is theirs; undefined for any other. */
export type RequestGuard = (operation: Operation, request: WireRequest) => StytchError | undefined;

/** Resolves names of tenants. */
export interface TenantIds {
  /** The id behind a name. An unknown name, or one that Stytch cannot resolve now, stays. */
  find(name: string): Promise<string>;
}

/** Whose session it is, and what Stytch told beside that. */
export interface Authenticated {
  readonly identity: Identity;
  readonly brings?: object;
  /** A fresh JWT of the session. */
  readonly jwt: string;
  /** Time at which the session ends. */
  readonly expiresAt: string | undefined;
}

/** Sessions: who shows one, and how it is sent along. */
export interface SessionFacts {
  /** Whose session a JWT is, by its claims; undefined for claims of anything else. The signature is checked elsewhere. */
  identityIn(claims: JWTPayload): Identity | undefined;
  /** Asks Stytch whose session it is, without changing it. Rejects with StytchError. */
  authenticate(stytch: StytchApi, session: Session, options: CallOptions): Promise<Authenticated>;
  /** Time at which the session ends that a response of a sign-in shows; undefined if it shows none. */
  endOf(response: object): string | undefined;
  /** The headers by which operations take a session; undefined if none takes one. */
  headersOf(session: Session): SessionHeaders | undefined;
}

/** Keys and policy of a project. */
export interface ProjectFacts {
  /** The project's public keys, as Stytch publishes them. */
  fetchKeys(stytch: StytchApi, projectId: string, options: CallOptions): Promise<unknown>;
  /** The project's policy; undefined if it has none. */
  fetchPolicy(stytch: StytchApi, options: CallOptions): Promise<ProjectPolicy | undefined>;
  /** The tenant whose own roles a person may have; undefined if tenants define none. */
  tenantOf(holder: RoleHolder): string | undefined;
  /** The roles that a tenant defines for itself. */
  fetchTenantRoles(
    stytch: StytchApi,
    tenantId: string,
    options: CallOptions,
  ): Promise<readonly PolicyRole[] | undefined>;
}

/** What fields are about, and when it is a person's own. */
export interface TargetFacts {
  /** The inputs that say what a mutation is about, or from where it comes; they need no action of their own. */
  readonly fields: ReadonlySet<string>;
  /** What an edge is about: the object that it starts from, or else its arguments. */
  ofEdge(parent: Readonly<Record<string, unknown>>, args: Target): Target;
  /**
   * The same arguments, with a person's own ids in place of other names of what is theirs. The result is decided on and sent
   * to Stytch, so that no name is resolved twice. A name of anything else stays, and is refused.
   */
  byOwnId<Given extends Target>(person: PersonCaller, given: Given): Given;
  /** The person's own id, as the argument of its name takes it. */
  ownId(person: PersonCaller): string;
  /** @param implied whether the input names nothing, since Stytch takes it from the session */
  relationOf(person: PersonCaller, target: Target, implied: boolean): Relation;
}

/** How ids look, and whose they are. */
export interface IdFacts {
  /** How Stytch's own ids begin, where another name (a slug, an external id) may stand in their place. */
  readonly prefixes: Readonly<Record<string, string>>;
  /** The id of a tenant; undefined without tenants. */
  readonly tenant: IdName | undefined;
  readonly person: IdName;
}

/** What requests and responses of sign-in tell those who count attempts. */
export interface SignInFacts {
  /** The resource on which servers that sign people in have the right `sign-in`. */
  readonly resource: Resource;
  /** Wire names under which requests name people, or receivers of messages. */
  readonly names: Readonly<Record<string, NameKind>>;
  /** Names in the graph of such properties, where they are more than the wire's in camelCase. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The hourly limit of failed attempts for each kind of name: those that one person has add up to no more than the total. */
  hourlyLimits(total: number): HourlyLimits;
  /** Wire name of the tenant within which such a name holds; undefined without tenants. */
  readonly tenant: string | undefined;
  /**
   * Refuses an id of a person that is not Stytch's: an external id would be one name more, and each name has attempts of its
   * own.
   *
   * @throws StytchError INVALID_INPUT
   */
  checkPersonId(id: string): void;
  /** The id under which messages that a person has sent are counted. */
  senderOf(person: PersonCaller): string;
  /** The accounts whose address a response shows to be the person's. */
  provenAccounts(response: unknown): Account[];
  /** The person whom Stytch texted a passcode in the course of a sign-in; undefined if it texted none. */
  textedAccount(response: unknown): Account | undefined;
  /**
   * Refusals of the session that was shown beside a code or a phone: Stytch judged no code and sent nothing. None of them
   * depends on who has an account, so that is not learnt from what is taken back.
   */
  readonly sessionRefusals: ReadonlySet<string | undefined>;
  /** Refusals after which no message was sent, whoever has the address. */
  readonly sendsNothing: ReadonlySet<string | undefined>;
  /** What resolves names of tenants, for counting only; every name is its own id without tenants. */
  createTenantIds(stytch: Pick<StytchApi, 'call'>): TenantIds;
}

/** The world of a sandbox. An introduction is given that of its own kind. */
export type World = SandboxWorld | ConsumerWorld;

/** What a newcomer is shown. */
export interface Introduction {
  /** The tabs that GraphiQL opens with. Without a sandbox's world there are no ids to try. */
  tabs(world?: World): GraphiqlTab[];
  /** The callers that a sandbox gives away, as GraphiQL shows them. */
  credentialsOf(world: World): [GraphiqlCredential, ...GraphiqlCredential[]];
  /**
   * What the program prints when it has started over a sandbox: all it takes to send the first query.
   *
   * @param graphiql address of GraphiQL
   * @param sandbox origin of the sandbox
   */
  welcome(graphiql: string, sandbox: string, world: World): string;
}

/** What a kind of project does its own way. */
export interface Vertical {
  readonly name: VerticalName;
  /** What messages call a person: `member` or `user`. */
  readonly person: string;
  readonly session: SessionFacts;
  readonly project: ProjectFacts;
  readonly target: TargetFacts;
  readonly ids: IdFacts;
  readonly signIn: SignInFacts;
  /** Whom a person's calls count for. */
  partyOf(person: PersonCaller): LimitKey;
  /**
   * The second lock behind the access rules; undefined where there is none.
   *
   * @param person who calls; undefined for a visitor
   * @param byProof whether a request runs on a proof in the input, and not for the caller
   */
  guardOf(person: PersonCaller | undefined, byProof: boolean, log: Pick<Log, 'error'>): RequestGuard | undefined;
  /** Loaded only where somebody is introduced. */
  loadIntroduction(): Promise<Introduction>;
}
