/** Access rules: every root field and every edge of the graph declares one. */
import type { GraphQLError } from 'graphql';
import { forbidden } from '../stytch/error.ts';
import type { Action, Resource } from '../vertical/actions.ts';
import type { Target, Vertical } from '../vertical/vertical.ts';
import type { Caller } from './caller.ts';
import type { PolicyCache } from './policy.ts';
import { holdsProof, type Proofs } from './proof.ts';
import { unauthenticated } from './refusal.ts';

/**
 * Requirement of a field on its caller.
 *
 * `anyone` is for fields that a visitor must reach (sign-in) or that expose nothing confidential. Every other field
 * names a resource and an action of the project's RBAC policy: a server needs them in its scopes, `signedIn` says when
 * a signed-in person has them. A person reaches only their own data and that of their tenant.
 */
export type Access = 'anyone' | AccessRule;

/** Actions by input field, and by field of a nested input object. */
export type ActionsByField<Word extends string> = Readonly<Record<string, Word | Readonly<Record<string, Word>>>>;

/** Access rule for one resource. */
export interface AccessRule {
  /** Resource of the RBAC policy, such as `stytch.member`. */
  readonly resource: Resource;
  /**
   * The action, or, for an update, the action of each input field; for a field that holds an object, one action or one
   * per nested field. A field that is sent but not named here is for servers only.
   */
  readonly action: Action | ActionsByField<Action>;
  /**
   * - `any`: every person, of any tenant
   * - `own`: every person of the tenant
   * - `permitted`: a person whose roles allow the action on the resource
   * - `permittedOrSelf`: like `permitted`, or the target person themselves if their roles allow the action on
   *   `stytch.self`
   * - `self`: only the target person, whatever their roles
   * - `none`: servers only
   */
  readonly signedIn: 'any' | 'own' | 'permitted' | 'permittedOrSelf' | 'self' | 'none';
  /**
   * Input fields that hold a credential, each with its kind. Stytch verifies the credential, so the caller needs no
   * permission: this is how visitors sign in. The call to Stytch is authorized by the credential alone, also if a
   * person is signed in.
   */
  readonly proof?: Proofs;
  /**
   * Every caller, visitors included, is allowed: the operation exposes nothing and changes no one's data, such as
   * sending a message to an address. Fields in `serversOnly` still need the permission.
   */
  readonly visitors?: true;
  /** Input fields that only servers may send, with or without a credential. */
  readonly serversOnly?: readonly string[];
  /**
   * The input names no tenant: a person acts within their own tenant, and on themselves if the input names no person.
   * Only for operations that send the session to Stytch, which rejects foreign targets.
   */
  readonly impliedTarget?: 'own';
}

/** What a decision needs besides the caller. */
export interface Deciding {
  readonly policy: PolicyCache;
  readonly vertical: Vertical;
}

/**
 * An access rule with any resource and action: a permission check by a client can name resources of the customer's own.
 */
export type AskedRule = Omit<AccessRule, 'resource' | 'action'> & {
  readonly resource: string;
  readonly action: string | ActionsByField<string>;
};

/** Whether the caller has the `admin` scope, which allows everything. */
export const isAdmin = (caller: Caller): boolean => caller.kind === 'server' && caller.scopes.includes('admin');

/**
 * Whether the input needs no permission: it holds a credential, or the rule admits visitors. Then the caller does not
 * matter.
 */
export const needsNoRight = (
  rule: Pick<AccessRule, 'proof' | 'visitors' | 'serversOnly'>,
  input: Readonly<Record<string, unknown>>,
): boolean =>
  (rule.visitors === true || (rule.proof !== undefined && holdsProof(rule.proof, input))) && !forServers(rule, input);

/**
 * Decides a rule for a caller. Returns a promise only if the policy has to be fetched: the project's before it is
 * cached, or a tenant's for a custom role.
 *
 * @param target by Stytch ids; ids in a client's input go through `byOwnId` of the vertical first
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
  // Reading your own account needs no `search` permission: every sign-in returns the same data.
  if (orSelf && rule.action === 'search') return true;
  return policy.allows(
    caller,
    actions.filter((action) => action !== null).map((action) => ({ resource: rule.resource, action, orSelf })),
  );
}

/** Whether the input holds a field that only servers may send. Stytch treats an empty string as absent. */
const forServers = (
  { serversOnly }: Pick<AccessRule, 'serversOnly'>,
  input: Readonly<Record<string, unknown>>,
): boolean =>
  serversOnly?.some((field) => input[field] !== null && input[field] !== undefined && input[field] !== '') ?? false;

/**
 * The actions that an input needs; null for a field that only servers may send, and for an input that changes nothing.
 */
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

/** The actions that one input field needs; for an object, those of the nested fields that are sent. */
function actionsOf(action: ActionsByField<string>[string] | undefined, value: unknown): (string | null)[] {
  if (value === null || value === undefined) return [];
  if (typeof action !== 'object') return [action ?? null];
  const inner = Object.entries(value).filter(([, given]) => given !== null && given !== undefined);
  return inner.map(([field]) => action[field] ?? null);
}

/** Whether the caller is a server whose scopes allow an action. A credential in the input does not count. */
export const mayByScope = (caller: Caller, resource: string, action: string): boolean =>
  isAdmin(caller) || (caller.kind === 'server' && inScope(caller.scopes, resource, action));

const inScope = (scopes: readonly string[], resource: string, action: string | null): boolean =>
  scopes.includes(`${resource}:*`) || (action !== null && scopes.includes(`${resource}:${action}`));

/** The error that fits the caller: UNAUTHENTICATED for a visitor, who can sign in; FORBIDDEN for any other. */
export const accessDenied = (caller: Caller, { person }: Vertical): GraphQLError => {
  if (caller.kind !== 'visitor') return forbidden();
  const message = `A signed-in ${person} or a server key is required. Send \`Authorization: Bearer ...\`.`;
  return caller.refusal ?? unauthenticated(message, 'missing');
};
