/**
 * The input that names the session in the cookies of the request, for pages that hold no token. It becomes the token by which the
 * caller was identified before any rule sees it, so that the session is a proof like one that was sent. Another token in the cookies
 * may be of another person's session.
 */
import { type GraphQLArgument, type GraphQLInputObjectType, getNamedType, isInputObjectType } from 'graphql';
import { personOf } from '../src/auth/caller.ts';
import type { Context } from '../src/graphql/context.ts';
import { isRecord } from '../src/stytch/contract/record.ts';
import { invalidInput } from '../src/stytch/error.ts';

type Values = Readonly<Record<string, unknown>>;

/** The name of the input within its group. */
export const COOKIE_INPUT = 'cookie';

/**
 * Puts a token of the session in the cookies in the place of `cookie`; undefined for a field without that input.
 *
 * @throws StytchError INVALID_INPUT if `cookie` is not true, or if the caller has no session in cookies; UNAUTHENTICATED if that
 *   session has ended
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
    if (wanted !== true) throw invalidInput('`cookie` must be true. Give a token in its place, or leave it out.', path);
    if (caller.kind === 'visitor' && caller.refusal) throw caller.refusal;
    const session = personOf(caller)?.session;
    if (!session || !sessionCookies?.shown) {
      throw invalidInput('The request has no session cookie. Give a token of the session.', path);
    }
    const proof = 'jwt' in session ? { sessionJwt: session.jwt } : { sessionToken: session.token };
    return { ...values, input: { ...rest, ...proof } };
  };
}

/** Where `cookie` stands in an input: at its top, or in a group; undefined if nowhere. */
function placeOf(type: GraphQLInputObjectType): readonly string[] | undefined {
  const fields = type.getFields();
  if (COOKIE_INPUT in fields) return [];
  const group = Object.values(fields).find((field) => {
    const inner = getNamedType(field.type);
    return isInputObjectType(inner) && COOKIE_INPUT in inner.getFields();
  });
  return group && [group.name];
}
