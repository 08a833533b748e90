/**
 * Promises of the graph's types to an app that uses the client preset. Each function is an assertion: it compiles, and
 * `types.test.ts` shows a change of the graph with which it does not.
 */
import type { ResultOf, VariablesOf } from '@graphql-typed-document-node/core';
import { type FragmentType, useFragment } from '../gql/fragment-masking.ts';
import {
  type CreateMember,
  type DeleteMember,
  MemberName,
  type MemberPage,
  type SaveSettings,
  type Settings,
  type SignIn,
} from './documents.ts';

type SignInResult = NonNullable<ResultOf<typeof SignIn>['authenticateMemberPassword']>;
type SignInPayload = Extract<SignInResult, { __typename: 'AuthenticateMemberPasswordPayload' }>;
type AnyOutcome = NonNullable<SignInPayload['outcome']>;
type Outcome<Name extends AnyOutcome['__typename']> = Extract<AnyOutcome, { __typename: Name }>;
type SavedSettings = VariablesOf<typeof SaveSettings>['input'];
type ShownSettings = NonNullable<ResultOf<typeof Settings>['organization']>;

/** Never called: the type of a value when all cases are handled. */
declare function unreachable(value: never): never;

export function resultIsPayloadOrError(result: SignInResult): string {
  switch (result.__typename) {
    case 'AuthenticateMemberPasswordPayload':
      return result.outcome.__typename;
    case 'MutationError':
      return result.message;
    default:
      return unreachable(result);
  }
}

export function mutationMayBeNull(data: ResultOf<typeof SignIn>): unknown {
  // @ts-expect-error: null where it failed with an error of its own.
  return data.authenticateMemberPassword.__typename;
}

export function errorTellsWhichInput(result: Extract<SignInResult, { __typename: 'MutationError' }>): string {
  return result.path?.join('.') ?? result.message;
}

export function outcomeIsOneOfSix({ outcome }: SignInPayload): string {
  switch (outcome.__typename) {
    case 'SignedIn':
    case 'SignedInByCookie':
    case 'SecondFactorRequired':
    case 'EnrollmentRequired':
    case 'FirstFactorRequired':
    case 'OrganizationRequired':
      return outcome.__typename;
    default:
      return unreachable(outcome);
  }
}

export function signInHasOutcome({ outcome }: SignInPayload): object {
  return outcome;
}

export function signedInHasJwt({ sessionJwt }: Outcome<'SignedIn'>): string {
  return sessionJwt;
}

export function signedInHasToken({ sessionToken }: Outcome<'SignedIn'>): string {
  return sessionToken;
}

export function secondFactorHasToken({ intermediateSessionToken }: Outcome<'SecondFactorRequired'>): string {
  return intermediateSessionToken;
}

export function enrollmentHasToken({ intermediateSessionToken }: Outcome<'EnrollmentRequired'>): string {
  return intermediateSessionToken;
}

export function firstFactorHasToken({ intermediateSessionToken }: Outcome<'FirstFactorRequired'>): string {
  return intermediateSessionToken;
}

export function organizationRequiredHasToken({ intermediateSessionToken }: Outcome<'OrganizationRequired'>): string {
  return intermediateSessionToken;
}

/** Fields beside a secret are nullable, so that their errors cannot null the secret. */
export function memberMayBeMissing({ member }: SignInPayload): null extends typeof member ? true : never {
  return true;
}

export function sessionMayBeMissing({ session }: Outcome<'SignedIn'>): null extends typeof session ? true : never {
  return true;
}

export function mfaPolicyCanBeSaved({ id, mfaPolicy }: ShownSettings): SavedSettings {
  return { organizationId: id, mfaPolicy };
}

export function allowanceCanBeSaved({ id, emailInvites }: ShownSettings): SavedSettings {
  return { organizationId: id, emailInvites };
}

export function authMethodsCanBeSaved({ id, authMethods }: ShownSettings): SavedSettings {
  const { allowance, allowed } = authMethods;
  return { organizationId: id, authMethods: { allowance, allowed: [...allowed, 'PASSWORD'] } };
}

export function mfaMethodsCanBeSaved({ id, mfaMethods }: ShownSettings): SavedSettings {
  const { allowance, allowed } = mfaMethods;
  return { organizationId: id, mfaMethods: { allowance, allowed } };
}

export function connectedAppsCanBeSaved(shown: ShownSettings): SavedSettings {
  const { firstPartyConnectedApps: first, thirdPartyConnectedApps: third } = shown;
  return {
    organizationId: shown.id,
    firstPartyConnectedApps: { allowance: first.allowance, allowed: [...first.allowed, 'connected-app'] },
    thirdPartyConnectedApps: { allowance: third.allowance, allowed: third.allowed },
  };
}

export function ssoJitProvisioningCanBeSaved({ id, ssoJitProvisioning }: ShownSettings): SavedSettings {
  const { allowance, allowed } = ssoJitProvisioning;
  return { organizationId: id, ssoJitProvisioning: { allowance, allowed } };
}

export function oauthTenantsCanBeSaved({ id, oauthTenantJitProvisioning }: ShownSettings): SavedSettings {
  const { allowance, allowed } = oauthTenantJitProvisioning;
  const tenants = allowed.map(({ provider, tenantIds }) => ({ provider, tenantIds }));
  return { organizationId: id, oauthTenantJitProvisioning: { allowance, allowed: tenants } };
}

export function deletionNamesWhatIsGone(
  result: Extract<NonNullable<ResultOf<typeof DeleteMember>['deleteMember']>, { __typename: 'DeleteMemberPayload' }>,
): string {
  return result.deletedId;
}

export function creationHasThing(
  result: Extract<NonNullable<ResultOf<typeof CreateMember>['createMember']>, { __typename: 'CreateMemberPayload' }>,
): string {
  return result.member.id;
}

export function creationHasEdge(
  result: Extract<NonNullable<ResultOf<typeof CreateMember>['createMember']>, { __typename: 'CreateMemberPayload' }>,
): string {
  return result.memberEdge.cursor;
}

export function viewerHasId(viewer: NonNullable<ResultOf<typeof MemberPage>['viewer']>): string {
  return viewer.id;
}

export function lookupGoesByOneThing(): VariablesOf<typeof Settings>[] {
  return [
    { by: { slug: 'fernhill-bakery' } },
    // @ts-expect-error: by one thing, not by two.
    { by: { slug: 'fernhill-bakery', externalId: 'bakery-1' } },
  ];
}

export function lookupGoesBySomething(): VariablesOf<typeof Settings>[] {
  return [
    // @ts-expect-error: by one thing, not by none.
    { by: {} },
  ];
}

export function memberGoesByAddress(): VariablesOf<typeof MemberPage> {
  return { organizationId: 'organization', by: { emailAddress: 'ada@fernhill.example' } };
}

export function fragmentIsMasked(member: NonNullable<ResultOf<typeof MemberPage>['member']>): unknown {
  // @ts-expect-error: only what has the fragment may read it.
  return member.name;
}

export function fragmentIsRead(member: FragmentType<typeof MemberName>): string | null {
  const { name } = useFragment(MemberName, member);
  return name;
}

export function scalarIsText({ createdAt }: ResultOf<typeof MemberName>): string | null {
  return createdAt;
}
