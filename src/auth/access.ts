/** Who may do what: the rule that every root field and every edge of the graph declares. */
import type { GraphQLError } from 'graphql';
import { forbidden } from '../stytch/error.ts';
import type { Action, Resource } from '../vertical/actions.ts';
import type { Target, Vertical } from '../vertical/vertical.ts';
import type { Caller } from './caller.ts';
import type { PolicyCache } from './policy.ts';
import { holdsProof, type Proofs } from './proof.ts';
import { unauthenticated } from './refusal.ts';

/**
 * What a field needs of its caller.
 *
 * `anyone` is for what a visitor must reach (sign-in) or what hides nothing. Every other field names a resource and an
 * action, in the words of the project's RBAC policy: servers need it in their scopes, and `signedIn` says how a person who is
 * signed in gets it. People only ever get at what is theirs or their tenant's.
 */
export type Access = 'anyone' | AccessRule;

/** Actions by the fields of an input, and of the objects in it. */
export type ActionsByField<Word extends string> = Readonly<Record<string, Word | Readonly<Record<string, Word>>>>;

/** A rule about one resource. */
export interface AccessRule {
  /** Resource of the RBAC policy, such as `stytch.member`. */
  readonly resource: Resource;
  /**
   * The action, or, for an update, the action that each input field stands for; where a field holds an object, it may be one
   * for each of its own fields. A field that is given but not named here is for servers only.
   */
  readonly action: Action | ActionsByField<Action>;
  /**
   * - `any`: every person, whatever their tenant
   * - `own`: any person of the tenant
   * - `permitted`: a person whose roles allow the action on the resource
   * - `permittedOrSelf`: the same, or the person it is about, where their roles allow the action on `stytch.self`
   * - `self`: the person it is about, and no other, whatever their roles
   * - `none`: servers only
   */
  readonly signedIn: 'any' | 'own' | 'permitted' | 'permittedOrSelf' | 'self' | 'none';
  /**
   * Input fields that hold a proof of who acts, each with its kind. Stytch verifies it, so that a caller who gives one needs
   * no right: this is how visitors sign in. The request is made by the proof alone, for a person too.
   */
  readonly proof?: Proofs;
  /**
   * Whoever calls, visitors too, needs no right: the operation hides nothing and changes nothing of anybody's, such as a message
   * to an address. What only servers may give needs the right all the same.
   */
  readonly visitors?: true;
  /** Input fields that only servers may give, with or without a proof. */
  readonly serversOnly?: readonly string[];
  /**
   * The input names no tenant: people ask within their own, and about themselves where it names no person
   * either. Only for operations that take the session, since there Stytch refuses what is not theirs.
   */
  readonly impliedTarget?: 'own';
}

/** What rules are decided by, beside the caller. */
export interface Deciding {
  readonly policy: PolicyCache;
  readonly vertical: Vertical;
}

/** A rule in any words: what a caller asks about, who may name resources of their own. */
export type AskedRule = Omit<AccessRule, 'resource' | 'action'> & {
  readonly resource: string;
  readonly action: string | ActionsByField<string>;
};

/** Whether a caller may do anything, to anything. */
export const isAdmin = (caller: Caller): boolean => caller.kind === 'server' && caller.scopes.includes('admin');

/** Whether an input needs no right: it runs on a proof in it, or the rule lets visitors. Then the caller does not matter. */
export const needsNoRight = (
  rule: Pick<AccessRule, 'proof' | 'visitors' | 'serversOnly'>,
  input: Readonly<Record<string, unknown>>,
): boolean =>
  (rule.visitors === true || (rule.proof !== undefined && holdsProof(rule.proof, input))) && !forServers(rule, input);

/**
 * Decides a rule for a caller. Only a custom role of a tenant can make it wait for the policy.
 *
 * @param target by ids: what a person gave goes through `byOwnId` of the vertical first
 */
export function isAllowed(
  caller: Caller,
  { policy, vertical }: Deciding,
  rule: AskedRule,
  target: Target,
  input: Readonly<Record<string, unknown>>,
): boolean | Promise<boolean> {
  if (needsNoRight(rule, input)) return true;
  const actions = needed(rule.action, input, vertical);
  if (caller.kind === 'server') {
    return isAdmin(caller) || actions.every((action) => inScope(caller.scopes, rule.resource, action));
  }
  if (caller.kind === 'visitor' || rule.signedIn === 'none' || forServers(rule, input)) return false;
  if (rule.signedIn === 'any') return true;
  const relation = vertical.target.relationOf(caller, target, rule.impliedTarget === 'own');
  if (relation === 'foreign') return false;
  if (rule.signedIn === 'own') return true;
  const isSelf = relation === 'self';
  if (actions.includes(null)) return false;
  if (rule.signedIn === 'self') return isSelf;
  const orSelf = rule.signedIn === 'permittedOrSelf' && isSelf;
  // To look at oneself is no search: every sign-in shows it.
  if (orSelf && rule.action === 'search') return true;
  return policy.allows(
    caller,
    actions.filter((action) => action !== null).map((action) => ({ resource: rule.resource, action, orSelf })),
  );
}

/** Whether an input holds anything that only servers may give; Stytch takes an empty text for nothing. */
const forServers = (
  { serversOnly }: Pick<AccessRule, 'serversOnly'>,
  input: Readonly<Record<string, unknown>>,
): boolean =>
  serversOnly?.some((field) => input[field] !== null && input[field] !== undefined && input[field] !== '') ?? false;

/** The actions that an input asks for; null stands for a field that only servers may set, and for asking nothing at all. */
function needed(
  action: AskedRule['action'],
  input: Readonly<Record<string, unknown>>,
  { target }: Vertical,
): (string | null)[] {
  if (typeof action === 'string') return [action];
  const asked = Object.entries(input).flatMap(([field, value]) =>
    target.fields.has(field) ? [] : actionsOf(action[field], value),
  );
  return asked.length > 0 ? asked : [null];
}

/** The actions that one field of an input asks for; where it holds an object, those of the fields that are given in it. */
function actionsOf(action: ActionsByField<string>[string] | undefined, value: unknown): (string | null)[] {
  if (value === null || value === undefined) return [];
  if (typeof action !== 'object') return [action ?? null];
  const inner = Object.entries(value).filter(([, given]) => given !== null && given !== undefined);
  return inner.map(([field]) => action[field] ?? null);
}

/** Whether a caller is a server whose scopes hold an action, whatever proof it shows. */
export const mayByScope = (caller: Caller, resource: string, action: string): boolean =>
  isAdmin(caller) || (caller.kind === 'server' && inScope(caller.scopes, resource, action));

const inScope = (scopes: readonly string[], resource: string, action: string | null): boolean =>
  scopes.includes(`${resource}:*`) || (action !== null && scopes.includes(`${resource}:${action}`));

/** The refusal that fits the caller: a visitor may sign in, anybody else may not. */
export const accessDenied = (caller: Caller, { person }: Vertical): GraphQLError => {
  if (caller.kind !== 'visitor') return forbidden();
  const message = `This needs a signed-in ${person} or a server key: send \`Authorization: Bearer ...\`.`;
  return caller.refusal ?? unauthenticated(message, 'missing');
};
