/** What Stytch answers reveals which addresses a project knows. Only servers that may search for people may learn it. */
import type { Context } from '../../src/graphql/context.ts';
import { StytchError } from '../../src/stytch/error.ts';
import type { ErrorCode } from '../../src/stytch/error-code.ts';

/** A mutation's resolver, with what it takes and answers. */
export type MutationResolver<Taken, Answer> = (
  root: unknown,
  args: { input: Taken },
  context: Context,
) => Promise<Answer>;

/** The same resolver around another: the names of its inputs on the wire stay readable. */
export const around = <Taken, Answer>(
  inner: object,
  resolve: MutationResolver<Taken, Answer>,
): MutationResolver<Taken, Answer> & { readonly renames: unknown } =>
  Object.assign(resolve, { renames: 'renames' in inner ? inner.renames : {} });

/**
 * A resolver whose refusals are looked at.
 *
 * @param answer gives what the caller gets in place of a refusal, or throws
 */
export const answeringRefusals = <Taken, Answer>(
  resolve: MutationResolver<Taken, Answer>,
  answer: (refusal: StytchError, input: Taken, context: Context) => Answer,
) =>
  around<Taken, Answer>(resolve, async (root, args, context) => {
    try {
      return await resolve(root, args, context);
    } catch (cause) {
      if (!(cause instanceof StytchError)) throw cause;
      return answer(cause, args.input, context);
    }
  });

/** The one refusal of a sign-in by something that can be guessed, whether it is wrong or there is nothing to guess. */
export const wrongCredentials = ({ facts: { requestId } }: StytchError): StytchError =>
  new StytchError({
    code: 'INVALID_CREDENTIALS',
    message: 'The address or what was given to prove it is wrong.',
    errorType: 'unauthorized_credentials',
    statusCode: 401,
    requestId,
  });

/** Refusals of a message that only a known address can meet, or only a stranger's. */
export const dependOnAddress: ReadonlySet<ErrorCode> = new Set([
  'FORBIDDEN',
  'LOCKED',
  'PRECONDITION_FAILED',
  'CONFLICT',
]);

/** Notes a message that was not sent, which the caller is not told. */
export const noteUnsent = ({ facts: { errorType, requestId = '' } }: StytchError, { log }: Context): void =>
  log.info?.('nothing was sent', { errorType, requestId });
