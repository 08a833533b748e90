/**
 * The session that a request uses, for operations that accept one in the body. Users: the session of their bearer
 * token, which resolvers send. Visitors: the session in the input. Stytch identifies its user, and the request
 * continues as that user, under all rules for users. Servers: the session in the input is forwarded.
 */
import { type GraphQLArgument, type GraphQLResolveInfo, getNamedType, isInputObjectType } from 'graphql';
import { checkProofs, sessionProofs } from '../src/auth/proof.ts';
import { runsWithoutBearer } from '../src/auth/refused-bearer.ts';
import type { Context } from '../src/graphql/context.ts';
import { isRecord } from '../src/stytch/contract/record.ts';
import { invalidInput, StytchError } from '../src/stytch/error.ts';
import type { Session } from '../src/vertical/vertical.ts';

type Values = Readonly<Record<string, unknown>>;

/** The context of a field, and its arguments without the session that the context replaces. */
export interface Acting {
  readonly values: Values;
  readonly context: Context;
}

/** Determines the context. Returns a promise if Stytch must identify the session. */
export type ReadActingSession = (
  values: Values,
  context: Context,
  info: Pick<GraphQLResolveInfo, 'parentType' | 'fieldName'>,
) => Acting | Promise<Acting>;

/** Finds the input with the session. Returns undefined if the field has none. */
export function actingSessionReader(args: readonly GraphQLArgument[]): ReadActingSession | undefined {
  const type = getNamedType(args.find(({ name }) => name === 'input')?.type);
  const holder = isInputObjectType(type)
    ? Object.values(type.getFields()).find(({ extensions }) => extensions['actsBy'] === true)
    : undefined;
  if (!holder) return undefined;
  const path = [holder.name];
  return (values, context, { parentType, fieldName }) => {
    const { caller } = context;
    const input = isRecord(values['input']) ? values['input'] : {};
    const session = sessionIn(input);
    if (!session || caller.kind === 'server') return { values, context };
    if (caller.kind !== 'visitor') {
      throw invalidInput(`Omit \`${holder.name}\`: you act in the session of your bearer token.`, path);
    }
    const field = parentType.getFields()[fieldName];
    if (caller.refusal && !(field && runsWithoutBearer(field))) throw caller.refusal;
    checkProofs(sessionProofs, input);
    const { sessionToken: _, sessionJwt: __, ...rest } = input;
    return actAs(session, context, path).then((acting) => ({ values: { ...values, input: rest }, context: acting }));
  };
}

const filled = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function sessionIn({ sessionToken, sessionJwt }: Values): Session | undefined {
  const token = filled(sessionToken);
  if (token !== undefined) return { token };
  const jwt = filled(sessionJwt);
  return jwt === undefined ? undefined : { jwt };
}

/**
 * Lets Stytch identify the user of a session. An invalid session counts as a failed sign-in attempt.
 *
 * @throws StytchError INVALID_CREDENTIALS
 */
async function actAs(session: Session, context: Context, path: readonly string[]): Promise<Context> {
  const { signInThrottle, address, tenantIds } = context;
  const credential = 'token' in session ? session.token : session.jwt;
  const attempt = { kind: 'guess', accounts: [], credential, provesMailbox: false } as const;
  const origin = { address, tenantId: tenantIds.find };
  return signInThrottle.make(attempt, origin, async () => {
    const acting = await context.actingBy(session);
    if (acting) return acting;
    throw new StytchError({
      code: 'INVALID_CREDENTIALS',
      message: 'The session is invalid or has ended. Sign in again.',
      path,
    });
  });
}
