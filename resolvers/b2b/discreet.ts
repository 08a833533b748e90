/** What Stytch answers reveals which addresses a project knows. Only servers that may search for members may learn it. */
import { mayByScope } from '../../src/auth/access.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { StytchError } from '../../src/stytch/error.ts';
import type { ErrorCode } from '../../src/stytch/error-code.ts';
import type { MutationResolver } from './sign-in.ts';

/** The renames of a resolver, for the one around it. */
const renamesOf = (resolve: object): object => ('renames' in resolve ? { renames: resolve.renames } : {});

const mayLearn = ({ caller }: Context) => mayByScope(caller, 'stytch.member', 'search');

/** Whether a refusal says that nobody has the address; an unknown organization is no secret. */
const saysUnknown = ({ facts: { code, errorType } }: StytchError) =>
  code === 'NOT_FOUND' && errorType !== 'organization_not_found';

/** Refusals that only a known address can meet, or only a stranger whom the organization does not take in. */
const dependOnAddress: ReadonlySet<ErrorCode> = new Set(['FORBIDDEN', 'LOCKED', 'PRECONDITION_FAILED', 'CONFLICT']);

/**
 * A sign-in by something that can be guessed: that it is wrong and that there is nothing to guess are one refusal. If the
 * project secret is wrong, the client says NOT_CONFIGURED, which is passed on.
 */
export const preventSignInEnumeration = <Taken, Answer>(
  resolve: MutationResolver<Taken, Answer>,
): MutationResolver<Taken, Answer> => {
  const discreet: MutationResolver<Taken, Answer> = async (root, args, context) => {
    try {
      return await resolve(root, args, context);
    } catch (cause) {
      if (!(cause instanceof StytchError)) throw cause;
      const { code, errorType } = cause.facts;
      const isWrong = code === 'INVALID_CREDENTIALS' && errorType === 'unauthorized_credentials';
      if (!isWrong && (mayLearn(context) || !saysUnknown(cause))) throw cause;
      throw new StytchError({
        code: 'INVALID_CREDENTIALS',
        message: 'The address or what was given to prove it is wrong.',
        errorType: 'unauthorized_credentials',
        statusCode: 401,
        requestId: cause.facts.requestId,
      });
    }
  };
  return Object.assign(discreet, renamesOf(resolve));
};

/** The answer to a request for mail. All but the id of the call is missing where nothing may be told. */
export interface MailResult {
  request_id: string;
  member_id?: string;
  member_email_id?: string;
  member?: Schemas['api_organization_v1_Member'];
  organization?: Schemas['api_organization_v1_Organization'];
  member_created?: boolean;
}

/** Has something sent to an address. Who may not search for members sees the same whether anybody has the address or not. */
export const preventMailEnumeration = <Taken>(
  resolve: MutationResolver<Taken, MailResult>,
): MutationResolver<Taken, MailResult> => {
  const discreet: MutationResolver<Taken, MailResult> = async (root, args, context) => {
    try {
      return await resolve(root, args, context);
    } catch (cause) {
      if (!(cause instanceof StytchError) || mayLearn(context)) throw cause;
      const { code, errorType, requestId = '' } = cause.facts;
      if (!saysUnknown(cause) && !dependOnAddress.has(code)) throw cause;
      context.log.info?.('nothing was sent', { errorType, requestId });
      return { request_id: requestId };
    }
  };
  return Object.assign(discreet, renamesOf(resolve));
};
