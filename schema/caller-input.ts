/**
 * Inputs that depend on the caller: those for servers only, the id of the person that a mutation is about (users:
 * always their own), and the device. Resolved before the access rule is checked, so that rule and resolver see the same
 * values.
 */
import { type GraphQLArgument, type GraphQLInputField, getNamedType, isInputObjectType } from 'graphql';
import { type Access, accessDenied, mayByScope } from '../src/auth/access.ts';
import { type Caller, personOf } from '../src/auth/caller.ts';
import type { Context } from '../src/graphql/context.ts';
import { invalidInput } from '../src/stytch/error.ts';
import type { Vertical } from '../src/vertical/vertical.ts';

/**
 * - `filledIn`: id of a person. Required for servers; for users the gateway fills in their own id
 * - `filledInIfAny`: the same, but optional for servers
 * - `device`: the device of the person. Servers may send it; for all others the gateway fills in the attributes of the
 * request
 * - `optional`: any other input that only servers may send
 */
const KINDS = ['filledIn', 'filledInIfAny', 'device', 'optional'] as const;
export type ServersOnly = (typeof KINDS)[number];

type Values = Readonly<Record<string, unknown>>;

/** Handles the inputs of a mutation that depend on the caller. */
export interface CallerInputs {
  /**
   * Rejects inputs that only servers may send.
   *
   * @throws GraphQLError FORBIDDEN or UNAUTHENTICATED
   */
  check(args: Values, caller: Caller, vertical: Vertical): void;
  /**
   * Returns the arguments with the values that the gateway fills in.
   *
   * @throws StytchError INVALID_INPUT if a server omits a required id
   */
  fill(args: Values, context: Pick<Context, 'caller' | 'vertical' | 'device'>): Values;
}

/** The names of an input. Fields of a group are already flattened at this point. */
function namesOf({ name, type }: GraphQLInputField): string[] {
  const inner = getNamedType(type);
  return isInputObjectType(inner) && inner.extensions['group'] === true ? Object.keys(inner.getFields()) : [name];
}

/** Stytch treats an empty text as absent. */
const isGiven = (value: unknown): boolean => value !== null && value !== undefined && value !== '';

const isServersOnly = (value: unknown): value is ServersOnly => KINDS.some((kind) => kind === value);

/** Finds the inputs of a field that depend on the caller. Returns undefined if there are none. */
export function callerInputs(args: readonly GraphQLArgument[], access: Access | undefined): CallerInputs | undefined {
  const type = getNamedType(args.find(({ name }) => name === 'input')?.type);
  if (!isInputObjectType(type)) return undefined;
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const { serversOnly } = field.extensions;
    return isServersOnly(serversOnly) ? namesOf(field).map((name) => ({ name, serversOnly })) : [];
  });
  if (fields.length === 0) return undefined;
  /**
   * Checks the scope of a server for these inputs if the field has one action. Actions by input are checked by the
   * access rule.
   */
  const mayGive = (caller: Caller): boolean => {
    if (access === undefined || access === 'anyone' || typeof access.action !== 'string')
      return caller.kind === 'server';
    return mayByScope(caller, access.resource, access.action);
  };
  return {
    check(given, caller, vertical) {
      const input = inputOf(given);
      if (fields.some(({ name }) => isGiven(input[name])) && !mayGive(caller)) throw accessDenied(caller, vertical);
    },
    fill(given, { caller, vertical, device }) {
      const input = inputOf(given);
      const person = personOf(caller);
      const filled: Record<string, unknown> = {};
      for (const { name, serversOnly } of fields) {
        if (serversOnly === 'optional') continue;
        if (serversOnly === 'device') {
          if (caller.kind !== 'server') filled[name] = knownOf(device());
        } else if (person) filled[name] = vertical.target.ownId(person);
        else if (serversOnly === 'filledIn' && caller.kind === 'server' && !isGiven(input[name])) {
          throw invalidInput(`\`${name}\` is missing. Servers must send it.`, [name]);
        }
      }
      return { ...given, input: { ...input, ...filled } };
    },
  };
}

const inputOf = ({ input }: Values): Values => (typeof input === 'object' && input !== null ? { ...input } : {});

/** Undefined if nothing is known. */
const knownOf = (device: object): object | undefined => (Object.keys(device).length > 0 ? device : undefined);
