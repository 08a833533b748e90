/**
 * Enumeration prevention: Stytch's responses reveal which email addresses exist in a project. Only servers that may
 * search for members get them unchanged.
 */
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
} from '../shared/enumeration-prevention.ts';

const mayLearn = ({ caller }: Context) => mayByScope(caller, 'stytch.member', 'search');

/** Whether an error reveals that an address is unknown. An unknown organization is not secret. */
const saysUnknown = ({ facts: { code, errorType } }: StytchError) =>
  code === 'NOT_FOUND' && errorType !== 'organization_not_found';

/**
 * Wraps a sign-in by a credential that can be guessed: an invalid credential and a missing account give the same error.
 * If the project secret is invalid, the client throws NOT_CONFIGURED, which is passed on.
 */
export const preventSignInEnumeration = <Taken, Answer>(resolve: MutationResolver<Taken, Answer>) =>
  answeringRefusals(resolve, (refusal, _, context): Answer => {
    const { code, errorType } = refusal.facts;
    const isWrong = code === 'INVALID_CREDENTIALS' && errorType === 'unauthorized_credentials';
    if (!isWrong && (mayLearn(context) || !saysUnknown(refusal))) throw refusal;
    throw wrongCredentials(refusal);
  });

/**
 * The response to a request for an email. Everything but `request_id` is omitted from responses that must not reveal an
 * account.
 */
export interface MailResult {
  request_id: string;
  member_id?: string;
  member_email_id?: string;
  member?: Schemas['api_organization_v1_Member'];
  organization?: Schemas['api_organization_v1_Organization'];
  member_created?: boolean;
}

/**
 * Wraps a mutation that sends an email. Callers who may not search for members get the same result whether the address
 * exists or not.
 */
export const preventMailEnumeration = <Taken>(resolve: MutationResolver<Taken, MailResult>) =>
  answeringRefusals(resolve, (refusal, _, context): MailResult => {
    const { code, requestId = '' } = refusal.facts;
    if (mayLearn(context) || (!saysUnknown(refusal) && !dependOnAddress.has(code))) throw refusal;
    noteUnsent(refusal, context);
    return { request_id: requestId };
  });
