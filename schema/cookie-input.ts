/**
 * The input that selects the session in the cookies of the request, for pages that have no token. Before access rules
 * are checked, it is replaced by the token that identified the caller, so that it counts as a credential like one in
 * the input. Other cookies of the request may hold another person's session.
 */
import { type GraphQLArgument, type GraphQLInputObjectType, getNamedType, isInputObjectType } from 'graphql';
import { personOf } from '../src/auth/caller.ts';
import type { Context } from '../src/graphql/context.ts';
import { isRecord } from '../src/stytch/contract/record.ts';
import { invalidInput } from '../src/stytch/error.ts';

type Values = Readonly<Record<string, unknown>>;

/** Name of the input in its group. */
export const COOKIE_INPUT = 'cookie';

/**
 * Replaces `cookie` by a token of the session in the cookies. Returns undefined for a field without that input.
 *
 * @throws StytchError INVALID_INPUT if `cookie` is not true or the request has no session cookie; UNAUTHENTICATED if
 * the session has ended
 */
export function cookieReader(
  args: readonly GraphQLArgument[],
): ((values: Values, context: Pick<Context, 'caller' | 'sessionCookies'>) => Values) | undefined {
  const type = getNamedType(args.find(({ name }) => name === 'input')?.type);
  if (!isInputObjectType(type)) return undefined;
  const above = placeOf(type);
  if (!above) return undefined;
  return (values, { caller, sessionCookies }) => {
    const input = values['input'];
    if (!isRecord(input) || !(COOKIE_INPUT in input)) return values;
    const { [COOKIE_INPUT]: wanted, ...rest } = input;
    const path = [...above, COOKIE_INPUT];
    if (wanted !== true) throw invalidInput('`cookie` must be true. Send a token instead, or omit it.', path);
    if (caller.kind === 'visitor' && caller.refusal) throw caller.refusal;
    const session = personOf(caller)?.session;
    if (!session || !sessionCookies?.shown) {
      throw invalidInput('The request has no session cookie. Send a token of the session.', path);
    }
    const proof = 'jwt' in session ? { sessionJwt: session.jwt } : { sessionToken: session.token };
    return { ...values, input: { ...rest, ...proof } };
  };
}

/** Path of the object that contains `cookie`: the input or one of its groups. Undefined if there is none. */
function placeOf(type: GraphQLInputObjectType): readonly string[] | undefined {
  const fields = type.getFields();
  if (COOKIE_INPUT in fields) return [];
  const group = Object.values(fields).find((field) => {
    const inner = getNamedType(field.type);
    return isInputObjectType(inner) && COOKIE_INPUT in inner.getFields();
  });
  return group && [group.name];
}
