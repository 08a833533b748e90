/**
 * Inputs that depend on who calls: those that only servers may give, the id of the person whom a mutation is about, which is the
 * caller's own for people, and the device from which they act. Read before the rule of the field is decided, so that rule and
 * resolver see the same.
 */
import { type GraphQLArgument, type GraphQLInputField, getNamedType, isInputObjectType } from 'graphql';
import { type Access, accessDenied, mayByScope } from '../src/auth/access.ts';
import { type Caller, personOf } from '../src/auth/caller.ts';
import type { Context } from '../src/graphql/context.ts';
import { invalidInput } from '../src/stytch/error.ts';
import type { Vertical } from '../src/vertical/vertical.ts';

/**
 * - `filledIn`: the id of the person. A server must give it; for a person the gateway fills in their own
 * - `filledInIfAny`: the same, but a server may leave it out
 * - `device`: the device of the person. A server may give it; for all others the gateway fills in what it knows
 * - `optional`: anything else that only servers may give
 */
const KINDS = ['filledIn', 'filledInIfAny', 'device', 'optional'] as const;
export type ServersOnly = (typeof KINDS)[number];

type Values = Readonly<Record<string, unknown>>;

/** What reads the inputs of a mutation that depend on the caller. */
export interface CallerInputs {
  /**
   * Refuses what only servers may give.
   *
   * @throws GraphQLError FORBIDDEN or UNAUTHENTICATED
   */
  check(args: Values, caller: Caller, vertical: Vertical): void;
  /**
   * The same arguments with what the gateway knows of the caller.
   *
   * @throws StytchError INVALID_INPUT where a server does not say whom it is about
   */
  fill(args: Values, context: Pick<Context, 'caller' | 'vertical' | 'device'>): Values;
}

/** The name of an input; what stands in a group stands beside the other inputs by now. */
function namesOf({ name, type }: GraphQLInputField): string[] {
  const inner = getNamedType(type);
  return isInputObjectType(inner) && inner.extensions['group'] === true ? Object.keys(inner.getFields()) : [name];
}

/** Stytch takes an empty text for nothing. */
const isGiven = (value: unknown): boolean => value !== null && value !== undefined && value !== '';

const isServersOnly = (value: unknown): value is ServersOnly => KINDS.some((kind) => kind === value);

/** Finds the inputs of a field that depend on the caller; undefined if there are none. */
export function callerInputs(args: readonly GraphQLArgument[], access: Access | undefined): CallerInputs | undefined {
  const type = getNamedType(args.find(({ name }) => name === 'input')?.type);
  if (!isInputObjectType(type)) return undefined;
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const { serversOnly } = field.extensions;
    return isServersOnly(serversOnly) ? namesOf(field).map((name) => ({ name, serversOnly })) : [];
  });
  if (fields.length === 0) return undefined;
  /** Where no right is needed otherwise, it is for these inputs. Rights by input are for the rule to decide. */
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
          throw invalidInput(`\`${name}\` is missing: a server says whom it is about.`, [name]);
        }
      }
      return { ...given, input: { ...input, ...filled } };
    },
  };
}

const inputOf = ({ input }: Values): Values => (typeof input === 'object' && input !== null ? { ...input } : {});

/** Undefined if nothing is known. */
const knownOf = (device: object): object | undefined => (Object.keys(device).length > 0 ? device : undefined);
