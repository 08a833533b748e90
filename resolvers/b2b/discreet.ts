/** What Stytch answers reveals which addresses a project knows. Only servers that may search for members may learn it. */
import { mayByScope } from '../../src/auth/access.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import type { StytchError } from '../../src/stytch/error.ts';
import {
  answeringRefusals,
  dependOnAddress,
  type MutationResolver,
  noteUnsent,
  wrongCredentials,
} from '../shared/discreet.ts';

const mayLearn = ({ caller }: Context) => mayByScope(caller, 'stytch.member', 'search');

/** Whether a refusal says that nobody has the address; an unknown organization is no secret. */
const saysUnknown = ({ facts: { code, errorType } }: StytchError) =>
  code === 'NOT_FOUND' && errorType !== 'organization_not_found';

/**
 * A sign-in by something that can be guessed: that it is wrong and that there is nothing to guess are one refusal. If the
 * project secret is wrong, the client says NOT_CONFIGURED, which is passed on.
 */
export const preventSignInEnumeration = <Taken, Answer>(resolve: MutationResolver<Taken, Answer>) =>
  answeringRefusals(resolve, (refusal, _, context): Answer => {
    const { code, errorType } = refusal.facts;
    const isWrong = code === 'INVALID_CREDENTIALS' && errorType === 'unauthorized_credentials';
    if (!isWrong && (mayLearn(context) || !saysUnknown(refusal))) throw refusal;
    throw wrongCredentials(refusal);
  });

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
export const preventMailEnumeration = <Taken>(resolve: MutationResolver<Taken, MailResult>) =>
  answeringRefusals(resolve, (refusal, _, context): MailResult => {
    const { code, requestId = '' } = refusal.facts;
    if (mayLearn(context) || (!saysUnknown(refusal) && !dependOnAddress.has(code))) throw refusal;
    noteUnsent(refusal, context);
    return { request_id: requestId };
  });
