/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What kind of trouble it is: the closed list to match on. */
export type ErrorCode =
  /** An answer came from upstream that cannot be understood or is too large; trying again rarely helps, report it to the operator. */
  | 'BAD_UPSTREAM_RESPONSE'
  /** What exists already stands in the way: a duplicate, a limit that is reached, something still in use or under way; read the current state, then change that or the input. */
  | 'CONFLICT'
  /** The caller is known but may not do this, by permission or by a rule of the organization; signing in again as the same person does not help. */
  | 'FORBIDDEN'
  /** The password, code, link or token offered as proof is wrong, used up or expired; let the person try again or request a new one. */
  | 'INVALID_CREDENTIALS'
  /** A value is missing, malformed or not acceptable; correct the input, repeating it unchanged cannot help. */
  | 'INVALID_INPUT'
  /** Too many failed attempts have closed this way to sign in for a while; `message` says which and whether another stays open, more attempts do not help. */
  | 'LOCKED'
  /** The project or organization lacks a setting, feature, plan or valid credential; no input fixes this, tell whoever operates it. */
  | 'NOT_CONFIGURED'
  /** The thing named by the input does not exist, or not where it was looked for. */
  | 'NOT_FOUND'
  /** The change was sent but its answer was lost, so it may or may not have happened; look at the current state before repeating it. */
  | 'OUTCOME_UNKNOWN'
  /** Another step has to come first, such as a second factor, a fresh sign-in, a verified address, a password reset or a solved captcha; `errorType` says which. */
  | 'PRECONDITION_FAILED'
  /** Too many requests in a short time; wait, for `retryAfter` seconds where that is given, and send it again. */
  | 'RATE_LIMITED'
  /** No result was ready in time; try again, with a narrower request where that is possible. */
  | 'TIMEOUT'
  /** The session or token the caller acts with is missing, invalid, expired or revoked; renew it or send the person to sign in. */
  | 'UNAUTHENTICATED'
  /** Stytch, or a service it relies on, failed while working on the request; report `requestId` if it persists. */
  | 'UPSTREAM_ERROR'
  /** Stytch cannot be reached or takes no requests at the moment; try again later. */
  | 'UPSTREAM_UNAVAILABLE';

/** Who needs a second factor to sign in to an organization. */
export type MfaPolicy =
  /** Only members who enrolled need a second factor. */
  | 'OPTIONAL'
  /** Every member needs a second factor to sign in. */
  | 'REQUIRED_FOR_ALL'
  /** A value that this gateway does not know yet. It is only ever shown: as input it is refused. */
  | 'UNKNOWN';

export type RenameOrganizationMutationVariables = Exact<{
  organizationId: string | number;
  name: string;
}>;


export type RenameOrganizationMutation = { updateOrganization:
    | { __typename: 'MutationError', code: ErrorCode, errorType: string | null }
    | { __typename: 'UpdateOrganizationPayload', organization: { name: string, mfaPolicy: MfaPolicy, createdAt: string | null } }
   | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const RenameOrganizationDocument = new TypedDocumentString(`
    mutation RenameOrganization($organizationId: ID!, $name: String!) {
  updateOrganization(input: {organizationId: $organizationId, name: $name}) {
    __typename
    ... on UpdateOrganizationPayload {
      organization {
        name
        mfaPolicy
        createdAt
      }
    }
    ... on MutationError {
      code
      errorType
    }
  }
}
    `, {"hash":"sha256:311fc3dc528f383ced9662e8cc23051fc7084df5dbf058f74bc09374d5075c8e"}) as unknown as TypedDocumentString<RenameOrganizationMutation, RenameOrganizationMutationVariables>;