/**
 * The session in whose name a request is made, for operations that take one in the body. A person's is that of their bearer, and
 * resolvers send it along. A visitor's is in the input: Stytch is asked whose it is, and from there on the request is that
 * person's, with all rules for people. A server's is passed on, for the person the server acts for.
 */
import { type GraphQLArgument, type GraphQLResolveInfo, getNamedType, isInputObjectType } from 'graphql';
import { checkProofs, sessionProofs } from '../src/auth/proof.ts';
import { runsWithoutBearer } from '../src/auth/refused-bearer.ts';
import type { Context } from '../src/graphql/context.ts';
import { isRecord } from '../src/stytch/contract/record.ts';
import { invalidInput, StytchError } from '../src/stytch/error.ts';
import type { Session } from '../src/vertical/vertical.ts';

type Values = Readonly<Record<string, unknown>>;

/** The context in which a field runs, and its arguments without the session that the context stands for. */
export interface Acting {
  readonly values: Values;
  readonly context: Context;
}

/** Finds the context of whoever acts. The promise is for the question whose a session is. */
export type ReadActingSession = (
  values: Values,
  context: Context,
  info: Pick<GraphQLResolveInfo, 'parentType' | 'fieldName'>,
) => Acting | Promise<Acting>;

/** The input that holds the session; undefined if the field takes none to act by. */
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
      throw invalidInput(`Leave \`${holder.name}\` out: you act in the session of your bearer.`, path);
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
 * Asks Stytch whose a session is. One that is not accepted counts as a failed attempt to sign in.
 *
 * @throws StytchError INVALID_CREDENTIALS
 */
async function actAs(session: Session, context: Context, path: readonly string[]): Promise<Context> {
  const { tries, address, tenantIds } = context;
  const credential = 'token' in session ? session.token : session.jwt;
  const attempt = { kind: 'guess', accounts: [], credential, provesMailbox: false } as const;
  const origin = { address, tenantId: tenantIds.find };
  return tries.make(attempt, origin, async () => {
    const acting = await context.actingBy(session);
    if (acting) return acting;
    throw new StytchError({ code: 'INVALID_CREDENTIALS', message: 'The session is not valid, or it has ended.', path });
  });
}
