/**
 * Recognizes sign-in fields and reads their attempts. An access rule declares that a field signs in (`action:
 * 'sign-in'`); the traits of its operations declare how its requests are counted.
 */
import type { GraphQLField } from 'graphql';
import { type Access, type AccessRule, mayByScope } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import { toGraphName } from '../stytch/contract/names.ts';
import { normalName } from '../stytch/contract/normal-name.ts';
import { type AttemptTrait, traitsOf } from '../stytch/contract/traits.ts';
import type { OperationKey } from '../stytch/contract/types.ts';
import type { Vertical } from '../vertical/vertical.ts';
import type { Account } from './account.ts';

/** The action, in access rules, of fields that take a credential and return a session or an intermediate session. */
const SIGN_IN = 'sign-in';

const isRule = (access: unknown): access is Pick<AccessRule, 'resource' | 'action' | 'proof'> =>
  typeof access === 'object' && access !== null && 'action' in access;

/** Whether a field of the graph signs a person in. */
export const isSignInField = ({ extensions }: Pick<GraphQLField<unknown, unknown>, 'extensions'>): boolean => {
  const access = extensions['access'];
  return isRule(access) && access.action === SIGN_IN;
};

/** What is counted: a sign-in attempt unless it succeeds, a message always. */
export interface SignInAttempt {
  readonly kind: 'guess' | 'message';
  /** The person who signs in, or each receiver of a message. */
  readonly accounts: readonly Account[];
  /** The token sent, if the input names no account. It is too long to guess. */
  readonly credential?: string;
  /** Whether success proves that the person reads mail at the address in the response. */
  readonly provesMailbox: boolean;
}

type Input = Readonly<Record<string, unknown>>;

/** Reads the attempt in a request to a field; undefined if there is nothing to count. */
export type ReadSignInAttempt = (input: Input, caller: Caller) => SignInAttempt | undefined;

/**
 * Whether a caller acts by the field's permission in their scopes: then attempts are not counted by address, and
 * persons may be named by external ids. A server without the permission is treated as a visitor.
 */
export const actsByRight = (access: Access, caller: Caller, { signIn }: Vertical): boolean => {
  // The permission of servers that sign people in for an application.
  const { resource, action } = isRule(access) ? access : { resource: signIn.resource, action: SIGN_IN };
  return mayByScope(caller, resource, typeof action === 'string' ? action : SIGN_IN);
};

/** Creates the reader of a field's attempts from its declaration; undefined for a field that is not counted. */
export function signInAttemptReader(
  access: Access,
  operations: readonly OperationKey[],
  vertical: Vertical,
): ReadSignInAttempt | undefined {
  const facts = operations.map(traitsOf).find(({ counts }) => counts !== null);
  if (!facts?.counts) return undefined;
  const { counts, provesMailbox } = facts;
  const proofs = isRule(access) ? Object.keys(access.proof ?? {}) : [];
  return (input, caller) => {
    if (proofs.length > 0 && !actsByRight(access, caller, vertical)) checkNames(counts, input, vertical);
    const accounts = accountsIn(counts, input, vertical);
    const kind = counts.as === 'message' ? 'message' : 'guess';
    if (accounts.length > 0 || kind === 'message') return { kind, accounts, provesMailbox };
    const credential = proofs.map((field) => text(input[field])).find(Boolean);
    return credential === undefined ? undefined : { kind, accounts, credential, provesMailbox };
  };
}

/** The accounts that an input names. Mail and text messages count by their receiver, in whatever tenant. */
function accountsIn({ as, account }: AttemptTrait, input: Input, { signIn }: Vertical): Account[] {
  const given = (name: string) => text(input[signIn.inputs[name] ?? toGraphName(name)]);
  const tenant = signIn.tenant !== undefined && account.includes(signIn.tenant) ? given(signIn.tenant) : undefined;
  return account.flatMap((wireName): Account[] => {
    const kind = signIn.names[wireName];
    const name = given(wireName);
    if (kind === undefined || name === undefined) return [];
    return [{ kind, name, tenant: as === 'message' && kind !== 'id' ? undefined : tenant }];
  });
}

/** Rejects an external id: it would be a further identifier, with attempts of its own. */
function checkNames({ account }: AttemptTrait, input: Input, { ids, signIn }: Vertical): void {
  const id = account.includes(ids.person.wireName) ? text(input[ids.person.name]) : undefined;
  if (id !== undefined) signIn.checkPersonId(id);
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && normalName(value) !== '' ? value.trim() : undefined;
