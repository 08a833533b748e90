/**
 * Which fields are the sign-in surface, and what of it a request is about. Nothing here is a list of names: a field's
 * access rule says that it signs in (`action: 'sign-in'`, which `whoever` gives), and its operation that it has something
 * sent.
 */
import type { GraphQLField } from 'graphql';
import type { Access, Rule } from '../auth/access.ts';
import type { OperationKey } from '../stytch/rest.ts';

/** The action, in access rules, of whatever takes a proof and gives a session, or a step towards one. */
const SIGN_IN = 'sign-in';

/** Operations that have a mail or a text sent to whoever the input names. */
const sending = /\/(send|login_or_signup|reset\/start)$/;

const isRule = (access: unknown): access is Pick<Rule, 'action' | 'proof'> =>
  typeof access === 'object' && access !== null && 'action' in access;

/** Whether a field of the graph signs somebody in. */
export const signsIn = ({ extensions }: Pick<GraphQLField<unknown, unknown>, 'extensions'>): boolean => {
  const access = extensions['access'];
  return isRule(access) && access.action === SIGN_IN;
};

/** Something that may be done only so often: what signs in counts unless it was right, a message always. */
export interface Attempt {
  readonly kind: 'guess' | 'message';
  /**
   * The person it is aimed at, or else the token that is shown. The organization is no part of it: it goes by an
   * id, a slug and an external id, and each would be so many tries more.
   */
  readonly account: string;
  /** Whether a person is named, who has something short to guess; a token is too long for that. */
  readonly named: boolean;
}

/** What a request to a field is for those who count attempts; undefined where there is nothing to count. */
export type AttemptOf = (input: Readonly<Record<string, unknown>>) => Attempt | undefined;

/** Reads off a field's declaration how its attempts are counted; undefined for a field that is no matter of sign-in. */
export function attempts(access: Access, operations: readonly OperationKey[]): AttemptOf | undefined {
  if (operations.some((key) => sending.test(key))) {
    return (input) => {
      const account = person(input);
      return account === undefined ? undefined : { kind: 'message', account, named: true };
    };
  }
  if (!isRule(access) || access.action !== SIGN_IN) return undefined;
  return (input) => {
    const account = person(input);
    if (account !== undefined) return { kind: 'guess', account, named: true };
    const token = Object.keys(access.proof ?? {})
      .map((field) => text(input[field]))
      .find(Boolean);
    return token ? { kind: 'guess', account: token, named: false } : undefined;
  };
}

/** The person an input names; an address is the same in capitals. */
const person = ({ memberId, emailAddress }: Readonly<Record<string, unknown>>): string | undefined =>
  text(memberId) ?? text(emailAddress)?.toLowerCase();

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().normalize('NFKC') : undefined;
