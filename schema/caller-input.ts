/**
 * Inputs that depend on who calls: those that only servers may give, and the id of the person whom a mutation is about, which
 * is the caller's own for people. Read before the rule of the field is decided, so that rule and resolver see the same.
 */
import { type GraphQLArgument, getNamedType, isInputObjectType } from 'graphql';
import { accessDenied } from '../src/auth/access.ts';
import { type Caller, personOf } from '../src/auth/caller.ts';
import { invalidInput } from '../src/stytch/error.ts';
import type { Vertical } from '../src/vertical/vertical.ts';

/**
 * - `filledIn`: the id of the person. A server must give it; for a person the gateway fills in their own
 * - `optional`: anything that only servers may give
 */
export type ServersOnly = 'filledIn' | 'optional';

type Values = Readonly<Record<string, unknown>>;
type ReadInput = (args: Values, caller: Caller, vertical: Vertical) => Values;

/** Stytch takes an empty text for nothing. */
const isGiven = (value: unknown): boolean => value !== null && value !== undefined && value !== '';

/**
 * Reads the input of a mutation for its caller; undefined where nothing depends on the caller.
 *
 * @throws GraphQLError FORBIDDEN or UNAUTHENTICATED for an input that is for servers; StytchError INVALID_INPUT where a server
 *   does not say whom it is about
 */
export function callerInputReader(args: readonly GraphQLArgument[]): ReadInput | undefined {
  const type = getNamedType(args.find(({ name }) => name === 'input')?.type);
  if (!isInputObjectType(type)) return undefined;
  const fields = Object.values(type.getFields()).flatMap(({ name, extensions: { serversOnly } }) =>
    serversOnly === 'filledIn' || serversOnly === 'optional' ? [{ name, serversOnly }] : [],
  );
  if (fields.length === 0) return undefined;
  return (given, caller, vertical) => {
    const input: Values = typeof given['input'] === 'object' && given['input'] !== null ? { ...given['input'] } : {};
    const person = personOf(caller);
    const filled: Record<string, string> = {};
    for (const { name, serversOnly } of fields) {
      if (caller.kind !== 'server' && isGiven(input[name])) throw accessDenied(caller, vertical);
      if (serversOnly === 'optional') continue;
      if (person) filled[name] = vertical.target.ownId(person);
      else if (caller.kind === 'server' && !isGiven(input[name])) {
        throw invalidInput(`\`${name}\` is missing: a server says whom it is about.`, [name]);
      }
    }
    return { ...given, input: { ...input, ...filled } };
  };
}
