/**
 * Enumeration prevention: Stytch's responses reveal which addresses exist in a project. Only servers that may search
 * for people get them unchanged.
 */
import type { Context } from '../../src/graphql/context.ts';
import { StytchError } from '../../src/stytch/error.ts';
import type { ErrorCode } from '../../src/stytch/error-code.ts';

/** The resolver of a mutation. */
export type MutationResolver<Taken, Answer> = (
  root: unknown,
  args: { input: Taken },
  context: Context,
) => Promise<Answer>;

/** Wraps a resolver and keeps its `renames`. */
export const around = <Taken, Answer>(
  inner: object,
  resolve: MutationResolver<Taken, Answer>,
): MutationResolver<Taken, Answer> & { readonly renames: unknown } =>
  Object.assign(resolve, { renames: 'renames' in inner ? inner.renames : {} });

/**
 * Wraps a resolver and handles the StytchErrors that it throws.
 *
 * @param answer returns the result in place of an error, or throws
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

/**
 * The single error for a sign-in by a credential that can be guessed, whether the credential is wrong or the account
 * does not exist.
 */
export const wrongCredentials = ({ facts: { requestId } }: StytchError): StytchError =>
  new StytchError({
    code: 'INVALID_CREDENTIALS',
    message: 'The email address or the credential is wrong.',
    errorType: 'unauthorized_credentials',
    statusCode: 401,
    requestId,
  });

/** Error codes of messages that reveal whether an address is known. */
export const dependOnAddress: ReadonlySet<ErrorCode> = new Set([
  'FORBIDDEN',
  'LOCKED',
  'PRECONDITION_FAILED',
  'CONFLICT',
]);

/** Logs that no message was sent, which the caller does not learn. */
export const noteUnsent = ({ facts: { errorType, requestId = '' } }: StytchError, { log }: Context): void =>
  log.info?.('message not sent', { errorType, requestId });
