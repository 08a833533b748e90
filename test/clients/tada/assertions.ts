/**
 * What the types of the graph promise to an app that has no generated documents: gql.tada reads them from the text of a
 * document. Each function is an assertion, as in `../types/assertions.ts`. `graph.d.ts` is written by the test, from the printed graph.
 */
import { type FragmentOf, initGraphQLTada, type ResultOf, readFragment, type VariablesOf } from 'gql.tada';
import type { introspection } from './graph.d.ts';

const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: {
    DateTime: string;
    EmailAddress: string;
    JSONObject: Record<string, unknown>;
    JWT: string;
    PhoneNumber: string;
    URL: string;
  };
}>();

const SignIn = graphql(`
  mutation TadaSignIn($organizationId: ID!, $emailAddress: EmailAddress!, $password: String!) {
    authenticateMemberPassword(
      input: { organizationId: $organizationId, emailAddress: $emailAddress, password: $password }
    ) {
      __typename
      ... on AuthenticateMemberPasswordPayload {
        member { id name }
        outcome {
          __typename
          ... on SignedIn { sessionToken sessionJwt }
          ... on SecondFactorRequired { intermediateSessionToken started }
          ... on EnrollmentRequired { intermediateSessionToken }
          ... on FirstFactorRequired { intermediateSessionToken }
          ... on OrganizationRequired { intermediateSessionToken }
        }
      }
      ... on MutationError { code message path }
    }
  }
`);

const Settings = graphql(`
  query TadaSettings($by: OrganizationBy!) {
    organization(by: $by) {
      id
      mfaPolicy
      authMethods { allowance allowed }
    }
  }
`);

const SaveSettings = graphql(`
  mutation TadaSaveSettings($input: UpdateOrganizationInput!) {
    updateOrganization(input: $input) {
      __typename
      ... on MutationError { code path }
    }
  }
`);

const DeleteMember = graphql(`
  mutation TadaDeleteMember($organizationId: ID!, $memberId: ID!) {
    deleteMember(input: { organizationId: $organizationId, memberId: $memberId }) {
      __typename
      ... on DeleteMemberPayload { deletedId }
    }
  }
`);

const MemberName = graphql(`
  fragment TadaMemberName on Member { id name }
`);

const MemberPage = graphql(
  `
  query TadaMemberPage($organizationId: ID!, $by: MemberBy!) {
    member(organizationId: $organizationId, by: $by) { ...TadaMemberName }
  }
`,
  [MemberName],
);

type SignInResult = NonNullable<ResultOf<typeof SignIn>['authenticateMemberPassword']>;
type SignInPayload = Extract<SignInResult, { __typename: 'AuthenticateMemberPasswordPayload' }>;
type AnyOutcome = NonNullable<SignInPayload['outcome']>;
type Outcome<Name extends AnyOutcome['__typename']> = Extract<AnyOutcome, { __typename: Name }>;
type SavedSettings = VariablesOf<typeof SaveSettings>['input'];
type ShownSettings = NonNullable<ResultOf<typeof Settings>['organization']>;

/** Is never called: a value of a type that no case is left of. */
declare function unreachable(value: never): never;

export function resultIsPayloadOrError(result: SignInResult): string {
  switch (result.__typename) {
    case 'AuthenticateMemberPasswordPayload':
      return result.__typename;
    case 'MutationError':
      return result.message;
    default:
      return unreachable(result);
  }
}

export function errorTellsWhichInput(result: Extract<SignInResult, { __typename: 'MutationError' }>): string {
  return result.path?.join('.') ?? result.message;
}

export function outcomeIsOneOfSix(outcome: AnyOutcome): string {
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

export function signedInHasJwt({ sessionJwt }: Outcome<'SignedIn'>): string {
  return sessionJwt;
}

export function secondFactorHasToken({ intermediateSessionToken }: Outcome<'SecondFactorRequired'>): string {
  return intermediateSessionToken;
}

export function settingsCanBeSaved({ id, mfaPolicy, authMethods }: ShownSettings): SavedSettings {
  const { allowance, allowed } = authMethods;
  return { organizationId: id, mfaPolicy, authMethods: { allowance, allowed: [...allowed, 'PASSWORD'] } };
}

export function deletionNamesWhatIsGone(
  result: Extract<NonNullable<ResultOf<typeof DeleteMember>['deleteMember']>, { __typename: 'DeleteMemberPayload' }>,
): string {
  return result.deletedId;
}

/** That it goes by one thing only, gql.tada's types do not say; the gateway does. */
export function lookupGoesBySomething(): VariablesOf<typeof Settings>[] {
  return [
    { by: { slug: 'fernhill-bakery' } },
    // @ts-expect-error: by one thing, not by none.
    { by: {} },
  ];
}

export function fragmentIsMasked(member: NonNullable<ResultOf<typeof MemberPage>['member']>): string | null {
  // @ts-expect-error: only what has the fragment may read it.
  member.name;
  return fragmentIsRead(member);
}

export function fragmentIsRead(member: FragmentOf<typeof MemberName>): string | null {
  return readFragment(MemberName, member).name;
}
